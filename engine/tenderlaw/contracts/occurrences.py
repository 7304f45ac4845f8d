"""Duties as they fall due: once, again and again, or for each entry of the record; and how each stands on the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from tenderlaw.clauses.typed_duties import TypedClauseDuty
from tenderlaw.contracts.held import COUNTRY, Held, HeldClause, Lack
from tenderlaw.contracts.lengths import Span, counted, ends
from tenderlaw.contracts.model import DueState, DueWord
from tenderlaw.contracts.shown import done_for, shown_for
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.facts.base import OPEN
from tenderlaw.rules.reading import Scope

__all__ = ["duties_due"]

_MOST: Final = 36_600
"""So often a duty returns at most: daily for a hundred years."""


@dataclass(frozen=True, slots=True)
class _Of:
    """A duty of a clause of a contract."""

    clause: HeldClause
    typed: TypedClauseDuty
    held: Held

    @property
    def name(self) -> str:
        return f"{self.clause.id}/{self.typed.duty.id}"


@dataclass(frozen=True, slots=True)
class _Period:
    """A period of a duty: from when its time runs, its last day before and after it moves to a working day."""

    since: date
    counted: date | None
    due: date | None
    done_from: date | None = None
    """From which day on it can have been done, where that is not the day from which its time runs."""


def duties_due(held: Held) -> tuple[DueState, ...]:
    """Every duty that has fallen due or will next, by its day; the same for the same day stands once."""
    merged: dict[tuple[object, ...], DueState] = {}
    for clause in held.clauses:
        done: dict[str, DueState] = {}
        for typed in clause.typed.duties:
            for one in _of_duty(_Of(clause, typed, held), done):
                done.setdefault(typed.duty.id, one)
                key = typed.duty.id, one.of, one.about, one.since, one.due, one.done_on, one.state
                before = merged.get(key)
                merged[key] = one if before is None else _joined(before, one)
    return tuple(sorted(merged.values(), key=lambda one: (one.due or OPEN, one.duty, one.about or "")))


def _joined(first: DueState, second: DueState) -> DueState:
    return replace(
        first,
        passages=tuple(dict.fromkeys((*first.passages, *second.passages))),
        missing=tuple(dict.fromkeys((*first.missing, *second.missing))),
        missing_values=tuple(dict.fromkeys((*first.missing_values, *second.missing_values))),
        cite=first.cite or second.cite,
        to=first.to or second.to,
        contact=first.contact or second.contact,
    )


def _of_duty(one: _Of, before: dict[str, DueState]) -> Iterator[DueState]:
    clause, typed, held, duty, name = one.clause, one.typed, one.held, one.typed.duty, one.name
    if duty.alternate is not None and duty.alternate not in clause.one.alternates:
        return
    owed = held.truth(f"{name}:when")
    if owed is False:
        return
    whole = held.scopes(None)[0]
    unsure = held.missing(typed.when, whole) if owed is None else []
    if duty.over is None:
        yield from _returning(one, unsure, before)
        return
    for number, scope in enumerate(held.scopes(duty.over)):
        if scope.item.placeholder:
            lack = Lack()
            lack.fact(f"operator.{scope.item.path}")
            yield _state(one, None, None, lack, about=scope)
            continue
        for_it = held.truth(f"{name}:where", number)
        if for_it is not False:
            more = held.missing(typed.where, scope) if for_it is None else []
            yield _for_entry(one, scope, [*unsure, *more])


def _for_entry(one: _Of, scope: Scope, unsure: list[str]) -> DueState:
    clause, typed, held = one.clause, one.typed, one.held
    when, done = Lack(), Lack()
    since = held.day(typed.after, scope, when) if typed.after is not None else None
    if since is not None and since > held.as_of:
        since = None if since == OPEN else since
    period = _first(clause, typed, held, since, when)
    day = done_for(clause, typed, scope, held, done)
    when.fact(*unsure)
    if day is None and not done:
        done = Lack()
    return _state(one, period, day, when, undone=done, about=scope)


def _returning(one: _Of, unsure: list[str], before: dict[str, DueState]) -> Iterator[DueState]:
    """A duty of the whole contract, period by period, until one whose time has not begun, or the contract ends."""
    typed, held, lack = one.typed, one.held, Lack()
    period = _first(one.clause, typed, held, _start(typed, held, lack, before), lack)
    shown = shown_for(one.clause, typed, held)
    lack.fact(*unsure)
    again = None if typed.duty.again is None else held.span(typed.duty.again, one.clause.one.clause.said.fill_ins, lack)
    first, until = period, _end(held)
    for number in range(_MOST):
        day = None if period is None else shown.take(period.done_from or period.since, period.due or held.as_of)
        state = _state(one, period, day, lack, undone=shown.lack)
        yield state
        if period is None or first is None or again is None or lack or state.state == "not_yet":
            return
        if typed.duty.again_from == "done":
            following = None if day is None else _period(day, again, held, lack)
        else:
            following = _next(first, period, again.times(number + 1), held, lack)
        if following is None or (until is not None and following.counted is not None and following.counted > until):
            return
        period = following


def _next(first: _Period, period: _Period, later: Span, held: Held, lack: Lack) -> _Period | None:
    """The period after one, counted from the first, so that nothing is lost at the ends of months."""
    if first.counted is None or period.counted is None:
        return None
    last = counted(first.counted, later)
    return _Period(period.counted, last, _moved(last, held, lack))


def _start(typed: TypedClauseDuty, held: Held, lack: Lack, before: dict[str, DueState]) -> date | None:
    """The day from which the time of a duty runs."""
    whole = held.scopes(None)[0]
    if typed.after is not None:
        return held.day(typed.after, whole, lack)
    if typed.duty.after_done is not None:
        other = before.get(typed.duty.after_done)
        if other is None:
            return None
        if other.state == "unknown":
            lack.fact(*other.missing)
            lack.values.update(dict.fromkeys(other.missing_values))
            return None
        return other.done_on or other.due
    return _concluded(held)


def _concluded(held: Held) -> date | None:
    contract = held.procurement.get("contract")
    day = contract.get("concluded_on") if isinstance(contract, dict) else None
    day = day if isinstance(day, date) else held.procurement.get("awarded_on")
    return day if isinstance(day, date) else None


def _end(held: Held) -> date | None:
    """The last day of the contract, where it is known."""
    contract = held.procurement.get("contract")
    if not isinstance(contract, dict):
        return None
    days = [contract[name] for name in ("ended_on", "ends_on") if isinstance(contract.get(name), date)]
    return min(days, default=None)


def _first(clause: HeldClause, typed: TypedClauseDuty, held: Held, since: date | None, lack: Lack) -> _Period | None:
    """The first period of a duty; none where from when, or how long, is not known."""
    duty, fills = typed.duty, clause.one.clause.said.fill_ins
    span = None if duty.within is None else held.span(duty.within, fills, lack)
    if duty.on is not None:
        day = held.values.get(duty.on)
        if not isinstance(day, date):
            lack.values[duty.on] = None
            return None
        return _Period(min(since or date.min, day), day, day)
    if typed.by is not None:
        day = held.day(typed.by, held.scopes(None)[0], lack)
        return None if day is None else _Period(min(since or date.min, day), day, day, date.min)
    if typed.before is not None:
        start = held.day(typed.before, held.scopes(None)[0], lack)
        if start is None or (duty.within is not None and span is None):
            return None
        last = start - timedelta(days=1 if span is None else span.number)
        return _Period(min(since or date.min, last), last, last, date.min)
    if since is None:
        return None
    if duty.within is None:
        return _Period(since, None, None)
    return None if span is None else _period(since, span, held, lack)


def _period(since: date, span: Span, held: Held, lack: Lack) -> _Period | None:
    if span.unit == "hours":
        last = ends(since, span, "")
        return _Period(since, last, last)
    place = held.place
    if place is None:
        lack.fact(COUNTRY)
        return None
    last = ends(since, span, place)
    return _Period(since, last if span.unit == "working-days" else counted(since, span), last)


def _moved(day: date, held: Held, lack: Lack) -> date | None:
    """The day, or the next working day."""
    place = held.place
    if place is None:
        lack.fact(COUNTRY)
        return None
    return ends(day, Span(0, "days"), place)


def _state(
    one: _Of,
    period: _Period | None,
    done: date | None,
    lack: Lack,
    *,
    undone: Lack | None = None,
    about: Scope | None = None,
) -> DueState:
    """How a duty stands: by `lack` it is not known whether or when it falls due, by `undone` whether it was done."""
    duty, held, due = one.typed.duty, one.held, period.due if period is not None else None
    word = _word(period, done, held.as_of, known=not lack, shown=not undone)
    missing, values = dict(lack.facts), dict(lack.values)
    if word == "unknown" and done is None and undone is not None:
        missing |= undone.facts
    entry = about.item.record if about is not None else {}
    name = entry.get("id")
    contact = held.values.get(duty.contact) if duty.contact is not None else None
    return DueState(
        duty=one.name,
        title=duty.title,
        of=duty.of,
        passages=(f"{one.clause.id}#{duty.passage}",),
        about=None if about is None else f"operator.{about.item.path}",
        name=name if isinstance(name, str) else None,
        since=period.since if period is not None and period.since != date.min else None,
        due=due,
        done_on=done,
        state=word,
        reason=_reason(word, due, done, period),
        cite=duty.cite,
        to=duty.to,
        contact=contact if isinstance(contact, str) else None,
        missing=tuple(missing),
        missing_values=tuple(values),
        note=duty.note,
    )


def _word(period: _Period | None, done: date | None, as_of: date, *, known: bool, shown: bool) -> DueWord:
    if period is None or not known:
        return "unknown"
    if done is not None:
        return "done" if period.due is None or done <= period.due else "late"
    if period.since > as_of:
        return "not_yet"
    if not shown:
        return "unknown"
    return "due" if period.due is None or as_of <= period.due else "overdue"


def _reason(word: DueWord, due: date | None, done: date | None, period: _Period | None) -> str:
    said: dict[str, Parameter] = {}
    code = f"contract_{word}"
    if word in ("done", "late") and done is not None:
        said["done"] = done
    if word in ("due", "overdue", "late", "not_yet", "unknown") and due is not None:
        said["day"] = due
    if word == "not_yet" and period is not None:
        said["since"] = period.since
    if "day" not in said and word in ("due", "not_yet", "unknown"):
        code += {"due": "_at_once", "not_yet": "_at_once", "unknown": ""}[word]
    elif word == "unknown":
        code += "_by"
    return Sentence(code, **said)
