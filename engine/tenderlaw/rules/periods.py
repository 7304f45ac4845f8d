"""Periods of exclusion in calendar years, with a start that may be unknown.

Regulation (EEC, Euratom) 1182/71 art. 3 is the model: a period expressed in years ends with the day that
has the same date as the event; where that month has no such day, with its last day.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from tenderlaw.facts.records import Record
from tenderlaw.packs.calendars import is_known, next_working_day
from tenderlaw.packs.conditions import Fact
from tenderlaw.packs.model.periods import Beside
from tenderlaw.packs.typed import TypedPeriod, TypedStart
from tenderlaw.rules.reading import Scope, read
from tenderlaw.rules.truth import Truth

__all__ = ["Span", "days_beside", "is_beside", "is_near", "last_day", "span_of"]

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_REACH = 62
"""No period is moved as far as that by the days beside its end, by weekends and holidays."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whether a period covers a day, and its bounds where they are known."""

    covers: Truth
    first: date | None = None
    last: date | None = None
    by_judgment: bool = False
    counted_to: date | None = field(default=None, compare=False)
    """The last day before it moves to a working day."""


def last_day(event: date, years: int, *, event_day_counted: bool, holidays: str | None = None) -> date:
    """Last day of a period of `years` that starts with `event`.

    `event_day_counted` false: the day of the event is not counted, so the period ends with the anniversary;
    true: it is counted, so the period ends with the day before the anniversary. With `holidays` of a place, a
    last day that is no working day there moves to the next working day.
    """
    last = _anniversary(event, years, event_day_counted=event_day_counted)
    return last if holidays is None else next_working_day(holidays, last)


def _anniversary(event: date, years: int, *, event_day_counted: bool) -> date:
    year = event.year + years
    if year > date.max.year:
        return date.max
    if event.month == 2 and event.day == 29 and not isleap(year):
        return date(year, 2, 28)
    anniversary = event.replace(year=year)
    return anniversary - _ONE_DAY if event_day_counted else anniversary


def days_beside(day: date, beside: Beside, procurement: Record) -> tuple[date, date]:
    """The last days of periods, from the first to the last, of which `day` is the last day or lies beside it."""
    last = date.fromordinal(min(day.toordinal() + beside.days, date.max.toordinal()))
    if not beside.weekends:
        return _earlier(day, beside.days), last
    place = _place(beside, procurement)
    # a period that ends on a day that is no working day may run on to the next one, and so may one that ends later by
    # another reading
    return min(_run_on(_earlier(day, beside.days), place), _earlier(_run_on(day, place), beside.days)), last


def _earlier(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))


def _run_on(day: date, place: str | None) -> date:
    """The first day on which a period may end that runs on to `day`."""
    while day > date.min and _rests(day - _ONE_DAY, place):
        day -= _ONE_DAY
    return day


def is_near(last: date, day: date) -> bool:
    """Whether `day` is so near the last day of a period that it may lie beside it."""
    return -_REACH <= day.toordinal() - last.toordinal() <= _REACH


def is_beside(last: date, counted_to: date | None, day: date, beside: Beside, procurement: Record) -> bool:
    """Whether `day` is the last day of a period, a day to which it moved, or lies beside these."""
    if not is_near(last, day):
        return False
    first, until = days_beside(day, beside, procurement)
    return (counted_to or last) <= until and first <= last


def _place(beside: Beside, procurement: Record) -> str | None:
    """The place whose holidays count, if it is known and somebody lists them."""
    found: object = procurement
    for name in (beside.holidays_of or "").split(".")[1:]:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) and is_known(found) else None


def _rests(day: date, place: str | None) -> bool:
    """Whether a day is no working day."""
    return day.weekday() >= _SATURDAY or (place is not None and next_working_day(place, day) != day)


def span_of(period: TypedPeriod, scope: Scope, day: date) -> Span:
    """The span of the period for the scope's item, and whether it covers `day`.

    A period that a judgment sets governs. Where it is unknown whether one does, the answer is unknown
    unless the period had not begun. Where several starts may count, they must agree, else it is unknown.
    Where the period must cover another day than that of the decision, and came to be in between, it is unknown, too.
    """
    statutory = _statutory(period, scope, day)
    if period.judgment is None:
        return statutory
    sets, until = (read(ref, scope) for ref in period.judgment)
    if isinstance(until, date):
        begun = _begun(period, statutory.first, scope, day)
        return Span(day <= until if begun else begun, statutory.first, until, True)
    if sets is False or (statutory.first is not None and day < statutory.first):
        return statutory
    return Span(None, statutory.first, None if sets else statutory.last, sets is True)


def _begun(period: TypedPeriod, first: date | None, scope: Scope, day: date) -> Truth:
    """Whether what it rests on had come to be by `day`; what came since, a rule that asks for that day leaves open."""
    if first is None or first <= day:
        return True
    return None if isinstance(period.on, Fact) and first <= scope.as_of else False


def _statutory(period: TypedPeriod, scope: Scope, day: date) -> Span:
    first = period.starts[0] if period.starts else None
    if first is not None and first.when is None:
        return _from_start(period, first, scope, day)
    possible: list[Span] = []
    for start in period.starts:
        counts = True if start.when is None else scope.decide(start.when, scope)
        if counts is not False:
            possible.append(_from_start(period, start, scope, day))
        if counts is True:
            break
    if not possible:
        return Span(None)
    agreed = possible[0].covers if len({span.covers for span in possible}) == 1 else None
    return possible[0] if len(possible) == 1 else Span(agreed)


def _from_start(period: TypedPeriod, start: TypedStart, scope: Scope, day: date) -> Span:
    event = read(start.day, scope)
    if isinstance(event, date):
        span = _spanned(event, period.years, period.event_day_counted, period.holidays, day)
        return span if _begun(period, event, scope, day) is not None else replace(span, covers=None)
    # The start is unknown but has happened: it lies between `not_before` and the as-of date, so where the
    # earliest possible period still covers `day`, every possible one does.
    early = None if start.not_before is None else read(start.not_before, scope)
    if isinstance(early, date) and scope.as_of <= day:
        return Span(True if day <= _last(period, early) else None)
    return Span(None)


@lru_cache(maxsize=64)  # a finding and its explanation ask alike
def _spanned(event: date, years: int, event_day_counted: bool, holidays: str | None, day: date) -> Span:
    counted = _anniversary(event, years, event_day_counted=event_day_counted)
    last = counted if holidays is None else next_working_day(holidays, counted)
    return Span(event <= day <= last, event, last, False, counted)


def _last(period: TypedPeriod, event: date) -> date:
    counted = period.event_day_counted
    return last_day(event, period.years, event_day_counted=counted, holidays=period.holidays)
