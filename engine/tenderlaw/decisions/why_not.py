"""Why a clause is not prescribed: what each regime and policy that was asked says of it, and which others know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.policies import PolicyDecision
from tenderlaw.decisions.model.prescriptions import Prescription
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case
from tenderlaw.rules.explain import Explanation

__all__ = ["Answer", "WhyNot", "why_not"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one regime or policy that prescribes the clause at all says of it here."""

    by: str
    title: str
    cite: str
    state: Literal["prescribed", "not_prescribed", "unknown", "out_of_scope"]
    reason: str
    missing: tuple[str, ...]
    """Facts that would settle it."""
    explanation: tuple[Explanation, ...]
    """The prescription, its alternates, or the scope of the regime, node by node with the facts read."""
    requirements: tuple[RequirementState, ...] = ()
    """What it asks for by this clause, and whether that is met."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answers on one clause, and who else prescribes it."""

    clause: str
    as_of: date
    answers: tuple[Answer, ...]
    elsewhere: tuple[str, ...]
    """Installed packs and policies that prescribe it and were not asked."""


def why_not(
    case: Case,
    clause: str,
    *,
    as_of: date | None,
    packs: Sequence[Regime],
    policies: Sequence[Regime],
    installed: Iterable[Regime],
) -> WhyNot:
    """Decide the case and say what became of the clause; `installed` are those that could be asked besides."""
    decision = decide(case, as_of=as_of, packs=packs, policies=policies, detailed=True)
    answers: list[Answer] = []
    for regime, decided in zip(packs, decision.regimes, strict=True):
        if decided.outcome == "out_of_scope":
            answers += _out_of_scope(clause, regime, decided)
        else:
            answers += _answers(clause, decided.pack, decided)
    for own in decision.policies:
        answers += _answers(clause, own.policy, own)
    asked = {one.typed.pack.id for one in (*packs, *policies)}
    elsewhere = [
        one.typed.pack.id for one in installed if one.typed.pack.id not in asked and _rule_cite(clause, one) is not None
    ]
    return WhyNot(clause, decision.as_of, tuple(answers), tuple(elsewhere))


def _rule_cite(clause: str, by: Regime) -> str | None:
    return next((typed.rule.cite for typed in by.typed.clauses if typed.rule.clause == clause), None)


def _out_of_scope(clause: str, regime: Regime, decided: RegimeDecision) -> list[Answer]:
    cite = _rule_cite(clause, regime)
    if cite is None:
        return []
    reason = f"the regime does not govern this procurement: {decided.scope_reason}"
    return [Answer(decided.pack, decided.title, cite, "out_of_scope", reason, (), decided.scope_explanation)]


def _answers(clause: str, by: str, decided: RegimeDecision | PolicyDecision) -> list[Answer]:
    waiting = decided.scope_missing if isinstance(decided, RegimeDecision) else ()
    return [
        Answer(
            by,
            decided.title,
            one.cite,
            one.state,
            _reason(one, waiting) + _tier(decided),
            tuple(dict.fromkeys((*waiting, *one.missing))) if one.state == "unknown" else (),
            one.explanation,
            tuple(asked for asked in decided.requirements if asked.clause == clause),
        )
        for one in decided.clauses
        if one.clause == clause
    ]


def _tier(decided: RegimeDecision | PolicyDecision) -> str:
    tier = decided.tier if isinstance(decided, PolicyDecision) else None
    return "" if tier is None else f" (tier {tier.tier}, {tier.score} of {tier.most} points)"


def _reason(one: Prescription, waiting: tuple[str, ...]) -> str:
    if one.state == "prescribed":
        with_ = f", with {', '.join(one.alternates)}" if one.alternates else ""
        return f"it is prescribed{with_}"
    if one.state == "not_prescribed":
        return "its condition does not hold"
    if waiting:
        return "it is not known whether the regime governs this procurement"
    return "it is not known whether its condition holds, or which of its alternates is chosen"
