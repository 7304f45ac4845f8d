"""A worked case with one or two of its facts changed, in search of one that tells a mutant from the law."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, cast

from tenderlaw.mutants.facts_named import Answered
from tenderlaw.mutants.likely import words_of
from tenderlaw.mutants.model import GONE, Change, NewValue
from tenderlaw.sources.tree import Data, Steps, dotted

__all__ = ["Variation", "variations"]

_DAY: Final = re.compile(r"[12]\d{3}-\d\d-\d\d")
_MOST_DAYS: Final = 6
_PERSONS: Final = ("convicted", "link_from", "link_until")
"""Facts of a conviction that say whose it is: they stand with the linked person."""


@dataclass(frozen=True, slots=True)
class Variation:
    """Facts of a case that are changed."""

    changes: tuple[Change, ...]

    def __str__(self) -> str:
        said = []
        for change in self.changes:
            gone = change.to is GONE
            said.append(f"without {dotted(change.steps)}" if gone else f"{dotted(change.steps)}: {_said(change.to)}")
        return ", ".join(said)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_said(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_said, value)) + "]"
    return str(value)


def variations(facts: Data, as_of: date, asked: Iterable[Answered]) -> Iterator[Variation]:
    """The case with one fact changed, for each fact asked and each of its answers that the case does not give."""
    seen: set[str] = set()
    days = _days_of(facts, as_of)
    for one in asked:
        for variation in _of(facts, replace(one, answers=(*one.answers, *days)) if one.day else one):
            if (name := repr(variation.changes)) not in seen:
                seen.add(name)
                yield variation


def _days_of(facts: Data, as_of: date) -> list[str]:
    """The as-of date and the days in the case, each with those beside it."""
    words = dict.fromkeys(word for word in (as_of.isoformat(), *words_of(facts)) if _DAY.fullmatch(word))
    days = [date.fromisoformat(word) for word in list(words)[:_MOST_DAYS]]
    return [(day + timedelta(days=way)).isoformat() for day in days for way in (0, 1, -1)]


def _of(facts: Data, one: Answered) -> Iterator[Variation]:
    if one.collection is None:
        yield from _at(facts, one.names, one)
        return
    for steps in _lists(facts, one.collection, ()):
        entries = _held(facts, steps)
        for number, entry in enumerate(cast("list[Data]", entries)):
            if one.names[0] in _PERSONS:
                yield from _of_person(facts, (*steps, number), entry, one)
            else:
                yield from _at(facts, (*steps, number, *one.names), one)


def _at(facts: Data, steps: Steps, one: Answered) -> Iterator[Variation]:
    for place in _places(facts, steps):
        held = _held(facts, place)
        for answer in one.answers:
            to: NewValue = answer
            if isinstance(held, dict) and "amount" in held and answer is not GONE:
                to = {**held, "amount": answer}
            if to != held and not (to is GONE and held is None):
                yield Variation((Change(place, to),))


def _places(facts: Data, steps: Steps) -> Iterator[Steps]:
    """The places of a fact: a value on two VAT bases stands in one of two."""
    if steps[-1] in ("estimated_value", "framework_value") and len(steps) == 2:
        for basis in ("excluding_vat", "including_vat"):
            if _held(facts, other := (*steps[:-1], f"{steps[-1]}_{basis}")) is not None:
                yield other
    elif isinstance(_held(facts, steps[:-1]), dict):
        yield steps


def _of_person(facts: Data, steps: Steps, entry: Data, one: Answered) -> Iterator[Variation]:
    """A conviction of the operator as that of a linked person, and what is said of the link of a person."""
    if "linked_persons" in steps:
        person = steps[: steps.index("linked_persons") + 2]
        name = "link" if one.names[0] == "convicted" else one.names[0]
        for answer in one.answers:
            if answer != "operator":
                yield Variation((Change((*person, name), answer),))
        return
    if one.names[0] != "convicted" or steps[-2] != "convictions":
        return
    holder = steps[:-2]
    persons = _held(facts, (*holder, "linked_persons"))
    rest = [other for number, other in enumerate(cast("list[Data]", _held(facts, steps[:-1]))) if number != steps[-1]]
    for answer in one.answers:
        if isinstance(answer, str) and answer != "operator":
            person_: Data = {"link": answer, "link_from": "2010-01-01", "link_until": "open", "convictions": [entry]}
            held = persons if isinstance(persons, list) else []
            yield Variation((Change(steps[:-1], rest), Change((*holder, "linked_persons"), [*held, person_])))


def _lists(node: Data, name: str, steps: Steps) -> Iterator[Steps]:
    """Where lists of this name stand in the case."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, list) and (key == name or (name, key) == ("subcontract_performance", "performance")):
                yield (*steps, key)
            yield from _lists(value, name, (*steps, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _lists(value, name, (*steps, number))


def _held(facts: Data, steps: Steps) -> Data:
    for step in steps:
        if isinstance(facts, dict) and isinstance(step, str):
            facts = facts.get(step)
        elif isinstance(facts, list) and isinstance(step, int) and step < len(facts):
            facts = facts[step]
        else:
            return None
    return facts
