"""What was given and no rule read: a fact that changes nothing is said, for whoever gave it thought that it would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.decisions.governing import cannot_govern, governed, in_its_place
from tenderlaw.decisions.model.unread import UnreadFact
from tenderlaw.decisions.offence_notes import is_unplaced
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.tiers import tier_of, with_tier
from tenderlaw.facts.beginnings import as_given, later_of
from tenderlaw.facts.given import Given
from tenderlaw.facts.given_paths import given_paths, stands_for, without_numbers
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Condition, Ref
from tenderlaw.packs.model.requirements import DueDay
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.facts_read import FactsRead
from tenderlaw.rules.reading import Scope, path_of
from tenderlaw.rules.words import shown

__all__ = ["unread_facts"]


def unread_facts(
    given: Given, regimes: Sequence[Regime], policies: Sequence[Regime], as_of: date
) -> tuple[UnreadFact, ...]:
    """The facts of a case that no rule read of a regime that governs or may, for the operator whose facts they are.

    Names and free text are left aside. Where no regime governs, only what decides that is asked of anyone.
    """
    procurement, standing = given.records(as_of)
    # what is not there yet is looked at as what is there
    operators = [as_given(operator) for operator in standing]
    read = {*_ALWAYS, *(f"procurement.{one.path}" for one in later_of(procurement))}
    silent = in_its_place(regimes, operators[0], procurement, as_of)
    for regime in regimes:
        if regime.id in silent:
            continue
        read |= _of_head(regime, operators[0], procurement, as_of)
        if cannot_govern(regime, operators[0], procurement, as_of) is not None:
            continue
        read |= _of_scope(regime, operators[0], procurement, as_of)
        if governed(regime, operators[0], procurement, as_of) is not False:
            for number, operator in enumerate(operators):
                read |= _of_operator(regime, operator, procurement, number, as_of)
    for policy in policies:
        read |= _of_policy(policy, operators[0], procurement, as_of)
    found = [(path, value) for path, value in given_paths(given.held, given.models.case) if path not in read]
    kinds, declared = {without_numbers(path) for path in read}, given.models.standing_for
    return tuple(
        UnreadFact(path, shown(value)) for path, value in found if kinds.isdisjoint(stands_for(path, declared))
    )


_ALWAYS: Final = ("procurement.decision_on",)
"""Read by every decision: the day on which it is made."""


def _of_head(regime: Regime, operator: Record, procurement: Record, as_of: date) -> set[str]:
    force, evaluator = regime.head.pack.in_force, regime.confined
    evaluation = evaluator.evaluate(operator, procurement, as_of, by="explainer")
    reading, whole = FactsRead(evaluator, evaluation), evaluation.scopes[None][0]
    reading.of(regime.head.confined, whole)
    reading.paths.update(reading.of_days(force.by, whole) if force is not None else ())
    return reading.paths


def _of_scope(regime: Regime, operator: Record, procurement: Record, as_of: date) -> set[str]:
    evaluation = regime.scope.evaluate(operator, procurement, as_of, by="explainer")
    reading, whole = FactsRead(regime.scope, evaluation), evaluation.scopes[None][0]
    reading.of(regime.typed.scope, whole)
    return reading.paths


def _of_operator(regime: Regime, operator: Record, procurement: Record, number: int, as_of: date) -> set[str]:
    """What the rules read of one operator in its role, and of the procurement for it."""
    typed, role = regime.typed, operator["role"]
    prefix = "operator" if number == 0 else f"entities[{number - 1}]"
    evaluation = regime.evaluator.evaluate(operator, procurement, as_of, prefix, by="explainer")
    reading, whole = FactsRead(regime.evaluator, evaluation), evaluation.scopes[None][0]
    rule, unless = next((held for held in typed.roles if held[0].role == role), (None, None))
    # of an operator at whom the authority does not look, nothing follows from what is known
    looked_at = unless is None or reading.of(unless, whole) is not True
    if looked_at and (rule is None or rule.consequence != "none"):
        for ground in regime.grounds:
            _read_ground(reading, ground, whole)
        for one, condition in typed.passed_over:
            for _ in reading.of_entries(one.over, condition):
                pass
        if "convictions" in evaluation.items:
            _read_foreign(reading, typed, evaluation.scopes["convictions"])
    for requirement in typed.requirements:
        if role in requirement.requirement.roles:
            factors = [condition for _, condition in requirement.factors]
            _read_if(reading, whole, requirement.when, [requirement.met, *factors])
    for condition in [condition for _, condition in (*typed.reviews, *typed.risks)]:
        reading.of(condition, whole)
    if number == 0:
        for _, carried in typed.remedies:
            if carried is not None:
                reading.of(carried, whole)
        for clause in typed.clauses:
            _read_if(reading, whole, clause.when, [condition for _, condition in clause.alternates])
    return reading.paths


def _read_ground(reading: FactsRead, ground: CompiledGround, whole: Scope) -> None:
    typed = ground.typed
    rest = [ground.in_period, *(condition for _, condition in typed.lifts), typed.review_when]
    if typed.collection is None:
        _read_if(reading, whole, typed.when, rest)
    else:
        for entry, truth in reading.of_entries(typed.collection, typed.when):
            for condition in rest if truth is not False else ():
                if condition is not None:
                    reading.of(condition, entry)
    reading.paths.update(reading.of_days(typed.ground.by, whole))


def _read_foreign(reading: FactsRead, typed: TypedPack, entries: Iterable[Scope]) -> None:
    """Read each foreign offence that nobody has placed, and its elements: notes say what they come to."""
    for entry in entries:
        asked = {path_of(Ref("item", (name,)), entry) for name in ("offence", "equivalence_confirmed")}
        if is_unplaced(entry.item.record) and not asked.isdisjoint(reading.paths):
            reading.paths.add(path_of(Ref("item", ("foreign_offence",)), entry))
            for _, _, condition in typed.elements:
                reading.of(condition, entry)


def _read_if(reading: FactsRead, scope: Scope, when: Condition, then: Iterable[Condition | None]) -> None:
    """Read a condition and, unless it surely fails, what is asked if it holds."""
    if reading.of(when, scope) is not False:
        for condition in then:
            if condition is not None:
                reading.of(condition, scope)


def _of_policy(policy: Regime, operator: Record, procurement: Record, as_of: date) -> set[str]:
    paths: set[str] = set()
    tier = None
    if policy.tiering is not None and policy.typed.tiering is not None:
        evaluation = policy.tiering.evaluate(operator, procurement, as_of, by="explainer")
        tier = tier_of(policy, evaluation)
        asked = [condition for _, condition in policy.typed.tiering.targets]
        paths |= _read(policy.tiering, evaluation, asked).paths
    risks = [condition for _, condition in policy.typed.risks]
    clauses = [part for clause in policy.typed.clauses for part in (clause.when, *(c for _, c in clause.alternates))]
    evaluation = policy.evaluator.evaluate(operator, with_tier(procurement, tier), as_of, by="explainer")
    reading, whole = _read(policy.evaluator, evaluation, [*risks, *clauses]), evaluation.scopes[None][0]
    for one in policy.typed.requirements:
        if operator["role"] in one.requirement.roles:
            _read_if(reading, whole, one.when, [one.met])
            if isinstance(one.requirement.due, DueDay):
                reading.paths.add(one.requirement.due.fact)
    return paths | reading.paths


def _read(evaluator: Evaluator, evaluation: Evaluation, conditions: Iterable[Condition]) -> FactsRead:
    reading = FactsRead(evaluator, evaluation)
    for condition in conditions:
        reading.of(condition, evaluation.scopes[None][0])
    return reading
