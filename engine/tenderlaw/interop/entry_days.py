"""The days between which an entry of a list holds, as far as the list says them.

A list may give a month or a year alone, several days, or days that contradict each other. What comes of that is the
same in whatever order it gives them: the stricter reading, or that it is not known.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from tenderlaw.facts.base import OPEN

__all__ = ["NO_DAYS", "EntryDays", "Span", "days_of", "span_of"]

Span: TypeAlias = tuple[date, date]
"""The first and the last that a day may be."""
_WRITTEN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?")


@dataclass(frozen=True, slots=True)
class EntryDays:
    """When an entry holds: `facts.operator.Listing` has the same four days."""

    listed_from: date | None = None
    """First day that it may be; none where it is not known."""
    listed_until: date | None = None
    """Last day that it may be; `OPEN` where there is none, none where it is not known."""
    surely_from: date | None = None
    """The day from which it surely holds, where the first day is not known exactly."""
    surely_until: date | None = None
    """The day until which it surely holds, where the last day is not known exactly."""
    doubt: str | None = None
    """What a person should confirm."""


NO_DAYS: Final = EntryDays()


def span_of(text: str) -> Span:
    """What a day written YYYY-MM-DD, a month or a year may be. Raises ValueError for anything else."""
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise ValueError(text)
    year, month, day = (None if part is None else int(part) for part in written.groups())
    if year is None or month is None:
        return date(year or 0, 1, 1), date(year or 0, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def days_of(firsts: Collection[Span], lasts: Collection[Span], without_end: date | None) -> EntryDays:
    """The days of an entry for which a list gives these first and last days.

    Of several periods the earliest first and the latest last day count: which belong together, a set does not say. A
    first day too many is one of a period without end. `without_end` is the last day where a list gives none.
    """
    starts, ends = _exact(firsts), _exact(lasts)
    several = len(starts) > 1 or len(ends) > 1
    first = min((start for start, _ in starts), default=None)
    last = without_end if not ends or len(starts) > len(ends) else max(end for _, end in ends)
    if first is not None and last is not None and last < first:
        return EntryDays(doubt="its last day lies before its first: when it holds is not known")
    if several:
        return EntryDays(first, last, doubt="the list gives several first or last days, and not which belong together")
    sure_from = next((end for start, end in starts if start != end), None)
    sure_until = next((start for start, end in ends if start != end), None)
    return EntryDays(first, last, sure_from, None if last == OPEN else sure_until)


def _exact(spans: Collection[Span]) -> list[Span]:
    """The days, without a month or a year in which a day lies that is known."""
    return sorted(one for one in set(spans)
                  if not any(one[0] <= other[0] and other[1] <= one[1] for other in set(spans) - {one}))  # fmt: skip
