"""The decision under one regime: its scope and thresholds, and everything that it makes of the case."""

from __future__ import annotations

from dataclasses import dataclass

from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.outcome import Award, Outcome
from tenderlaw.decisions.model.prescriptions import Prescription, RiskSign
from tenderlaw.decisions.model.remedies import RemedyState
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.packs.model.values import Vat
from tenderlaw.rules.explain import Explanation, TruthWord

__all__ = ["PresumedFact", "RegimeDecision", "ReviewNote", "Threshold"]

_NOT_KNOWN = Award("unknown")


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
    holds: TruthWord
    review: str | None = None
    """Why a person must check it."""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A place where the text needs a person's reading."""

    about: str
    cite: str
    reason: str


@dataclass(frozen=True, slots=True)
class PresumedFact:
    """A fact that nobody gave, and how the law takes it until the contrary is shown."""

    path: str
    value: str
    cite: str
    reason: str


@dataclass(frozen=True, slots=True)
class RegimeDecision:
    """The decision under one regime."""

    pack: str
    title: str
    outcome: Outcome
    scope: TruthWord
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
    presumed: tuple[PresumedFact, ...] = ()
    """The facts that were not given and that the law takes one way: on these the decision rests, too."""
    award: Award = _NOT_KNOWN
    national_law: str | None = None
    """Where the regime binds through national law and no pack of a State's own law was asked: that it does."""
    law: str | None = None
    """The law that provisions belong to which are cited without a name of their own."""
    remedies: tuple[RemedyState, ...] = ()
    """Of hearing, self-cleaning, standstill and review, what letters to the bidder carry; they change no outcome."""
