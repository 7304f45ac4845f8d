"""What shows that a duty was met: entries of the record, each of which counts once, and what is not known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tenderlaw.clauses.typed_duties import TypedClauseDuty
from tenderlaw.contracts.held import Held, HeldClause, Lack
from tenderlaw.facts.records import Record
from tenderlaw.rules.reading import Scope

__all__ = ["Shown", "done_for", "shown_for"]

_HANDED_IN: Final = "handed_in"


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry that shows it, on which day and for the period that ends on which."""

    day: date
    ending: date | None = None


@dataclass(slots=True)
class Shown:
    """What shows a duty, entry by entry, until each is used."""

    entries: list[_Entry] = field(default_factory=list)
    lack: Lack = field(default_factory=Lack)
    """What leaves open whether there is more."""

    def add(self, entry: _Entry) -> None:
        """Another entry: what is recorded twice of one day and one period was done once."""
        if entry not in self.entries:
            self.entries.append(entry)

    def take(self, since: date, due: date) -> date | None:
        """The day on which it was done for a period: the entry that names it, or the first that is not earlier."""
        named = [one for one in self.entries if one.ending is not None and since < one.ending <= due]
        other = [one for one in self.entries if one.ending is None and one.day >= since]
        found = sorted(named, key=lambda one: one.day) or sorted(other, key=lambda one: one.day)
        if not found:
            return None
        self.entries.remove(found[0])
        return found[0].day


def shown_for(clause: HeldClause, typed: TypedClauseDuty, held: Held) -> Shown:
    """What the record shows of a duty of the whole contract by the day."""
    out, name = Shown(), f"{clause.id}/{typed.duty.id}"
    for entry, ending in _handed_in(name, held, out.lack):
        day = entry.get("handed_in_on")
        if isinstance(day, date) and day <= held.as_of:
            out.add(_Entry(day, ending))
    done = typed.duty.done_by
    if done is None:
        return out
    for number, scope in enumerate(held.scopes(done.over)):
        if scope.item.placeholder:
            out.lack.fact(f"operator.{scope.item.path}")
            continue
        truth, day = held.truth(f"{name}:done", number), held.given(scope, done.over).get(done.on)
        if truth is False or (isinstance(day, date) and day > held.as_of):
            continue
        if not isinstance(day, date):
            out.lack.fact(f"operator.{scope.item.path}.{done.on}")
        elif truth is True:
            out.add(_Entry(day))
        if truth is None:
            out.lack.fact(*held.missing(typed.done_where, scope))
    return out


def _handed_in(duty: str, held: Held, lack: Lack) -> Iterator[tuple[Record, date | None]]:
    """The entries of `handed_in` that name a duty, in whichever of the clauses that ask the same.

    One that names no duty, or no day, may be about it.
    """
    asked = duty.rpartition("/")[2]
    names = {f"{one.id}/{asked}" for one in held.clauses if any(each.duty.id == asked for each in one.typed.duties)}
    for scope in held.scopes(_HANDED_IN):
        if scope.item.placeholder:
            lack.fact(f"operator.{scope.item.path}")
            return
        entry = scope.item.record
        if entry.get("duty") is None:
            lack.fact(f"operator.{scope.item.path}.duty")
        elif entry["duty"] in names:
            if entry.get("handed_in_on") is None:
                lack.fact(f"operator.{scope.item.path}.handed_in_on")
            ending = entry.get("period_ending")
            yield entry, ending if isinstance(ending, date) else None


def done_for(clause: HeldClause, typed: TypedClauseDuty, scope: Scope, held: Held, lack: Lack) -> date | None:
    """The day on which a duty for an entry was done, by the day; what is missing of it goes to `lack`."""
    duty, own = typed.duty, held.given(scope, typed.duty.over or "")
    if duty.done_on is not None:
        day = own.get(duty.done_on)
        if isinstance(day, date):
            return day if day <= held.as_of else None
        lack.fact(f"operator.{scope.item.path_of(duty.done_on)}")
    name, days = own.get("id"), list[date]()
    more = Lack()
    for entry, _ in _handed_in(f"{clause.id}/{duty.id}", held, more):
        day = entry.get("handed_in_on")
        if name is not None and entry.get("about") == name and isinstance(day, date) and day <= held.as_of:
            days.append(day)
    if duty.done_by is not None:
        days += _same(typed, scope, own, held, more)
    if days:
        lack.facts.clear()
        return min(days)
    if duty.done_on is None:
        lack.fact(*more.facts)
    return None


def _same(typed: TypedClauseDuty, scope: Scope, own: Record, held: Held, lack: Lack) -> Iterator[date]:
    """The days of the entries that are about the same."""
    done = typed.duty.done_by
    if done is None or done.same is None:
        return
    ours = own.get(done.same.is_)
    if ours is None:
        lack.fact(f"operator.{scope.item.path_of(done.same.is_)}")
        return
    for entry in held.scopes(done.over):
        if entry.item.placeholder:
            lack.fact(f"operator.{entry.item.path}")
            continue
        given = held.given(entry, done.over)
        if given.get(done.same.of) == ours:
            day = given.get(done.on)
            if not isinstance(day, date):
                lack.fact(f"operator.{entry.item.path}.{done.on}")
            elif day <= held.as_of:
                yield day
