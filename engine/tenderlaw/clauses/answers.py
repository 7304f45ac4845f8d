"""Answers: what goes into a blank, and who says so. The law and the facts come before what a person writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tenderlaw.clauses import words
from tenderlaw.clauses.fill_ins import Entries, typed, words_of
from tenderlaw.clauses.model import FillIn
from tenderlaw.clauses.values import Values, fault_of_value
from tenderlaw.decisions.model.prescriptions import Filled
from tenderlaw.facts.records import Record
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.sources.faults import Fault, quoted

__all__ = ["Answer", "answer_of", "facts_for"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes into a blank."""

    value: object
    by: Literal["given", "law", "fact", "default"]
    source: str | None = None
    """The provision, or the path of the fact."""


def answer_of(
    fill: FillIn, values: Values, facts: Mapping[str, Record], held: Filled | None = None
) -> Answer | Fault | None:
    """What goes into a blank, what is wrong with what was given, or none where nobody says it.

    `held` is what the pack fills in. A figure of the law, and what a fact says, cannot be given otherwise; words and
    lists of a pack can, for a person may say them better.
    """
    law, fact = _of_pack(held, fill), _fact(fill.fact, facts)
    if fill.id in values:
        return _given(fill, values, law, fact, held)
    if law is not None:
        return Answer(law, "law", held.cite if held else None)
    if fact is not None:
        wrong = words.fault_of(words_of(fact, fill, DEFAULT_LANGUAGE))
        return Fault("facts", 0, 0, fill.fact or "", wrong) if wrong else Answer(fact, "fact", fill.fact)
    return None if fill.default is None else Answer(typed(fill, fill.default), "default")


def facts_for(fill: FillIn, held: Filled | None) -> tuple[str, ...]:
    """The facts that would answer it."""
    return (*([fill.fact] if fill.fact else []), *(held.missing if held else ()))


def _given(fill: FillIn, values: Values, law: object, fact: object, held: Filled | None) -> Answer | Fault:
    fault = fault_of_value(values, fill)
    if fault is not None:
        return fault
    word = values[fill.id]
    value = typed(fill, word)
    if law is not None and fill.kind in ("money", "number") and value != law:
        said = f"{', '.join(held.values)} ({held.cite})" if held else ""
        return values.fault(fill.id, f"{quoted(word)} is not what the law says", f"it says {said}; leave it out")
    if law is None and fact is not None and _differ(value, fact, fill):
        said = f"`{fill.fact}` says {quoted(words_of(fact, fill, DEFAULT_LANGUAGE))}"
        hint = f"{said}; leave it out, or put the fact right"
        return values.fault(fill.id, f"{quoted(word)} is not what the case says", hint)
    return Answer(value, "given")


def _differ(value: object, fact: object, fill: FillIn) -> bool:
    return words_of(value, fill, DEFAULT_LANGUAGE) != words_of(fact, fill, DEFAULT_LANGUAGE)


def _of_pack(held: Filled | None, fill: FillIn) -> object:
    """What the pack fills in, as the value of its kind."""
    if held is None:
        return None
    if held.kind == "entries":
        return Entries(held.entries) if held.entries else None
    if held.kind == "words" or not held.values:
        return held.values or None
    return typed(fill, held.values[0])


def _fact(path: str | None, facts: Mapping[str, Record]) -> object:
    if path is None:
        return None
    found: object = facts
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found
