"""The tier of a contract under a policy: points by factor, what raised it, what is not known.

A tier chooses clauses and the evidence to ask for. It never excludes anyone, and not knowing is never nothing.
"""

from __future__ import annotations

from tenderlaw.decisions.model.policies import FactorScore, Raised, TierResult
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.model.risks import TieringFactor
from tenderlaw.rules.evaluate import Evaluation
from tenderlaw.rules.explain import missing_paths

__all__ = ["tier_of", "with_tier"]


def tier_of(regime: Regime, evaluation: Evaluation) -> TierResult | None:
    """The tier that the policy's scoring comes to; None where it has none."""
    typed = regime.typed.tiering
    if typed is None or regime.tiering is None:
        return None
    factors = tuple(_score(regime, evaluation, factor, levels) for factor, levels in typed.factors)
    raised = tuple(
        Raised(one.id, one.title, one.cite)
        for one, _ in typed.raises
        if evaluation.truth(regime.tiering.plan.by_name[f"raise:{one.id}"]) is True
    )
    score = sum(factor.points for factor in factors)
    said = typed.tiering
    by_points = "high" if score >= said.high_from else "medium" if score >= said.medium_from else "low"
    return TierResult(
        tier="high" if raised else by_points,  # type: ignore[arg-type]
        score=score,
        most=sum(max((level.points for level in factor.levels), default=0) for factor in said.factors),
        cite=said.cite,
        factors=factors,
        raised=raised,
        missing=tuple(dict.fromkeys(path for factor in factors for path in factor.missing)),
    )


def _score(
    regime: Regime, evaluation: Evaluation, factor: TieringFactor, levels: tuple[tuple[int, Condition], ...]
) -> FactorScore:
    """Levels come highest first: what may hold above what surely holds is not known."""
    names = regime.tiering.plan.by_name if regime.tiering is not None else {}
    missing: list[str] = []
    points, unknown = 0, False
    for number, (worth, condition) in enumerate(levels):
        holds = evaluation.truth(names[f"factor:{factor.id}:{number}"])
        if holds is True:
            points = worth
            break
        if holds is None and regime.tiering is not None:
            unknown = True
            missing += missing_paths(condition, evaluation.scopes[None][0], regime.tiering, evaluation)
    if unknown:
        points = max(points, factor.unknown)
    paths = tuple(dict.fromkeys(missing))
    return FactorScore(factor.id, factor.title, factor.cite, points, unknown, paths)


def with_tier(procurement: Record, tier: TierResult | None) -> Record:
    """The procurement as the prescriptions of the policy see it: with its tier."""
    return procurement if tier is None else {**procurement, "risk_tier": tier.tier}
