"""Reading a fact for a condition: whose record, which name, and where to ask when it is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from tenderlaw.facts.records import Item, Record
from tenderlaw.packs.conditions import AsOf, Condition, Dated, Fact, Given, Operand, Ref
from tenderlaw.packs.model import Value, in_force
from tenderlaw.rules.truth import Truth

__all__ = ["DatedValue", "Scope", "operand_of", "path_of", "read", "reader", "value_on"]

DatedValue: TypeAlias = "Decimal | tuple[str, ...] | None"


@dataclass(slots=True, eq=False)
class Scope:
    """What a condition can see: one entry, its operator, the procurement, the as-of date, dated values."""

    item: Item
    operator: Record
    procurement: Record
    as_of: date
    values: Mapping[str, DatedValue]
    prefix: str
    """How the operator's facts are addressed: `operator` or `entities[2]`."""
    collection_root: str
    """Where the item lives: `operator` or `procurement`."""
    decide: Callable[[Condition, Scope], Truth]
    """Evaluates a condition without quantifiers, for periods whose start depends on one."""


def read(ref: Ref, scope: Scope) -> object:
    """The value of a fact, or None where it is unknown."""
    root = ref.root
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


def path_of(ref: Ref, scope: Scope) -> str:
    """The path, in the case, of the fact that `ref` reads."""
    if ref.root == "procurement":
        return ".".join(("procurement", *ref.names))
    if ref.root == "operator":
        return ".".join((scope.prefix, *ref.names))
    prefix = "procurement" if scope.collection_root == "procurement" else scope.prefix
    item = scope.item
    head = item.path_of(ref.names[0])
    rest = () if item.placeholder and head == item.path else ref.names[1:]
    return ".".join((prefix, head, *rest))


def operand_of(operand: Operand, scope: Scope) -> object:
    """The value that an operand stands for, or None where it is unknown."""
    if isinstance(operand, Given):
        return operand.value
    if isinstance(operand, AsOf):
        return scope.as_of
    if isinstance(operand, Fact):
        return read(operand.ref, scope)
    return scope.values.get(operand.value_id) if isinstance(operand, Dated) else None


def value_on(value: Value, operator: Record, procurement: Record, as_of: date) -> DatedValue:
    """The version of a dated value that counts, or None where the deciding day is unknown or uncovered."""
    day = deciding_day(value.by, operator, procurement, as_of)
    if day is None:
        return None
    for version in value.versions:
        if in_force(day, version.from_, version.to):
            held = (version.amount, version.number, version.words)
            return next((value for value in held if value is not None), None)
    return None


def deciding_day(paths: tuple[str, ...], operator: Record, procurement: Record, as_of: date) -> date | None:
    """The first known day among the facts at `paths`."""
    for path in paths:
        if path == "as_of":
            return as_of
        root, _, name = path.rpartition(".")
        found = (procurement if root == "procurement" else operator).get(name)
        if found is not None:
            return cast("date", found)
    return None
