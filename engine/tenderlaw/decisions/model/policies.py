"""What an authority's own policy adds: a tier and its points, conditions of its own, clauses, signs of risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.prescriptions import Prescription, RiskSign
from tenderlaw.decisions.model.requirements import RequirementState

__all__ = ["FactorScore", "PolicyDecision", "Raised", "TierResult"]


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
    requirements: tuple[RequirementState, ...] = ()
    """The authority's own conditions that arise, or may arise: each met, unmet or unknown. They change neither the
    outcome nor what the law says of the award."""
    missing_facts: tuple[MissingFact, ...] = ()
    """What its tier, its conditions and its clauses lack; none of it is missing to the law's outcome."""
