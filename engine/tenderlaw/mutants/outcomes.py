"""What a pack makes of a case, and what a worked case could expect of it: how two packs differ over it."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.duties import duties_under
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.duties import RegimeDuties
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case
from tenderlaw.facts.company import Company
from tenderlaw.sources.faults import TenderlawError

__all__ = ["Outcome", "decided", "differs", "last_days"]

Outcome: TypeAlias = Decision | RegimeDuties
"""What is decided of a procurement, or what a company owes."""


def decided(regime: Regime, facts: Case | Company, as_of: date) -> Outcome:
    """What the pack makes of a case."""
    if isinstance(facts, Company):
        return duties_under(regime, facts, as_of)
    if regime.kind == "policy":
        return decide(facts, as_of=as_of, packs=(), policies=[regime])
    return decide(facts, as_of=as_of, packs=[regime])


def last_days(outcome: Outcome) -> list[date]:
    """The last days that it names: of exclusions, and of duties."""
    if isinstance(outcome, RegimeDuties):
        return [day for one in outcome.duties for day in (one.due, one.guided) if day is not None]
    return [one.until for regime in outcome.regimes for one in regime.findings if one.until is not None]


def differs(facts: Case | Company, as_of: date, law: Regime, mutated: Regime) -> str | None:
    """How two packs differ over a case; None where they do not."""
    said = [_said(facts, as_of, regime) for regime in (law, mutated)]
    if said[0] == said[1] or not said[0] or not said[1]:
        return None
    for name, first in said[0].items():
        then = said[1].get(name)
        if first != then:
            return f"{name}: {_apart(first, then)} becomes {_apart(then, first)}"
    return None


def _apart(said: object, other: object) -> str:
    """What is said, of a list what stands in this one alone."""
    if isinstance(said, list) and isinstance(other, list):
        return ", ".join(str(one) for one in said if one not in other) or "nothing"
    return str(said)


def _said(facts: Case | Company, as_of: date, regime: Regime) -> dict[str, object]:
    """What a worked case could expect of an outcome."""
    try:
        outcome = decided(regime, facts, as_of)
    except TenderlawError:
        return {}
    if isinstance(outcome, RegimeDuties):
        return _of_duties(outcome)
    return _of_policy(outcome) if regime.kind == "policy" else _of_law(outcome)


def _of_duties(one: RegimeDuties) -> dict[str, object]:
    return {
        "outcome": one.outcome,
        "duties": [f"{d.duty} of {d.of} {d.state}" for d in one.duties],
        "days": [f"{d.duty} of {d.of} due {d.due}, guided {d.guided}" for d in one.duties],
        "elements": [f"{d.duty} of {d.of}: {e.element} {e.state}" for d in one.duties for e in d.elements],
        "cites": [f"{d.duty} {d.cite}" for d in one.duties]
        + [f"{d.duty}: {e.element} {e.cite}" for d in one.duties for e in d.elements],
        "notes": [note.split(" ")[0] for note in one.notes],
    }


def _of_law(decision: Decision) -> dict[str, object]:
    one = decision.regimes[0]
    found = [f for f in one.findings if f.state != "not_triggered"]
    return {
        "outcome": decision.outcome,
        "award": decision.award.may_proceed,
        "grounds": [f"{f.ground} {f.state} {f.effect} ({f.cite}) {f.operator} {f.since} {f.until}" for f in found],
        "requirements": [f"{r.requirement} {r.state}" for r in one.requirements],
        "follows": [f"{r.requirement} {r.follows}" for r in one.requirements],
        "cites": sorted({f"{lift.lift} {lift.cite}" for f in found for lift in f.lifts})
        + [f"{r.requirement} {r.cite}" for r in one.requirements],
        "factors": [f"{r.requirement} {f.factor} {f.given}" for r in one.requirements for f in r.factors],
        "clauses": [f"{c.clause} {c.state} {list(c.alternates)}" for c in one.clauses],
        "risks": [r.risk for r in one.risks],
        "notes": sorted(note.about for note in one.review_notes),
        "presumed": [p.path for p in one.presumed],
    }


def _of_policy(decision: Decision) -> dict[str, object]:
    one = decision.policies[0]
    tier = one.tier
    return {
        "tier": tier and tier.tier,
        "score": tier and tier.score,
        "factors": tier and [f"{f.factor} {f.points}" for f in tier.factors],
        "most": tier and tier.most,
        "levels": tier and [f"{f.factor} {f.level and f.level.id}" for f in tier.factors],
        "raised": tier and [r.id for r in tier.raised],
        "may_be_raised": tier and [r.id for r in tier.may_be_raised],
        "clauses": [f"{c.clause} {c.state} {list(c.alternates)}" for c in one.clauses],
        "risks": [r.risk for r in one.risks],
        "requirements": [f"{r.requirement} {r.state}" for r in one.requirements],
        "cites": [f"{r.requirement} {r.cite}" for r in one.requirements],
        "follows": [f"{r.requirement} {r.follows}" for r in one.requirements],
        "due": [f"{r.requirement} {r.due} {r.due_on}" for r in one.requirements],
    }
