"""What can no longer come about, because what it would take was answered to be not known.

Facts that are not known stay unknown; those that are open may come to be anything. A finding that cannot surely apply
any more is asked for only as long as its absence could still change the outcome.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.interview.weighing import Weighed, WeighedRegime
from tenderlaw.packs.conditions import All, AnyOf, Condition, Not
from tenderlaw.rules.open_facts import missing_paths, truth_of
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.truth import Truth

__all__ = ["Futile", "can_never_apply", "can_never_be_unmet"]

Truths: TypeAlias = frozenset[Truth]
_OPEN: Truths = frozenset((True, False))
_ANY: Truths = frozenset((True, False, None))

Futile: TypeAlias = frozenset[tuple[str, tuple[str, ...]]]
"""What waits in vain, by its provision and the facts that it lacks."""


@dataclass(frozen=True, slots=True)
class _Looking:
    """One operator under one regime, and what nobody knows of it."""

    judged: Judged
    unknown: Collection[str]

    def truths(self, condition: Condition, scope: Scope) -> Truths:
        """What a condition may still come to."""
        evaluator, evaluation = self.judged.regime.evaluator, self.judged.evaluation
        truth = truth_of(condition, scope, evaluator, evaluation)
        if truth is not None:
            return frozenset((truth,))
        if isinstance(condition, Not):
            return frozenset(None if one is None else not one for one in self.truths(condition.part, scope))
        if isinstance(condition, All | AnyOf):
            return self._joined(condition, scope)
        lacking = missing_paths(condition, scope, evaluator, evaluation)
        dead = [path for path in lacking if path in self.unknown]
        return frozenset((None,)) if len(dead) == len(lacking) else _ANY if dead else _OPEN

    def _joined(self, condition: All | AnyOf, scope: Scope) -> Truths:
        decides = isinstance(condition, AnyOf)
        parts = [self.truths(part, scope) for part in condition.parts]
        found: set[Truth] = set()
        if any(decides in each for each in parts):
            found.add(decides)
        if all((not decides) in each for each in parts):
            found.add(not decides)
        if any(None in each for each in parts):
            found.add(None)
        return frozenset(found)


def _lookings(weighed: Weighed, one: WeighedRegime, unknown: Collection[str]) -> Iterator[_Looking]:
    for number, operator in enumerate(weighed.operators):
        at = "operator" if number == 0 else f"entities[{number - 1}]"
        evaluation = one.regime.evaluator.evaluate(operator, weighed.procurement, weighed.day, at, by="explainer")
        yield _Looking(Judged(one.regime, evaluation, at, "", weighed.day), unknown)


def can_never_apply(weighed: Weighed, one: WeighedRegime, unknown: Collection[str]) -> Futile:
    """The findings that may never surely apply, of those that are possible."""
    lookings = {each.judged.operator: each for each in _lookings(weighed, one, unknown)}
    found: dict[tuple[str, tuple[str, ...]], bool] = {}
    for finding in () if one.decided is None else one.decided.findings:
        if finding.state == "possible":
            key = (finding.cite, finding.missing)
            never = not _may_apply(finding, lookings[finding.operator])
            found[key] = found.get(key, True) and never
    return frozenset(key for key, never in found.items() if never)


def _may_apply(finding: Finding, looking: _Looking) -> bool:
    judged = looking.judged
    ground = next(each for each in judged.regime.grounds if each.typed.ground.id == finding.ground)
    typed, scopes = ground.typed, judged.evaluation.scopes[ground.typed.collection]
    where = finding.entry.partition(".")[2] if finding.entry else None
    scope = next((each for each in scopes if where is None or each.item.path == where), None)
    if scope is None or scope.item.placeholder:
        return not all(path in looking.unknown for path in finding.missing)
    if True not in looking.truths(typed.when, scope):
        return False
    return all(False in looking.truths(condition, scope) for lift, condition in typed.lifts if lift.state is not None)


def can_never_be_unmet(weighed: Weighed, one: WeighedRegime, unknown: Collection[str]) -> frozenset[tuple[str, str]]:
    """The requirements that may never surely be unmet, each with the operator of whom it is asked."""
    found = set()
    for looking in _lookings(weighed, one, unknown):
        judged = looking.judged
        for typed in one.regime.typed.requirements:
            arises = looking.truths(typed.when, judged.scope())
            unmet = _OPEN if typed.met is None else looking.truths(typed.met, judged.scope())
            if True not in arises or False not in unmet:
                found.add((typed.requirement.id, judged.operator))
    return frozenset(found)
