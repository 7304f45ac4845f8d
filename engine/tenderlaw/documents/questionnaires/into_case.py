"""Answers put into the case that they complete: a blank stays unknown, what the case holds stands, nothing is lost."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final, cast

from tenderlaw.decisions.cases import case_in, models_of
from tenderlaw.decisions.installed import installed_policies
from tenderlaw.decisions.missing import STEP
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents.questionnaires.asking import is_the_bidders
from tenderlaw.documents.questionnaires.entries import entries_in, question_at, said_of
from tenderlaw.documents.questionnaires.model import REFERENCES
from tenderlaw.documents.questionnaires.returned import Cell, Returned
from tenderlaw.documents.questionnaires.values import (
    DAY,
    NOT_KNOWN,
    UnreadableError,
    is_none,
    is_not_known,
    is_rows,
    text_in_cell,
    value_in_cell,
)
from tenderlaw.facts.catalogue import field_at, field_names
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.pasted import unfolded
from tenderlaw.facts.places import field_of, place_of
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest
from tenderlaw.sources.tree import Data, Source, Steps

__all__ = ["Completed", "completed_by_answers"]

_PATH: Final = re.compile(r"(operator|entities\[\d+\])(\.[a-z_]+(\[\d+\])?)+")


@dataclass(frozen=True, slots=True)
class Completed:
    """The case with the answers, and what a person should know of them."""

    data: dict[str, Data]
    put: Mapping[Steps, Data]
    """What was put in, by the steps to it."""
    remarks: tuple[Fault, ...]
    """Answers that contradict the case: the case's facts stand, the answers are kept among the references."""


@dataclass(slots=True)
class _Reading:
    """The case in the making."""

    file: str
    data: dict[str, Data]
    models: FactModels
    evidence: frozenset[str]
    put: dict[Steps, Data] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Where the answer to a fact stands, by its path."""
    references: list[dict[str, Data]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def fault(self, place: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(self.file, 0, 0, place, message, hint))

    def refer(self, about: str, said: str, beside: Mapping[str, Data]) -> None:
        """Keep among the references what was said that is no fact, and what stands beside it."""
        self.references.append({"about": about, **({"said": said} if said else {}), **beside})


def completed_by_answers(
    source: Source, returned: Sequence[Returned], file: str, regimes: Sequence[Regime]
) -> Completed:
    """The case of a file, completed by the answers of a questionnaire.

    Raises InputInvalidError with every answer that cannot be read or is no fact, each with its place.
    """
    case_in(source, regimes)
    own = (*regimes, *(one for one in installed_policies() if one.id not in {regime.id for regime in regimes}))
    signs = frozenset(_documents_of(own) if any(one.is_evidence for one in returned) else ())
    data = cast("dict[str, Data]", copy.deepcopy(unfolded(source).data))
    reading = _Reading(file, data, models_of(own), signs)
    for one in returned:
        if not one.blank:
            _read(one, reading)
    _keep(reading)
    if reading.faults:
        raise InputInvalidError(reading.faults)
    try:
        case_in(Source(file, data, {}), regimes)
    except InputInvalidError as error:
        raise InputInvalidError([_placed(fault, reading.places) for fault in error.faults]) from error
    return Completed(data, reading.put, tuple(reading.remarks))


def _documents_of(regimes: Sequence[Regime]) -> Iterator[str]:
    for one in regimes:
        for risk, _ in one.typed.risks:
            yield from (f"{one.id}/{risk.id}/{number}" for number in range(1, len(risk.ask_for) + 1))


def _read(one: Returned, reading: _Reading) -> None:
    try:
        about = text_in_cell(one.about)
    except UnreadableError:
        about = ""
    if not about:
        reading.fault(one.about.place or one.answer.place, "an answer stands here, and no question it belongs to")
        return
    if about in reading.places:
        reading.fault(one.answer.place, f"`{about}` is answered twice", f"see {reading.places[about]}")
        return
    reading.places[about] = one.answer.place or one.about.place
    beside = _beside(one, reading)
    if one.is_evidence:
        if about not in reading.evidence:
            reading.fault(
                one.about.place, f"`{about}` is no document that was asked for", nearest(about, reading.evidence)
            )
        said = _words(one.answer, reading)
        reading.refer(about, said, beside)
        return
    strange = _strange(about, reading.models)
    if strange is not None:
        reading.fault(one.about.place, *strange)
        return
    said, value, given = _answered(about, one, reading)
    if given:
        said = _put(about, value, one, reading)
    if said or beside:
        reading.refer(about, said, beside)


def _strange(path: str, models: FactModels) -> tuple[str, str] | None:
    """Why a path leads to no fact that a bidder answers; None where it does."""
    if not _PATH.fullmatch(path):
        return f"`{path}` is no fact of a bidder", "its path is that of the questionnaire as it was sent out"
    if field_of(path, models) is None:
        model, names = place_of(path, models)
        above = field_at(model, names[:-1]) if len(names) > 1 else None
        known = (
            field_names(model) if len(names) == 1 else list(above.model.model_fields) if above and above.model else []
        )
        return f"`{path}` leads to no fact", nearest(names[-1], known)
    if not is_the_bidders(path, models):
        return f"`{path}` is the authority's to find, and no bidder answers it", "leave it blank"
    return None


def _answered(path: str, one: Returned, reading: _Reading) -> tuple[str, Data, bool]:
    """What was said that is no fact, the fact, and whether there is one."""
    question = question_at(path, reading.models)
    listed = question.kind == "list"
    rows = tuple(row for row in one.rows if not all(cell.blank for cell in row.cells.values()))
    if rows and not listed:
        reading.fault(rows[0].place, f"`{path}` is no list, and has no rows")
        return "", None, False
    if rows and not (one.answer.blank or is_rows(one.answer)):
        said = one.answer.value
        reading.fault(one.answer.place, f"`{said}` is answered and rows are filled, too: {rows[0].place}", "keep one")
        return "", None, False
    if rows:
        entries = entries_in(path, rows, reading.models)
        for place, message, hint in entries.faults:
            reading.fault(place, message, hint)
        reading.places.update(entries.places)
        for unknown in entries.not_known:
            reading.refer(unknown, NOT_KNOWN, {})
        return "", list(entries.values), not entries.faults
    if one.answer.blank:
        return "", None, False
    if is_not_known(one.answer, question):
        return NOT_KNOWN, None, False
    if question.kind in ("list", "words", "countries") and is_none(one.answer):
        return "", [], True
    if listed and is_rows(one.answer):
        reading.fault(one.answer.place, f"rows are named, and none is filled for `{path}`")
        return "", None, False
    if listed:
        message = one.answer.wrong or f"`{one.answer.value}` is no answer to a list"
        reading.fault(one.answer.place, message, "fill a row for each entry, or answer none or not known")
        return "", None, False
    try:
        return "", value_in_cell(one.answer, question), True
    except UnreadableError as error:
        reading.fault(one.answer.place, str(error), error.hint)
        return "", None, False


def _put(path: str, value: Data, one: Returned, reading: _Reading) -> str:
    """Put a fact where it belongs; where the case holds another, what was answered in words, and the case stands."""
    steps: Steps = tuple(int(step) if step.isdecimal() else step for step in STEP.findall(path))
    place = one.answer.place or one.about.place
    node: Data = reading.data
    for step, following in pairwise(steps):
        if isinstance(step, int):
            if not isinstance(node, list) or step >= len(node):
                reading.fault(place, f"`{path}` is about entry {step} of a list that the case does not hold")
                return ""
            node = node[step]
            continue
        group = cast("dict[str, Data]", node)
        if group.get(step) is None:
            group[step] = [] if isinstance(following, int) else {}
        node = group[step]
    if not isinstance(node, dict):
        reading.fault(place, f"`{path}` is about an entry that the case does not hold")
        return ""
    last = str(steps[-1])
    before = node.get(last)
    if before is None:
        node[last] = reading.put[steps] = value
        return ""
    if _same(before, value):
        return ""
    answered = said_of(value)
    message = f"`{path}` is answered `{answered}`, and the case holds `{said_of(before)}`"
    reading.remarks.append(Fault(reading.file, 0, 0, place, message, "the case stands; the answer is kept beside it"))
    return answered


def _same(held: Data, answered: Data) -> bool:
    if isinstance(held, dict) and isinstance(answered, dict):
        return held.keys() == answered.keys() and all(_same(held[name], answered[name]) for name in held)
    if isinstance(held, list) and isinstance(answered, list):
        return len(held) == len(answered) and all(map(_same, held, answered))
    if isinstance(held, bool) or isinstance(answered, bool):
        return held is answered
    numbers = [one for one in (held, answered) if isinstance(one, int | Decimal)]
    if len(numbers) == 1 and isinstance(held, str | int | Decimal) and isinstance(answered, str | int | Decimal):
        try:
            return Decimal(held) == Decimal(answered)
        except ArithmeticError:
            return False
    return held == answered


def _beside(one: Returned, reading: _Reading) -> dict[str, Data]:
    """What was written beside an answer: a page may be a number, a date is a day."""
    found: dict[str, Data] = {}
    for name, cell in one.beside.items():
        if cell.blank:
            continue
        said = _words(cell, reading)
        if name == "dated" and said and not DAY.fullmatch(said):
            reading.fault(
                cell.place, f"`{said}` may be read as more than one day, or as none", "write it as YYYY-MM-DD"
            )
        found[name] = said
    return found


def _words(cell: Cell, reading: _Reading) -> str:
    """The words of a cell that only informs, whatever a spreadsheet made of them."""
    if cell.wrong is not None:
        reading.fault(cell.place, cell.wrong)
    return "" if cell.blank or cell.wrong is not None else str(cell.value).strip()


def _keep(reading: _Reading) -> None:
    """Add what only informs to the references of the case, each once."""
    if not reading.references:
        return
    operator = reading.data.get("operator")
    if not isinstance(operator, dict):
        return
    before = operator.get("references")
    held = list(before) if isinstance(before, list) else []
    more = [one for one in reading.references if one not in held]
    if more:
        operator["references"] = [*held, *more]
        reading.put[tuple(REFERENCES.split("."))] = operator["references"]


def _placed(fault: Fault, places: Mapping[str, str]) -> Fault:
    """A fault of the case at the answer from which it comes; as it is, where it comes from none."""
    steps = fault.field
    while steps:
        if steps in places:
            return Fault(fault.file, 0, 0, places[steps], f"`{fault.field}`: {fault.message}", fault.hint)
        steps = re.sub(r"(\[\d+\]|\.?[^.\[]+)$", "", steps)
    return fault
