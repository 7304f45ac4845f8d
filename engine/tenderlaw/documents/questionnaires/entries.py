"""The rows of a list as entries of a case, and questions in every language that an answer may be in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from tenderlaw.documents.questionnaires.asking import is_the_bidders
from tenderlaw.documents.questionnaires.phrases import LANGUAGES
from tenderlaw.documents.questionnaires.returned import Cell, Row
from tenderlaw.documents.questionnaires.values import UnreadableError, is_none, is_not_known, value_in_cell
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.places import field_of
from tenderlaw.facts.questions import Question, question_of
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Data

__all__ = ["Entries", "entries_in", "question_at", "said_of"]


@dataclass(slots=True)
class Entries:
    """The entries of a list that was filled in."""

    values: list[Data] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """Where each fact stands, by its path."""
    not_known: list[str] = field(default_factory=list)
    """The paths of what was answered to be not known."""
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Place, message and hint."""


def question_at(path: str, models: FactModels) -> Question:
    """The question of a path, its words to choose from in every language: a bidder may answer in its own."""
    asked = [question_of(path, language, models) for language in LANGUAGES]
    choices = dict.fromkeys(choice for one in asked for choice in one.choices)
    return replace(asked[0], choices=tuple(choices))


def entries_in(path: str, rows: Sequence[Row], models: FactModels) -> Entries:
    """The entries that these rows are, none of which is blank."""
    found = Entries()
    list_ = field_of(path, models)
    known = list(list_.entries.model_fields) if list_ is not None and list_.entries is not None else []
    for number, row in enumerate(rows):
        entry: dict[str, Data] = {}
        before = len(found.faults)
        found.places[f"{path}[{number}]"] = row.place
        for name, cell in row.cells.items():
            at = f"{path}[{number}].{name}"
            if cell.blank:
                continue
            if not name or field_of(at, models) is None:
                found.faults.append(
                    (cell.place, cell.wrong or f"`{name}` is no column of `{path}`", nearest(name, known))
                )
            elif not is_the_bidders(at, models):
                found.faults.append((cell.place, f"`{at}` is the authority's to find", "leave it blank"))
            else:
                found.places[at] = cell.place
                _fill(entry, name, at, cell, models, found)
        if not entry and len(found.faults) == before:
            message = "nothing but `not known` stands in this row, which says neither that there is an entry nor which"
            found.faults.append((row.place, message, "answer `not known` to the list itself"))
        found.values.append(entry)
    return found


def _fill(entry: dict[str, Data], name: str, at: str, cell: Cell, models: FactModels, found: Entries) -> None:
    question = question_at(at, models)
    if is_not_known(cell, question):
        found.not_known.append(at)
        return
    try:
        empty = question.kind in ("words", "countries") and is_none(cell)
        value: Data = [] if empty else value_in_cell(cell, question)
    except UnreadableError as error:
        found.faults.append((cell.place, str(error), error.hint))
        return
    *groups, last = name.split(".")
    for group in groups:
        entry = cast("dict[str, Data]", entry.setdefault(group, {}))
    entry[last] = value


def said_of(value: Data) -> str:
    """A value in the words of an answer, as far as it has some."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not value:
        return "none"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
