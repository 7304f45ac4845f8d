"""What a condition can see: columns of an entry and of the operator, the procurement and the day as constants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeGuard, cast

from tenderlaw.facts.collections import Item
from tenderlaw.facts.models import FactModels
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
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.dated import Counting, Undated, choices, settled, value_of, version_on_day
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.reading import Scope, moved
from tenderlaw.screening.arrow.algebra import compare, is_null
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, all_of, negate, surely, unknown, where
from tenderlaw.screening.columns.leaves import FactValue, moved_day

__all__ = ["Sight", "within"]


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
    chosen: bool = False
    """Whether `versions` holds what counts of a dated value on a day of the supplier."""

    @property
    def typed(self) -> TypedPack:
        """The pack."""
        return self.evaluator.plan.typed

    @property
    def models(self) -> FactModels:
        """Which facts and lists the pack may ask for."""
        return self.typed.pack.models

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

    def all_choices(self, operand: Operand) -> tuple[FactValue, ...]:
        """What an operand may stand for in any row."""
        if isinstance(operand, Dated) and not self.chosen and self.varies(operand):
            value = value_of(operand, self.typed.pack)
            return choices(value, Undated(value.versions))
        return self.choices(operand)

    # Days of the supplier that decide -------------------------------------------------------------------

    def deciding_day(self, paths: Sequence[str], judge: Callable[[FactValue], Kleene]) -> Kleene:
        """What follows from the first known of these days; `judge` is asked of each that may be it, or of None."""
        if not paths:
            return judge(None)
        path, *rest = paths
        day = self.day_at(path)
        if day is None:
            return self.deciding_day(rest, judge)
        if not isinstance(day, Column):
            return judge(day)
        return where(is_null(day), self.deciding_day(rest, judge), judge(day))

    def day_at(self, path: str) -> FactValue:
        """A day that a pack names: a constant or, of the supplier, a column; None where no row has it."""
        if path == "as_of":
            return self.as_of
        root, _, names = path.partition(".")
        if root == "procurement":
            return self.read(Ref("procurement", tuple(names.split("."))))
        return self.operator(tuple(path.removeprefix("operator.").split(".")))

    def varies(self, operand: Operand) -> TypeGuard[Dated]:
        """Whether a day of the supplier decides which version of a dated value counts."""
        return isinstance(operand, Dated) and any(isinstance(self.day_at(path), Column) for path in operand.on)

    def by_version(self, operand: Dated, judge: Callable[[Sight], Kleene]) -> Kleene:
        """What `judge` comes to with the version that counts, for every row."""
        value = value_of(operand, self.typed.pack)

        def counting(version: Counting) -> Sight:
            return replace(self, versions={**self.versions, operand.key: version}, known={}, chosen=True)

        def of_day(day: FactValue) -> Kleene:
            if day is None:
                return judge(counting(Undated(value.versions)))
            if not isinstance(day, Column):
                return judge(counting(version_on_day(value, cast("date", day))))
            out = judge(counting(None))
            for version in reversed(value.versions):
                out = where(within(day, version.from_, version.to), judge(counting(version)), out)
            return out

        return self.deciding_day(operand.on, of_day)

    def is_settled(self, operand: Operand) -> Kleene:
        """Whether it is known what an operand stands for; never unknown itself."""
        if self.varies(operand):
            return self.by_version(operand, lambda sight: sight.operand(operand) is not None)
        return negate(unknown(self.operand(operand)))

    def constant(self) -> Scope:
        """What a single case's scope would hold if nothing of any operator were known."""
        return Scope(
            Item({}, ""), {}, self.procurement, self.as_of, self.versions, "operator", "operator", self.evaluator.decide
        )


def within(day: FactValue, first: date | None, last: date | None) -> bool | Column:
    """Whether a day that is known lies between two others, both included; an absent bound is open."""
    if not isinstance(day, Column):
        return in_force(cast("date", day), first, last)
    after: Kleene = True if first is None else compare("greater_equal", day, first)
    return surely(all_of([after, True if last is None else compare("less_equal", day, last)]))
