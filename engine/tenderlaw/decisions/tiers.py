"""The tier of a contract under a policy: which level of which factor gave points, what raised it, what is not known.

A tier chooses clauses and the evidence to ask for. It never excludes anyone, and not knowing is never nothing.

The limits of the tiers are said for the sum of all points and hold in proportion: from 8 of 12 is from 6 of 9.
A level that does not surely apply, such as one about goods where services are bought, is reckoned with and left out,
and the reading with the higher share of its points counts. So what need not apply can raise a tier, never lower it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tenderlaw.decisions.model.policies import FactorScore, LevelHeld, MayBeRaised, Raised, TierResult
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.model.risks import TieringFactor
from tenderlaw.packs.typed import TypedLevel, TypedRaise, TypedTiering
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.explain import FactRead, explain, facts_that_gave, missing_paths
from tenderlaw.rules.truth import Truth

__all__ = ["tier_of", "with_tier"]

Tier: TypeAlias = Literal["low", "medium", "high"]

_ORDER: Final[tuple[Tier, ...]] = ("low", "medium", "high")


def tier_of(regime: Regime, evaluation: Evaluation) -> TierResult | None:
    """The tier that the policy's scoring comes to; None where it has none."""
    typed, evaluator = regime.typed.tiering, regime.tiering
    if typed is None or evaluator is None:
        return None
    judged = _Judged(evaluator, evaluation)
    factors = _reading(judged, typed)
    score, most = _sum(factors)
    surely = [one for one in typed.raises if judged.raises(one) is True]
    tier = _highest((_by_points(typed, score, most), *(one.to for one in surely)))
    raised = tuple(judged.raised(one) for one in surely if not _above(tier, one.to))
    open_ = tuple(judged.may_raise(one) for one in typed.raises if judged.raises(one) is None and _above(one.to, tier))
    lacking = (*(one.missing for one in factors), *(one.missing for one in open_))
    return TierResult(
        tier=tier,
        score=score,
        most=most,
        medium_from=_share(typed.tiering.medium_from, most, typed),
        high_from=_share(typed.tiering.high_from, most, typed),
        cite=typed.tiering.cite,
        factors=factors,
        raised=raised,
        may_be_raised=open_,
        missing=tuple(dict.fromkeys(path for paths in lacking for path in paths)),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came out for a case."""

    evaluator: Evaluator
    evaluation: Evaluation

    def truth(self, name: str) -> Truth:
        return self.evaluation.truth(self.evaluator.plan.by_name[name])

    def missing(self, condition: Condition) -> tuple[str, ...]:
        scope = self.evaluation.scopes[None][0]
        return tuple(dict.fromkeys(missing_paths(condition, scope, self.evaluator, self.evaluation)))

    def facts(self, condition: Condition) -> tuple[FactRead, ...]:
        scope = self.evaluation.scopes[None][0]
        return facts_that_gave(explain(condition, scope, self.evaluator, self.evaluation))

    def applies(self, factor: TieringFactor, one: TypedLevel) -> bool:
        """Whether the level surely counts among the points that can be had."""
        return one.applies is None or self.truth(f"applies:{factor.id}:{one.level.id}") is True

    def raises(self, one: TypedRaise) -> Truth:
        """Whether the tier is raised: not knowing what would lift that lifts nothing."""
        if one.unless is not None and self.truth(f"unless:{one.said.id}") is True:
            return False
        return self.truth(f"raise:{one.said.id}")

    def raised(self, one: TypedRaise) -> Raised:
        return Raised(one.said.id, one.said.title, one.said.cite, one.to, self.facts(one.when))

    def may_raise(self, one: TypedRaise) -> MayBeRaised:
        return MayBeRaised(one.said.id, one.said.title, one.said.cite, one.to, self.missing(one.when))


def _reading(judged: _Judged, typed: TypedTiering) -> tuple[FactorScore, ...]:
    """The scores with all levels or with those alone that surely apply, whichever come to the higher share."""
    counted = [tuple(one for one in levels if judged.applies(factor, one)) for factor, levels in typed.factors]
    every = tuple(_score(judged, factor, levels, levels) for factor, levels in typed.factors)
    if counted == [levels for _, levels in typed.factors]:
        return every
    sure = tuple(
        _score(judged, factor, some, levels) for some, (factor, levels) in zip(counted, typed.factors, strict=True)
    )
    (score, most), (of_sure, most_sure) = _sum(every), _sum(sure)
    return every if score * most_sure > of_sure * most or not most_sure else sure


def _score(
    judged: _Judged, factor: TieringFactor, counted: tuple[TypedLevel, ...], levels: tuple[TypedLevel, ...]
) -> FactorScore:
    """Levels come highest first: what may hold above what surely holds is not known."""
    held, open_ = _held(judged, factor, counted)
    most = max((one.level.points for one in counted), default=0)
    points = 0 if held is None else held.level.points
    return FactorScore(
        factor=factor.id,
        title=factor.title,
        cite=factor.cite,
        points=max(points, min(factor.unknown, most)) if open_ else points,
        most=most,
        unknown=bool(open_),
        level=None if held is None else _level(judged, factor, held),
        # what is not counted may yet count: its facts are asked for in either reading
        missing=tuple(dict.fromkeys(path for one in _held(judged, factor, levels)[1] for path in judged.missing(one))),
    )


def _held(
    judged: _Judged, factor: TieringFactor, levels: tuple[TypedLevel, ...]
) -> tuple[TypedLevel | None, tuple[Condition, ...]]:
    """The highest level that surely holds, and what may hold above it."""
    open_: list[Condition] = []
    for one in levels:
        holds = judged.truth(f"factor:{factor.id}:{one.level.id}")
        if holds is True:
            return one, tuple(open_)
        if holds is None:
            open_.append(one.when)
    return None, tuple(open_)


def _level(judged: _Judged, factor: TieringFactor, held: TypedLevel) -> LevelHeld:
    said = held.level
    return LevelHeld(said.id, said.title, said.cite or factor.cite, said.points, judged.facts(held.when))


def _sum(factors: tuple[FactorScore, ...]) -> tuple[int, int]:
    return sum(one.points for one in factors), sum(one.most for one in factors)


def _by_points(typed: TypedTiering, score: int, most: int) -> Tier:
    """The tier that the share of the points comes to; without points that can be had, low."""
    if most and score >= _share(typed.tiering.high_from, most, typed):
        return "high"
    return "medium" if most and score >= _share(typed.tiering.medium_from, most, typed) else "low"


def _share(limit: int, most: int, typed: TypedTiering) -> int:
    """The least whole number of points that is the same share of `most` as `limit` is of all points, or more."""
    return -(-limit * most // typed.full) if typed.full else limit


def _highest(tiers: tuple[Tier, ...]) -> Tier:
    return max(tiers, key=_ORDER.index)


def _above(one: Tier, other: Tier) -> bool:
    return _ORDER.index(one) > _ORDER.index(other)


def with_tier(procurement: Record, tier: TierResult | None) -> Record:
    """The procurement as the prescriptions of the policy see it: with its tier."""
    return procurement if tier is None else {**procurement, "risk_tier": tier.tier}
