"""Amounts and values compared: what of the comparison is known where currencies or VAT bases differ."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, cast

from tenderlaw.packs.conditions import Amount, Dated, Given, Operand, Test
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.model.values import Value, Version
from tenderlaw.rules.reading import Scope, getter, operand_of
from tenderlaw.rules.truth import Truth

__all__ = ["COMPARE", "Leaf", "money", "money_of", "valuation", "value_of"]

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


def money_of(operand: Operand, pack: Pack) -> Callable[[Scope], Amount | None]:
    """A reader of the amount of money that an operand stands for."""
    if isinstance(operand, Given):
        given = cast("Amount", operand.value)
        return lambda scope: given
    if isinstance(operand, Dated):
        dated, key = value_of(operand, pack), operand.key
        # by identity: the versions are those of the pack, and live as long as it does
        amounts = {id(version): _amount(dated, version) for version in dated.versions}
        return lambda scope: amounts.get(id(scope.values.get(key)))

    def stated(scope: Scope) -> Amount | None:
        fact = cast("dict[str, object] | None", operand_of(operand, scope))
        return None if fact is None else Amount(cast("Decimal", fact["amount"]), str(fact["currency"]))

    return stated


def value_of(operand: Dated, pack: Pack) -> Value:
    """The dated value of the pack."""
    return next(value for value in pack.values if value.id == operand.value_id)


@lru_cache(maxsize=1024)
def _amount_of(amount: Decimal, currency: str) -> Amount:
    return Amount(amount, currency)


def _amount(value: Value, version: Version | None) -> Amount | None:
    if version is None or version.amount is None:
        return None
    return _amount_of(version.amount, str(value.currency_of(version)))


def money(leaf: Test, pack: Pack) -> Leaf:
    """An amount compared with another."""
    compare, get, find = COMPARE[leaf.operator], getter(leaf.ref), money_of(leaf.operand, pack)

    def test(scope: Scope) -> Truth:
        given, other = get(scope), find(scope)
        if given is None or other is None:
            return None
        # amounts of different currencies do not compare: unknown until one is stated in the other's currency
        return compare(given["amount"], other.amount) if given["currency"] == other.currency else None

    return test


def valuation(leaf: Test, pack: Pack) -> Leaf:
    """A value compared on the VAT basis of the threshold; what the other basis settles by being less is used."""
    compare, get, operand = COMPARE[leaf.operator], getter(leaf.ref), cast("Dated", leaf.operand)
    dated, key = value_of(operand, pack), operand.key
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
