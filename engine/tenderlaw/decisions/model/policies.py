"""What an authority's own policy adds: a tier and its points, conditions of its own, clauses, signs of risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tenderlaw.decisions.model.award import AwardScore
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.prescriptions import Prescription, RiskSign
from tenderlaw.decisions.model.regimes import PresumedFact
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.rules.explain import FactRead

__all__ = ["FactorScore", "LevelHeld", "MayBeRaised", "PolicyDecision", "Raised", "TierResult"]


@dataclass(frozen=True, slots=True)
class LevelHeld:
    """The level of a factor that surely holds, and on which facts."""

    id: str
    title: str
    cite: str
    points: int
    facts: tuple[FactRead, ...]


@dataclass(frozen=True, slots=True)
class FactorScore:
    """The points of one factor of a tiering."""

    factor: str
    title: str
    cite: str
    points: int
    most: int
    """The points that can be had of it here; none where it does not count."""
    unknown: bool
    """A higher level may hold: a fact is missing."""
    level: LevelHeld | None = None
    """The highest level that surely holds. Where `unknown`, the points may be those for not knowing."""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """What puts a contract into a tier at least, whatever the points, and on which facts."""

    id: str
    title: str
    cite: str
    to: Literal["medium", "high"]
    facts: tuple[FactRead, ...] = ()


@dataclass(frozen=True, slots=True)
class MayBeRaised:
    """What would put the contract into a higher tier than it has, if a fact that is missing were so."""

    id: str
    title: str
    cite: str
    to: Literal["medium", "high"]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TierResult:
    """The tier of a contract under a policy. It chooses clauses and evidence, and never excludes anyone."""

    tier: Literal["low", "medium", "high"]
    score: int
    most: int
    """The points that can be had, over the factors that count here."""
    medium_from: int
    """Points, of those that can be had, from which the tier is medium."""
    high_from: int
    """And from which it is high."""
    cite: str
    factors: tuple[FactorScore, ...]
    raised: tuple[Raised, ...]
    may_be_raised: tuple[MayBeRaised, ...]
    missing: tuple[str, ...]
    """The facts that the points lack, and those that may raise the tier."""


@dataclass(frozen=True, slots=True)
class PolicyDecision:
    """What an authority's own policy adds."""

    policy: str
    title: str
    tier: TierResult | None
    clauses: tuple[Prescription, ...]
    risks: tuple[RiskSign, ...]
    requirements: tuple[RequirementState, ...] = ()
    """The authority's own conditions that arise, or may arise: each met, unmet or unknown. They change neither the
    outcome nor what the law says of the award."""
    award_criteria: AwardScore | None = None
    """What the recorded assessments of the tender come to; none where the policy has no award criteria."""
    missing_facts: tuple[MissingFact, ...] = ()
    """What its tier, its conditions and its clauses lack; none of it is missing to the law's outcome."""
    presumed: tuple[PresumedFact, ...] = ()
    """What it took to be so, as nobody says otherwise."""
