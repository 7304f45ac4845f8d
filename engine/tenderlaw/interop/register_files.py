"""Registers of subcontractors in files: which formats there are, a case completed from one, and that case as a file."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast, get_args

from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents.questionnaires.case_text import case_text
from tenderlaw.documents.questionnaires.into_case import Completed
from tenderlaw.facts.case import Case
from tenderlaw.facts.pasted import unfolded
from tenderlaw.interop.ocds_reading import read_ocds
from tenderlaw.interop.ocds_writing import written_ocds
from tenderlaw.interop.open_supply_hub import read_open_supply_hub, written_open_supply_hub
from tenderlaw.interop.register import COMPLETE, REGISTER, Register, besides, entries_of
from tenderlaw.sources.faults import Fault, quoted
from tenderlaw.sources.tree import Data, Source, Steps, read_file

__all__ = ["FORMATS", "RegisterFormat", "case_file", "case_with_register", "register_of", "written_register"]

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
    added = besides(own.entries or (), read.entries or ())
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


def case_file(path: Path, case: Case, out: Path) -> str:
    """The text of the case file at `path` with the register that the case has now, its comments kept."""
    source = unfolded(read_file(path))
    data = cast("dict[str, Data]", copy.deepcopy(source.data))
    operator, now = cast("dict[str, Data]", data["operator"]), register_of(case)
    put: dict[Steps, Data] = {}
    if now.entries != entries_of(operator):
        put["operator", REGISTER] = [entry.data for entry in now.entries or ()]
    if now.complete != operator.get(COMPLETE):
        put["operator", COMPLETE] = now.complete
    operator |= {str(steps[-1]): value for steps, value in put.items()}
    return case_text(path, Completed(data, put, ()), out)


def written_register(case: Case, to: RegisterFormat, day: date | None) -> tuple[bytes, tuple[str, ...]]:
    """The register of the case in a format, and what the format does not hold or a publisher must add."""
    register = register_of(case)
    return written_ocds(register, case, day) if to == "ocds" else written_open_supply_hub(register)
