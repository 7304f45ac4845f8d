"""A condition in columns: each node of the tree as a nullable truth, folded where it is the same for every row."""

from __future__ import annotations

from typing import cast

from tenderlaw.facts.collections import Item
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    Begun,
    Condition,
    InPeriod,
    Not,
    Ref,
    Some,
    Sum,
    Test,
)
from tenderlaw.rules.leaves import begin_days_of
from tenderlaw.rules.offences import members
from tenderlaw.rules.reading import Scope
from tenderlaw.screening.arrow.algebra import is_one_of
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, agreed, all_of, any_of, negate, unknown, where
from tenderlaw.screening.columns.leaves import FactValue, compared, is_list
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.spans import begun, covers

__all__ = ["translate"]


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
        days = [sight.read(Ref("item", (name,))) for name in begin_days_of(condition, sight.typed.pack.models)]
        return begun(days, sight.operand(condition.at))
    return _test(condition, sight)


def _test(leaf: Test, sight: Sight) -> Kleene:
    if sight.varies(leaf.operand):
        return sight.by_version(leaf.operand, lambda inside: _tested(leaf, inside))
    return _tested(leaf, sight)


def _tested(leaf: Test, sight: Sight) -> Kleene:
    if leaf.kind == "offence" and leaf.ref.root == "item":
        return sight.offences(members(leaf, sight.typed.pack.categories))
    left, rights = sight.read(leaf.ref), sight.choices(leaf.operand)
    if isinstance(left, Column) or any(isinstance(right, Column) for right in rights):
        found = agreed([compared(leaf, left, right) for right in rights]) if rights else None
        if leaf.unsettled and isinstance(left, Column) and not is_list(left):
            found = where(is_one_of(left, leaf.unsettled), None, found)
        return found if leaf.absent is None else where(unknown(left), _presumed(leaf, sight), found)
    if leaf.ref.root in ("procurement", "as_of") or left is not None:
        return _of_constants(leaf, left, sight)
    return _presumed(leaf, sight)


def _presumed(leaf: Test, sight: Sight) -> Kleene:
    """What is presumed where the fact was not given: nothing where the words of its entry may say the contrary."""
    if leaf.unless_told is None:
        return leaf.absent
    words = sight.read(leaf.unless_told)
    return where(unknown(words), leaf.absent, None) if isinstance(words, Column) else None if words else leaf.absent


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
