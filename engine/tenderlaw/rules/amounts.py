"""Amounts and values compared: what of the comparison is known where currencies or VAT bases differ."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias, cast

from tenderlaw.facts.currencies import amount_in
from tenderlaw.facts.records import BY_LOTS, Record
from tenderlaw.packs.conditions import Amount, Dated, Given, Operand, Ref, Test
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.operators import OPERATORS
from tenderlaw.rules.dated import Undated, choices, choices_on_bases, over_choices, value_of
from tenderlaw.rules.reading import Scope, getter, operand_of
from tenderlaw.rules.truth import Truth

__all__ = [
    "Judge",
    "Leaf",
    "bounds_of",
    "by_lots",
    "compares_money",
    "dated",
    "is_whole",
    "money_of",
    "valuation",
]

Leaf: TypeAlias = Callable[[Scope], Truth]
Judge: TypeAlias = Callable[[object, object], Truth]
"""What compares a known value with a known operand."""


def money_of(operand: Operand) -> Callable[[Scope], Amount | None]:
    """A reader of the amount of money that an operand stands for; not for dated values, which may be several."""
    if isinstance(operand, Given):
        given = cast("Amount", operand.value)
        return lambda scope: given

    def stated(scope: Scope) -> Amount | None:
        fact = cast("dict[str, object] | None", operand_of(operand, scope))
        return None if fact is None else Amount(cast("Decimal", fact["amount"]), str(fact["currency"]))

    return stated


def bounds_of(operand: Operand, pack: Pack) -> Callable[[Scope], tuple[Amount, ...]]:
    """A reader of the amounts that an operand may stand for, of one currency; none where that is not known."""
    if not isinstance(operand, Dated):
        find = money_of(operand)
        return lambda scope: () if (found := find(scope)) is None else (found,)
    value, key = value_of(operand, pack), operand.key
    alone = {id(version): _of_one_currency(choices(value, version)) for version in value.versions}
    every = _of_one_currency(choices(value, Undated(value.versions)))

    def dated(scope: Scope) -> tuple[Amount, ...]:
        counting = scope.values.get(key)
        return every if isinstance(counting, Undated) else alone.get(id(counting), ())

    return dated


def _of_one_currency(found: tuple[object, ...]) -> tuple[Amount, ...]:
    amounts = tuple(one for one in found if isinstance(one, Amount))
    return amounts if len(amounts) == len(found) and len({one.currency for one in amounts}) == 1 else ()


def compares_money(compare: Callable[[object, object], bool]) -> Judge:
    """What compares money with an amount."""

    def judge(money: object, other: object) -> Truth:
        wanted = cast("Amount", other)
        # without a rate, amounts of different currencies do not compare: unknown until one is given
        held = amount_in(cast("Record", money), wanted.currency)
        return None if held is None else compare(held, wanted.amount)

    return judge


def valuation(leaf: Test, pack: Pack) -> Leaf:
    """A value compared on the VAT basis of the threshold; what the other basis settles by being less is used."""
    compare, operand = OPERATORS[leaf.operator].test, cast("Dated", leaf.operand)
    rising = leaf.operator in ("at_least", "more_than")

    def judge(given: object, threshold: object) -> Truth:
        bases = cast("dict[str, dict[str, object]]", given)
        amount, included = cast("tuple[Amount, bool]", threshold)
        own = bases.get("including_vat" if included else "excluding_vat")
        if own is not None and own["currency"] == amount.currency:
            return compare(own["amount"], amount.amount)
        other = bases.get("excluding_vat" if included else "including_vat")
        if other is None or other["currency"] != amount.currency:
            return None
        # a value without VAT is at most the value with it: one that reaches the threshold without VAT reaches
        # it with VAT, and one that falls short with VAT falls short without it
        found = compare(other["amount"], amount.amount)
        return found if found is (rising is included) else None

    return dated(leaf, over_choices(operand, pack, judge, choices_on_bases))


def dated(leaf: Test, judge: Callable[[object, Scope], Truth]) -> Leaf:
    """A fact compared with a dated value."""
    get = getter(leaf.ref)

    def test(scope: Scope) -> Truth:
        value = get(scope)
        return leaf.absent if value is None else judge(value, scope)

    return test


_OF_THE_WHOLE: Final = frozenset(
    (name,) for name in ("estimated_value", "estimated_value_excluding_vat", "estimated_value_including_vat")
)


def is_whole(ref: Ref) -> bool:
    """Whether a fact is the value of the whole procurement, on any VAT basis."""
    return ref.root == "procurement" and ref.names in _OF_THE_WHOLE


def by_lots(leaf: Test, pack: Pack, test: Leaf) -> Leaf:
    """The comparison `test` and, where it leaves the value of the whole open, what lots of one currency settle.

    That is so of amounts of the pack; one that another fact gives is compared with the value itself.
    """
    operand, rising = leaf.operand, leaf.operator in ("at_least", "more_than")
    if not is_whole(leaf.ref) or not isinstance(operand, Dated | Given):
        return test
    beyond = OPERATORS["more_than" if leaf.operator in ("more_than", "at_most") else "at_least"].test

    def reached(lots: object, bound: object) -> Truth:
        # the whole is at least what they come to, with VAT as without; that it is less nobody can tell
        wanted = cast("Amount", bound[0] if isinstance(bound, tuple) else bound)
        same = [one["amount"] for one in cast("tuple[Record, ...]", lots) if one["currency"] == wanted.currency]
        return rising if any(beyond(amount, wanted.amount) for amount in same) else None

    if isinstance(operand, Dated):
        found = over_choices(operand, pack, reached, choices_on_bases if leaf.kind == "valuation" else choices)
    else:
        found = partial(_against, reached, operand.value)

    def either(scope: Scope) -> Truth:
        known = test(scope)
        lots = scope.procurement.get(BY_LOTS) if known is None else None
        return known if lots is None else found(lots, scope)

    return either


def _against(judge: Judge, bound: object, given: object, scope: Scope) -> Truth:
    return judge(given, bound)
