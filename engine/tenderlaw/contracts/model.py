"""What a contract comes to on a day: duties and their days, breaches and measures, termination, reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias, cast

import orjson
from pydantic.json_schema import SkipJsonSchema

from tenderlaw.clauses.duties import Party
from tenderlaw.decisions.model.decision import PackUsed
from tenderlaw.facts.given import Given
from tenderlaw.rules.explain import Explanation, TruthWord
from tenderlaw.sources.canonical import canonical, digest
from tenderlaw.sources.worked_out import worked_out

__all__ = [
    "ClauseUsed",
    "ContractOutcome",
    "ContractRecord",
    "DueState",
    "DueWord",
    "IncidentState",
    "PlanState",
    "ReportState",
    "RungState",
    "RungWord",
    "StepState",
    "TerminationState",
    "TerminationWay",
    "TerminationWord",
]

DueWord: TypeAlias = Literal["done", "late", "due", "overdue", "not_yet", "unknown"]
"""`done` in time; `late`: done after its day; `due`: its time runs; `overdue`: its day has passed and it is not done;
`not_yet`: its time has not begun; `unknown`: a fact or a value is missing."""
RungWord: TypeAlias = Literal["taken", "available", "after_hearing", "after_milder", "barred", "unknown"]
"""`after_hearing`: once the contractor has been heard; `after_milder`: the buyer begins with a milder one; `barred`:
what the clause asks for it does not hold."""
TerminationWord: TypeAlias = Literal[
    "taken", "must_be_considered", "available", "after_hearing", "unknown", "barred", "no_ground"
]
"""`taken`: the record says that the buyer has ended the contract."""
ContractOutcome: TypeAlias = Literal["needs_action", "unknown", "in_order", "not_concluded"]
"""`needs_action`: something is overdue, a breach is open, a report is due, or termination must be considered or may be
chosen; `in_order` only where everything is known and nothing is open."""


@dataclass(frozen=True, slots=True)
class ClauseUsed:
    """A clause that the contract holds."""

    clause: str
    digest: str
    alternates: tuple[str, ...]
    because: str
    """Who prescribes it, or that the record names it."""


@dataclass(frozen=True, slots=True)
class DueState:
    """A duty under the contract, for one period, one entry of the record, or once."""

    duty: str
    title: str
    of: Party
    passages: tuple[str, ...]
    """Where the contract says it, `clause#passage`; the same duty for the same day stands once."""
    about: str | None
    """The entry of the record for which it is owed."""
    name: str | None
    """What that entry is called."""
    since: date | None
    """The day from which its time runs."""
    due: date | None
    """Its last day; none where it is owed without delay, or not known."""
    done_on: date | None
    state: DueWord
    reason: str
    cite: str | None = None
    """Where an official clause says it, whose text is not here."""
    to: str | None = None
    contact: str | None = None
    missing: tuple[str, ...] = ()
    """The facts that would settle it."""
    missing_values: tuple[str, ...] = ()
    """The fill-ins of the clauses that would."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RungState:
    """A measure that a clause opens after a breach, and how it stands."""

    rung: str
    title: str
    passage: str
    cite: str | None
    state: RungWord
    reason: str
    next: bool = False
    """Whether it is the next one that the facts allow."""
    weigh: str | None = None
    ends_contract: bool = False
    taken_on: date | None = None
    missing: tuple[str, ...] = ()
    missing_values: tuple[str, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    """When the clause allows it, node by node."""


@dataclass(frozen=True, slots=True)
class IncidentState:
    """A finding or incident: whether it is an open breach, and the measures that follow."""

    about: str
    name: str
    found_on: date | None
    state: Literal["open", "ended", "not_established", "unknown"]
    reason: str
    victims_safe: TruthWord
    """Whether those harmed are safe and were offered support."""
    rungs: tuple[RungState, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepState:
    """A step of a corrective plan."""

    step: str
    title: str
    due: date | None
    done_on: date | None
    state: DueWord
    verified: TruthWord
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanState:
    """A corrective plan: whether it was carried out by its day, step by step."""

    plan: str
    about: str
    due: date | None
    done_on: date | None
    state: DueWord
    accepted: TruthWord
    reason: str
    steps: tuple[StepState, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerminationWay:
    """A ground of the law, or of a clause, on which the contract may be ended."""

    source: str
    """The pack, or the clause and passage."""
    title: str
    cite: str
    state: TerminationWord
    reason: str
    steps: tuple[str, ...] = ()
    """What comes before it, each with its citation."""
    about: str = "operator"
    """Whose fact it rests on, or the entry of the record."""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerminationState:
    """Whether the contract may be ended."""

    state: TerminationWord
    reason: str
    ways: tuple[TerminationWay, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportState:
    """What the law has somebody report, file or enter."""

    source: str
    title: str
    cite: str
    state: Literal["done", "due", "unknown"]
    reason: str
    how: str | None = None
    about: str = "operator"
    """Of whom it is asked."""
    missing: tuple[str, ...] = ()


_BEHIND: Final = ("given",)


@dataclass(frozen=True)
class ContractRecord:
    """Evidence of what a contract came to on a day: from what, by which clauses, packs and engine.

    A pure function of the facts, the clauses and their fill-ins, the packs, the day and the engine's version.
    """

    outcome: ContractOutcome
    reason: str
    as_of: date
    concluded_on: date | None
    clauses: tuple[ClauseUsed, ...]
    duties: tuple[DueState, ...]
    incidents: tuple[IncidentState, ...]
    plans: tuple[PlanState, ...]
    termination: TerminationState
    reports: tuple[ReportState, ...]
    missing: tuple[str, ...]
    """Every fact that is missing, once."""
    missing_values: tuple[str, ...]
    """Every fill-in that is missing, once."""
    notes: tuple[str, ...]
    """What a person must look at: what names nothing that there is, what the day does not settle."""
    unread: tuple[str, ...]
    """Facts given that nothing read here."""
    values: tuple[tuple[str, str], ...]
    """The fill-ins that count, as they were given."""
    packs: tuple[PackUsed, ...]
    decision: str
    """The id of the decision under the law on the same day."""
    calendar: str | None
    """Where the holidays come from, if working days were counted."""
    engine_version: str
    given: SkipJsonSchema[Given]

    @property
    def facts(self) -> dict[str, object]:
        """The facts as given, as plain data, a copy of one's own: what becomes of it changes no evidence."""
        return self.given.plain

    @worked_out
    def id(self) -> str:
        """SHA-256 of the canonical form of facts, clauses, values, packs, day and engine version."""
        return digest(
            {
                "as_of": self.as_of.isoformat(),
                "calendar": self.calendar,
                "clauses": [[one.clause, one.digest, list(one.alternates)] for one in self.clauses],
                "engine_version": self.engine_version,
                "facts": self.facts,
                "packs": [[one.id, one.digest] for one in self.packs],
                "values": [list(one) for one in self.values],
            }
        )

    def data(self) -> dict[str, object]:
        """The record as plain data, its id included."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in _BEHIND}
        data = cast("dict[str, Any]", orjson.loads(orjson.dumps({**said, "facts": self.facts})))
        return {"id": self.id, **data}

    def json(self) -> bytes:
        """The record in canonical JSON (RFC 8785): the same record, the same bytes."""
        return canonical(self.data())
