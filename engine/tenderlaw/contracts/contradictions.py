"""What a record takes back: measures against the clause or before the finding, an ended contract that runs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tenderlaw.contracts.held import Held
from tenderlaw.contracts.model import DueState, IncidentState
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.beginnings import later_of
from tenderlaw.rules.reading import Scope

__all__ = ["contradictions", "days_to_come"]

_ENDED = "procurement.contract.ended_on"


def contradictions(
    held: Held, incidents: Sequence[IncidentState] | None, duties: Sequence[DueState]
) -> Iterator[Sentence]:
    """What a person must look at, because one entry of the record does not go with another, or with the clause."""
    yield from _of_no_period(held, duties)
    found = {scope.item.record.get("id"): scope for scope in held.entries("incidents")}
    for measure in held.entries("measures"):
        incident = found.get(measure.item.record.get("incident"))
        if incident is not None:
            yield from _of_measure(measure, incident)
    for one in incidents or ():
        for rung in one.rungs:
            if rung.state == "taken" and rung.reason != Sentence(
                "contract_rung_taken", day=rung.taken_on or held.as_of
            ):
                yield Sentence("contract_against_clause", name=one.name, title=rung.title, reason=rung.reason)
            if rung.state == "taken" and rung.ends_contract and not isinstance(held.contract.get("ended_on"), date):
                yield Sentence("contract_ended_runs_on", name=one.name, path=_ENDED)


def _of_no_period(held: Held, duties: Sequence[DueState]) -> Iterator[Sentence]:
    """Entries for a period that their duty does not have: they show nothing."""
    for scope in held.scopes("handed_in"):
        duty, ending = (scope.item.record.get(name) for name in ("duty", "period_ending"))
        if not isinstance(duty, str) or not isinstance(ending, date):
            continue
        asked = duty.rpartition("/")[2]
        dated = [one for one in duties if one.duty.rpartition("/")[2] == asked and one.due is not None]
        if dated and not any((one.since or date.min) < ending <= (one.due or ending) for one in dated):
            yield Sentence(
                "contract_no_period", path=f"operator.{scope.item.path}.period_ending", duty=duty, day=ending
            )


def _of_measure(measure: Scope, incident: Scope) -> Iterator[Sentence]:
    entry, about = measure.item.record, incident.item.record
    taken, found = entry.get("taken_on"), about.get("found_on")
    path = f"operator.{measure.item.path}"
    if isinstance(taken, date) and isinstance(found, date) and taken < found:
        yield Sentence(
            "contract_days_turned", first=f"{path}.taken_on", second=f"operator.{incident.item.path}.found_on"
        )
    if about.get("milder_measures") == "not-taken" and entry.get("rung") != "termination":
        yield Sentence("contract_says_otherwise", first=f"operator.{incident.item.path}.milder_measures", second=path)


def days_to_come(held: Held) -> Iterator[Sentence]:
    """What the record gives of days that have not come: it counts for nothing yet, and is said all the same."""
    places = tuple(f"operator.{one.path}" for one in later_of(held.operator) if one.day != OPEN)
    if places:
        yield Sentence("contract_to_come", places=places)
