"""Reading a fact for a condition: whose record, which name, and where to ask when it is missing."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tenderlaw.facts.collections import Item
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import AsOf, Condition, Fact, Given, Length, Operand, Ref, Some, Unsettled
from tenderlaw.rules.dated import Counting
from tenderlaw.rules.truth import Truth
from tenderlaw.sources.faults import InternalError

__all__ = [
    "Scope",
    "day_path",
    "getter",
    "moved",
    "number_of",
    "operand_of",
    "path_of",
    "read",
    "reader",
    "values_reader",
    "years_ended",
]


@dataclass(slots=True, eq=False)
class Scope:
    """What a condition can see: one entry, its operator, the procurement, the as-of date, dated values."""

    item: Item
    operator: Record
    procurement: Record
    as_of: date
    values: Mapping[str, Counting]
    """The versions that count of dated values, by the key of the operand."""
    prefix: str
    """How the operator's facts are addressed: `operator` or `entities[2]`."""
    collection_root: str
    """Where the item lives: `operator` or `procurement`."""
    decide: Callable[[Condition, Scope], Truth]
    """Evaluates a condition without quantifiers, for periods whose start depends on one."""


def read(ref: Ref, scope: Scope) -> object:
    """The value of a fact, or None where it is unknown."""
    root = ref.root
    if root == "as_of":
        return scope.as_of
    found: object = scope.item.record if root == "item" else scope.operator if root == "operator" else scope.procurement
    for name in ref.names:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def reader(names: tuple[str, ...]) -> Callable[[Record], object]:
    """What reads the fact at `names` from an entry's record."""
    first, *rest = names
    if not rest:
        return lambda record: record.get(first)

    def inner(record: Record) -> object:
        found = record.get(first)
        for name in rest:
            if not isinstance(found, dict):
                return None
            found = found.get(name)
        return found

    return inner


def getter(ref: Ref) -> Callable[[Scope], Any]:
    """What reads one fact from a scope."""
    if ref.root == "as_of":
        return lambda scope: scope.as_of
    if len(ref.names) == 1:  # by far the most of them: without a call in between
        (name,) = ref.names
        if ref.root == "item":
            return lambda scope: scope.item.record.get(name)
        if ref.root == "operator":
            return lambda scope: scope.operator.get(name)
        return lambda scope: scope.procurement.get(name)
    find = reader(ref.names)
    if ref.root == "item":
        return lambda scope: find(scope.item.record)
    if ref.root == "operator":
        return lambda scope: find(scope.operator)
    return lambda scope: find(scope.procurement)


def values_reader(paths: Sequence[tuple[str, ...]]) -> Callable[[Record], tuple[object, ...]]:
    """What reads the facts at all of these paths from a record, in an order of its own."""
    names = tuple(path[0] for path in paths if len(path) == 1)
    groups = [
        (group, tuple(path[1] for path in paths if len(path) == 2 and path[0] == group))
        for group in dict.fromkeys(path[0] for path in paths if len(path) == 2)
    ]
    unknown = {group: (None,) * len(inner) for group, inner in groups}
    deeper = [reader(path) for path in paths if len(path) > 2]

    def values(record: Record) -> tuple[object, ...]:
        found = tuple(map(record.get, names))
        for group, inner in groups:
            held = record.get(group)
            found += tuple(map(held.get, inner)) if isinstance(held, dict) else unknown[group]
        if deeper:
            found += tuple([read(record) for read in deeper])
        return found

    return values


def path_of(ref: Ref, scope: Scope) -> str:
    """The path, in the case, of the fact that `ref` reads."""
    if ref.root in ("procurement", "as_of"):
        return str(ref)
    if ref.root == "operator":
        return ".".join((scope.prefix, *ref.names))
    prefix = "procurement" if scope.collection_root == "procurement" else scope.prefix
    item = scope.item
    head = item.path_of(ref.names[0])
    # of a whole list nothing further is named
    whole = head == item.path if item.placeholder else "[" not in head
    rest = () if whole else ref.names[1:]
    return ".".join((prefix, head, *rest))


def day_path(path: str, scope: Scope) -> str:
    """The path, in the case, of a day that a pack names: one of the operator stands with the operator."""
    if path.startswith("procurement."):
        return path
    return f"{scope.prefix}.{path.removeprefix('operator.')}"


def operand_of(operand: Operand, scope: Scope) -> object:
    """The value that an operand stands for, or None where it is unknown. A dated value may stand for several."""
    if isinstance(operand, Given):
        return operand.value
    if isinstance(operand, AsOf):
        return scope.as_of
    if isinstance(operand, Fact):
        found = read(operand.ref, scope)
        return found if operand.plus is None or not isinstance(found, date) else moved(found, operand.plus)
    if isinstance(operand, Unsettled):
        return None
    raise InternalError(f"`{operand.value_id}` is read by the day that decides its version")


def number_of(some: Some, scope: Scope) -> int | None:
    """How many entries a quantifier asks for, or None where the day is unknown from which years are counted."""
    if isinstance(some.at_least, int):
        return some.at_least
    since, at = read(some.at_least.since, scope), operand_of(some.at_least.at, scope)
    if not isinstance(since, date) or not isinstance(at, date):
        return None
    return years_ended(since, at, event_day_counted=some.at_least.event_day_counted)


def years_ended(since: date, at: date, *, event_day_counted: bool) -> int:
    """How many years from `since` have ended by the day `at`: with the anniversary, or with the day before it."""
    years = max(at.year - since.year, 0)
    anniversary = moved(since, Length(years=years))
    ended = anniversary <= at if event_day_counted else anniversary < at
    return years if ended or years == 0 else years - 1


def moved(day: date, length: Length) -> date:
    """The day that lies a length of time later: months and years by the calendar, then days."""
    months = day.year * 12 + day.month - 1 + length.years * 12 + length.months
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    landed = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    left = date.max - landed
    return landed + min(left, timedelta(days=length.days))
