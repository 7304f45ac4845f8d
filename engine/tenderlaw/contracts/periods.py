"""The periods of a duty: from when its time runs, and its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tenderlaw.clauses.typed_duties import TypedClauseDuty
from tenderlaw.contracts.held import Held, HeldClause, Lack, concluded_on
from tenderlaw.contracts.lengths import Span, counted, ends, latest
from tenderlaw.contracts.model import DueState

__all__ = ["Period", "end_of", "first_period", "following", "period_of", "start_of"]


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a duty: from when its time runs, its last day before and after it moves to a working day."""

    since: date
    counted: date | None
    due: date | None
    done_from: date | None = None
    """From which day on it can have been done, where that is not the day from which its time runs."""
    span: Span | None = None
    """Where its last day depends on holidays: how long it is, in working days from `since`, or else `counted`."""

    def latest(self, place: str) -> date | None:
        """Its last day in that part of the country in which it ends last."""
        if self.span is None or self.counted is None:
            return self.due
        if self.span.unit == "working-days":
            return latest(self.since, self.span, place)
        return latest(self.counted, Span(0, "days"), place)


def following(first: Period, period: Period, later: Span, held: Held, lack: Lack) -> Period | None:
    """The period after one, counted from the first, so that nothing is lost at the ends of months."""
    if first.counted is None or period.counted is None:
        return None
    last = counted(first.counted, later)
    return Period(period.counted, last, _moved(last, held, lack), span=Span(0, "days"))


def start_of(typed: TypedClauseDuty, held: Held, lack: Lack, before: dict[str, DueState]) -> date | None:
    """The day from which the time of a duty runs."""
    if typed.after is not None:
        return held.day(typed.after, held.whole, lack)
    if typed.duty.after_done is not None:
        other = before.get(typed.duty.after_done)
        if other is None:
            return None
        if other.state == "unknown":
            lack.fact(*other.missing)
            lack.values.update(dict.fromkeys(other.missing_values))
            return None
        return other.done_on or other.due
    return concluded_on(held.procurement)


def end_of(held: Held) -> date | None:
    """The last day of the contract, where it is known."""
    days = (held.contract.get(name) for name in ("ended_on", "ends_on"))
    return min((day for day in days if isinstance(day, date)), default=None)


def first_period(
    clause: HeldClause, typed: TypedClauseDuty, held: Held, since: date | None, lack: Lack
) -> Period | None:
    """The first period of a duty; none where from when, or how long, is not known."""
    duty, fills = typed.duty, clause.one.clause.said.fill_ins
    span = None if duty.within is None else held.span(duty.within, fills, lack)
    if duty.on is not None:
        day = held.values.get(duty.on)
        if not isinstance(day, date):
            lack.values[duty.on] = None
            return None
        return Period(min(since or date.min, day), day, day)
    if typed.by is not None:
        day = held.day(typed.by, held.whole, lack)
        return None if day is None else Period(min(since or date.min, day), day, day, date.min)
    if typed.before is not None:
        start = held.day(typed.before, held.whole, lack)
        if start is None or (duty.within is not None and span is None):
            return None
        last = start - timedelta(days=1 if span is None else span.number)
        return Period(min(since or date.min, last), last, last, date.min)
    if since is None:
        return None
    if duty.within is None:
        return Period(since, None, None)
    return None if span is None else period_of(since, span, held, lack)


def period_of(since: date, span: Span, held: Held, lack: Lack) -> Period | None:
    """A period that runs from a day; none where it is not known whose holidays count."""
    if span.unit == "hours":
        last = ends(since, span, "")
        return Period(since, last, last)
    place = held.place_or(lack)
    if place is None:
        return None
    last = ends(since, span, place)
    return Period(since, last if span.unit == "working-days" else counted(since, span), last, span=span)


def _moved(day: date, held: Held, lack: Lack) -> date | None:
    """The day, or the next working day."""
    place = held.place_or(lack)
    return None if place is None else ends(day, Span(0, "days"), place)
