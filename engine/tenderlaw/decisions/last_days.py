"""The last day on which a duty is met in time. Beyond the calendar it is the last day of the calendar."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from typing import cast

from tenderlaw.packs.conditions import Length
from tenderlaw.packs.model.duties import Due
from tenderlaw.rules.reading import moved

__all__ = ["last_day"]


def last_day(due: Due, after: date) -> date:
    """By when a duty is due that runs from the day `after`."""
    if after == date.max:
        return after
    if due.months is not None:
        end = moved(after + timedelta(days=1), Length(months=due.months))
        return end if end == date.max else end - timedelta(days=1)
    if due.days is not None:
        return moved(after, Length(days=due.days))
    month, of_month = (int(part) for part in cast("str", due.each_year).split("-"))
    return _next(after, month, of_month)


def _next(day: date, month: int, of_month: int) -> date:
    """The first such day of the calendar after `day`; 29 February where there is none is the last of February."""
    for year in range(day.year, min(day.year + 1, MAXYEAR) + 1):
        last = 28 if (month, of_month) == (2, 29) and not _leap(year) else of_month
        found = date(year, month, last)
        if found > day:
            return found
    return date.max


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
