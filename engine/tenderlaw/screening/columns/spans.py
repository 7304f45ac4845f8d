"""Whether a period of exclusion covers a day, in columns.

The last day of a period grows with its first, so that for a day that is the same for every row the starts whose period
covers it lie between two days. Days are counted by the rules' own calendar, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias, cast

from tenderlaw.packs.conditions import Condition, Fact
from tenderlaw.packs.typed import TypedPeriod, TypedStart
from tenderlaw.rules.periods import last_day
from tenderlaw.screening.arrow.algebra import DAY, Given, choose, compare, each_day
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, possibly, surely, unknown, where
from tenderlaw.screening.columns.leaves import FactValue
from tenderlaw.screening.columns.sight import Sight

__all__ = ["at_most", "begun", "covers", "earliest", "event_of", "judged_until", "last_of"]

Translate: TypeAlias = "Callable[[Condition, Sight], Kleene]"
_ONE_DAY = timedelta(days=1)


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
    not_begun = surely(negate(at_most(event_of(period, sight, translate), day)))
    governed = where(any_of([_is_false(sets), not_begun]), statutory, None)
    if until is None:
        return governed
    begun_by = _by_the_day_asked(period, negate(not_begun))
    by_judgment = where(surely(begun_by), at_most(day, until), where(_is_false(begun_by), False, None))
    return where(_known(until), by_judgment, governed)


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
        return where(_is_false(when), None, span)
    others = any_of([possibly(one) for one in whens[1:]])
    unsettled = where(others, _agreed(span, rest), span)
    return where(surely(when), span, where(_is_false(when), rest, unsettled))


def _agreed(a: Kleene, b: Kleene) -> Kleene:
    """The common answer of two spans; unknown where they differ or one is unknown."""
    if not isinstance(a, Column) and not isinstance(b, Column):
        return a if a == b else None
    alike = any_of([all_of([a, b]), all_of([negate(a), negate(b)])])
    return where(surely(alike), a, None)


def _from_start(period: TypedPeriod, start: TypedStart, day: FactValue, sight: Sight) -> Kleene:
    event = sight.read(start.day)
    had_begun = _by_the_day_asked(period, at_most(event, day))
    known = all_of([had_begun, _reaches(period, event, day)])
    early = None if start.not_before is None else sight.read(start.not_before)
    if early is None:
        return known
    # the start is unknown but has happened: where the earliest possible period covers the day, every one does
    later = at_most(sight.as_of, day)
    guess = all_of([_true_or_unknown(later), _true_or_unknown(_reaches(period, early, day))])
    return guess if event is None else where(_known(event), known, guess)


def _by_the_day_asked(period: TypedPeriod, begun_by: Kleene) -> Kleene:
    """Whether it had begun; what came after a day that is not that of the decision is left open by its rule."""
    return _true_or_unknown(begun_by) if isinstance(period.on, Fact) else begun_by


def _reaches(period: TypedPeriod, event: FactValue, day: FactValue) -> Kleene:
    """Whether the period from `event` has not ended on `day`."""
    if event is None or day is None:
        return None
    if not isinstance(day, Column):
        return at_most(earliest(period, cast("date", day)), event)
    return at_most(day, last_of(period, event))


def last_of(period: TypedPeriod, event: FactValue) -> Given:
    """The last day of the period from `event`."""
    if event is None:
        return None
    said = period.years, period.event_day_counted, period.holidays
    if not isinstance(event, Column):
        return _last_day(cast("date", event), *said)
    return each_day(_last_day, (event,), DAY, *said)


def _last_day(event: date, years: int, event_day_counted: bool, holidays: str | None) -> date:
    return last_day(event, years, event_day_counted=event_day_counted, holidays=holidays)


def event_of(period: TypedPeriod, sight: Sight, translate: Translate) -> Given:
    """The day from which the period runs, where one start alone counts; null where that is not settled."""
    whens = [True if start.when is None else translate(start.when, sight) for start in period.starts]
    return _first_day(whens, [cast("Given", sight.read(start.day)) for start in period.starts])


def _first_day(whens: list[Kleene], days: list[Given]) -> Given:
    if not whens:
        return None
    when, day = whens[0], days[0]
    if when is True:
        return day
    rest = _first_day(whens[1:], days[1:])
    if when is False:
        return rest
    alone = all_of([_is_false(one) for one in whens[1:]])
    here = _day_where(any_of([surely(when), all_of([possibly(when), alone])]), day, None)
    return _day_where(_is_false(when), rest, here)


def _day_where(condition: Kleene, day: Given, otherwise: Given) -> Given:
    return otherwise if condition is None else choose(condition, day, otherwise, DAY)


def begun(days: Iterable[FactValue], by: FactValue) -> Kleene:
    """Whether what begins on the last of these days had begun on the day `by`; a day that is not given says nothing."""
    return all_of([any_of([unknown(day), at_most(day, by)]) for day in days if day is not None])


def judged_until(period: TypedPeriod, sight: Sight) -> Given:
    """The last day that a judgment sets, where it is known."""
    return None if period.judgment is None else cast("Given", sight.read(period.judgment[1]))


def at_most(a: FactValue, b: FactValue) -> Kleene:
    """Whether one day is not after another."""
    if a is None or b is None:
        return None
    if not isinstance(a, Column) and not isinstance(b, Column):
        return cast("date", a) <= cast("date", b)
    return compare("less_equal", cast("Given", a), cast("Given", b))


def _known(value: FactValue) -> Kleene:
    return negate(unknown(value))


def _is_false(value: object) -> bool | Column:
    return surely(negate(value)) if isinstance(value, Column) else value is False


def _true_or_unknown(value: Kleene) -> Kleene:
    """What is false is not known instead."""
    if not isinstance(value, Column):
        return True if value is True else None
    return where(surely(value), True, None)
