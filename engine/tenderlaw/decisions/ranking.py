"""Several tenders beside one another under the award criteria of one policy: who leads, and whether that is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tenderlaw.decisions.award import value_of
from tenderlaw.decisions.model.award import AwardFlag, AwardScore
from tenderlaw.decisions.model.decision import Decision

__all__ = ["Ranked", "Ranking", "ranking_of"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A tender under the award criteria of a policy."""

    name: str
    decision: str
    """The id of the decision that it was reckoned in."""
    outcome: str
    may_proceed: str
    """Whether award may proceed under the law."""
    score: AwardScore
    rank: int | None
    """Its place among those whose points are all known; equal points share one. None while points are missing."""
    flags: tuple[AwardFlag, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Tenders by their points. It decides no award: exclusion and rejection are the law's."""

    policy: str
    tenders: tuple[Ranked, ...]
    """Those whose points are known first, by rank; the others in the order given."""
    settled: bool
    """Whether it is sure who leads: nobody whose points are not all known could overtake."""


def ranking_of(policy: str, decisions: Sequence[tuple[str, Decision]]) -> Ranking:
    """The decisions of one procurement beside one another, each with what its tender is called."""
    held = [(name, one, _score(policy, one)) for name, one in decisions]
    known = sorted((_total(score) for _, _, score in held if score.total is not None), reverse=True)
    ranked = [
        Ranked(
            name,
            one.id,
            one.outcome,
            one.award.may_proceed,
            score,
            None if score.total is None else known.index(_total(score)) + 1,
            (*score.flags, *_ahead(score, [other for _, _, other in held if other is not score])),
        )
        for name, one, score in held
    ]
    order = sorted(ranked, key=lambda one: (one.rank is None, one.rank or 0))
    best = known[0] if known else None
    rivals = [value_of(score.most) for _, _, score in held if score.total is None]
    settled = best is not None and all(most < best for most in rivals)
    return Ranking(policy, tuple(order), settled)


def _score(policy: str, decision: Decision) -> AwardScore:
    found = next((one.award_criteria for one in decision.policies if one.policy == policy), None)
    if found is None:
        raise ValueError(f"the policy `{policy}` has no award criteria")
    return found


def _total(score: AwardScore) -> Fraction:
    return value_of(score.total or "0")


def _ahead(score: AwardScore, others: Sequence[AwardScore]) -> tuple[AwardFlag, ...]:
    """Whether it is ahead of one that earned more under every criterion on human rights, by its price alone."""
    if score.total is None:
        return ()
    for other in others:
        if other.total is None or _total(other) >= _total(score):
            continue
        mine, theirs = _earned(score, price=False), _earned(other, price=False)
        if mine < theirs and _earned(score, rights=True) < _earned(other, rights=True):
            cite = next(one.cite for one in score.criteria if one.earns == "human-rights")
            said = "it is ahead by its price alone of a tender that earned more on human rights"
            return (AwardFlag("price-alone", said, cite),)
    return ()


def _earned(score: AwardScore, *, price: bool = True, rights: bool = False) -> Fraction:
    return sum(
        (
            value_of(one.score or "0")
            for one in score.criteria
            if (price or one.earns not in ("price", "cost")) and (not rights or one.earns == "human-rights")
        ),
        Fraction(0),
    )
