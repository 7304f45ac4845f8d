"""What a condition can see: columns of an entry and of the operator, the procurement and the day as constants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from tenderlaw.facts.collections import Item
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import (
    AsOf,
    Condition,
    Dated,
    Fact,
    Given,
    Operand,
    Ref,
    Some,
    Sum,
    Unsettled,
)
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.dated import Counting, choices, settled, value_of
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.reading import Scope, moved
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene
from tenderlaw.screening.columns.leaves import FactValue, moved_day

__all__ = ["Sight"]


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
