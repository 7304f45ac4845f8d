"""Leaves of the condition tree as functions: one comparison, one period, in three truth values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, cast

from tenderlaw.packs.conditions import Amount, Condition, Dated, Fact, Given, InPeriod, Operand, Ref, Test
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.model.values import Value, Version
from tenderlaw.packs.typed import TypedPack, TypedPeriod
from tenderlaw.rules.periods import span_of
from tenderlaw.rules.reading import Scope, getter, operand_of, path_of, read
from tenderlaw.rules.truth import Truth

__all__ = ["COMPARE", "Leaf", "compile_leaf", "missing_facts", "money_of"]

Leaf: TypeAlias = Callable[[Scope], Truth]

COMPARE: Mapping[str, Callable[[object, object], bool]] = {
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
    if leaf.kind == "valuation":
        return _valuation(leaf, typed.pack)
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


def money_of(operand: Operand, pack: Pack) -> Callable[[Scope], Amount | None]:
    """A reader of the amount of money that an operand stands for."""
    if isinstance(operand, Given):
        given = cast("Amount", operand.value)
        return lambda scope: given
    if isinstance(operand, Dated):
        dated, key = _value(operand, pack), operand.key
        # by identity: the versions are those of the pack, and live as long as it does
        amounts = {id(version): _amount(dated, version) for version in dated.versions}
        return lambda scope: amounts.get(id(scope.values.get(key)))

    def stated(scope: Scope) -> Amount | None:
        fact = cast("dict[str, object] | None", operand_of(operand, scope))
        return None if fact is None else Amount(cast("Decimal", fact["amount"]), str(fact["currency"]))

    return stated


def _value(operand: Dated, pack: Pack) -> Value:
    return next(value for value in pack.values if value.id == operand.value_id)


@lru_cache(maxsize=1024)
def _amount_of(amount: Decimal, currency: str) -> Amount:
    return Amount(amount, currency)


def _amount(value: Value, version: Version | None) -> Amount | None:
    if version is None or version.amount is None:
        return None
    return _amount_of(version.amount, str(value.currency_of(version)))


def _money(leaf: Test, pack: Pack) -> Leaf:
    compare, get, find = COMPARE[leaf.operator], getter(leaf.ref), money_of(leaf.operand, pack)

    def test(scope: Scope) -> Truth:
        money, other = get(scope), find(scope)
        if money is None or other is None:
            return None
        # amounts of different currencies do not compare: unknown until one is stated in the other's currency
        return compare(money["amount"], other.amount) if money["currency"] == other.currency else None

    return test


def _valuation(leaf: Test, pack: Pack) -> Leaf:
    """A value compared on the VAT basis of the threshold; what the other basis settles by being less is used."""
    compare, get, operand = COMPARE[leaf.operator], getter(leaf.ref), cast("Dated", leaf.operand)
    dated, key = _value(operand, pack), operand.key
    rising = leaf.operator in ("at_least", "more_than")

    def test(scope: Scope) -> Truth:
        bases = cast("dict[str, dict[str, object]] | None", get(scope))
        version = scope.values.get(key)
        threshold = _amount(dated, version)
        if bases is None or version is None or threshold is None:
            return None
        included = dated.vat_of(version) == "included"
        own = bases.get("including_vat" if included else "excluding_vat")
        if own is not None:
            return compare(own["amount"], threshold.amount) if own["currency"] == threshold.currency else None
        other = bases.get("excluding_vat" if included else "including_vat")
        if other is None or other["currency"] != threshold.currency:
            return None
        # a value without VAT is at most the value with it: one that reaches the threshold without VAT reaches
        # it with VAT, and one that falls short with VAT falls short without it
        found = compare(other["amount"], threshold.amount)
        return found if found is (rising is included) else None

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
    basis = None if version is None else _value(operand, typed.pack).vat_of(version)
    name = f"{leaf.ref.names[0]}_{'including' if basis == 'included' else 'excluding'}_vat"
    return path_of(replace(leaf.ref, names=(name,)), scope)


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
