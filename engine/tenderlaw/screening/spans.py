"""Whether a period of exclusion covers a day, in columns.

The last day of a period grows with its first, so that for a day that is the same for every row the starts
whose period covers it lie between two days, which the rules' own calendar finds; no engine counts days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import ibis
import ibis.expr.types as ir

from tenderlaw.packs.calendars import next_working_day
from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.typed import TypedPeriod, TypedStart
from tenderlaw.rules.periods import last_day
from tenderlaw.screening.kleene import Kleene, all_of, any_of, column, negate, possibly, surely, unknown
from tenderlaw.screening.leaves import FactValue, is_column

if TYPE_CHECKING:
    from tenderlaw.screening.translate import Sight

__all__ = ["begun", "covers", "earliest", "event_of", "judged_until", "last_of"]

Translate: TypeAlias = "Callable[[Condition, Sight], Kleene]"
_ONE_DAY = timedelta(days=1)
_WEEKEND: Final = {5: 2, 6: 1}
"""How many days after a Saturday and a Sunday Monday is."""


_YEARS: Final = (1990, 2070)
"""The years whose holidays are written into a query where the days are not bounded."""


@lru_cache(maxsize=256)
def earliest(period: TypedPeriod, day: date, *, moved: bool = True) -> date:
    """The earliest start whose period still covers `day`; without `moved`, before it moves to a working day."""

    def reaches(event: date) -> bool:
        holidays = period.holidays if moved else None
        return last_day(event, period.years, event_day_counted=period.event_day_counted, holidays=holidays) >= day

    low, high = date(max(1, day.year - period.years - 1), 1, 1), day
    if reaches(low):
        return date.min if low.year == 1 else low
    while high - low > _ONE_DAY:
        middle = low + (high - low) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high


def covers(period: TypedPeriod, day: FactValue, sight: Sight, translate: Translate) -> Kleene:
    """Whether the entry's period covers `day`; a period that a judgment sets governs."""
    statutory = _statutory(period, day, sight, translate)
    if period.judgment is None:
        return statutory
    sets, until = (sight.read(ref) for ref in period.judgment)
    not_begun = surely(negate(_at_most(event_of(period, sight, translate), day)))
    governed = _choose(any_of([_is_false(sets), not_begun]), statutory, None)
    if until is None:
        return governed
    return _choose(_known(until), all_of([negate(not_begun), _at_most(day, until)]), governed)


def _statutory(period: TypedPeriod, day: FactValue, sight: Sight, translate: Translate) -> Kleene:
    """As the rules have it: the first start that counts; where several may count, they must agree."""
    spans = [_from_start(period, start, day, sight) for start in period.starts]
    whens = [True if start.when is None else translate(start.when, sight) for start in period.starts]
    return _first(whens, spans)


def _first(whens: list[Kleene], spans: list[Kleene]) -> Kleene:
    """The span of the first start that counts; while one may count, it and what comes after must agree."""
    if not whens:
        return None
    when, span = whens[0], spans[0]
    if when is True:
        return span
    rest = _first(whens[1:], spans[1:])
    if when is False:
        return rest
    if len(whens) == 1:
        # it may be the only one that counts: what it says holds unless it surely does not count
        return _choose(_is_false(when), None, span)
    others = any_of([possibly(one) for one in whens[1:]])
    agreed = _agreed(span, rest)
    unsettled = _choose(others, agreed, span)
    return _choose(surely(when), span, _choose(_is_false(when), rest, unsettled))


def _agreed(a: Kleene, b: Kleene) -> Kleene:
    """The common answer of two spans; unknown where they differ or one is unknown."""
    if isinstance(a, bool | None) and isinstance(b, bool | None):
        return a if a == b else None
    left, right = column(a), column(b)
    # not `==`, which Ibis writes without brackets around a negation
    return ibis.ifelse(((left & right) | (~left & ~right)).fill_null(False), left, ibis.null("boolean"))


def _from_start(period: TypedPeriod, start: TypedStart, day: FactValue, sight: Sight) -> Kleene:
    event = sight.read(start.day)
    known = all_of([_at_most(event, day), _reaches(period, event, day)])
    early = None if start.not_before is None else sight.read(start.not_before)
    if early is None:
        return known
    # the start is unknown but has happened: where the earliest possible period covers the day, every one does
    later = _at_most(sight.as_of, day)
    guess = all_of([_true_or_unknown(later), _true_or_unknown(_reaches(period, early, day))])
    return guess if event is None else _choose(_known(event), known, guess)


def _reaches(period: TypedPeriod, event: FactValue, day: FactValue) -> Kleene:
    """Whether the period from `event` has not ended on `day`."""
    if event is None or day is None:
        return None
    if not is_column(day):
        return _at_most(earliest(period, cast("date", day)), event)
    return _at_most(day, last_of(period, event))


def last_of(period: TypedPeriod, event: FactValue, years: tuple[int, int] = _YEARS) -> FactValue:
    """The last day of the period from `event`; holidays count where it falls into `years`, the first and the last."""
    if event is None:
        return None
    if not is_column(event):
        return last_day(cast("date", event), period.years, event_day_counted=period.event_day_counted,
                        holidays=period.holidays)  # fmt: skip
    day = cast("ir.DateValue", event)
    fits = day <= ibis.literal(date(date.max.year - period.years, 12, 31))
    last = (day + ibis.interval(years=period.years)).cast("date")
    if period.event_day_counted:
        # the day of the event is counted: the period ends with the day before the anniversary; from 29 February
        # it ends with 28 February, whether there is an anniversary or not
        leap = (day.month() == 2) & (day.day() == 29) & (last.day() == 28)
        last = ibis.ifelse(leap, last, (last - ibis.interval(days=1)).cast("date"))
    last = ibis.ifelse(fits.fill_null(True), last, ibis.literal(date.max))
    return last if period.holidays is None else _next_working_day(last, period.holidays, years)


@lru_cache(maxsize=64)
def _rests(place: str, first: int, last: int) -> dict[int, tuple[date, ...]]:
    """The days of these years whose next working day is not what the weekend alone would make it, by how far it is."""
    out: dict[int, list[date]] = {}
    for number in range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1):
        day = date.fromordinal(number)
        rest = (next_working_day(place, day) - day).days
        if rest != _WEEKEND.get(day.weekday(), 0):
            out.setdefault(rest, []).append(day)
    return {rest: tuple(days) for rest, days in sorted(out.items())}


def _next_working_day(day: ir.DateValue, place: str, years: tuple[int, int]) -> ir.DateValue:
    def later(rest: int) -> ir.DateValue:
        return (day + ibis.interval(days=rest)).cast("date")

    weekday = day.day_of_week.index()
    held = [(day.isin(list(days)), later(rest)) for rest, days in _rests(place, *years).items()]
    held += [(weekday == number, later(rest)) for number, rest in _WEEKEND.items()]
    return cast("ir.DateValue", ibis.cases(*held, else_=day))


def event_of(period: TypedPeriod, sight: Sight, translate: Translate) -> FactValue:
    """The day from which the period runs, where one start alone counts; null where that is not settled."""
    whens = [True if start.when is None else translate(start.when, sight) for start in period.starts]
    days = [sight.read(start.day) for start in period.starts]
    return _first_day(whens, days)


def _first_day(whens: list[Kleene], days: list[FactValue]) -> FactValue:
    if not whens:
        return None
    when, day = whens[0], days[0]
    if when is True:
        return day
    rest = _first_day(whens[1:], days[1:])
    if when is False:
        return rest
    alone = all_of([_is_false(one) for one in whens[1:]])
    here = ibis.ifelse(column(any_of([surely(when), all_of([possibly(when), alone])])), _day(day), _no_day())
    return ibis.ifelse(column(_is_false(when)), _day(rest), here)


def begun(days: Iterable[FactValue], by: FactValue) -> Kleene:
    """Whether what begins on the last of these days had begun on the day `by`; a day that is not given says nothing."""
    return all_of([any_of([unknown(day), _at_most(day, by)]) for day in days if day is not None])


def judged_until(period: TypedPeriod, sight: Sight) -> FactValue:
    """The last day that a judgment sets, where it is known."""
    return None if period.judgment is None else sight.read(period.judgment[1])


def _day(value: FactValue) -> ir.DateValue:
    if is_column(value):
        return cast("ir.DateValue", value)
    return _no_day() if value is None else cast("ir.DateValue", ibis.literal(value, type="date"))


def _no_day() -> ir.DateValue:
    return cast("ir.DateValue", ibis.null("date"))


def _at_most(a: FactValue, b: FactValue) -> Kleene:
    if a is None or b is None:
        return None
    if not is_column(a) and not is_column(b):
        return cast("date", a) <= cast("date", b)
    return cast("ir.BooleanValue", _day(a) <= _day(b))


def _known(value: FactValue) -> Kleene:
    return negate(unknown(value))


def _is_false(value: object) -> Kleene:
    return (~cast("ir.BooleanValue", value)).fill_null(False) if is_column(value) else value is False


def _true_or_unknown(value: Kleene) -> Kleene:
    """What is false is not known instead."""
    if isinstance(value, bool | None):
        return True if value is True else None
    return ibis.ifelse(value.fill_null(False), ibis.literal(True), ibis.null("boolean"))


def _choose(settled: Kleene, then: Kleene, otherwise: Kleene) -> Kleene:
    """`then` where `settled` is true, else `otherwise`; `settled` is never unknown."""
    if settled is True:
        return then
    if settled is False or settled is None:
        return otherwise
    return ibis.ifelse(settled, column(then), column(otherwise))
