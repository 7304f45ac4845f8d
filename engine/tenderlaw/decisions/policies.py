"""What an authority's own policies add to a decision: clauses, a tier of risk, signs of risk. Never an exclusion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.policies import PolicyDecision
from tenderlaw.decisions.prescriptions import prescriptions_of, risks_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.tiers import tier_of, with_tier
from tenderlaw.facts.records import Record
from tenderlaw.packs.installed import load_policies

__all__ = ["installed_policies", "policies_in", "policy_decision"]


@lru_cache(maxsize=8)
def installed_policies(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The policies shipped with the engine, compiled once a process."""
    return tuple(Regime.of(typed) for typed in load_policies(ids).values())


def policies_in(ids: Iterable[str] | None, folders: Iterable[Path]) -> tuple[Regime, ...]:
    """Policies by id, or all of them; shipped, or of the user's own folders."""
    return tuple(Regime.of(typed) for typed in load_policies(ids, folders).values())


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
