"""Mutants of what a pack says of time and figures: dated values, when it is in force, periods and their counting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from tenderlaw.facts.catalogue import field_at, field_names
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.mutants.conditions import of_condition
from tenderlaw.mutants.model import At, Mutant, mutant
from tenderlaw.mutants.operands import further, listed, moved_amount, moved_day, of_days
from tenderlaw.sources.tree import Data

__all__ = ["of_bounds", "of_counting", "of_in_force", "of_period", "of_value"]

_UNSAID: Final = ("from", "to", "cite")
"""What two versions may differ in and still come to the same."""


def of_value(value: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    """Mutants of a dated value: which day decides, from when each version counts, what it holds."""
    yield from _of_by(value, at)
    versions = value.get("versions")
    held = [one for one in versions if isinstance(one, dict)] if isinstance(versions, list) else []
    inner = at.key("versions")
    for number, version in enumerate(held):
        here = inner.entry(number, str(version.get("from")))
        before = held[number - 1] if number else None
        if before is None or _content(before) != _content(version):
            yield from _of_beginning(version, before, inner.entry(number - 1), here)
        if number == len(held) - 1 and "to" in version:
            yield from moved_day(version["to"], here.key("to"), 1, -1)
        amount, figure, words = (version.get(name) for name in ("amount", "number", "words"))
        if isinstance(amount, int | Decimal):
            yield from (moved_amount(amount, way, here.key("amount")) for way in (1, -1))
        if isinstance(figure, int | Decimal):
            for way in (1, -1):
                yield from further(figure, way, here.key("number"))
        if isinstance(words, list):
            yield from listed(words, here.key("words"))


def _content(version: Mapping[str, Data]) -> dict[str, Data]:
    return {name: value for name, value in version.items() if name not in _UNSAID}


def _of_beginning(version: Mapping[str, Data], before: Mapping[str, Data] | None, last: At, at: At) -> Iterator[Mutant]:
    """Mutants with the day on which a version takes over moved, and with it the last day of the one before."""
    ends = None if before is None else before.get("to")
    for way in (1, -1):
        for moved in moved_day(version.get("from"), at.key("from"), way):
            also = [change for one in moved_day(ends, last.key("to"), way) for change in one.changes]
            first, then = (also, list(moved.changes))
            yield Mutant(moved.id, moved.at, moved.says, (*first, *then))


def _of_by(entry: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    days = entry.get("by")
    if isinstance(days, list):
        yield from of_days(days, at.key("by"))


def of_bounds(entry: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    """Mutants of the days between which an entry counts, and of the day that decides it."""
    for name in ("from", "to"):
        if name in entry:
            yield from moved_day(entry[name], at.key(name), 1, -1)
    if "from" in entry or "to" in entry:
        yield from _of_by(entry, at)


def of_in_force(force: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    """Mutants of when a regime is in force."""
    yield from of_bounds(force, at)
    if "review_until" in force:
        yield from moved_day(force["review_until"], at.key("review_until"), 1, -1)


def of_counting(counting: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    """Mutants of how periods are counted."""
    event, ends = counting.get("event_day"), counting.get("ends", "that-day")
    other = "counted" if event == "not-counted" else "not-counted"
    yield mutant(at.key("event_day"), other, f"`{other}` instead of `{event}`", other)
    if "holidays" in counting or ends != "that-day":
        other = "that-day" if ends != "that-day" else "next-working-day"
        yield mutant(at.key("ends"), other, f"`{other}` instead of `{ends}`", other)
    beside = counting.get("beside")
    if isinstance(beside, dict):
        here = at.key("beside")
        if isinstance(days := beside.get("days"), int):
            for way in (1, -1):
                yield from further(days, way, here.key("days"))
        for name in ("weekends", "holidays_of"):
            if beside.get(name):
                yield mutant(here.key(name), "dropped", f"without `{name}`")


def of_period(period: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    """Mutants of a period: its length, the day from which it runs, what a judgment sets instead."""
    if isinstance(years := period.get("years"), int):
        for way in (1, -1):
            yield from further(years, way, at.key("years"))
    starts, over = period.get("starts"), period.get("over")
    for number, start in enumerate(starts if isinstance(starts, list) else []):
        here = at.key("starts").entry(number)
        if isinstance(starts, list) and len(starts) > 1:
            yield mutant(here, "dropped", f"without the start `{start['date'] if isinstance(start, dict) else start}`")
        if isinstance(start, dict):
            yield from _of_start(start, str(over), here)
    if "judgment" in period:
        yield mutant(at.key("judgment"), "dropped", "whatever a judgment sets instead")


def _of_start(start: Mapping[str, Data], over: str, at: At) -> Iterator[Mutant]:
    for day in _days_of(over):
        if day != start.get("date"):
            yield mutant(at.key("date"), f"to-{day}", f"from `{day}`, not `{start.get('date')}`", day)
    if "not_before" in start:
        yield mutant(at.key("not_before"), "dropped", f"without `not_before: {start['not_before']}`")
    if "when" in start:
        yield mutant(at.key("when"), "dropped", "whether its condition holds or not")
        yield from of_condition(start["when"], at.key("when"))


def _days_of(over: str) -> list[str]:
    """The days on which entries of a list begin, or something of them does."""
    if over not in COLLECTIONS:
        return []
    model = COLLECTIONS[over].model
    fields = {name: field_at(model, (name,)) for name in field_names(model)}
    return [name for name, field in fields.items() if field is not None and field.begins is not None]
