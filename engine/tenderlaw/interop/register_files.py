"""Registers of subcontractors in files: which formats there are, and a case completed from one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast, get_args

from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case
from tenderlaw.interop.ocds_reading import read_ocds
from tenderlaw.interop.ocds_writing import written_ocds
from tenderlaw.interop.open_supply_hub import read_open_supply_hub, written_open_supply_hub
from tenderlaw.interop.register import COMPLETE, REGISTER, Register, entries_of
from tenderlaw.sources.faults import Fault, quoted
from tenderlaw.sources.tree import Data, Source

__all__ = ["FORMATS", "RegisterFormat", "case_with_register", "register_of", "written_register"]

RegisterFormat: TypeAlias = Literal["ocds", "open-supply-hub"]
FORMATS: Final[tuple[RegisterFormat, ...]] = get_args(RegisterFormat)


def register_of(case: Case) -> Register:
    """The register that the case holds; without one, an empty one."""
    facts = case.operator.model_dump(exclude_none=True)
    return Register(entries_of(facts), cast("str | None", facts.get(COMPLETE)))


def case_with_register(
    case: Case, path: Path, given: RegisterFormat, regimes: tuple[Regime, ...]
) -> tuple[Case, list[Fault]]:
    """The case with the entries of a file after its own, and remarks on what no fact holds.

    An entry that the case has with the same facts is not added again; what the case says stands. Raises
    InputInvalidError for a file that cannot be read.
    """
    read = read_ocds(path, case) if given == "ocds" else read_open_supply_hub(path)
    own = register_of(case)
    known = list(own.entries or ())
    added = []
    for entry in read.entries or ():
        if entry in known:
            known.remove(entry)
        else:
            added.append(entry)
    name = str(path)
    remarks = [
        Fault(name, 0, 0, "", f"holds more than facts of a register: {one} was passed over") for one in read.passed_over
    ]
    held = len(read.entries or ())
    if len(added) < held:
        message = f"{held - len(added)} of its {held} entries stand in the case already"
        remarks.append(Fault(name, 0, 0, "", message))
    facts = case.model_dump(mode="json", exclude_none=True)
    operator = facts["operator"]
    if own.entries is not None or read.entries is not None:
        operator[REGISTER] = [entry.facts for entry in (*(own.entries or ()), *added)]
    if read.complete is not None and own.complete not in (None, read.complete):
        message = f"the file says {quoted(read.complete)}, and the case {quoted(own.complete)}: the case stands"
        remarks.append(Fault(name, 0, 0, f"operator.{COMPLETE}", message))
    elif read.complete is not None:
        operator[COMPLETE] = read.complete
    return case_in(Source(name, cast("Data", facts), {}), regimes), remarks


def written_register(case: Case, to: RegisterFormat, day: date | None) -> tuple[bytes, tuple[str, ...]]:
    """The register of the case in a format, and what the format does not hold or a publisher must add."""
    register = register_of(case)
    return written_ocds(register, case, day) if to == "ocds" else written_open_supply_hub(register)
