"""Truths of several conditions in one number: where each is surely true, and where it possibly is."""

from __future__ import annotations

from collections.abc import Iterable

from tenderlaw.screening.arrow.algebra import bits
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, negate

__all__ = ["possibly_word", "surely_word"]


def surely_word(held: Iterable[tuple[int, Kleene]]) -> int | Column:
    """The bits whose values are true, in one number."""
    return _word([(bit, value is True, value, True) for bit, value in held])


def possibly_word(held: Iterable[tuple[int, Kleene]]) -> int | Column:
    """The bits whose values are true or unknown, in one number."""
    # null is not true, so that what is unknown goes the other way
    return _word([(bit, value is not False, negate(value), False) for bit, value in held])


def _word(held: list[tuple[int, bool, Kleene, bool]]) -> int | Column:
    constant = sum(1 << bit for bit, so, value, _ in held if so and not isinstance(value, Column))
    return bits([(bit, where_true, value) for bit, _, value, where_true in held if isinstance(value, Column)], constant)
