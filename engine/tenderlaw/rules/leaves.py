"""Leaves of the condition tree as functions: one comparison, one period, in three truth values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from tenderlaw.packs.conditions import Amount, Condition, Dated, Fact, Given, InPeriod, Operand, Ref, Test
from tenderlaw.packs.model import Pack
from tenderlaw.packs.typed import TypedPack, TypedPeriod
from tenderlaw.rules.periods import span_of
from tenderlaw.rules.reading import Scope, operand_of, path_of, read, reader
from tenderlaw.rules.truth import Truth

__all__ = ["Leaf", "compile_leaf", "missing_facts"]

Leaf: TypeAlias = Callable[[Scope], Truth]

_COMPARE: Mapping[str, Callable[[object, object], bool]] = {
    "is": operator.eq,
    "on": operator.eq,
    "at_least": operator.ge,  # type: ignore[dict-item]
    "more_than": operator.gt,  # type: ignore[dict-item]
    "at_most": operator.le,  # type: ignore[dict-item]
    "less_than": operator.lt,  # type: ignore[dict-item]
    "before": operator.lt,  # type: ignore[dict-item]
    "after": operator.gt,  # type: ignore[dict-item]
    "on_or_before": operator.le,  # type: ignore[dict-item]
    "on_or_after": operator.ge,  # type: ignore[dict-item]
}


def compile_leaf(leaf: Test | InPeriod, typed: TypedPack) -> Leaf:
    """The function that evaluates a leaf in a scope."""
    if isinstance(leaf, InPeriod):
        return _in_period(leaf, typed.periods[leaf.period_id])
    if leaf.kind == "money":
        return _money(leaf, typed.pack)
    if leaf.kind == "offence":
        return _offence(leaf, typed.pack.categories())
    if leaf.kind == "words":
        wanted = leaf.operand
        return lambda scope: _includes(read(leaf.ref, scope), operand_of(wanted, scope))
    if isinstance(leaf.operand, Given):
        return _literal(leaf, leaf.operand.value)
    return _compared(leaf)


def _getter(ref: Ref) -> Callable[[Scope], object]:
    """A reader of one fact."""
    find = reader(ref.names)
    if ref.root == "item":
        return lambda scope: find(scope.item.record)
    if ref.root == "operator":
        return lambda scope: find(scope.operator)
    return lambda scope: find(scope.procurement)


def _operand(operand: Operand) -> Callable[[Scope], object]:
    """A reader of what a fact is compared with."""
    if isinstance(operand, Fact):
        return _getter(operand.ref)
    if isinstance(operand, Dated):
        name = operand.value_id
        return lambda scope: scope.values.get(name)
    return lambda scope: operand_of(operand, scope)


def _literal(leaf: Test, wanted: object) -> Leaf:
    get = _getter(leaf.ref)
    if leaf.operator == "in":
        words = frozenset(cast("tuple[str, ...]", wanted))

        def among(scope: Scope) -> Truth:
            value = get(scope)
            return None if value is None else value in words

        return among
    compare = _COMPARE[leaf.operator]

    def test(scope: Scope) -> Truth:
        value = get(scope)
        return None if value is None else compare(value, wanted)

    return test


def _compared(leaf: Test) -> Leaf:
    get, compare, wanted = _getter(leaf.ref), _COMPARE.get(leaf.operator), _operand(leaf.operand)

    def test(scope: Scope) -> Truth:
        value, other = get(scope), wanted(scope)
        if value is None or other is None:
            return None
        return compare(value, other) if compare else value in cast("tuple[str, ...]", other)

    return test


def _money(leaf: Test, pack: Pack) -> Leaf:
    compare, get, wanted = _COMPARE[leaf.operator], _getter(leaf.ref), leaf.operand
    currencies, find = {value.id: value.currency for value in pack.values}, _operand(wanted)

    def test(scope: Scope) -> Truth:
        value, other = get(scope), find(scope)
        if value is None or other is None:
            return None
        money = cast("dict[str, object]", value)
        if isinstance(other, Amount):
            amount, currency = other.amount, other.currency
        elif isinstance(wanted, Dated):
            amount, currency = cast("Decimal", other), str(currencies[wanted.value_id])
        else:
            fact = cast("dict[str, object]", other)
            amount, currency = cast("Decimal", fact["amount"]), str(fact["currency"])
        # amounts of different currencies do not compare: unknown until one is stated in the other's currency
        return compare(money["amount"], amount) if money["currency"] == currency else None

    return test


def _offence(leaf: Test, categories: Mapping[str, frozenset[str]]) -> Leaf:
    get = _getter(leaf.ref)
    wanted = cast("str | tuple[str, ...]", cast("Given", leaf.operand).value)
    names = frozenset((wanted,) if isinstance(wanted, str) else wanted)
    within = leaf.operator == "within"
    known = {offence: not names.isdisjoint(above if within else {offence}) for offence, above in categories.items()}
    known["other"] = "other" in names
    # an offence that the catalogue does not hold is unknown to this regime: a person must place it
    return lambda scope: known.get(cast("str", get(scope)))


def _includes(words: object, wanted: object) -> Truth:
    if words is None or wanted is None:
        return None
    asked = wanted if isinstance(wanted, tuple) else (wanted,)
    return all(word in cast("tuple[str, ...]", words) for word in asked)


def _in_period(leaf: InPeriod, period: TypedPeriod) -> Leaf:
    def test(scope: Scope) -> Truth:
        day = operand_of(leaf.at, scope)
        return None if day is None else span_of(period, scope, cast("date", day)).covers

    return test


def missing_facts(leaf: Condition, typed: TypedPack, scope: Scope) -> list[str]:
    """Paths of the facts whose absence leaves this leaf unknown."""
    if isinstance(leaf, InPeriod):
        found = [] if operand_of(leaf.at, scope) is not None else _absent_operand(leaf, scope)
        return found + _missing_of_period(typed.periods[leaf.period_id], scope)
    if not isinstance(leaf, Test):
        return []
    found = [] if read(leaf.ref, scope) is not None else [path_of(leaf.ref, scope)]
    if operand_of(leaf.operand, scope) is None:
        found += _absent_operand(leaf, scope)
        if isinstance(leaf.operand, Dated):
            value = next(v for v in typed.pack.values if v.id == leaf.operand.value_id)
            found.append(value.by[0])
    # given, and still unknown: another currency, or an offence that the catalogue does not hold
    return found or [path_of(leaf.ref, scope)]


def _absent_operand(leaf: Test | InPeriod, scope: Scope) -> list[str]:
    operand = leaf.at if isinstance(leaf, InPeriod) else leaf.operand
    return [path_of(operand.ref, scope)] if isinstance(operand, Fact) else []


def _missing_of_period(period: TypedPeriod, scope: Scope) -> list[str]:
    refs: list[Ref] = []
    if period.judgment is not None:
        sets, until = period.judgment
        if read(sets, scope) is None:
            refs.append(sets)
        elif read(sets, scope) is True:
            refs.append(until)
    if period.judgment is None or read(period.judgment[0], scope) is not True:
        for start in period.starts:
            if start.when is not None:
                refs += [ref for ref in _refs(start.when) if read(ref, scope) is None]
                if scope.decide(start.when, scope) is False:
                    continue
            if read(start.day, scope) is None:
                refs.append(start.day)
            if start.when is None or scope.decide(start.when, scope) is True:
                break
    return list(dict.fromkeys(path_of(ref, scope) for ref in refs))


def _refs(condition: Condition) -> list[Ref]:
    if isinstance(condition, Test):
        return [condition.ref]
    parts = getattr(condition, "parts", None) or [part for part in [getattr(condition, "part", None)] if part]
    return [ref for part in parts for ref in _refs(part)]
