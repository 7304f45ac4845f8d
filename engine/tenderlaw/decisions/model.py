"""What a decision says: frozen values, the same names in JSON, in text and in documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias, cast

import orjson
from pydantic.json_schema import SkipJsonSchema

from tenderlaw.facts.case import Case
from tenderlaw.packs.model import requirements
from tenderlaw.packs.model.values import Vat
from tenderlaw.rules.explain import Explanation, FactRead
from tenderlaw.sources.canonical import canonical, digest

__all__ = [
    "OUTCOMES",
    "Award",
    "Decision",
    "FactorScore",
    "FactorState",
    "Finding",
    "FindingState",
    "LiftState",
    "MissingFact",
    "Outcome",
    "PackUsed",
    "PolicyDecision",
    "Prescription",
    "Raised",
    "RegimeDecision",
    "RequirementState",
    "ReviewNote",
    "RiskSign",
    "Threshold",
    "TierResult",
]

Outcome: TypeAlias = Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
OUTCOMES: tuple[Outcome, ...] = (
    "must_exclude",
    "may_exclude",
    "undetermined",
    "not_excluded",
    "out_of_scope",
)
"""Worst first."""

FindingState: TypeAlias = Literal[
    "applies", "possible", "not_triggered", "lapsed", "self_cleaned", "cured", "derogated", "not_in_force"
]
TruthName: TypeAlias = Literal["true", "false", "unknown"]
Follows: TypeAlias = requirements.Follows | Literal["replace_entity", "may_replace_entity"]


@dataclass(frozen=True, slots=True)
class LiftState:
    """What could lift a finding, and whether it does."""

    lift: str
    title: str
    cite: str
    needs: str
    holds: TruthName
    leaves: Literal["nothing", "discretion"] = "nothing"
    """What it leaves of a duty to exclude: nothing, or that the authority may exclude."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One ground for one operator and, where the ground speaks of entries, one entry of its facts."""

    ground: str
    title: str
    cite: str
    effect: Literal["must_exclude", "may_exclude"]
    """The least that follows where it applies; `heavier` says that a duty may follow although discretion is sure."""
    obligation: str
    state: FindingState
    operator: str
    """Which operator: `operator`, or `entities[n]`."""
    entry: str | None = None
    """Path of the entry, or of the list that was not given."""
    reason: str = ""
    """A sentence that can be sent to the operator."""
    since: date | None = None
    """First day of the exclusion period, the day of the event."""
    until: date | None = None
    """Last day of the exclusion period."""
    set_by_judgment: bool = False
    """Whether a judgment sets the period."""
    heavier: bool = False
    """It is unknown whether what turns the duty to exclude into discretion is given."""
    topic: str | None = None
    """What it is about, in a word that regimes share."""
    lifts: tuple[LiftState, ...] = ()
    missing: tuple[str, ...] = ()
    facts: tuple[FactRead, ...] = ()
    """The facts on which the ground was decided."""
    explanation: tuple[Explanation, ...] = ()
    """The ground, its period and its lifts, node by node."""


@dataclass(frozen=True, slots=True)
class FactorState:
    """Something that weighs where the authority decides what follows, and whether it is given."""

    factor: str
    title: str
    cite: str
    weighs: Literal["mitigating", "aggravating"]
    given: TruthName


@dataclass(frozen=True, slots=True)
class RequirementState:
    """Something asked besides exclusion."""

    requirement: str
    title: str
    cite: str
    obligation: str
    state: Literal["met", "unmet", "unknown"]
    follows: Follows
    operator: str
    reason: str
    cure: str | None = None
    topic: str | None = None
    """What it is about, in a word that regimes share."""
    factors: tuple[FactorState, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prescription:
    """A clause that the regime puts into the contract, or not."""

    clause: str
    cite: str
    obligation: str
    state: Literal["prescribed", "not_prescribed", "unknown"]
    alternates: tuple[str, ...] = ()
    """The alternates that are chosen."""
    missing: tuple[str, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    """Why, node by node; of the prescription and of its alternates."""


@dataclass(frozen=True, slots=True)
class RiskSign:
    """A sign of risk: it asks for evidence, and never excludes anyone."""

    risk: str
    title: str
    cite: str
    state: Literal["present", "unknown"]
    ask_for: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A place where the text needs a person's reading."""

    about: str
    cite: str
    reason: str


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that nobody gave and that could change the decision."""

    path: str
    meaning: str
    settles: bool
    """Whether its answer alone could settle the decision."""
    needed_for: tuple[str, ...]
    """Citations of the grounds and requirements that wait for it."""
    given: str | None = None
    """What was given and why it does not answer: another currency, a day or an offence that the pack does not hold."""


@dataclass(frozen=True, slots=True)
class Award:
    """Whether award to this operator may proceed, and what stands in the way."""

    may_proceed: Literal["yes", "no", "unknown"]
    because: tuple[str, ...] = ()
    cure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackUsed:
    """A pack that took part."""

    id: str
    title: str
    version: str
    digest: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A dated amount on which the scope turns for this procurement."""

    value: str
    title: str
    cite: str
    amount: str | None
    """In units of the currency; none where it is not settled."""
    currency: str | None
    vat: Vat | None
    operator: str
    """How the procurement's value is compared with it, such as `at_least`."""
    holds: TruthName
    review: str | None = None
    """Why a person must check it."""


@dataclass(frozen=True, slots=True)
class RegimeDecision:
    """The decision under one regime."""

    pack: str
    title: str
    outcome: Outcome
    scope: TruthName
    scope_reason: str
    scope_missing: tuple[str, ...] = ()
    """The facts that would settle whether the regime governs."""
    scope_explanation: tuple[Explanation, ...] = ()
    """Why the procurement is or is not within the scope, node by node; left out where it plainly is."""
    thresholds: tuple[Threshold, ...] = ()
    """Those on which the scope turns."""
    findings: tuple[Finding, ...] = ()
    requirements: tuple[RequirementState, ...] = ()
    clauses: tuple[Prescription, ...] = ()
    """The prescriptions of the regime and what each comes to."""
    risks: tuple[RiskSign, ...] = ()
    review_notes: tuple[ReviewNote, ...] = ()
    award: Award = Award("unknown")


@dataclass(frozen=True, slots=True)
class FactorScore:
    """The points of one factor of a tiering."""

    factor: str
    title: str
    cite: str
    points: int
    unknown: bool
    """A higher level may hold: a fact is missing."""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """What puts a contract into the highest tier whatever the points."""

    id: str
    title: str
    cite: str


@dataclass(frozen=True, slots=True)
class TierResult:
    """The tier of a contract under a policy. It chooses clauses and evidence, and never excludes anyone."""

    tier: Literal["low", "medium", "high"]
    score: int
    most: int
    """The highest score there is."""
    cite: str
    factors: tuple[FactorScore, ...]
    raised: tuple[Raised, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyDecision:
    """What an authority's own policy adds."""

    policy: str
    title: str
    tier: TierResult | None
    clauses: tuple[Prescription, ...]
    risks: tuple[RiskSign, ...]


@dataclass(frozen=True)
class Decision:
    """Evidence of what was decided, from what, by which text and which engine.

    A pure function of the facts, the packs, the as-of date and the engine's version. Compare decisions by
    their id.
    """

    outcome: Outcome
    """The strictest of the regimes."""
    as_of: date
    review: bool
    award: Award
    regimes: tuple[RegimeDecision, ...]
    missing_facts: tuple[MissingFact, ...]
    """Those whose answer alone could settle the decision first."""
    policies: tuple[PolicyDecision, ...]
    """What the authority's own policies add; they never exclude."""
    packs: tuple[PackUsed, ...]
    """The packs and policies that took part."""
    evaluators: tuple[str, ...]
    calendar: str | None
    """Where the holidays come from, if a pack counts working days: a library and its version."""
    engine_version: str
    case: SkipJsonSchema[Case]
    """The facts as given; written out as `facts`."""

    @cached_property
    def facts(self) -> dict[str, object]:
        """The facts as given, as plain data; like the id, worked out when it is first asked for."""
        return cast("dict[str, object]", self.case.model_dump(mode="json", exclude_none=True))

    @cached_property
    def id(self) -> str:
        """SHA-256 of the RFC 8785 form of facts, packs, as-of date and engine version."""
        return digest(
            {
                "as_of": self.as_of.isoformat(),
                "calendar": self.calendar,
                "engine_version": self.engine_version,
                "facts": self.facts,
                "packs": [{"digest": pack.digest, "id": pack.id} for pack in self.packs],
            }
        )

    def data(self) -> dict[str, object]:
        """The decision as plain data, its id included."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "case"}
        return {"id": self.id, **cast("dict[str, object]", orjson.loads(orjson.dumps(said | {"facts": self.facts})))}

    def json(self) -> bytes:
        """The decision in canonical JSON (RFC 8785): the same decision, the same bytes."""
        # from plain data: keys are sorted in mappings, not in our own classes
        return canonical(self.data())
