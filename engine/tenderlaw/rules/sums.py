"""Sums of money over the entries of a collection, as the span in which they certainly lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, cast

from tenderlaw.facts.base import Record
from tenderlaw.facts.collections import Item
from tenderlaw.facts.currencies import amount_in
from tenderlaw.facts.exact import total
from tenderlaw.packs.conditions import Operator, Sum
from tenderlaw.packs.model.pack import Pack
from tenderlaw.rules.amounts import bounds_of
from tenderlaw.rules.reading import Scope, reader
from tenderlaw.rules.truth import Truth

__all__ = ["Bounds", "Quantify", "compile_sum", "sum_of"]

Quantify: TypeAlias = Callable[[Sequence[Truth], Sequence[Item], Scope], Truth]
"""From the truth of each entry, the entries and what a condition sees, to one truth."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest that a sum may be; without a greatest, it has no bound."""

    least: Decimal
    most: Decimal | None


def sum_of(names: tuple[str, ...], currency: str, entries: Sequence[tuple[Truth, Item]]) -> Bounds:
    """The sum over entries that belong to it surely (true) or possibly (unknown).

    An amount that is unknown, or in another currency without a rate, leaves the sum without a greatest; so does a
    placeholder for entries that nobody gave, unless it is known what they come to. Amounts are never negative.
    """
    least, most, get = Decimal(0), Decimal(0), reader(names)
    bounded = True
    for truth, item in entries:
        if truth is False:
            continue
        found = item.money.get(names[0]) if item.placeholder else get(item.record)
        amount = None if found is None else amount_in(cast("Record", found), currency)
        if amount is None:
            bounded = False
            continue
        most = total((most, amount))
        if truth is True:
            least = total((least, amount))
    return Bounds(least, most if bounded else None)


def compile_sum(leaf: Sum, pack: Pack) -> Quantify:
    """What compares the sum with its operand."""
    find, names = bounds_of(leaf.operand, pack), leaf.names

    def test(truths: Sequence[Truth], items: Sequence[Item], scope: Scope) -> Truth:
        bounds = find(scope)
        if not bounds:
            return None
        span = sum_of(names, bounds[0].currency, tuple(zip(truths, items, strict=True)))
        first = _compared(leaf.operator, span, bounds[0].amount)
        # where the day of a dated amount is unknown, all that it may be must agree
        return first if all(_compared(leaf.operator, span, bound.amount) is first for bound in bounds[1:]) else None

    return test


def _compared(operator: Operator, span: Bounds, bound: Decimal) -> Truth:
    """Whether the sum is more, or not, than a bound; unknown where the span does not settle it."""
    strict, rising = operator in ("more_than", "at_most"), operator in ("at_least", "more_than")
    if span.least > bound or (span.least == bound and not strict):
        return rising
    if span.most is not None and (span.most < bound or (span.most == bound and strict)):
        return not rising
    return None
