"""Which cases could tell a mutant of a condition: those in which it answers otherwise than the law does.

A decision is made of what its conditions answer. Where a mutant changes conditions alone, only those are compiled and
asked of every case, which takes a fraction of deciding it. A case that expects more than answers is decided anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, TypeAlias

from tenderlaw.decisions.policy_cases import ExpectedPolicy
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.targets import targets_of
from tenderlaw.decisions.worked_cases import Expected
from tenderlaw.facts.beginnings import LATER
from tenderlaw.facts.case import Case
from tenderlaw.facts.company import Company
from tenderlaw.facts.given import Given
from tenderlaw.facts.records import Record, operator_record
from tenderlaw.mutants.model import GONE, Mutant
from tenderlaw.mutants.tested import ReadCase, Tested
from tenderlaw.packs.conditions import Condition, Dated, Sum, Test
from tenderlaw.packs.typed import TypedPack
from tenderlaw.packs.walking import walk
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.plan import compile_plan
from tenderlaw.rules.truth import Truth

__all__ = ["Truths"]

_CONDITIONS: Final = ("when", "met", "barred", "unless", "review_when", "condition", "alternates")
_SCOPE: Final = "scope"

Named: TypeAlias = "tuple[str | None, Condition]"
Answers: TypeAlias = dict[str, list[list[Truth]]]
"""By the name of a condition, for each operator, what it answers for each entry."""


@dataclass(frozen=True, slots=True)
class _Records:
    procurement: Record
    operators: list[Record]


@dataclass(frozen=True, slots=True)
class _OfCase:
    records: _Records
    coming: bool
    """Whether something of the case is still to come: then other days are looked at, too."""
    missing: bool
    """Whether the case expects facts to be missing or presumed: these may differ where the answer is the same."""


class Truths:
    """What the law as written answers in every case."""

    def __init__(self, tested: Tested, law: Mapping[str, Regime]) -> None:
        self._cases, self._law = tested.cases, law
        self._read = [_read(one) for one in tested.cases]
        self._answers: dict[int, Answers] = {}
        self._targets = {name: _named(regime.typed) for name, regime in law.items()}
        self._written = {
            name: Evaluator(compile_plan(regime.typed, [(one, *of) for one, of in self._targets[name].items()]))
            for name, regime in law.items()
        }

    def telling(self, mutant: Mutant, pack: str, typed: TypedPack) -> Callable[[int], bool]:
        """What tells of a case of the pack, by its number, whether it could tell the mutant from the law."""
        found = self._changed(self._law[pack].typed, self._targets[pack], typed, mutant)
        if not _of_conditions(mutant) or found is None or not _scope_alone_tells(found, typed):
            return lambda number: True
        asked, names = Evaluator(compile_plan(typed, found)), [target for target, _, _ in found]
        days = "by" in mutant.at or "on" in mutant.at
        return lambda number: self._read[number].coming or self._other(number, asked, names, days=days)

    def sieve(self, mutant: Mutant, pack: str, typed: TypedPack) -> Callable[[Case | Company, date], bool]:
        """What tells of any facts whether the mutant could answer otherwise than the law, on a day."""
        law, named = self._law[pack].typed, self._targets[pack]
        found = self._changed(law, named, typed, mutant)
        if not _of_conditions(mutant) or found is None or any(name == _SCOPE for name, _, _ in found):
            return lambda facts, as_of: True
        names = [target for target, _, _ in found]
        mutated = Evaluator(compile_plan(typed, found))
        written = Evaluator(compile_plan(law, [(name, *named[name]) for name in names]))

        def could(facts: Case | Company, as_of: date) -> bool:
            held = _records(facts, as_of)
            if any(LATER in one for one in (held.procurement, *held.operators)):
                return True
            return _answers(written, held, as_of, names) != _answers(mutated, held, as_of, names)

        return could

    def _changed(
        self, law: TypedPack, named: Mapping[str, Named], typed: TypedPack, mutant: Mutant
    ) -> list[tuple[str, str | None, Condition]] | None:
        """The conditions of a mutant that are not those of the law; None where they alone do not tell."""
        mutated, value = _named(typed), _value(mutant, typed)
        starts = [start.when for period in typed.periods.values() for start in period.starts if start.when is not None]
        if typed.pack.kind == "policy" or typed.periods != law.periods or any(value in _values(one) for one in starts):
            return None
        # said where nothing else is decided, and by what the regime is confined to
        if typed.elsewhere != law.elsewhere or typed.confined != law.confined or value in _values(typed.confined):
            return None
        if {name: one[0] for name, one in mutated.items()} != {name: one[0] for name, one in named.items()}:
            return None
        return [
            (name, collection, condition)
            for name, (collection, condition) in mutated.items()
            if condition != named[name][1] or (value is not None and value in _values(condition))
        ]

    def _other(self, number: int, evaluator: Evaluator, names: list[str], *, days: bool) -> bool:
        """Whether one of these conditions answers otherwise in a case than the law does, or for want of other facts.

        `days`: whether it is changed which day decides, which may be missing where the answer is known.
        """
        held, as_of = self._read[number], self._cases[number].case.as_of
        if number not in self._answers:
            law = self._written[self._cases[number].pack]
            self._answers[number] = _answers(law, held.records, as_of, list(law.plan.by_name))
        law_says = self._answers[number]
        said = _answers(evaluator, held.records, as_of, names)
        if any(said[name] != law_says[name] for name in names):
            return True
        unknown = any(truth is None for name in names for answers in said[name] for truth in answers)
        # a scope that answers alike may rest on other facts, which are presumed
        return held.missing and (days or unknown or _SCOPE in names)


def _scope_alone_tells(changed: list[tuple[str, str | None, Condition]], typed: TypedPack) -> bool:
    """Whether nothing is said of a threshold, which rests on how the scope comes to its answer."""
    if all(name != _SCOPE for name, _, _ in changed):
        return True
    return not any(version.review for value in typed.pack.values for version in value.versions)


def _read(read: ReadCase) -> _OfCase:
    held, expect = _records(read.facts, read.case.as_of), read.case.expect
    missing = not isinstance(expect, ExpectedPolicy) and expect.missing is not None
    missing |= isinstance(expect, Expected) and expect.presumed is not None
    return _OfCase(held, any(LATER in one for one in (held.procurement, *held.operators)), missing)


def _records(facts: Case | Company, as_of: date) -> _Records:
    if isinstance(facts, Company):
        return _Records({}, [operator_record(facts.operator, as_of)])
    return _Records(*Given.of(facts).records(as_of))


def _answers(evaluator: Evaluator, held: _Records, as_of: date, names: list[str]) -> Answers:
    found: Answers = {name: [] for name in names}
    for operator in held.operators:
        evaluation = evaluator.evaluate(operator, held.procurement, as_of, by="explainer")
        for name in names:
            found[name].append(evaluation.truths_of(evaluator.plan.by_name[name]))
    return found


def _of_conditions(mutant: Mutant) -> bool:
    """Whether nothing but conditions is changed, or what they are compared with."""
    return all(
        change.steps[0] == "values"
        or any(step in _CONDITIONS for step in change.steps[:-1])
        or (change.steps[-1] in _CONDITIONS and change.to is not GONE)
        for change in mutant.changes
    )


def _named(typed: TypedPack) -> dict[str, Named]:
    found = {name: (collection, condition) for name, collection, condition in targets_of(typed)}
    found[_SCOPE] = (None, typed.scope)
    return found


def _value(mutant: Mutant, typed: TypedPack) -> str | None:
    """The dated value that is changed."""
    held = [one.id for one in typed.pack.values if mutant.at[0] == "values"]
    return next((name for name in held if mutant.id.startswith(f"values/{name}/")), None)


@cache
def _values(condition: Condition) -> frozenset[str]:
    """The dated values with which a condition compares."""
    operands = [one.operand if isinstance(one, Test | Sum) else None for _, one in walk(condition)]
    return frozenset(one.value_id for one in operands if isinstance(one, Dated))
