"""Three truth values in columns: Arrow's logic of null is strong Kleene logic, with null for unknown.

A value is a Python truth (or None) where it is the same for every row, else a column of truths that may be null. What
is the same for every row is settled here and never reaches a batch. *Surely* and *possibly* are taken from a value at
the end: true and not null; true or null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, cast

from tenderlaw.screening.arrow import algebra
from tenderlaw.screening.arrow.algebra import TRUTH, choose, each
from tenderlaw.screening.arrow.kernels import both, either, filled, inverted
from tenderlaw.screening.arrow.spaces import Column

__all__ = ["Kleene", "agreed", "all_of", "any_of", "negate", "possibly", "surely", "unknown", "where"]

Kleene: TypeAlias = "bool | Column | None"


def negate(value: Kleene) -> Kleene:
    """Not; unknown stays unknown."""
    if not isinstance(value, Column):
        return None if value is None else not value
    return value.needs[0] if value.work is inverted else each(inverted, (value,), TRUTH)


def all_of(values: Iterable[Kleene]) -> Kleene:
    """And."""
    return _joined(values, both, neutral=True)


def any_of(values: Iterable[Kleene]) -> Kleene:
    """Or."""
    return _joined(values, either, neutral=False)


def _joined(values: Iterable[Kleene], work: Callable[..., object], *, neutral: bool) -> Kleene:
    held = list(dict.fromkeys(values))
    if any(value is (not neutral) for value in held):
        return not neutral
    columns = [value for value in held if isinstance(value, Column)]
    open_ = any(value is None for value in held)
    if not columns:
        return None if open_ else neutral
    if len(columns) == 1 and not open_:
        return columns[0]
    return each(work, [*columns, *([None] if open_ else [])], TRUTH)


def agreed(values: Sequence[Kleene]) -> Kleene:
    """The answer that all give alike; unknown where they differ or one is unknown."""
    if len(values) == 1:
        return values[0]
    if not any(isinstance(value, Column) for value in values):
        return values[0] if len(set(values)) == 1 else None
    every, some = surely(all_of(values)), surely(negate(any_of(values)))
    return where(every, True, where(some, False, None))


def surely(value: Kleene) -> bool | Column:
    """True where the value is true."""
    return each(filled, (value,), TRUTH, False) if isinstance(value, Column) else value is True


def possibly(value: Kleene) -> bool | Column:
    """True where the value is true or unknown."""
    return each(filled, (value,), TRUTH, True) if isinstance(value, Column) else value is not False


def unknown(value: object) -> bool | Column:
    """Whether a value is unknown, be it a truth or another."""
    if not isinstance(value, Column):
        return value is None
    return algebra.is_null(value.needs[0] if value.work is inverted else value)


def where(condition: Kleene, then: Kleene, otherwise: Kleene) -> Kleene:
    """One truth where a condition is true, else the other."""
    if condition is None:
        return otherwise
    return cast("Kleene", choose(condition, then, otherwise, TRUTH))
