"""Duties as they fall due: once, again and again, or for each entry of the record; and how each stands on the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from tenderlaw.clauses.typed_duties import TypedClauseDuty
from tenderlaw.contracts.held import HOLIDAYS, Held, HeldClause, Lack
from tenderlaw.contracts.model import DueState, DueWord
from tenderlaw.contracts.periods import Period, end_of, first_period, following, period_of, start_of
from tenderlaw.contracts.shown import done_for, shown_for
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.facts.base import OPEN
from tenderlaw.rules.reading import Scope

__all__ = ["duties_due"]

_A_DAY: Final = timedelta(days=1)
"""A period runs from the day after its event: the last year of a contract ends a day after its last day."""
_A_FEW_DAYS: Final = timedelta(days=31)
"""Holidays of a part of a country move no last day further."""
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
    unsure = held.missing(typed.when, held.whole) if owed is None else []
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
    if since == OPEN and held.as_of < OPEN:  # it has not come
        since = None
    period = first_period(clause, typed, held, since, when)
    day = done_for(clause, typed, scope, held, done)
    when.fact(*unsure)
    return _state(one, period, day, when, undone=done, about=scope)


def _returning(one: _Of, unsure: list[str], before: dict[str, DueState]) -> Iterator[DueState]:
    """A duty of the whole contract, period by period, until one whose time has not begun, or the contract ends."""
    typed, held, lack = one.typed, one.held, Lack()
    period = first_period(one.clause, typed, held, start_of(typed, held, lack, before), lack)
    shown = shown_for(one.clause, typed, held)
    lack.fact(*unsure)
    again = None if typed.duty.again is None else held.span(typed.duty.again, one.clause.one.clause.said.fill_ins, lack)
    first, until = period, end_of(held)
    for number in range(_MOST):
        day = None if period is None else shown.take(period.done_from or period.since, period.due or held.as_of)
        state = _state(one, period, day, lack, undone=shown.lack)
        yield state
        if period is None or first is None or again is None or lack or state.state == "not_yet":
            return
        if typed.duty.again_from == "done":
            coming = None if day is None else period_of(day, again, held, lack)
        else:
            coming = following(first, period, again.times(number + 1), held, lack)
        if coming is None or (until is not None and coming.counted is not None and coming.counted - _A_DAY > until):
            return
        period = coming


def _state(
    one: _Of,
    period: Period | None,
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
    if word in ("late", "overdue") and period is not None and _depends_on_part(period, done or held.as_of, held):
        word, missing[HOLIDAYS] = "unknown", None
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


def _depends_on_part(period: Period, day: date, held: Held) -> bool:
    """Whether the holidays of a part of the country, which is not named, may make a day still one in time."""
    if held.place is None or period.due is None or day - period.due > _A_FEW_DAYS:
        return False
    last = period.latest(held.place)
    return last is not None and day <= last


def _word(period: Period | None, done: date | None, as_of: date, *, known: bool, shown: bool) -> DueWord:
    if period is None or not known:
        return "unknown"
    if done is not None:
        return "done" if period.due is None or done <= period.due else "late"
    if period.since > as_of:
        return "not_yet"
    if not shown:
        return "unknown"
    return "due" if period.due is None or as_of <= period.due else "overdue"


def _reason(word: DueWord, due: date | None, done: date | None, period: Period | None) -> str:
    said: dict[str, Parameter] = {}
    code = f"contract_{word}"
    if word in ("done", "late") and done is not None:
        said["done"] = done
    if word in ("due", "overdue", "late", "not_yet", "unknown") and due is not None:
        said["day"] = due
    if word == "not_yet" and period is not None:
        said["since"] = period.since
    if word in ("due", "not_yet") and due is None:
        code += "_at_once"
    elif word == "unknown" and due is not None:
        code += "_by"
    return Sentence(code, **said)
