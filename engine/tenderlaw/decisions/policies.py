"""What an authority's own policies add to a decision: clauses, a tier of risk, signs of risk. Never an exclusion."""

from __future__ import annotations

from datetime import date

from tenderlaw.decisions.installed import installed_policies
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.policies import PolicyDecision
from tenderlaw.decisions.prescriptions import prescriptions_of, risks_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.tiers import tier_of, with_tier
from tenderlaw.facts.records import Record

__all__ = ["installed_policies", "policy_decision"]


def policy_decision(
    policy: Regime, operator: Record, procurement: Record, name: str, day: date, *, detailed: bool
) -> PolicyDecision:
    """What one policy adds for this case."""
    tier = None
    if policy.tiering is not None:
        tier = tier_of(policy, policy.tiering.evaluate(operator, procurement, day))
    evaluation = policy.evaluator.evaluate(operator, with_tier(procurement, tier), day)
    judged = Judged(policy, evaluation, "operator", name, day, detailed)
    return PolicyDecision(
        policy=policy.typed.pack.id,
        title=policy.typed.pack.title,
        tier=tier,
        clauses=tuple(prescriptions_of(judged, True)),
        risks=tuple(risks_of(judged)),
    )
