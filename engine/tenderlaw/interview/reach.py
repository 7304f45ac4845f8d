"""What an answer could still change: the waits that can change the outcome, or whether the award may proceed.

INVARIANT: a wait is left out only where no answer to it, whatever the others come to, changes the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from tenderlaw.decisions.answers import answerable
from tenderlaw.decisions.findings import states_of
from tenderlaw.decisions.governing import deciding, not_in_force_on
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.missing import Wait
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.policies import policy_decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.regime_decision import unknown_members
from tenderlaw.decisions.requirements import BLOCKING
from tenderlaw.decisions.sentences.operators import name_of
from tenderlaw.facts.records import Record
from tenderlaw.interview.entries import without_blank
from tenderlaw.interview.futile import Futile, can_never_apply, can_never_be_unmet
from tenderlaw.interview.instead import paths_answering
from tenderlaw.interview.model import Interview, Stage
from tenderlaw.interview.weighing import Weighed, WeighedRegime, weighed_whole
from tenderlaw.rules.truth import Truth

__all__ = ["Open", "open_waits", "requirement_waits"]

_GROUNDS: Final = ("mandatory", "discretionary")


@dataclass(frozen=True, slots=True)
class Open:
    """Something that waits for facts and can change the result."""

    stage: Stage
    regime: Regime
    wait: Wait
    futile: bool = False
    """Whether it would matter, and no longer can: what it takes besides was answered to be not known."""


def open_waits(interview: Interview, weighed: Weighed) -> list[Open]:
    """Everything that waits and can change the result, as far as the interview aims."""
    unknown = _for_ever(interview, weighed) if interview.unknown else frozenset()
    found = [*_of_outcome(weighed, unknown)]
    if interview.aim != "outcome":
        found += _of_award(weighed, unknown)
    if interview.aim == "policy":
        found += _of_policies(interview, weighed)
    if not weighed.blanks:
        return found
    return [replace(one, wait=_asked(one.wait, weighed)) for one in found]


def _asked(wait: Wait, weighed: Weighed) -> Wait:
    """A wait with the lists in the place of entries that may still be added."""
    return replace(wait, paths=tuple(dict.fromkeys(without_blank(path, weighed.blanks) for path in wait.paths)))


def _for_ever(interview: Interview, weighed: Weighed) -> frozenset[str]:
    """What is not known, and nobody is asked either for what would answer it as well."""
    missing = [MissingFact(path, "", False, ()) for path in interview.unknown]
    facts = answerable(missing, (), weighed.procurement, weighed.models)
    return frozenset(
        fact.path
        for fact in facts
        if all(path in interview.unknown for path in paths_answering(fact, interview, weighed.models))
    )


def _of_outcome(weighed: Weighed, unknown: frozenset[str]) -> Iterator[Open]:
    outcome = weighed.outcome
    sure = _surely(weighed) if any(_stands_in(wait) for one in weighed.regimes for wait in one.waits) else {}
    for one in weighed.regimes:
        yield from (Open(_stage(one, wait), one.regime, wait) for wait in sure.get(one.regime.id, ()))
        if one.governs is None:
            if outcome != "must_exclude" and (outcome != "may_exclude" or _may_oblige(weighed, one)):
                yield from (Open("scope", one.regime, wait) for wait in one.waits)
        elif one.governs is True:
            kinds = {"undetermined": _GROUNDS, "may_exclude": _GROUNDS[:1]}.get(outcome, ())
            waits = [wait for wait in one.waits if wait.kind in kinds and not _stands_in(wait)]
            futile: Futile = frozenset()
            if waits and unknown and (outcome == "may_exclude" or _stays_open(weighed, unknown)):
                futile = can_never_apply(weighed, one, unknown)  # only what surely applies changes anything
            yield from (Open("outcome", one.regime, wait, (wait.cite, wait.paths) in futile) for wait in waits)
    for listed in weighed.forced:
        wait = Wait("", (listed,), "mandatory")
        yield Open("outcome", weighed.regimes[0].regime, wait)


def _stays_open(weighed: Weighed, unknown: frozenset[str]) -> bool:
    """Whether something stays open whatever is answered, so that nobody is cleared any more."""
    waits = (wait for one in weighed.regimes for wait in one.waits if wait.kind in ("scope", *_GROUNDS))
    return any(unknown.issuperset(wait.paths) for wait in waits)


def _stands_in(wait: Wait) -> bool:
    """Whether it waits for a day in whose place another one stands."""
    return wait.given is not None


def _stage(one: WeighedRegime, wait: Wait) -> Stage:
    pack = one.regime.head.pack
    cites = {pack.scope_cite or pack.title, pack.in_force.cite if pack.in_force else None}
    return "scope" if wait.cite in cites else "outcome"


def _surely(weighed: Weighed) -> dict[str, tuple[Wait, ...]]:
    """By each regime whose outcome rests on a day that stands in for another, and could turn the whole, those days."""
    found: dict[str, tuple[Wait, ...]] = {}
    outcomes: list[Outcome] = []
    for one in weighed.regimes:
        days = tuple(wait for wait in one.waits if _stands_in(wait))
        sure = _sure_outcome(weighed, one) if days else one.outcome
        outcomes.append(sure)
        if days and sure != one.outcome:
            found[one.regime.id] = days
    return {} if weighed.outcome == "must_exclude" == min(outcomes, key=_ORDER.index) else found


_ORDER: Final = ("must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope")


def _sure_outcome(weighed: Weighed, one: WeighedRegime) -> Outcome:
    """What a regime comes to where no day stands in for another."""
    regime, day, procurement = one.regime, weighed.day, weighed.procurement
    scope = _surely_governs(regime, weighed.operators[0], procurement, day)
    if scope is not True:
        return "out_of_scope" if scope is False else "undetermined"
    excluded = {rule.role: rule.consequence == "exclusion" for rule in regime.typed.pack.roles}
    states: set[tuple[bool, str]] = set()
    for number, operator in enumerate(weighed.operators):
        role: Any = operator["role"]
        if excluded.get(role, True):
            at = "operator" if number == 0 else f"entities[{number - 1}]"
            evaluation = regime.evaluator.evaluate(operator, procurement, day, at, by="explainer", assume=False)
            states.update(states_of(Judged(regime, evaluation, at, "", day)))
    for must, outcome in ((True, "must_exclude"), (False, "may_exclude")):
        if (must, "applies") in states:
            return outcome  # type: ignore[return-value]
    others = not weighed.entities_known and unknown_members(weighed.operators[0], regime) is not None
    return "undetermined" if others or any(state == "possible" for _, state in states) else "not_excluded"


def _surely_governs(regime: Regime, operator: Record, procurement: Record, day: date) -> Truth:
    force = regime.head.pack.in_force
    force_day = deciding(regime, operator, procurement, day, assume=False)
    if not_in_force_on(regime.head.pack, force_day) is not None:
        return False
    within = regime.within(regime.scope.evaluate(operator, procurement, day, by="explainer", assume=False))
    return None if within is True and force is not None and force_day is None else within


def _may_oblige(weighed: Weighed, one: WeighedRegime) -> bool:
    """Whether a regime that may govern could oblige to exclude."""
    decided, waits = weighed_whole(weighed, one)
    if any(wait.kind == "mandatory" for wait in waits):
        return True
    excluded: dict[Any, bool] = {rule.role: rule.consequence == "exclusion" for rule in one.regime.typed.pack.roles}
    roles: dict[str, Any] = {
        "operator" if number == 0 else f"entities[{number - 1}]": operator["role"]
        for number, operator in enumerate(weighed.operators)
    }
    return any(
        (finding.effect == "must_exclude" or finding.heavier) and finding.state in ("applies", "possible")
        for finding in decided.findings
        if excluded.get(roles.get(finding.operator), True)
    )


def _of_award(weighed: Weighed, unknown: frozenset[str]) -> Iterator[Open]:
    """Requirements that could change whether the award may proceed."""
    if weighed.award.may_proceed != "unknown":
        return
    governing = [one for one in weighed.regimes if one.governs is True and one.decided is not None]
    decided = [(one, one.decided) for one in governing if one.decided is not None]
    asked = [one for _, found in decided for one in found.requirements if _matters(one, only_blocking=False)]
    stays = any(unknown.issuperset(one.missing) for one in asked if one.state == "unknown")
    chosen = any(one.state == "unmet" and one.follows.startswith("may_") for one in asked)
    # then it is not granted whatever else is answered, and can only come to be refused
    open_ = stays or chosen or weighed.outcome in ("undetermined", "may_exclude")
    for one, found in decided:
        futile = can_never_be_unmet(weighed, one, unknown) if open_ and unknown else frozenset()
        for required, wait in requirement_waits(found, only_blocking=open_):
            never = (required.requirement, required.operator) in futile
            yield Open("award", one.regime, wait, never)


def _matters(one: RequirementState, *, only_blocking: bool) -> bool:
    return one.follows in BLOCKING or (not only_blocking and one.follows.startswith("may_"))


def requirement_waits(found: RegimeDecision, *, only_blocking: bool) -> Iterator[tuple[RequirementState, Wait]]:
    """The open requirements that could change whether the award may proceed, each with what it waits for."""
    for one in found.requirements:
        if one.state == "unknown" and one.missing and _matters(one, only_blocking=only_blocking):
            yield one, Wait(one.cite, one.missing, "requirement")


def _of_policies(interview: Interview, weighed: Weighed) -> Iterator[Open]:
    """What the tier, the conditions and the clauses of the authority's own policies wait for."""
    operator = weighed.operators[0]
    for policy in interview.policies:
        found = policy_decision(
            policy, weighed.given, operator, weighed.procurement, name_of(operator, 0), weighed.day, detailed=False
        )
        for one in found.missing_facts:
            for cite in one.needed_for or (policy.title,):
                yield Open("policy", policy, Wait(cite, (one.path,), "requirement"))
