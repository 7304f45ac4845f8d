"""Worked cases of a policy: facts, and the tier, conditions, clauses and signs of risk that it makes of them.

The files are those of a pack's worked cases; what a case expects is what a policy gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tenderlaw.decisions.case_files import CaseFile, StatedCase, cases_of
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.policies import PolicyDecision, TierResult
from tenderlaw.decisions.model.requirements import Follows, RequirementState
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import ExpectedClause, clause_differences, risk_differences
from tenderlaw.facts.base import Code, Day, Facts, Items, Text
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.tree import Source

__all__ = ["PolicyCase", "PolicyCaseResult", "policy_cases", "policy_differences", "run_policy_cases"]

Points = Annotated[int, Field(ge=0)]


class ExpectedPolicy(Facts):
    """What the policy makes of a case; what is left out is not compared."""

    tier: Literal["low", "medium", "high"] | None = None
    score: Points | None = None
    factors: dict[Code, Points] | None = None
    """Points by factor; those left out are not compared."""
    most: Points | None = None
    """The points that can be had, over the factors that count."""
    levels: dict[Code, Code] | None = None
    """The level of a factor that surely holds, `none` for none; factors left out are not compared."""
    raised: Items[Code] | None = None
    """Everything that raises the tier, whatever the points."""
    may_be_raised: Items[Code] | None = None
    """Everything that would raise the tier further, if a fact that is missing were so."""
    missing: Items[Text] | None = None
    """Every fact that the tier lacks."""
    clauses: dict[Code, ExpectedClause] | None = None
    """Clauses that are prescribed or not; those left out are not compared."""
    risks: Items[Code] | None = None
    """Every sign of risk that is present."""
    risks_unknown: Items[Code] | None = None
    """Every sign of risk that a missing fact could give."""
    requirements: dict[Code, Literal["met", "unmet", "unknown", "not_asked"]] | None = None
    """The authority's own conditions and how they stand; those left out are not compared."""
    follows: dict[Code, Follows] | None = None
    """What follows from conditions; those left out are not compared."""
    cites: dict[Code, Text] | None = None
    """Where conditions stand; those left out are not compared."""
    due: dict[Code, Day | Literal["award", "unknown"]] | None = None
    """By when conditions are to be met: a day, the award, or a day that is not known."""


class PolicyCase(StatedCase):
    """One case of a policy, with what the policy is expected to make of it."""

    expect: ExpectedPolicy


@dataclass(frozen=True, slots=True)
class PolicyCaseResult:
    """A worked case that was run: what differs, if anything, and what the policy came to."""

    case: PolicyCase
    differences: tuple[str, ...]
    decision: PolicyDecision


def policy_cases(policy: TypedPack) -> Iterator[tuple[PolicyCase, Source]]:
    """Every worked case of a policy, its facts laid over those given. Raises PackInvalidError."""
    return cases_of(policy, CaseFile[PolicyCase])


def run_policy_cases(policy: Regime) -> Iterator[PolicyCaseResult]:
    """Run every worked case of the policy and compare. Raises PackInvalidError for a faulty file."""
    for case, source in policy_cases(policy.typed):
        facts = case_in(source, [policy])
        decided = decide(facts, as_of=case.as_of, packs=(), policies=[policy]).policies[0]
        yield PolicyCaseResult(case, tuple(policy_differences(case.expect, decided)), decided)


def policy_differences(expect: ExpectedPolicy, found: PolicyDecision) -> Iterator[str]:
    """In what a policy comes to something else than a case expects."""
    asked = (
        expect.tier, expect.score, expect.most, expect.factors, expect.levels, expect.raised, expect.may_be_raised,
        expect.missing,
    )  # fmt: skip
    if any(part is not None for part in asked):
        if found.tier is None:
            yield "tier: the policy has no tiering"
        else:
            yield from _tier_differences(expect, found.tier)
    yield from clause_differences(expect.clauses or {}, found.clauses)
    yield from risk_differences(expect.risks, expect.risks_unknown, found.risks)
    yield from _requirement_differences(expect, found)


def _requirement_differences(expect: ExpectedPolicy, found: PolicyDecision) -> Iterator[str]:
    held = {one.requirement: one for one in found.requirements}
    for name, wanted in (expect.requirements or {}).items():
        state = held[name].state if name in held else "not_asked"
        if state != wanted:
            waits = f", for want of {', '.join(held[name].missing)}" if state == "unknown" else ""
            yield f"requirement {name}: expected {wanted}, found {state}{waits}"
    for name, follows in (expect.follows or {}).items():
        if name not in held or held[name].follows != follows:
            yield f"follows from {name}: expected {follows}, found {held[name].follows if name in held else 'nothing'}"
    for name, cite in (expect.cites or {}).items():
        if name not in held or held[name].cite != cite:
            yield f"citation of {name}: expected {cite}, found {held[name].cite if name in held else 'nothing'}"
    for name, due in (expect.due or {}).items():
        by = _due(held[name]) if name in held else None
        if by != due:
            yield f"due {name}: expected {due}, found {by or 'nothing'}"


def _due(one: RequirementState) -> date | str | None:
    return (one.due_on or "unknown") if one.due == "day" else one.due


def _tier_differences(expect: ExpectedPolicy, found: TierResult) -> Iterator[str]:
    if expect.tier not in (None, found.tier):
        yield f"tier: expected {expect.tier}, found {found.tier} ({found.score} points)"
    if expect.score not in (None, found.score):
        yield f"score: expected {expect.score}, found {found.score}"
    if expect.most not in (None, found.most):
        yield f"most: expected {expect.most}, found {found.most}"
    yield from _factor_differences(expect, found)
    for name, wanted, ids in (
        ("raised", expect.raised, [one.id for one in found.raised]),
        ("may_be_raised", expect.may_be_raised, [one.id for one in found.may_be_raised]),
        ("missing", expect.missing, list(found.missing)),
    ):
        if wanted is not None and set(ids) != set(wanted):
            yield f"{name}: expected {list(wanted)}, found {ids}"


def _factor_differences(expect: ExpectedPolicy, found: TierResult) -> Iterator[str]:
    points = {factor.factor: factor.points for factor in found.factors}
    for factor, wanted in (expect.factors or {}).items():
        if points.get(factor) != wanted:
            yield f"factor {factor}: expected {wanted}, found {points.get(factor, 'no such factor')}"
    levels = {one.factor: "none" if one.level is None else one.level.id for one in found.factors}
    for factor, level in (expect.levels or {}).items():
        if levels.get(factor) != level:
            yield f"level of {factor}: expected {level}, found {levels.get(factor, 'no such factor')}"
