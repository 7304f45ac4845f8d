"""Money added, taken away and divided in a context of our own: what a program has set for its decimals changes nothing.

Amounts have at most twenty digits, so that sums are exact; a share that does not end is rounded far beyond any
difference that two amounts can make. Comparing decimals needs no context.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

__all__ = ["difference", "product", "ratio", "total"]

_EXACT: Final = Context(
    prec=80,
    rounding=ROUND_HALF_EVEN,
    Emin=-999,
    Emax=999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[DivisionByZero, InvalidOperation, Overflow],
)


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum; nothing added up is zero."""
    out = Decimal(0)
    for value in values:
        out = _EXACT.add(out, value)
    return out


def difference(a: Decimal, b: Decimal) -> Decimal:
    """How much `a` is more than `b`; less than zero where it is less."""
    return _EXACT.subtract(a, b)


def product(a: Decimal, b: Decimal) -> Decimal:
    """The product."""
    return _EXACT.multiply(a, b)


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    """The share of a part in a whole that is not zero."""
    return _EXACT.divide(part, whole)
