"""One comparison in columns. What both sides have the same for every row is compared by the rules themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

import ibis
import ibis.expr.types as ir

from tenderlaw.packs.conditions import Amount, Length, Operator, Test
from tenderlaw.rules.leaves import COMPARE
from tenderlaw.screening.kleene import Kleene, column, negate, surely

__all__ = ["FactValue", "compared", "is_column", "later", "money_parts", "moved_day"]

FactValue: TypeAlias = object
"""A Python value that is the same for every row, a column, or None where the fact is unknown in every row."""

_MONEY = ibis.literal(Decimal(0), type="decimal(20, 4)").type()


def is_column(value: FactValue) -> bool:
    """Whether the value differs from row to row."""
    return isinstance(value, ir.Value)


def compared(leaf: Test, left: FactValue, right: FactValue) -> Kleene:
    """The truth of a comparison of which one side at least is a column."""
    if left is None or right is None:
        return None
    if leaf.kind == "money":
        return _money(leaf.operator, left, right)
    if leaf.known:
        return _of_known_words(leaf, left, right)
    return _compared_words(leaf, left, right)


def _of_known_words(leaf: Test, left: FactValue, right: FactValue) -> Kleene:
    """A comparison of words of which some may be other ways of writing what is asked: then a no is unknown."""
    held = _compared_words(leaf, left, right)
    if isinstance(left, ir.ArrayValue):
        strange: Kleene = left.filter(lambda word: ~word.isin(list(leaf.known))).length() > 0
    elif is_column(left):
        strange = ~cast("ir.StringValue", left).isin(list(leaf.known))
    else:
        strange = not set(leaf.known).issuperset(left if isinstance(left, tuple) else (left,))
    return ibis.ifelse(surely(negate(held)) & column(strange), ibis.null("boolean"), column(held))


def _compared_words(leaf: Test, left: FactValue, right: FactValue) -> Kleene:
    if leaf.operator in ("in", "includes", "starts_with"):
        return _words(leaf.operator, left, right)
    compare = cast("Callable[[object, object], ir.BooleanValue]", COMPARE[leaf.operator])
    # a column first: Python's own comparison of a constant with a column is turned around by Ibis
    return compare(_typed(left, leaf.kind), _typed(right, leaf.kind))


def _typed(value: FactValue, kind: str) -> object:
    if is_column(value):
        return value
    if kind == "day":
        return ibis.literal(value, type="date")
    return ibis.literal(value, type=_MONEY) if kind == "number" else ibis.literal(value)


def _words(operator: Operator, left: FactValue, right: FactValue) -> Kleene:
    given = right if isinstance(right, tuple) else (right,)
    if operator == "in":
        return cast("ir.StringValue", left).isin(list(cast("tuple[str, ...]", given)))
    if operator == "includes":
        held = left if is_column(left) else ibis.array([ibis.literal(word) for word in cast("tuple[str, ...]", left)])
        found: Kleene = True
        for word in given:
            has = cast("ir.ArrayValue", held).contains(cast("ir.StringValue", word))
            found = has if found is True else cast("ir.BooleanValue", found) & has
        return found
    prefixes = cast("tuple[str, ...]", given)
    if isinstance(left, ir.ArrayValue):
        return left.filter(lambda word: _begins(word, prefixes)).length() > 0
    return _begins(cast("ir.StringValue", left), prefixes)


def _begins(word: ir.StringValue, prefixes: tuple[str, ...]) -> ir.BooleanValue:
    out = word.startswith(prefixes[0])
    for prefix in prefixes[1:]:
        out = out | word.startswith(prefix)
    return out


def _money(operator: Operator, left: FactValue, right: FactValue) -> Kleene:
    """Amounts of different currencies do not compare: null."""
    compare = cast("Callable[[object, object], ir.BooleanValue]", COMPARE[operator])
    (amount, currency), (other, wanted) = money_parts(left), money_parts(right)
    same = cast("ir.BooleanValue", currency == wanted)
    return ibis.ifelse(same, compare(amount, other), ibis.null("boolean"))


def money_parts(value: FactValue) -> tuple[ir.Value, ir.Value]:
    """The amount of money and its currency, be it a column, a fact of the procurement or an amount of the law."""
    if isinstance(value, ir.StructValue):
        return value["amount"].cast(_MONEY), value["currency"]
    if isinstance(value, Amount):
        return ibis.literal(value.amount, type=_MONEY), ibis.literal(value.currency)
    money = cast("dict[str, object]", value)
    return ibis.literal(money["amount"], type=_MONEY), ibis.literal(money["currency"])


def moved_day(day: ir.DateValue, length: Length) -> ir.DateValue:
    """The day that lies a length of time later, as `tenderlaw.rules.reading.moved` has it."""
    months = 12 * length.years + length.months
    out = day
    if months:
        # no day is moved beyond the end of the calendar, and an unknown one stays unknown
        fits = day <= ibis.literal(date(date.max.year - (months + 11) // 12, 1, 1))
        later = (day + ibis.interval(months=months)).cast("date")
        out = ibis.ifelse(fits.fill_null(True), later, ibis.literal(date.max))
    if length.days:
        fits = out <= ibis.literal(date.fromordinal(date.max.toordinal() - length.days))
        later = (out + ibis.interval(days=length.days)).cast("date")
        out = ibis.ifelse(fits.fill_null(True), later, ibis.literal(date.max))
    return out


def later(a: ir.DateValue, b: ir.DateValue) -> ir.DateValue:
    """The later of two days; of a known and an unknown one, the known."""
    return ibis.ifelse(a.isnull() | (b > a).fill_null(False), b, a)
