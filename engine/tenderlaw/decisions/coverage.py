"""What worked cases cover: each ground, the branches of its condition, its nearest opposite; each prescription.

What a layer inherits unchanged is covered by the cases of its parent.

A ground is covered if a case has it, and another case that differs by a single fact lacks it: the regime governs that
case, and the ground is not merely possible there for want of the fact. A prescription is covered if a case prescribes
it, an alternate if a case chooses it. A condition of a policy is covered if a case each has it met, unmet, unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tenderlaw.decisions.duty_cases import run_duty_cases
from tenderlaw.decisions.model.findings import FindingState
from tenderlaw.decisions.model.prescriptions import Prescription
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.policy_cases import run_policy_cases
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import CaseResult, run_worked_cases
from tenderlaw.packs.own_language import unsaid
from tenderlaw.packs.typed import TypedGround, TypedPack
from tenderlaw.rules.branches import branches_of, reached

__all__ = [
    "Coverage",
    "GroundCoverage",
    "Reached",
    "coverage_of",
    "duty_coverage_of",
    "grounds_taken_over",
    "policy_coverage_of",
]


_PRESCRIBED: Final = "clauses and alternates prescribed"


@dataclass(frozen=True, slots=True)
class GroundCoverage:
    """What the cases show of one ground."""

    ground: str
    cases: tuple[str, ...]
    """Those in which it applies."""
    branches: tuple[tuple[str, tuple[str, ...]], ...]
    """Each branch of its condition, and the cases that take it."""
    twins: tuple[str, str] | None
    """A case that has it and one that lacks it by a single fact."""
    inherited: str | None = None
    """The pack from which it is taken as it is: its cases are those of that pack."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Something that cases are to reach, such as a prescription, and those that do."""

    name: str
    cases: tuple[str, ...]
    inherited: str | None = None
    """The pack from which it is taken as it is."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The worked cases of a pack: how many, what differs, what they cover."""

    pack: str
    cases: int
    failures: tuple[str, ...]
    grounds: tuple[GroundCoverage, ...]
    reached: tuple[Reached, ...] = ()
    """Prescriptions and their alternates; of a pack of duties, these and what meeting them takes."""
    unsaid: tuple[str, ...] = ()
    """What languages that it is said in lack."""
    what: str = _PRESCRIBED
    """What they are, in words."""
    unasked: tuple[str, ...] = ()
    """Conditions of submission that a policy prescribes and has no requirement for."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is not covered, in words."""
        own = [ground for ground in self.grounds if ground.inherited is None]
        gaps = [f"{ground.ground}: no case has it" for ground in own if not ground.cases]
        alone = [ground.ground for ground in own if ground.cases and ground.twins is None]
        unreached = [
            f"{one.name}: no case reaches it" for one in self.reached if not one.cases and one.inherited is None
        ]
        lacking = [f"{ground}: no case lacks it by a single fact" for ground in alone]
        unasked = [f"clause {one}: a condition of submission without a requirement" for one in self.unasked]
        return (*gaps, *lacking, *unreached, *self.unsaid, *unasked)


def coverage_of(regime: Regime, parents: Sequence[Regime] = ()) -> Coverage:
    """Run the worked cases of the regime's pack and say what they cover.

    `parents`: regimes among which those are that the pack extends.
    """
    grounds_of, clauses_of = _inherited(regime, parents)
    results = list(run_worked_cases(regime))
    failures = [f"{result.case.id}: {difference}" for result in results for difference in result.differences]
    taken = _branches_taken(regime, results)
    facts = {result.case.id: frozenset(_flat(result)) for result in results}
    grounds = []
    for ground in regime.grounds:
        name = ground.typed.ground.id
        states = {result.case.id: _states(result, name) for result in results}
        applies = [case for case, found in states.items() if "applies" in found]
        lacks = [case for case, found in states.items() if found and not found & {"applies", "possible"}]
        branches = branches_of(regime.evaluator.plan, ground.target)
        shown = tuple(
            (branch.says, tuple(taken.get((ground.target, number), ())))
            for number, branch in enumerate(branches)
            if not branch.never
        )
        twins = _twins(applies, lacks, facts)
        grounds.append(GroundCoverage(name, tuple(applies), shown, twins, grounds_of.get(name)))
    decided = [(result.case.id, result.decision.regimes[0].clauses) for result in results]
    reached = tuple(_prescriptions(regime, decided, clauses_of))
    above = tuple(one.typed.pack for one in parents if one.id in regime.typed.pack.layers[:-1])
    lacking = tuple(unsaid(regime.typed.pack, above))
    return Coverage(regime.typed.pack.id, len(results), tuple(failures), tuple(grounds), reached, lacking)


def policy_coverage_of(policy: Regime) -> Coverage:
    """Run the worked cases of a policy and say what they cover."""
    results = list(run_policy_cases(policy))
    failures = [f"{result.case.id}: {difference}" for result in results for difference in result.differences]
    reached = [*_prescriptions(policy, [(result.case.id, result.decision.clauses) for result in results])]
    decided = [(result.case.id, result.decision.requirements) for result in results]
    reached += _requirements(policy, decided)
    what = _OF_POLICIES if policy.typed.requirements else _PRESCRIBED
    return Coverage(policy.typed.pack.id, len(results), tuple(failures), (), tuple(reached), what=what)


_OF_POLICIES: Final = "clauses, alternates and states of conditions reached"


def _requirements(policy: Regime, decided: Sequence[tuple[str, tuple[RequirementState, ...]]]) -> Iterator[Reached]:
    """Each condition met, unmet and unknown, with the cases that come to it."""
    cases: dict[tuple[str, str], list[str]] = {
        (typed.requirement.id, state): []
        for typed in policy.typed.requirements
        for state in ("met", "unmet", "unknown")
        if state != "met" or typed.met is not None
    }
    for case, requirements in decided:
        for one in requirements:
            cases[one.requirement, one.state].append(case)
    for (requirement, state), found in cases.items():
        yield Reached(f"requirement {requirement} {state}", tuple(found))


_OF_DUTIES: Final = "answers about duties and their elements reached"


def duty_coverage_of(regime: Regime) -> Coverage:
    """Run the worked cases of a pack of duties and say what they cover.

    A duty is covered if it is owed in one case and surely not in another; an element if it is met in one and not in
    another. A law that is not in force needs a case that says so.
    """
    results, lacking = list(run_duty_cases(regime)), tuple(unsaid(regime.typed.pack))
    failures = [f"{result.case.id}: {difference}" for result in results for difference in result.differences]
    if regime.typed.pack.in_force is not None and regime.typed.pack.in_force.pending:
        outside = [result.case.id for result in results if result.found.outcome == "not_in_force"]
        said = (Reached("not in force", tuple(outside)),)
        return Coverage(regime.id, len(results), tuple(failures), (), said, lacking, _OF_DUTIES)
    held: dict[str, list[str]] = {}
    for duty in regime.typed.pack.duties:
        for word in ("owed", "not owed"):
            held[f"{duty.id} {word}"] = []
        for element in duty.elements:
            held |= {f"{duty.id}, {element.id} {word}": [] for word in ("met", "unmet")}
    for result in results:
        owed = {one.duty for one in result.found.duties}
        for duty in regime.typed.pack.duties:
            if duty.id not in owed:
                held[f"{duty.id} not owed"].append(result.case.id)
        for one in result.found.duties:
            if one.owed == "owed":
                held[f"{one.duty} owed"].append(result.case.id)
            for part in one.elements:
                if part.state != "unknown":
                    held[f"{one.duty}, {part.element} {part.state}"].append(result.case.id)
    reached = tuple(Reached(name, tuple(dict.fromkeys(cases))) for name, cases in held.items())
    return Coverage(regime.id, len(results), tuple(failures), (), reached, lacking, _OF_DUTIES)


def grounds_taken_over(regime: Regime, parents: Iterable[Regime]) -> dict[str, str]:
    """The grounds that a layer takes over as they are, each with the pack that it has them from."""
    return _inherited(regime, parents)[0]


def _inherited(regime: Regime, parents: Iterable[Regime]) -> tuple[dict[str, str], dict[str, str]]:
    """The grounds and the clauses that a layer takes over as they are, each with the pack that it has them from."""
    grounds: dict[str, str] = {}
    clauses: dict[str, str] = {}
    mine = regime.typed
    for parent in (one for one in parents if one.id in mine.pack.layers[:-1]):
        theirs = parent.typed
        before = {one.ground.id: _meaning(one, theirs) for one in theirs.grounds}
        grounds |= {
            one.ground.id: parent.id for one in mine.grounds if before.get(one.ground.id) == _meaning(one, mine)
        }
        prescribed = {one.rule.clause: one for one in theirs.clauses}
        clauses |= {one.rule.clause: parent.id for one in mine.clauses if prescribed.get(one.rule.clause) == one}
    return grounds, clauses


def _meaning(ground: TypedGround, typed: TypedPack) -> tuple[object, ...]:
    """What a ground comes to, wherever it is cited."""
    period = None if ground.ground.period is None else typed.periods[ground.ground.period]
    lifts = [(lift.id, condition) for lift, condition in ground.lifts]
    return ground.when, ground.must, ground.ground.effect, period, lifts, ground.bars, ground.review_when


def _prescriptions(
    regime: Regime,
    decided: Sequence[tuple[str, tuple[Prescription, ...]]],
    inherited: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Reached]:
    """Each prescription and each alternate, with the cases that come to it."""
    cases: dict[tuple[str, str], list[str]] = {
        (typed.rule.clause, name): [] for typed in regime.typed.clauses for name in ("", *typed.rule.alternates)
    }
    for case, clauses in decided:
        for one in clauses:
            if one.state == "prescribed":
                for name in ("", *one.alternates):
                    cases[one.clause, name].append(case)
    for (clause, name), found in cases.items():
        yield Reached(f"clause {clause}" + (f" with {name}" if name else ""), tuple(found), inherited.get(clause))


def _states(result: CaseResult, ground: str) -> set[FindingState]:
    findings = (finding for regime in result.decision.regimes for finding in regime.findings)
    return {finding.state for finding in findings if finding.ground == ground}


def _branches_taken(regime: Regime, results: Sequence[CaseResult]) -> dict[tuple[int, int], list[str]]:
    """For each target of a ground and branch, the cases that take it."""
    taken: dict[tuple[int, int], list[str]] = {}
    for result in results:
        procurement, operators = result.decision.given.records(result.case.as_of)
        for operator in operators:
            evaluation = regime.evaluator.evaluate(operator, procurement, result.case.as_of)
            for ground in regime.grounds:
                for branch in reached(evaluation, regime.evaluator.plan, ground.target):
                    cases = taken.setdefault((ground.target, branch), [])
                    if result.case.id not in cases:
                        cases.append(result.case.id)
    return taken


def _flat(result: CaseResult) -> Iterator[tuple[str, object]]:
    yield "as of", result.case.as_of
    yield from _leaves("", result.decision.facts)


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner)
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(f"{path}[{number}]", inner)
    else:
        yield path, str(value)


def _twins(
    applies: Sequence[str], lacks: Sequence[str], facts: Mapping[str, frozenset[tuple[str, object]]]
) -> tuple[str, str] | None:
    """A case with the ground and one without it whose facts differ at one place only."""
    for has in applies:
        for other in lacks:
            if len({path for path, _ in facts[has] ^ facts[other]}) == 1:
                return has, other
    return None
