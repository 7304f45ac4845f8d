"""What the portions of a supplier's contract leave of its value, in columns: rows for entries that nobody gave."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tenderlaw.facts.portions import PORTIONS
from tenderlaw.screening.arrow.aggregates import added_up, any_entry
from tenderlaw.screening.arrow.algebra import AMOUNT, TEXT, amounts, choose, compare, field_of, is_null, of_kind
from tenderlaw.screening.arrow.spaces import Column, Rows, Space
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, surely

__all__ = ["REST", "REST_IN", "Remainder", "Whole", "fact_at", "remainder", "whole_of"]

REST: Final = "rest"
"""Of a row that stands for entries nobody gave: the amount that these come to, where it is known."""
REST_IN: Final = "rest_in"
"""Its currency."""
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Whole:
    """The value of which entries are portions: an amount and its currency."""

    amount: Column
    currency: Column

    def rest(self, space: Space, of: Kleene) -> dict[str, Column]:
        """What entries come to that stand for a list that was not given."""
        amount, currency = space.reach(self.amount), space.reach(self.currency)
        rest = of_kind(choose(surely(of), amount, None, AMOUNT), AMOUNT, space)
        return {REST: rest, REST_IN: of_kind(choose(surely(of), currency, None, TEXT), TEXT, space)}


def fact_at(rows: Rows, names: tuple[str, ...]) -> Column | None:
    """A fact of the supplier; None where the table does not have it."""
    found = rows.read(names[0])
    for name in names[1:]:
        found = None if found is None else field_of(found, name)
    return found


def whole_of(rows: Rows, collection: str) -> Whole | None:
    """The value of which the entries of a collection are portions; None where the table has none."""
    found = fact_at(rows, PORTIONS[collection].whole) if collection in PORTIONS else None
    amount, currency = (None if found is None else field_of(found, name) for name in ("amount", "currency"))
    if amount is None or currency is None:
        return None
    return Whole(of_kind(amount, AMOUNT, rows), currency)


@dataclass(frozen=True, slots=True)
class Remainder:
    """What portions leave of their whole, for each supplier."""

    there: Kleene
    """Where they leave something."""
    amount: Column
    """How much; null where it is in another currency."""
    overrun: bool | Column
    """Where they come to more than their whole."""


def remainder(rows: Rows, whole: Whole, listed: Column, value: str) -> Remainder:
    """What the portions in a list leave of the whole."""
    each = rows.spread(listed)
    money = field_of(each.entry, value)
    amount, currency = (None if money is None else field_of(money, name) for name in ("amount", "currency"))
    if amount is None or currency is None:
        # of a portion without a value nobody can tell what it leaves
        empty = all_of([negate(is_null(listed)), negate(any_entry(True, each))])
        return Remainder(all_of([empty, surely(compare("greater", whole.amount, _ZERO))]), whole.amount, False)
    unknown = any_of([is_null(amount), is_null(currency)])
    other = surely(compare("not_equal", currency, each.reach(whole.currency)))
    nothing = surely(any_of([unknown, other]))
    held = of_kind(choose(nothing, _ZERO, of_kind(amount, AMOUNT, each), AMOUNT), AMOUNT, each)
    given = added_up(held, each.parents, rows)
    left = amounts("subtract", whole.amount, given)
    elsewhere = any_entry(other, each)
    open_ = all_of([negate(is_null(listed)), negate(is_null(whole.amount)), negate(any_entry(surely(unknown), each))])
    there = all_of([open_, any_of([elsewhere, surely(compare("greater", left, _ZERO))])])
    rest = of_kind(choose(elsewhere, None, left, AMOUNT), AMOUNT, rows)
    return Remainder(there, rest, surely(compare("less", left, _ZERO)))
