"""Worked cases of a pack: facts and what the law makes of them, run as tests of the pack itself.

What is expected is complete: a ground that is neither expected nor `not_triggered` fails the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tenderlaw.decisions.case_files import CaseFile, StatedCase, cases_of
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.findings import Finding, FindingState
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.model.prescriptions import Prescription, RiskSign
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.requirements import Follows
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.base import Code, Day, Facts, Items, OpenDay, Text
from tenderlaw.packs.model.grounds import Effect
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.tree import Source

__all__ = [
    "CaseResult",
    "ExpectedClause",
    "WorkedCase",
    "clause_differences",
    "differences",
    "risk_differences",
    "run_worked_cases",
    "worked_cases",
]


class ExpectedGround(Facts):
    """A ground that a case is to have, with its citation."""

    ground: Code
    state: FindingState
    cite: Text
    operator: Text = "operator"
    effect: Effect | None = None
    """Whether it obliges or leaves discretion, where the case is about it."""
    since: Day | None = None
    """The first day of the period, or that on which what is not there yet begins, where the case is about it."""
    until: OpenDay | None = None
    """The last day of the exclusion period, where the case is about it."""


ExpectedClause: TypeAlias = Literal["prescribed", "not_prescribed", "unknown"] | Items[Code]
"""What a prescription comes to; a list: prescribed, with exactly these alternates, or with none if it is empty."""


class Expected(Facts):
    """What the law makes of a case."""

    outcome: Outcome
    award: Literal["yes", "no", "unknown"] | None = None
    grounds: Items[ExpectedGround] = ()
    requirements: dict[Code, Literal["met", "unmet", "unknown"]] | None = None
    """Every requirement that arises; left out where the case is not about them."""
    follows: dict[Code, Follows] | None = None
    """By requirement, what follows from it; those left out are not compared."""
    cites: dict[Code, Text] | None = None
    """By requirement or lift, where it stands; those left out are not compared."""
    clauses: dict[Code, ExpectedClause] | None = None
    """Clauses that are prescribed or not; those left out are not compared."""
    risks: Items[Code] | None = None
    """Every sign of risk that is present; left out where the case is not about them."""
    risks_unknown: Items[Code] | None = None
    """Every sign of risk that a missing fact could give; left out where the case is not about them."""
    factors: dict[Code, dict[Code, Literal["true", "false", "unknown"]]] | None = None
    """By requirement, factors that weigh and whether they are given; those left out are not compared."""
    notes: Items[Code] | None = None
    """What every review note is about; left out where the case is not about them."""
    presumed: Items[Text] | None = None
    """The paths of every fact that was presumed; left out where the case is not about them."""
    remedies: dict[Code, Literal["holds", "unknown"]] | None = None
    """Every remedy that letters carry; left out where the case is not about them."""
    missing: Items[Text] | None = None
    """Facts that must be among the missing ones; the first of these must come first."""
    review: bool = False


class WorkedCase(StatedCase):
    """One case of a pack, with its expected decision."""

    expect: Expected


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A worked case that was run: what differs, if anything, and the decision."""

    case: WorkedCase
    differences: tuple[str, ...]
    decision: Decision


def worked_cases(typed: TypedPack) -> Iterator[tuple[WorkedCase, Source]]:
    """Every worked case of a pack, its facts laid over those given. Raises PackInvalidError."""
    return cases_of(typed, CaseFile[WorkedCase])


def run_worked_cases(regime: Regime) -> Iterator[CaseResult]:
    """Decide every worked case of the regime's pack and compare."""
    for case, source in worked_cases(regime.typed):
        facts = case_in(source, [regime])
        decision = decide(facts, as_of=case.as_of, packs=[regime])
        yield CaseResult(case, tuple(differences(case.expect, decision)), decision)


def differences(expect: Expected, decision: Decision) -> Iterator[str]:
    """In what a decision under one pack is not what a case expects."""
    regime = decision.regimes[0]
    if decision.outcome != expect.outcome:
        open_ = [fact.path for fact in decision.missing_facts[:5]] if decision.outcome == "undetermined" else []
        want = f", for want of {', '.join(open_)}" if open_ else ""
        yield f"outcome: expected {expect.outcome}, found {decision.outcome}{want}"
    if expect.award is not None and decision.award.may_proceed != expect.award:
        yield f"award: expected {expect.award}, found {decision.award.may_proceed}"
    if decision.review != expect.review:
        notes = "; ".join(note.about for note in regime.review_notes)
        yield f"review: expected {expect.review}, found {decision.review} ({notes})"
    yield from _ground_differences(expect.grounds, [f for f in regime.findings if f.state != "not_triggered"])
    if expect.requirements is not None:
        found = {r.requirement: r.state for r in regime.requirements}
        if found != expect.requirements:
            yield f"requirements: expected {expect.requirements}, found {found}"
    yield from _besides(expect, regime)
    missing = [fact.path for fact in decision.missing_facts]
    for number, path in enumerate(expect.missing or ()):
        if path not in missing:
            yield f"missing: expected {path}, found {missing}"
        elif number == 0 and missing[0] != path:
            yield f"missing: expected {path} first, found {missing[0]}"


def _besides(expect: Expected, regime: RegimeDecision) -> Iterator[str]:
    yield from clause_differences(expect.clauses or {}, regime.clauses)
    yield from risk_differences(expect.risks, expect.risks_unknown, regime.risks)
    follows = {r.requirement: r.follows for r in regime.requirements}
    cites = {lift.lift: lift.cite for finding in regime.findings for lift in finding.lifts}
    cites |= {r.requirement: r.cite for r in regime.requirements}
    yield from _named_differences("follows from", expect.follows or {}, follows)
    yield from _named_differences("citation of", expect.cites or {}, cites)
    given = {r.requirement: {f.factor: f.given for f in r.factors} for r in regime.requirements}
    for requirement, factors in (expect.factors or {}).items():
        for factor, truth in factors.items():
            if given.get(requirement, {}).get(factor) != truth:
                yield f"factor {requirement}.{factor}: expected {truth}, found {given.get(requirement)}"
    notes = {note.about for note in regime.review_notes}
    presumed = [one.path for one in regime.presumed]
    if expect.presumed is not None and set(presumed) != set(expect.presumed):
        yield f"presumed: expected {list(expect.presumed)}, found {presumed}"
    remedies = {one.remedy: one.state for one in regime.remedies}
    if expect.remedies is not None and remedies != expect.remedies:
        yield f"remedies: expected {expect.remedies}, found {remedies}"
    if expect.notes is not None and notes != set(expect.notes):
        yield f"notes: expected {list(expect.notes)}, found {sorted(notes)}"


def _named_differences(what: str, expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for name, wanted in expected.items():
        if found.get(name) != wanted:
            yield f"{what} {name}: expected {wanted}, found {found.get(name, 'nothing of that id')}"


def clause_differences(expected: dict[str, ExpectedClause], found: tuple[Prescription, ...]) -> Iterator[str]:
    """Prescriptions that come out otherwise than expected."""
    held = {one.clause: one for one in found}
    for clause, wanted in expected.items():
        one = held.get(clause)
        state = one.state if one else "no such prescription"
        alternates = list(one.alternates) if one and state == "prescribed" else None
        if state != wanted if isinstance(wanted, str) else alternates != list(wanted):
            said = wanted if isinstance(wanted, str) else f"prescribed with {list(wanted)}"
            yield f"clause {clause}: expected {said}, found {state}" + (f" with {alternates}" if alternates else "")


def risk_differences(
    present: tuple[str, ...] | None, unknown: tuple[str, ...] | None, found: tuple[RiskSign, ...]
) -> Iterator[str]:
    """Whether other signs of risk are present, or may be, than expected."""
    for key, state, expected in (("risks", "present", present), ("risks_unknown", "unknown", unknown)):
        named = [risk.risk for risk in found if risk.state == state]
        if expected is not None and set(named) != set(expected):
            yield f"{key}: expected {list(expected)}, found {named}"


def _ground_differences(expected: tuple[ExpectedGround, ...], found: list[Finding]) -> Iterator[str]:
    left = list(found)
    for ground in expected:
        match = next((f for f in left if _fits(ground, f)), None)
        if match is None:
            same = [f"{f.state} {f.cite} until {f.until}" for f in found if f.ground == ground.ground]
            yield f"ground {ground.ground}: expected {ground.state} ({ground.cite}), found {same or 'not triggered'}"
        else:
            left.remove(match)
    for finding in left:
        yield f"ground {finding.ground}: unexpected, {finding.state} ({finding.entry})"


def _fits(ground: ExpectedGround, finding: Finding) -> bool:
    said = (ground.ground, ground.state, ground.cite, ground.operator)
    held = (finding.ground, finding.state, finding.cite, finding.operator)
    days = ground.since in (None, finding.since) and ground.until in (None, finding.until)
    return said == held and days and ground.effect in (None, finding.effect)
