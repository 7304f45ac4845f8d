"""One comparison in columns. What both sides have the same for every row is compared by the rules themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias, cast

import pyarrow as pa

from tenderlaw.facts.judgments import state_of
from tenderlaw.packs.conditions import Amount, Length, Operator, Test
from tenderlaw.packs.operators import OPERATORS
from tenderlaw.rules.reading import moved
from tenderlaw.screening.arrow.aggregates import any_entry
from tenderlaw.screening.arrow.algebra import (
    DAY,
    TEXT,
    Given,
    choose,
    coalesce,
    compare,
    each_day,
    field_of,
    is_null,
    is_one_of,
    match,
    of_kind,
)
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, surely, where

__all__ = ["FactValue", "compared", "is_list", "later", "money_parts", "moved_day", "number_of"]

FactValue: TypeAlias = object
"""A Python value that is the same for every row, a column, or None where the fact is unknown in every row."""

MONEY: Final = pa.decimal128(20, 4)
"""An amount of a supplier, a threshold, a number."""
_TURNED: Final = {"greater_equal": "less_equal", "greater": "less", "less_equal": "greater_equal", "less": "greater"}


def is_list(value: FactValue) -> bool:
    """Whether the value is a column of lists."""
    return isinstance(value, Column) and pa.types.is_list(value.kind)


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
    strange: Kleene
    if isinstance(left, Column):
        strange = any_word(left, lambda word: negate(is_one_of(word, leaf.known)))
    else:
        strange = not set(leaf.known).issuperset(left if isinstance(left, tuple) else (left,))
    return where(all_of([surely(negate(held)), strange]), None, held)


def _compared_words(leaf: Test, left: FactValue, right: FactValue) -> Kleene:
    if OPERATORS[leaf.operator].column == "words":
        return _words(leaf.operator, left, right)
    if isinstance(left, Column) and isinstance(right, bool):
        return left if right else negate(left)
    return compare(OPERATORS[leaf.operator].column, _typed(left, leaf.kind), _typed(right, leaf.kind))


def _typed(value: FactValue, kind: str) -> Given:
    if kind == "number" and not isinstance(value, Column):
        return number_of(value)
    return cast("Given", value)


def number_of(value: object) -> Decimal:
    """A number of the law as columns hold it."""
    return Decimal(cast("Decimal", value))


def any_word(words: Column, ask: Callable[[Column], Kleene]) -> Kleene:
    """Whether something is so of a word or, of a list, of one of its words; unknown where there is no list."""
    if not is_list(words):
        return ask(words)
    each = words.space.spread(words)
    return where(is_null(words), None, any_entry(surely(ask(each.entry)), each))


def _words(operator: Operator, left: FactValue, right: FactValue) -> Kleene:
    given = right if isinstance(right, tuple) else (right,)
    if operator == "in":
        return is_one_of(cast("Column", left), cast("tuple[str, ...]", given))
    if operator == "includes":
        return all_of([_has(left, cast("Given", word)) for word in given])
    prefixes = cast("tuple[str, ...]", given)
    return any_word(cast("Column", left), lambda word: any_of([match(word, prefix) for prefix in prefixes]))


def _has(held: FactValue, word: Given) -> Kleene:
    """Whether a list has a word; either may be a column."""
    if isinstance(held, Column):
        each = held.space.spread(held)
        if isinstance(word, Column):
            fits = compare("equal", each.entry, each.reach(word))
        else:
            # what is so in a State is so in every part of it
            fits = is_one_of(each.entry, tuple(dict.fromkeys((cast("str", word), state_of(cast("str", word))))))
        return where(is_null(held), None, any_entry(surely(fits), each))
    return is_one_of(cast("Column", word), cast("Sequence[str]", held))


def _money(operator: Operator, left: FactValue, right: FactValue) -> Kleene:
    """Amounts of different currencies do not compare: null."""
    (amount, currency), (other, wanted) = money_parts(left), money_parts(right)
    return where(surely(same(currency, wanted)), _sizes(OPERATORS[operator].column, amount, other), None)


def _sizes(name: str, a: Given, b: Given) -> Kleene:
    return compare(name, a, b) if isinstance(a, Column) else compare(_TURNED.get(name, name), b, a)


def same(a: Given, b: Given) -> Kleene:
    """Whether two words are one."""
    if isinstance(a, Column) or isinstance(b, Column):
        return compare("equal", a, b) if isinstance(a, Column) else compare("equal", b, a)
    return a == b


def money_parts(value: FactValue) -> tuple[Given, Given]:
    """The amount of money and its currency, be it a column, a fact of the procurement or an amount of the law."""
    if isinstance(value, Column):
        amount, currency = field_of(value, "amount"), field_of(value, "currency")
        if amount is None or currency is None:
            return of_kind(None, MONEY, value.space), of_kind(None, TEXT, value.space)
        return of_kind(amount, MONEY, value.space), currency
    if isinstance(value, Amount):
        return value.amount, value.currency
    money = cast("dict[str, object]", value)
    return cast("Decimal", money["amount"]), str(money["currency"])


def moved_day(day: Column, length: Length) -> Column:
    """The day that lies a length of time later, as `tenderlaw.rules.reading.moved` has it."""
    return each_day(moved, (day,), DAY, length)


def later(a: Given, b: Given) -> Given:
    """The later of two days; of a known and an unknown one, the known."""
    if a is None or b is None:
        return b if a is None else a
    if isinstance(a, date) and isinstance(b, date):
        return max(a, b)
    first, second = (a, b) if isinstance(a, Column) else (b, a)
    return coalesce(choose(surely(compare("less", first, second)), second, first, DAY), second)
