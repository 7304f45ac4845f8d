"""What an authority's own policies add to a decision: a tier, conditions, clauses, signs of risk."""

from __future__ import annotations

from datetime import date
from typing import Any

from tenderlaw.decisions.award import award_score
from tenderlaw.decisions.installed import installed_policies
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.policies import PolicyDecision
from tenderlaw.decisions.own_conditions import missing_to, own_requirements
from tenderlaw.decisions.prescriptions import prescriptions_of, risks_of
from tenderlaw.decisions.presumed import presumed_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.tiers import tier_of, with_tier
from tenderlaw.facts.given import Given
from tenderlaw.facts.records import Record

__all__ = ["installed_policies", "policy_decision"]


def policy_decision(
    policy: Regime, given: Given, operator: Record, procurement: Record, name: str, day: date, *, detailed: bool
) -> PolicyDecision:
    """What one policy adds for this case; the records are those of the facts given on the as-of date."""
    tier = None
    if policy.tiering is not None:
        tier = tier_of(policy, policy.tiering.evaluate(operator, procurement, day))
    evaluation = policy.evaluator.evaluate(operator, with_tier(procurement, tier), day)
    judged = Judged(policy, evaluation, "operator", name, day, detailed)
    role: Any = operator["role"]
    clauses, requirements = tuple(prescriptions_of(judged, True)), tuple(own_requirements(judged, role))
    return PolicyDecision(
        policy=policy.typed.pack.id,
        title=policy.typed.pack.title,
        tier=tier,
        clauses=clauses,
        risks=tuple(risks_of(judged)),
        requirements=requirements,
        award_criteria=award_score(policy.typed.pack, operator, day),
        missing_facts=missing_to(judged, given, procurement, tier, requirements, clauses),
        presumed=tuple(presumed_of((judged,))),
    )
