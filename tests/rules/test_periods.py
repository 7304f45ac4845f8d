"""Periods in calendar years: their last day, and what an unknown start leaves known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import not_over
from strategies import TINY

from tenderlaw.facts.collections import Item
from tenderlaw.facts.records import Record
from tenderlaw.packs import conditions
from tenderlaw.packs.calendars import next_working_day
from tenderlaw.packs.conditions import Condition, Given, Ref
from tenderlaw.packs.model.periods import Beside
from tenderlaw.packs.typed import TypedPeriod, TypedStart
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.periods import Span, days_beside, is_beside, last_day, span_of
from tenderlaw.rules.plan import compile_plan
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.truth import Truth

AS_OF = date(2025, 6, 1)
EVENT = date(2020, 6, 1)
DAY = timedelta(days=1)
EVALUATOR = Evaluator(compile_plan(TINY, []))


def fact(name: str) -> Ref:
    return Ref("item", (name,))


def is_true(name: str) -> Condition:
    return conditions.Test(fact(name), "truth", "is", Given(True))


def period(
    *starts: TypedStart, years: int = 5, counted: bool = False, judgment: bool = False, holidays: str | None = None
) -> TypedPeriod:
    sets = (fact("judgment_sets_exclusion"), fact("judgment_excludes_until")) if judgment else None
    given = starts or (TypedStart(fact("final_on"), fact("convicted_on"), None),)
    return TypedPeriod("p", "convictions", years, counted, holidays, given, sets)


def scope(as_of: date = AS_OF, **record: object) -> Scope:
    return Scope(Item(record, ""), {}, {}, as_of, {}, "operator", "operator", EVALUATOR.decide)


def covers(what: TypedPeriod, day: date = AS_OF, as_of: date = AS_OF, **record: object) -> Truth:
    return span_of(what, scope(as_of, **record), day).covers


# The last day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "years", "not_counted", "counted"),
    [
        ("2020-06-01", 5, "2025-06-01", "2025-05-31"),
        ("2020-06-01", 1, "2021-06-01", "2021-05-31"),
        ("2020-12-31", 3, "2023-12-31", "2023-12-30"),
        ("2020-01-01", 3, "2023-01-01", "2022-12-31"),
        ("2020-03-01", 3, "2023-03-01", "2023-02-28"),
        ("2020-03-01", 4, "2024-03-01", "2024-02-29"),
        # no 29 February in the last year: the period ends with the last day of that month, either way
        ("2020-02-29", 5, "2025-02-28", "2025-02-28"),
        ("2020-02-29", 4, "2024-02-29", "2024-02-28"),
        ("2096-02-29", 4, "2100-02-28", "2100-02-28"),
        ("1996-02-29", 4, "2000-02-29", "2000-02-28"),
        ("2019-02-28", 5, "2024-02-28", "2024-02-27"),
        # beyond the calendar: until the end of time
        ("9995-01-01", 5, "9999-12-31", "9999-12-31"),
        ("9994-01-01", 5, "9999-01-01", "9998-12-31"),
        ("9999-12-31", 5, "9999-12-31", "9999-12-31"),
        ("0001-01-01", 1, "0002-01-01", "0001-12-31"),
    ],
)
def test_last_day(event: str, years: int, not_counted: str, counted: str) -> None:
    start = date.fromisoformat(event)
    assert last_day(start, years, event_day_counted=False).isoformat() == not_counted
    assert last_day(start, years, event_day_counted=True).isoformat() == counted


@pytest.mark.parametrize(("counted", "last"), [(False, date(2025, 6, 1)), (True, date(2025, 5, 31))])
def test_the_day_before_on_and_after_the_last(counted: bool, last: date) -> None:
    what = period(counted=counted)
    assert covers(what, last - DAY, final_on=EVENT) is True
    assert covers(what, last, final_on=EVENT) is True
    assert covers(what, last + DAY, final_on=EVENT) is False
    assert covers(what, EVENT, final_on=EVENT) is True
    assert covers(what, EVENT - DAY, final_on=EVENT) is False
    assert span_of(what, scope(final_on=EVENT), AS_OF) == Span(last >= AS_OF, EVENT, last)


days = st.dates(date(1999, 1, 1), date(2012, 12, 31))
leap_days = st.sampled_from([date(2000, 2, 29), date(2004, 2, 29), date(2008, 2, 29)])


@given(event=days | leap_days, years=st.integers(1, 4), counted=st.booleans())
def test_a_period_is_its_days_one_by_one(event: date, years: int, counted: bool) -> None:
    what = period(years=years, counted=counted)
    day = event
    while not_over(what, event, day):
        day += DAY
    assert last_day(event, years, event_day_counted=counted) == day - DAY


@given(event=st.dates(), years=st.integers(1, 30))
def test_counting_the_day_of_the_event_costs_at_most_that_day(event: date, years: int) -> None:
    uncounted = last_day(event, years, event_day_counted=False)
    counted = last_day(event, years, event_day_counted=True)
    assert timedelta(0) <= uncounted - counted <= DAY
    assert event <= counted or event.year == date.max.year
    longer = last_day(event, years + 1, event_day_counted=False)
    assert longer > uncounted or longer == date.max


weekdays = st.dates(date(2000, 1, 10), date(2012, 12, 20))


@given(last=weekdays, days=st.integers(0, 3), weekends=st.booleans(), beside=st.integers(-8, 8))
def test_a_day_is_beside_the_last_day_or_beside_the_monday_to_which_it_runs_on(
    last: date, days: int, weekends: bool, beside: int
) -> None:
    day = last + timedelta(days=beside)

    def ends(on: date) -> date:
        while weekends and on.weekday() >= 5:
            on += DAY
        return on

    # by another reading the period ends some days later, and then runs on from a weekend, too
    until = max(ends(last) + timedelta(days=days), ends(last + timedelta(days=days)))
    wanted = last - timedelta(days=days) <= day <= until
    rule = Beside(days=days, weekends=weekends)
    lowest, highest = days_beside(day, rule, {})
    assert (lowest <= last <= highest) is wanted
    assert is_beside(last, None, day, rule, {}) is wanted


@given(last=weekdays, days=st.integers(0, 3), beside=st.integers(-3, 12), place=st.sampled_from(["SE", "DE", "DE-BY"]))
def test_holidays_of_the_place_of_the_procurement_count_like_weekends(
    last: date, days: int, beside: int, place: str
) -> None:
    day, more = last + timedelta(days=beside), timedelta(days=days)
    until = max(next_working_day(place, last) + more, next_working_day(place, last + more))
    rule = Beside(days=days, weekends=True, holidays_of="procurement.authority.country")
    wanted = last - more <= day <= until
    assert is_beside(last, None, day, rule, {"authority": {"country": place}}) is wanted


def test_a_place_whose_holidays_nobody_lists_has_weekends() -> None:
    rule = Beside(weekends=True, holidays_of="procurement.authority.country")
    christmas, boxing_day = date(2025, 12, 25), date(2025, 12, 26)
    assert is_beside(christmas, None, boxing_day, rule, {"authority": {"country": "SE"}}) is True
    unknown: list[Record] = [{}, {"authority": {}}, {"authority": {"country": "ZZ"}}]
    for facts in unknown:
        assert is_beside(christmas, None, boxing_day, rule, facts) is False


def test_days_at_the_edges_of_the_calendar_lie_beside_it() -> None:
    assert days_beside(date.min, Beside(days=3, weekends=True), {}) == (date.min, date.min + timedelta(days=3))
    assert days_beside(date.max, Beside(days=3), {}) == (date.max - timedelta(days=3), date.max)


# What a judgment sets ------------------------------------------------------------------------------------

UNTIL = date(2023, 1, 1)
JUDGED = period(judgment=True)


def test_the_period_of_a_judgment_governs() -> None:
    known = {"final_on": EVENT, "judgment_sets_exclusion": True, "judgment_excludes_until": UNTIL}
    assert span_of(JUDGED, scope(**known), UNTIL) == Span(True, EVENT, UNTIL, by_judgment=True)
    assert covers(JUDGED, UNTIL + DAY, **known) is False, "though the years are not over"
    longer = {**known, "judgment_excludes_until": date.max}
    assert covers(JUDGED, date(2090, 1, 1), **longer) is True, "though the years are over"
    assert covers(JUDGED, EVENT - DAY, **known) is False


def test_a_last_day_says_that_the_judgment_sets_one() -> None:
    assert covers(JUDGED, UNTIL, final_on=EVENT, judgment_excludes_until=UNTIL) is True
    assert covers(JUDGED, UNTIL + DAY, final_on=EVENT, judgment_excludes_until=UNTIL) is False


def test_a_judgment_governs_without_a_known_start() -> None:
    assert covers(JUDGED, UNTIL, judgment_excludes_until=UNTIL) is True
    assert covers(JUDGED, UNTIL + DAY, judgment_excludes_until=UNTIL) is False


@pytest.mark.parametrize("day", [EVENT, AS_OF, AS_OF + DAY, date.max])
def test_whether_a_judgment_sets_a_period_is_unknown(day: date) -> None:
    assert covers(JUDGED, day, final_on=EVENT) is None
    assert covers(JUDGED, day, final_on=EVENT, judgment_sets_exclusion=True) is None
    assert covers(JUDGED, EVENT - DAY, final_on=EVENT) is False, "it had not begun in any case"


def test_a_judgment_that_sets_none_leaves_the_years() -> None:
    known = {"final_on": EVENT, "judgment_sets_exclusion": False}
    assert covers(JUDGED, AS_OF, **known) is True
    assert covers(JUDGED, AS_OF + DAY, **known) is False


# An unknown start ----------------------------------------------------------------------------------------


def test_an_unknown_start_is_unknown() -> None:
    assert covers(period()) is None
    assert span_of(period(), scope(), AS_OF) == Span(None)


@pytest.mark.parametrize(
    ("early", "day", "truth"),
    [
        (AS_OF, AS_OF, True),
        (EVENT, AS_OF, True),  # the earliest possible period ends today, so every possible one covers today
        (EVENT - DAY, AS_OF, None),
        (EVENT, AS_OF + DAY, None),
        (EVENT + DAY, AS_OF + DAY, True),
        (EVENT, AS_OF - DAY, None),  # it may have begun only today
    ],
)
def test_an_unknown_start_is_not_before_a_known_day(early: date, day: date, truth: Truth) -> None:
    assert covers(period(), day, convicted_on=early) is truth


@given(early=st.dates(date(2015, 1, 1), AS_OF), ahead=st.integers(0, 3000), data=st.data(), counted=st.booleans())
def test_what_holds_for_an_unknown_start_holds_for_every_possible_one(
    early: date, ahead: int, data: st.DataObject, counted: bool
) -> None:
    day = AS_OF + timedelta(days=ahead)
    guess = covers(period(counted=counted), day, convicted_on=early)
    start = data.draw(st.dates(early, AS_OF))
    if guess is not None:
        assert covers(period(counted=counted), day, convicted_on=early, final_on=start) is guess


def test_a_start_in_the_future_has_not_begun() -> None:
    future = AS_OF + DAY
    assert covers(period(), AS_OF, final_on=future) is False
    assert covers(period(), future, final_on=future) is True


# Alternative starts --------------------------------------------------------------------------------------

PENALISED = TypedStart(fact("penalised_on"), None, is_true("penalised"))
OCCURRED = TypedStart(fact("occurred_on"), None, None)
EITHER = period(PENALISED, OCCURRED, years=3)
OLD, RECENT, LATEST = date(2020, 1, 1), date(2023, 1, 1), date(2024, 1, 1)


def test_the_first_start_that_holds_counts() -> None:
    assert covers(EITHER, penalised=True, penalised_on=RECENT, occurred_on=OLD) is True
    assert covers(EITHER, penalised=True, penalised_on=OLD, occurred_on=RECENT) is False
    assert covers(EITHER, penalised=True, occurred_on=RECENT) is None, "its day is unknown"
    assert covers(EITHER, penalised=False, penalised_on=OLD, occurred_on=RECENT) is True


def test_alternative_starts_that_agree_are_known() -> None:
    assert covers(EITHER, penalised_on=RECENT, occurred_on=LATEST) is True
    assert covers(EITHER, penalised_on=OLD, occurred_on=OLD) is False
    assert span_of(EITHER, scope(penalised_on=RECENT, occurred_on=LATEST), AS_OF) == Span(True)


def test_alternative_starts_that_disagree_are_unknown() -> None:
    assert covers(EITHER, penalised_on=RECENT, occurred_on=OLD) is None
    assert covers(EITHER, penalised_on=OLD) is None
    assert covers(EITHER, occurred_on=OLD) is None


def test_where_no_start_counts_the_period_is_unknown() -> None:
    assert covers(period(PENALISED), penalised=False, penalised_on=RECENT) is None


# Laws ----------------------------------------------------------------------------------------------------

some_days = st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1))
some_truths = st.sampled_from([True, False, None])


@st.composite
def periods_and_records(draw: st.DrawFn) -> tuple[TypedPeriod, Record]:
    starts = draw(st.sampled_from([(), (PENALISED, OCCURRED), (OCCURRED,), (PENALISED,)]))
    what = period(*starts, years=draw(st.integers(1, 5)), counted=draw(st.booleans()), judgment=draw(st.booleans()))
    names = ("final_on", "convicted_on", "penalised_on", "occurred_on", "judgment_excludes_until")
    found: Record = {name: draw(some_days) for name in names}
    found |= {name: draw(some_truths) for name in ("penalised", "judgment_sets_exclusion")}
    return what, {name: value for name, value in found.items() if value is not None}


@given(made=periods_and_records(), day=st.dates(date(2015, 1, 1), date(2036, 1, 1)), later=st.integers(0, 4000))
def test_once_lapsed_a_period_stays_lapsed(made: tuple[TypedPeriod, Record], day: date, later: int) -> None:
    what, record = made
    found = span_of(what, scope(**record), day)
    begun = found.first is None or day >= found.first
    if found.covers is False and begun and all(day >= start for start in starts_of(record)):
        assert span_of(what, scope(**record), day + timedelta(days=later)).covers is False


def starts_of(record: Record) -> list[date]:
    return [day for name, day in record.items() if isinstance(day, date) and name != "judgment_excludes_until"]


@given(made=periods_and_records(), day=st.dates(date(2015, 1, 1), date(2036, 1, 1)))
def test_known_bounds_are_those_of_what_is_covered(made: tuple[TypedPeriod, Record], day: date) -> None:
    what, record = made
    found = span_of(what, scope(**record), day)
    if found.covers is not None and found.first is not None and found.last is not None:
        assert found.covers is (found.first <= day <= found.last)
    if found.by_judgment and found.last is not None:
        assert found.last == record["judgment_excludes_until"]


# Working days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "last"),
    [
        (date(2021, 3, 1), date(2026, 3, 2)),  # the anniversary is a Sunday
        (date(2021, 1, 2), date(2026, 1, 5)),  # a bank holiday on a Friday
        (date(2020, 12, 25), date(2025, 12, 29)),  # Christmas, Boxing Day, a weekend
        (date(2021, 3, 3), date(2026, 3, 3)),  # a working day
    ],
)
def test_a_last_day_that_is_no_working_day_moves_to_the_next(event: date, last: date) -> None:
    assert last_day(event, 5, event_day_counted=False, holidays="GB-SCT") == last
    span = span_of(period(holidays="GB-SCT"), scope(final_on=event), last)
    assert (span.covers, span.last) == (True, last)
    assert span_of(period(holidays="GB-SCT"), scope(final_on=event), last + timedelta(days=1)).covers is False


@given(event=st.dates(date(2000, 1, 1), date(2040, 1, 1)), years=st.integers(1, 10))
def test_working_days_never_shorten_a_period(event: date, years: int) -> None:
    plain = last_day(event, years, event_day_counted=False)
    moved = last_day(event, years, event_day_counted=False, holidays="GB-SCT")
    assert plain <= moved <= plain + timedelta(days=6)
    assert moved.weekday() < 5
