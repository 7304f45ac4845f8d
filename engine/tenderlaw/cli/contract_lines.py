"""The record of a contract for people: what needs somebody first, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tenderlaw.facts.wording import said_in

if TYPE_CHECKING:
    from tenderlaw.contracts.model import ContractRecord, DueState, IncidentState, PlanState, RungState
    from tenderlaw.rules.explain import Explanation

__all__ = ["contract_lines"]

_FIRST: Final = ("overdue", "unknown", "due", "late")
"""Duties in these states are always shown, in this order."""
_NOT_SHOWN: Final = ("done", "not_yet")


def contract_lines(found: ContractRecord, language: str, *, full: bool) -> Iterator[str]:
    """The record, line by line; `full` also has what was done, what is not yet due, and the clauses."""
    concluded = f", contract of {found.concluded_on.isoformat()}" if found.concluded_on else ""
    yield f"Outcome: {found.outcome}"
    yield f"As of {found.as_of.isoformat()}{concluded}: {said_in(found.reason, language)}"
    yield from _duties(found, language, full=full)
    for incident in found.incidents:
        yield from _incident(incident, language)
    for plan in found.plans:
        yield from _plan(plan, language)
    yield from _termination(found, language)
    yield from _reports(found, language)
    if found.missing:
        yield f"Missing: {', '.join(found.missing)}"
    if found.missing_values:
        yield f"Missing values of clauses (--values): {', '.join(found.missing_values)}"
    for note in found.notes:
        yield f"A person must look: {said_in(note, language)}"
    if found.unread:
        yield f"Given, and read by nothing here: {', '.join(found.unread)}"
    if full:
        for clause in found.clauses:
            alternates = f" ({', '.join(clause.alternates)})" if clause.alternates else ""
            yield f"Clause {clause.clause}{alternates}: {said_in(clause.because, language)}"
    else:
        yield f"Clauses: {len(found.clauses)} (--full names them)"
    yield f"Record {found.id[:16]}"


def _duties(found: ContractRecord, language: str, *, full: bool) -> Iterator[str]:
    shown = [one for one in found.duties if full or one.state not in _NOT_SHOWN]
    order = {word: place for place, word in enumerate(_FIRST)}
    if shown:
        yield "Duties:"
    for one in sorted(shown, key=lambda one: order.get(one.state, len(order))):
        yield from _duty(one, language)
    left = [one for one in found.duties if not full and one.state in _NOT_SHOWN]
    if left:
        done = sum(one.state == "done" for one in left)
        days = [one.due for one in left if one.state == "not_yet" and one.due is not None]
        coming = f", the next of them by {min(days).isoformat()}" if days else ""
        yield f"  besides: {done} done in time, {len(left) - done} not yet running{coming} (--full shows them)"


def _duty(one: DueState, language: str) -> Iterator[str]:
    whose = f", {one.name}" if one.name else ""
    contact = f" ({one.contact})" if one.contact else ""
    to = f", to: {said_in(one.to, language)}{contact}" if one.to else ""
    where = ", ".join((*one.passages, *([one.cite] if one.cite else [])))
    title = said_in(one.title, language)
    named = f"{one.duty}; {where}"  # as an entry of `handed_in` names it
    yield f"  [{one.state}] {title}{whose}, by the {one.of}{to} ({named}): {said_in(one.reason, language)}"
    lacks = [*one.missing, *(f"--fill {name}=..." for name in one.missing_values)]
    if lacks:
        yield f"    Missing: {', '.join(lacks)}"
    if one.note:
        yield f"    A person must look: {said_in(one.note, language)}"


def _incident(incident: IncidentState, language: str) -> Iterator[str]:
    found = f", found on {incident.found_on.isoformat()}" if incident.found_on else ""
    yield f"Incident {incident.name}{found}: [{incident.state}] {said_in(incident.reason, language)}"
    yield f"  Those harmed are safe and were offered support: {incident.victims_safe}"
    if incident.missing:
        yield f"  Missing: {', '.join(incident.missing)}"
    for rung in incident.rungs:
        yield from _rung(rung, language)


def _rung(rung: RungState, language: str) -> Iterator[str]:
    cite = f", {rung.cite}" if rung.cite else ""
    mark = "next, " if rung.next else ""
    title = said_in(rung.title, language)
    yield f"  [{mark}{rung.state}] {title} ({rung.passage}{cite}): {said_in(rung.reason, language)}"
    if rung.state in ("barred", "unknown"):
        yield from _why(rung.explanation)
    if rung.weigh and rung.state in ("available", "after_hearing"):
        yield f"    To be weighed before: {said_in(rung.weigh, language)}"


def _why(explanation: tuple[Explanation, ...]) -> Iterator[str]:
    """The conditions of a measure that do not hold, or of which it is not known."""
    for one in explanation:
        if one.value == "true":
            continue
        if one.parts:
            yield from _why(one.parts)
        else:
            yield f"    {one.value}: {one.asks}"


def _plan(plan: PlanState, language: str) -> Iterator[str]:
    yield f"Plan {plan.plan}: [{plan.state}] {said_in(plan.reason, language)}; accepted: {plan.accepted}"
    for step in plan.steps:
        by = f" by {step.due.isoformat()}" if step.due else ""
        done = f", done on {step.done_on.isoformat()}, verified: {step.verified}" if step.done_on else ""
        yield f"  [{step.state}] {step.title}{by}{done}"


def _termination(found: ContractRecord, language: str) -> Iterator[str]:
    termination = found.termination
    yield f"Termination: [{termination.state}] {said_in(termination.reason, language)}"
    for way in termination.ways:
        title, reason = said_in(way.title, language), said_in(way.reason, language)
        whose = f" for {way.about}" if way.about.startswith("entities") else ""
        yield f"  [{way.state}] {title}{whose} [{way.source}] ({way.cite}): {reason}"
        for step in way.steps:
            yield f"    Before: {said_in(step, language)}"
        if way.missing:
            yield f"    Missing: {', '.join(way.missing)}"


def _reports(found: ContractRecord, language: str) -> Iterator[str]:
    shown = [one for one in found.reports if one.state != "done"]
    if shown:
        yield "The law asks besides:"
    for one in shown:
        whose = f" for {one.about}" if one.about.startswith("entities") else ""
        how = f" Would be met if {said_in(one.how, language)}." if one.how else ""
        yield f"  [{one.state}] {said_in(one.title, language)}{whose} [{one.source}] ({one.cite}).{how}"
