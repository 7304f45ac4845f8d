"""A case from ESPD Responses and what the authority adds: the procurement, its own findings, and missing facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from tenderlaw.facts.case import Case, parse_case
from tenderlaw.facts.operator import Role
from tenderlaw.interop.espd.filled import Filled, steps_of_path
from tenderlaw.interop.espd.reading import EspdReading, Remark
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import Data, Source

__all__ = ["case_with", "joined"]

_PARTS = ("procurement", "operator", "entities")
_BROUGHT: dict[Role, str] = {
    "group-member": "takes part together with others",
    "relied-on-entity": "relies on the capacities of others",
    "subcontractor": "subcontracts a share",
}


def joined(readings: Sequence[tuple[str, EspdReading]]) -> tuple[EspdReading, tuple[EspdReading, ...]]:
    """The operator whose exclusion is decided, and the entities that it brings along, of several ESPD Responses.

    Each comes with the name of its file. The operator is the tenderer, or of a group without one the first. Its
    remarks hold those of all. Raises InputInvalidError for two tenderers, and for one document twice.
    """
    _refuse_twice(readings)
    tenderers = [one for one in readings if one[1].operator.role == "tenderer"]
    _, main = tenderers[0] if tenderers else readings[0]
    others = [one for one in readings if one[1] is not main]
    remarks = list(main.remarks)
    for number, (_, other) in enumerate(others):
        place = f"entities[{number}]"
        remarks += [replace(one, message=f"{place}: {one.message}") for one in other.remarks]
        if other.procedure and main.procedure and other.procedure != main.procedure:
            message = f"{place}: is for the procedure `{other.procedure}`, and the operator's for `{main.procedure}`"
            remarks.append(Remark("", "ContractFolderID", message))
    if others:
        roles = {other.operator.role for _, other in others}
        remarks += [
            Remark("", "", f"the operator {said}, and no ESPD of one is given: one of which nothing is known was added")
            for role, said in _BROUGHT.items()
            if main.brings.get(role) and role not in roles
        ]
    return replace(main, remarks=tuple(remarks)), tuple(other for _, other in others)


def _refuse_twice(readings: Sequence[tuple[str, EspdReading]]) -> None:
    faults: list[Fault] = []
    for number, (name, reading) in enumerate(readings):
        for earlier, other in readings[:number]:
            if reading.sha256 and reading.sha256 == other.sha256:
                faults.append(Fault(name, 0, 0, "", f"is the same document as `{earlier}`", "give it once"))
            elif reading.operator.role == other.operator.role == "tenderer":
                hint = "members of a group, entities relied on and subcontractors have roles of their own: `ROLE=FILE`"
                faults.append(Fault(name, 0, 0, "", f"is of a tenderer, as `{earlier}` is", hint))
    if faults:
        raise InputInvalidError(faults)


def case_with(
    reading: EspdReading,
    added: Source,
    entities: Sequence[EspdReading] = (),
    facts: Sequence[Source] = (),
    parse: Callable[[Source], Case] = parse_case,
) -> Case:
    """Join what operators declared with what the authority adds.

    `added` holds the fields of the procurement, or `procurement` and, if wanted, `entities` and `operator`: there,
    and in further files of `facts`, the authority puts what an ESPD does not ask, such as `evidence_verified` or
    `tender`, and facts that the decision misses, by their paths. What an ESPD answers cannot be given again.
    `parse` validates it all. Raises InputInvalidError.
    """
    known: dict[str, Data] = {"operator": _declared(reading)}
    if entities:
        roles = {one.operator.role for one in entities}
        unknown: list[Data] = [{"role": role} for role in _BROUGHT if reading.brings.get(role) and role not in roles]
        known["entities"] = [*(cast("Data", _declared(one)) for one in entities), *unknown]
    filled = Filled(known)
    for source, alone in ((added, True), *((one, False) for one in facts)):
        if not isinstance(source.data, dict):
            hint = "write the fields of the procurement" if alone else "write each fact by its path, `PATH: VALUE`"
            raise InputInvalidError([source.fault((), "is not a mapping", hint)])
        own, others = _parted(source.data) if alone else (source.data, {})
        filled.add(source, own)
        if others:
            filled.add(source, others, within=("procurement",))
    return parse(filled.checked(added.name))


def _declared(reading: EspdReading) -> dict[str, Data]:
    return cast("dict[str, Data]", reading.operator.model_dump(mode="json", exclude_none=True))


def _parted(given: dict[str, Data]) -> tuple[dict[str, Data], dict[str, Data]]:
    """What is said of the parts of a case, and the fields of a procurement that stand without its name."""
    if "procurement" in given:
        return given, {}
    own = {name: value for name, value in given.items() if steps_of_path(name)[0] in _PARTS}
    return own, {name: value for name, value in given.items() if name not in own}
