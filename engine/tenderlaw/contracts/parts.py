"""The parts of a record, what they lack, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tenderlaw.contracts.held import Held
from tenderlaw.contracts.ladders import INCIDENTS, incidents_of
from tenderlaw.contracts.law import reports_of, termination_of
from tenderlaw.contracts.model import (
    ContractOutcome,
    DueState,
    IncidentState,
    PlanState,
    ReportState,
    TerminationState,
)
from tenderlaw.contracts.occurrences import duties_due
from tenderlaw.contracts.plans import PLANS, plans_of
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.sentence import Sentence

__all__ = ["Parts"]

_TO_ACT: Final = ("must_be_considered", "available", "after_hearing")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a record is made of."""

    duties: tuple[DueState, ...]
    incidents: tuple[IncidentState, ...]
    plans: tuple[PlanState, ...]
    termination: TerminationState
    reports: tuple[ReportState, ...]

    @classmethod
    def of(cls, held: Held, now: Decision, regimes: Sequence[Regime]) -> Parts:
        """The parts of a contract, and what the law says of it as decided on the day."""
        incidents = incidents_of(held)
        known = incidents if held.operator.get(INCIDENTS) is not None else None
        termination = termination_of(now, regimes, known)
        duties = duties_due(held)
        if termination.state == "no_ground" and any(
            one.state == "overdue" and one.of == "contractor" for one in duties
        ):
            termination = replace(termination, reason=Sentence("contract_termination_no_breach"))
        return cls(duties, incidents, plans_of(held), termination, tuple(reports_of(now, regimes)))

    def missing(self, held: Held, besides: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Every fact and every fill-in that is missing, once."""
        facts = dict.fromkeys(besides)
        facts |= {f"operator.{name}": None for name in (INCIDENTS, PLANS) if held.operator.get(name) is None}
        facts |= dict.fromkeys(self._facts())
        fills = dict.fromkeys(name for one in self.duties for name in one.missing_values)
        rungs = [rung for one in self.incidents for rung in one.rungs]
        fills |= dict.fromkeys(name for one in rungs for name in one.missing_values)
        return tuple(facts), tuple(fills)

    def _facts(self) -> Iterator[str]:
        for duty in self.duties:
            yield from duty.missing
        for incident in self.incidents:
            yield from incident.missing
            for rung in incident.rungs:
                yield from rung.missing
        for plan in self.plans:
            yield from plan.missing
            for step in plan.steps:
                yield from step.missing
        for way in self.termination.ways:
            yield from way.missing
        for report in self.reports:
            yield from report.missing

    def outcome(self, held: Held, concluded: date | None) -> ContractOutcome:
        """What they come to: whatever needs somebody to act comes before what is not known."""
        if concluded is not None and concluded > held.as_of:
            return "not_concluded"
        steps = [step.state for plan in self.plans for step in plan.steps]
        states = [*(one.state for one in self.duties), *(one.state for one in self.plans), *steps]
        at_once = any(one.state == "due" and one.due is None for one in self.duties)
        open_ = any(one.state == "open" for one in self.incidents) or any(one.state == "due" for one in self.reports)
        if "overdue" in states or at_once or open_ or self.termination.state in _TO_ACT:
            return "needs_action"
        words: list[str] = [*states, self.termination.state, *(one.state for one in self.incidents)]
        words += [one.state for one in self.reports]
        return "unknown" if "unknown" in words or concluded is None else "in_order"
