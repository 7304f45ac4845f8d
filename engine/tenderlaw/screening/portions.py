"""What the portions of a supplier's contract leave of its value, in columns: rows for entries that nobody gave."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import ibis
import ibis.expr.types as ir

from tenderlaw.facts.portions import PORTIONS, Portions
from tenderlaw.screening.schema import ROW

__all__ = ["REST", "REST_IN", "overruns", "remainders", "rest_of", "whole_of"]

REST: Final = "rest"
"""Of a row that stands for entries nobody gave: the amount that these come to, where it is known."""
REST_IN: Final = "rest_in"
"""Its currency."""
_AMOUNT: Final = "decimal(38, 4)"
_ZERO: Final = ibis.literal(Decimal(0), type=_AMOUNT)


def whole_of(suppliers: ir.Table, collection: str) -> ir.StructValue | None:
    """The value of which the entries of a collection are portions; None where the table has none."""
    found: ir.Value = suppliers
    for name in PORTIONS[collection].whole if collection in PORTIONS else ():
        if isinstance(found, ir.Table):
            found = found[name] if name in found.columns else ibis.null()
        else:
            found = found[name] if isinstance(found, ir.StructValue) and name in found.names else ibis.null()
    return found if isinstance(found, ir.StructValue) and {"amount", "currency"} <= set(found.names) else None


def rest_of(absent: ir.BooleanValue, amount: ir.Value, currency: ir.Value) -> Mapping[str, ir.Value]:
    """The amount of entries that stand for a list that was not given."""
    return {
        REST: ibis.ifelse(absent, amount.cast(_AMOUNT), ibis.null(_AMOUNT)),
        REST_IN: ibis.ifelse(absent, currency, ibis.null("string")),
    }


def remainders(rows: ir.Table, entries: ir.Table, portions: Portions) -> ir.Table:
    """The rows of which the portions given leave something, with how much.

    `rows` have the whole as `amount` and `currency` and whether the list is `there`; `entries` are the portions, each
    as `entry` in a row with the whole.
    """
    beside, left = _left(rows, entries, portions)
    elsewhere = beside["other"].fill_null(0) > 0
    open_ = beside["there"] & beside["amount"].notnull() & (beside["unknown"].fill_null(0) == 0)
    rest = ibis.ifelse(elsewhere, ibis.null(_AMOUNT), left.cast(_AMOUNT))
    found = beside.mutate(**{REST: rest, REST_IN: beside["currency"]})
    return found.filter(open_ & (elsewhere | (left > _ZERO)))


def overruns(rows: ir.Table, entries: ir.Table, portions: Portions) -> ir.Table:
    """Row and whether its portions come to more than their whole, `overrun`."""
    beside, left = _left(rows, entries, portions)
    return beside.select(ROW, overrun=(left < _ZERO).fill_null(False))


def _left(rows: ir.Table, entries: ir.Table, portions: Portions) -> tuple[ir.Table, ir.NumericValue]:
    """The rows with what their portions come to, and what that leaves of the whole."""
    amount, currency = _money(entries["entry"], portions.value)
    unknown = amount.isnull() | currency.isnull()
    other = (currency != entries["currency"]).fill_null(False)
    given = entries.select(
        **{ROW: entries[ROW]},
        given=ibis.ifelse(unknown | other, _ZERO, amount.cast(_AMOUNT)),
        unknown=unknown.cast("int64"),
        other=other.cast("int64"),
    )
    sums = given.group_by(ROW).agg(
        given=given["given"].sum(), unknown=given["unknown"].sum(), other=given["other"].sum()
    )
    beside = rows.left_join(sums, [ROW]).drop(f"{ROW}_right")
    return beside, beside["amount"].cast(_AMOUNT) - beside["given"].fill_null(_ZERO)


def _money(entry: ir.StructValue, name: str) -> tuple[ir.Value, ir.Value]:
    money = entry[name] if name in entry.names else None
    if not isinstance(money, ir.StructValue):
        return ibis.null(_AMOUNT), ibis.null("string")
    return money["amount"], money["currency"]
