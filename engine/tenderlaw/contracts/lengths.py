"""Lengths of time as the clauses count them (clause `interpretation`): when a period that runs from a day ends.

It runs from the day after the event. Where its last day is no working day at the seat of the buyer, it ends with the
next one. Hours run from the event itself, of which only the day is known: they end at the latest with the day on which
so many whole days of 24 hours have gone by.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from tenderlaw.packs.calendars import next_working_day, parts_of

__all__ = ["Span", "Unit", "counted", "ends", "latest"]

Unit: TypeAlias = Literal["hours", "days", "working-days", "months"]
_ONE_DAY: Final = timedelta(days=1)
_HOURS_OF_A_DAY: Final = 24
_LONGEST: Final = 4_000_000
"""In days, months or hours, longer than the calendar."""
_MOST_WORKING_DAYS: Final = 50_000
"""Two hundred years of them."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit; years are months."""

    number: int
    unit: Unit

    def times(self, factor: int) -> Span:
        """It, so often."""
        return Span(self.number * factor, self.unit)


def ends(after: date, span: Span, place: str) -> date:
    """The last day of a period that runs from the day `after` at a place whose holidays are known."""
    if span.number > (_MOST_WORKING_DAYS if span.unit == "working-days" else _LONGEST * _HOURS_OF_A_DAY):
        return date.max
    if span.unit == "hours":
        return _later(after, -(-span.number // _HOURS_OF_A_DAY))
    if span.unit == "working-days":
        return _working_days(after, span.number, place)
    return next_working_day(place, counted(after, span))


def latest(after: date, span: Span, country: str) -> date:
    """The last day of the same period in that part of the country in which it ends last."""
    return max(ends(after, span, place) for place in (country, *parts_of(country)))


def counted(after: date, span: Span) -> date:
    """The same before it is asked whether the last day is a working day; of working days and hours, in days."""
    if span.number > _LONGEST:
        return date.max
    return _months(after, span.number) if span.unit == "months" else _later(after, span.number)


def _later(day: date, days: int) -> date:
    return day + min(timedelta(days=days), date.max - day)


def _months(after: date, months: int) -> date:
    """The day before the one of the same number; of a month that lacks it, its last."""
    first = _later(after, 1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last) if first.day > last else date(year, month + 1, first.day) - _ONE_DAY


def _working_days(after: date, number: int, place: str) -> date:
    day = after
    for _ in range(number):
        if day >= date.max - _ONE_DAY:
            return date.max
        day = next_working_day(place, day + _ONE_DAY)
    return day
