"""Leaves of the condition tree as functions: one comparison, one period, in three truth values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from tenderlaw.facts.catalogue import begin_days
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.packs.conditions import Begun, Condition, Dated, Fact, Given, InPeriod, Operand, Reading, Ref, Test
from tenderlaw.packs.typed import TypedPack, TypedPeriod
from tenderlaw.rules.amounts import COMPARE, Leaf, money, valuation, value_of
from tenderlaw.rules.periods import span_of
from tenderlaw.rules.reading import Scope, getter, operand_of, path_of, read
from tenderlaw.rules.truth import Truth

__all__ = ["COMPARE", "Leaf", "begin_days_of", "compile_leaf", "missing_facts"]


def compile_leaf(leaf: Reading, typed: TypedPack) -> Leaf:
    """The function that evaluates a leaf in a scope."""
    if isinstance(leaf, InPeriod):
        return _in_period(leaf, typed.periods[leaf.period_id])
    if isinstance(leaf, Begun):
        return _begun(leaf)
    if leaf.kind == "money":
        return money(leaf, typed.pack)
    if leaf.kind == "valuation":
        return valuation(leaf, typed.pack)
    if leaf.kind == "offence":
        return _offence(leaf, typed.pack.categories())
    if leaf.operator == "starts_with":
        return _starts_with(leaf)
    if leaf.kind == "words":
        wanted = leaf.operand
        return lambda scope: _includes(read(leaf.ref, scope), operand_of(wanted, scope))
    if isinstance(leaf.operand, Given):
        return _literal(leaf, leaf.operand.value)
    return _compared(leaf)


def _operand(operand: Operand) -> Callable[[Scope], object]:
    """A reader of what a fact is compared with."""
    if isinstance(operand, Fact) and operand.plus is None:
        return getter(operand.ref)
    return lambda scope: operand_of(operand, scope)


def _literal(leaf: Test, wanted: object) -> Leaf:
    get = getter(leaf.ref)
    if leaf.operator == "in":
        words = frozenset(cast("tuple[str, ...]", wanted))

        def among(scope: Scope) -> Truth:
            value = get(scope)
            return None if value is None else value in words

        return among
    compare = COMPARE[leaf.operator]

    def test(scope: Scope) -> Truth:
        value = get(scope)
        return None if value is None else compare(value, wanted)

    return test


def _compared(leaf: Test) -> Leaf:
    get, compare, wanted = getter(leaf.ref), COMPARE.get(leaf.operator), _operand(leaf.operand)

    def test(scope: Scope) -> Truth:
        value, other = get(scope), wanted(scope)
        if value is None or other is None:
            return None
        return compare(value, other) if compare else value in cast("tuple[str, ...]", other)

    return test


def _offence(leaf: Test, categories: Mapping[str, frozenset[str]]) -> Leaf:
    get = getter(leaf.ref)
    wanted = cast("str | tuple[str, ...]", cast("Given", leaf.operand).value)
    names = frozenset((wanted,) if isinstance(wanted, str) else wanted)
    within = leaf.operator == "within"
    known = {offence: not names.isdisjoint(above if within else {offence}) for offence, above in categories.items()}
    known["other"] = "other" in names
    # an offence that the catalogue does not hold is unknown to this regime: a person must place it

    def test(scope: Scope) -> Truth:
        offence = get(scope)
        if not isinstance(offence, tuple):
            return known.get(cast("str", offence))
        placed = [known[name] for name in offence if name in known]
        return any(placed) if placed else None

    return test


def _includes(words: object, wanted: object) -> Truth:
    if words is None or wanted is None:
        return None
    asked = wanted if isinstance(wanted, tuple) else (wanted,)
    return all(word in cast("tuple[str, ...]", words) for word in asked)


def _starts_with(leaf: Test) -> Leaf:
    """One word, or some word of a list, begins with one of the operand's words: codes of a classification."""
    get, wanted = getter(leaf.ref), _operand(leaf.operand)

    def test(scope: Scope) -> Truth:
        value, prefixes = get(scope), wanted(scope)
        if value is None or prefixes is None:
            return None
        words = cast("tuple[str, ...]", value if isinstance(value, tuple) else (value,))
        return any(word.startswith(cast("tuple[str, ...]", prefixes)) for word in words)

    return test


def _in_period(leaf: InPeriod, period: TypedPeriod) -> Leaf:
    def test(scope: Scope) -> Truth:
        day = operand_of(leaf.at, scope)
        return None if day is None else span_of(period, scope, cast("date", day)).covers

    return test


def begin_days_of(leaf: Begun) -> tuple[str, ...]:
    """The names of the days that say whether an entry had begun."""
    return begin_days(COLLECTIONS[leaf.collection].model, leaf.fact)


def _begun(leaf: Begun) -> Leaf:
    names = begin_days_of(leaf)

    def test(scope: Scope) -> Truth:
        given = [cast("date", day) for day in map(scope.item.record.get, names) if day is not None]
        if not given:
            return True
        by = operand_of(leaf.at, scope)
        return None if by is None else max(given) <= cast("date", by)

    return test


def missing_facts(leaf: Condition, typed: TypedPack, scope: Scope) -> list[str]:
    """Paths of the facts whose absence leaves this leaf unknown."""
    if isinstance(leaf, InPeriod):
        found = [] if operand_of(leaf.at, scope) is not None else _absent_operand(leaf, scope)
        return found + _missing_of_period(typed.periods[leaf.period_id], scope)
    if isinstance(leaf, Begun):
        return _absent_operand(leaf, scope)
    if not isinstance(leaf, Test):
        return []
    found = [] if read(leaf.ref, scope) is not None else [path_of(leaf.ref, scope)]
    if operand_of(leaf.operand, scope) is None:
        found += _absent_operand(leaf, scope)
        if isinstance(leaf.operand, Dated):
            found.append(next((path for path in leaf.operand.on if path != "as_of"), path_of(leaf.ref, scope)))
    if leaf.kind == "valuation":
        known = read(leaf.ref, scope) is not None
        found = [*([] if found and known else [_basis_path(leaf, typed, scope)]), *found[0 if known else 1 :]]
    # given, and still unknown: another currency, or an offence that the catalogue does not hold
    return found or [path_of(leaf.ref, scope)]


def _basis_path(leaf: Test, typed: TypedPack, scope: Scope) -> str:
    """The path of the value on the VAT basis that the threshold asks for; without VAT where that is unknown."""
    operand = cast("Dated", leaf.operand)
    version = scope.values.get(operand.key)
    basis = None if version is None else value_of(operand, typed.pack).vat_of(version)
    name = f"{leaf.ref.names[0]}_{'including' if basis == 'included' else 'excluding'}_vat"
    return path_of(replace(leaf.ref, names=(name,)), scope)


def _absent_operand(leaf: Reading, scope: Scope) -> list[str]:
    operand = leaf.operand if isinstance(leaf, Test) else leaf.at
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
