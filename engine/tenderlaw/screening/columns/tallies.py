"""What the entries of a list add to their supplier, joined for each: bits, numbers, amounts, the latest day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias, cast

import pyarrow as pa

from tenderlaw.screening.arrow.aggregates import added_up, joined_entries, latest_day
from tenderlaw.screening.arrow.algebra import AMOUNT, DAY, NUMBER, Given, amounts, choose, joined_bits, of_kind, sum_of
from tenderlaw.screening.arrow.spaces import Column, Space
from tenderlaw.screening.columns.kleene import Kleene
from tenderlaw.screening.columns.leaves import later

__all__ = ["WORD", "Found", "How", "Tally", "both", "nothing_where", "of_suppliers"]

WORD: Final = 62
"""Bits of a word: a signed number of 64 bits keeps its sign and one in reserve."""
How: TypeAlias = Literal["bits", "count", "sum", "latest"]
Found: TypeAlias = "Mapping[str, Tally]"
"""What was found of each supplier, by the word for it."""
_KINDS: Final[Mapping[How, pa.DataType]] = {"bits": NUMBER, "count": NUMBER, "sum": AMOUNT, "latest": DAY}
_NOTHING: Final[Mapping[How, Given]] = {"bits": 0, "count": 0, "sum": Decimal(0), "latest": None}


@dataclass(frozen=True, slots=True)
class Tally:
    """A value of each entry, or of each supplier, and how those of several entries are joined."""

    how: How
    value: Given

    @property
    def is_nothing(self) -> bool:
        """Whether it adds nothing, whatever the entry."""
        return not isinstance(self.value, Column) and self.value == _NOTHING[self.how]


def nothing_where(condition: Kleene, one: Tally) -> Tally:
    """What adds nothing where a condition is true."""
    if condition is None or one.is_nothing:
        return one
    return Tally(one.how, choose(condition, _NOTHING[one.how], one.value, _KINDS[one.how]))


def of_suppliers(one: Tally, space: Space, root: Space, of: Column | None) -> Tally:
    """What the entries of a supplier come to together; `of` says to which each belongs, None where each is one."""
    if one.is_nothing:
        return one
    if of is None:
        return one
    held = of_kind(one.value, _KINDS[one.how], space)
    join = {"bits": joined_entries, "count": added_up, "sum": added_up, "latest": latest_day}[one.how]
    return Tally(one.how, join(held, of, root))


def both(a: Tally | None, b: Tally) -> Tally:
    """What two lists add together."""
    if a is None or a.is_nothing:
        return b
    if b.is_nothing:
        return a
    if b.how == "latest":
        return Tally("latest", later(a.value, b.value))
    if b.how == "sum":
        first, second = (a.value, b.value) if isinstance(a.value, Column) else (b.value, a.value)
        if not isinstance(first, Column):
            return Tally("sum", cast("Decimal", first) + cast("Decimal", second))
        return Tally("sum", amounts("add", first, second))
    numbers = cast("int | Column", a.value), cast("int | Column", b.value)
    return Tally(b.how, joined_bits(*numbers) if b.how == "bits" else sum_of(*numbers))
