"""Strong Kleene logic: true, false, and unknown, which is None."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

__all__ = ["Truth", "all_of", "any_of", "at_least", "negate"]

Truth: TypeAlias = bool | None


def negate(value: Truth) -> Truth:
    """Not; unknown stays unknown."""
    return None if value is None else not value


def all_of(values: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true."""
    out: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            out = None
    return out


def any_of(values: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false."""
    out: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            out = None
    return out


def at_least(number: int | None, values: Iterable[tuple[Truth, bool]]) -> Truth:
    """Whether at least `number` entries hold; a placeholder (second of the pair) may stand for many."""
    if number is None:
        return None
    sure = possible = 0
    for value, placeholder in values:
        if value is True and not placeholder:
            sure += 1
        if value is not False:
            possible += number if placeholder else 1
    return True if sure >= number else None if possible >= number else False
