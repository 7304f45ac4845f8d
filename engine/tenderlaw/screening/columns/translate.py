"""A condition in columns: each node of the tree as a nullable truth, folded where it is the same for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from tenderlaw.facts.collections import Item
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    AsOf,
    Begun,
    Condition,
    Dated,
    Fact,
    Given,
    InPeriod,
    Not,
    Operand,
    Ref,
    Some,
    Sum,
    Test,
    Unsettled,
)
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.dated import Counting, choices, settled, value_of
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.leaves import begin_days_of
from tenderlaw.rules.offences import members
from tenderlaw.rules.reading import Scope, moved
from tenderlaw.screening.arrow.algebra import is_one_of
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, agreed, all_of, any_of, negate, unknown, where
from tenderlaw.screening.columns.leaves import FactValue, compared, is_list, moved_day
from tenderlaw.screening.columns.spans import begun, covers

__all__ = ["Sight", "translate"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a condition can see: columns of an entry and of the operator, the procurement and the day as constants."""

    evaluator: Evaluator
    """Decides what is the same for every row, as it does for a single case."""
    procurement: Record
    as_of: date
    versions: Mapping[str, Counting]
    """The versions of dated values that count."""
    operator: Callable[[tuple[str, ...]], FactValue]
    """Reads a fact of the operator."""
    item: Callable[[tuple[str, ...]], FactValue] | None
    """Reads a fact of the entry; None where the condition is about the whole case."""
    quantified: Callable[[Some | Sum], Kleene]
    """The truth of a quantifier for the row."""
    offences: Callable[[frozenset[str]], Kleene]
    """Whether the entry's offence is one of these; null where the catalogue does not hold it."""
    known: dict[Condition, Kleene] = field(default_factory=dict)
    """What conditions came to that were translated already."""

    @property
    def typed(self) -> TypedPack:
        """The pack."""
        return self.evaluator.plan.typed

    def read(self, ref: Ref) -> FactValue:
        """The value of a fact: a constant, a column, or None where no row has it."""
        if ref.root == "as_of":
            return self.as_of
        if ref.root == "procurement":
            found: object = self.procurement
            for name in ref.names:
                found = found.get(name) if isinstance(found, dict) else None
            return found
        if ref.root == "operator" or self.item is None:
            return self.operator(ref.names)
        return self.item(ref.names)

    def operand(self, operand: Operand) -> FactValue:
        """The value that an operand stands for."""
        if isinstance(operand, Given):
            return operand.value
        if isinstance(operand, AsOf):
            return self.as_of
        if isinstance(operand, Unsettled):
            return None
        if isinstance(operand, Fact):
            found = self.read(operand.ref)
            if operand.plus is None or found is None:
                return found
            return (
                moved_day(found, operand.plus)
                if isinstance(found, Column)
                else moved(cast("date", found), operand.plus)
            )
        found = self.choices(operand)
        return found[0] if settled(found) else None

    def choices(self, operand: Operand) -> tuple[FactValue, ...]:
        """What an operand may stand for: several where the day of a dated value is unknown, none without a version."""
        if not isinstance(operand, Dated):
            return (self.operand(operand),)
        return choices(value_of(operand, self.typed.pack), self.versions.get(operand.key))

    def constant(self) -> Scope:
        """What a single case's scope would hold if nothing of any operator were known."""
        return Scope(
            Item({}, ""), {}, self.procurement, self.as_of, self.versions, "operator", "operator", self.evaluator.decide
        )


def translate(condition: Condition, sight: Sight) -> Kleene:
    """The truth of `condition` for every row."""
    if condition not in sight.known:
        sight.known[condition] = _translated(condition, sight)
    return sight.known[condition]


def _translated(condition: Condition, sight: Sight) -> Kleene:
    if isinstance(condition, All):
        return all_of([translate(part, sight) for part in condition.parts])
    if isinstance(condition, AnyOf):
        return any_of([translate(part, sight) for part in condition.parts])
    if isinstance(condition, Not):
        return negate(translate(condition.part, sight))
    if isinstance(condition, Some | Sum):
        return sight.quantified(condition)
    if isinstance(condition, InPeriod):
        day = sight.operand(condition.at)
        return None if day is None else covers(sight.typed.periods[condition.period_id], day, sight, translate)
    if isinstance(condition, Begun):
        days = [sight.read(Ref("item", (name,))) for name in begin_days_of(condition)]
        return begun(days, sight.operand(condition.at))
    return _test(condition, sight)


def _test(leaf: Test, sight: Sight) -> Kleene:
    if leaf.kind == "offence" and leaf.ref.root == "item":
        return sight.offences(members(leaf, sight.typed.pack.categories()))
    left, rights = sight.read(leaf.ref), sight.choices(leaf.operand)
    if isinstance(left, Column) or any(isinstance(right, Column) for right in rights):
        found = agreed([compared(leaf, left, right) for right in rights]) if rights else None
        if leaf.unsettled and isinstance(left, Column) and not is_list(left):
            found = where(is_one_of(left, leaf.unsettled), None, found)
        return found if leaf.absent is None else where(unknown(left), leaf.absent, found)
    if leaf.ref.root in ("procurement", "as_of") or left is not None:
        return _of_constants(leaf, left, sight)
    return leaf.absent


def _of_constants(leaf: Test, left: FactValue, sight: Sight) -> Kleene:
    """The rules' own answer where nothing differs from row to row."""
    scope = sight.constant()
    if leaf.ref.root not in ("procurement", "as_of"):
        record: Record = {}
        inner = record
        for name in leaf.ref.names[:-1]:
            inner = cast("Record", inner.setdefault(name, {}))
        inner[leaf.ref.names[-1]] = left
        scope = Scope(
            Item(record, ""), record, scope.procurement, scope.as_of, scope.values, "operator", "operator", scope.decide
        )
    return sight.evaluator.leaf(leaf)(scope)
