"""Why a condition holds, node by node, with the facts that were read and the facts that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tenderlaw.facts.base import OPEN
from tenderlaw.packs.conditions import (
    All,
    Amount,
    AnyOf,
    AsOf,
    Condition,
    Dated,
    Fact,
    Given,
    InPeriod,
    Not,
    Operand,
    Some,
    Test,
)
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.leaves import missing_facts
from tenderlaw.rules.periods import span_of
from tenderlaw.rules.reading import Scope, operand_of, path_of, read
from tenderlaw.rules.truth import Truth, all_of, any_of, at_least, negate

__all__ = ["Explanation", "FactRead", "TruthWord", "explain", "missing_paths", "shown", "truth_word"]

TruthWord = Literal["true", "false", "unknown"]


@dataclass(frozen=True, slots=True)
class FactRead:
    """A fact and the value that was read; without a value, unknown."""

    path: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node of a condition: what it asks, what came out, on which facts."""

    asks: str
    value: TruthWord
    facts: tuple[FactRead, ...] = ()
    parts: tuple[Explanation, ...] = ()


def truth_word(value: Truth) -> TruthWord:
    """The word for a truth value."""
    return "unknown" if value is None else "true" if value else "false"


def shown(value: object) -> str:
    """A fact's value in words that do not depend on language or locale."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return "open" if value == OPEN else value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Amount):
        return f"{value.amount:f} {value.currency}"
    if isinstance(value, dict) and set(value) == {"amount", "currency"}:
        return f"{value['amount']:f} {value['currency']}"
    if isinstance(value, tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)


def explain(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> Explanation:
    """Explain `condition` for the entry of `scope`."""
    return _Explainer(evaluator, evaluation).node(condition, scope)


def missing_paths(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> list[str]:
    """Paths of the facts that leave `condition` unknown, in the order of the condition."""
    return list(dict.fromkeys(_Explainer(evaluator, evaluation).missing(condition, scope)))


class _Explainer:
    def __init__(self, evaluator: Evaluator, evaluation: Evaluation) -> None:
        self.evaluator, self.evaluation = evaluator, evaluation

    def value(self, condition: Condition, scope: Scope) -> Truth:
        if isinstance(condition, All | AnyOf):
            values = (self.value(part, scope) for part in condition.parts)
            return all_of(values) if isinstance(condition, All) else any_of(values)
        if isinstance(condition, Not):
            return negate(self.value(condition.part, scope))
        if isinstance(condition, Some):
            entries = self._entries(condition)
            return at_least(
                condition.at_least,
                ((self.value(condition.where, entry), entry.item.placeholder) for entry in entries),
            )
        return self.evaluator.leaf(condition)(scope)

    def node(self, condition: Condition, scope: Scope) -> Explanation:
        value = truth_word(self.value(condition, scope))
        if isinstance(condition, All | AnyOf):
            asks = "all of these hold" if isinstance(condition, All) else "at least one of these holds"
            if isinstance(condition, All) and condition.said:
                asks = condition.said
            return Explanation(asks, value, (), tuple(self.node(part, scope) for part in condition.parts))
        if isinstance(condition, Not):
            return Explanation("this does not hold", value, (), (self.node(condition.part, scope),))
        if isinstance(condition, Some):
            parts = tuple(self._entry(condition, entry) for entry in self._entries(condition))
            number = "one entry" if condition.at_least == 1 else f"{condition.at_least} entries"
            return Explanation(f"at least {number} of `{condition.collection}` fits", value, (), parts)
        return self._leaf(condition, value, scope)

    def _entry(self, some: Some, entry: Scope) -> Explanation:
        inner = self.node(some.where, entry)
        what = "not given" if entry.item.placeholder else "fits"
        return Explanation(f"{entry.item.path} {what}", inner.value, inner.facts, (inner,))

    def _leaf(self, leaf: Test | InPeriod, value: TruthWord, scope: Scope) -> Explanation:
        if isinstance(leaf, InPeriod):
            period = self.evaluator.plan.typed.periods[leaf.period_id]
            day = operand_of(leaf.at, scope)
            span = span_of(period, scope, day if isinstance(day, date) else scope.as_of)
            facts = [FactRead("first day", None if span.first is None else shown(span.first)),
                     FactRead("last day", None if span.last is None else shown(span.last))]  # fmt: skip
            cite = next(p.cite for p in self.evaluator.plan.typed.pack.periods if p.id == leaf.period_id)
            asks = f"the period `{leaf.period_id}` ({cite}) covers {_operand(leaf.at, scope)}"
            return Explanation(asks, value, tuple(facts))
        found = read(leaf.ref, scope)
        facts = [FactRead(path_of(leaf.ref, scope), None if found is None else shown(found))]
        if isinstance(leaf.operand, Fact):
            other = operand_of(leaf.operand, scope)
            facts.append(FactRead(path_of(leaf.operand.ref, scope), None if other is None else shown(other)))
        words = leaf.operator.replace("_", " ")
        return Explanation(f"{leaf.ref} {words} {_operand(leaf.operand, scope)}", value, tuple(facts))

    def missing(self, condition: Condition, scope: Scope) -> Iterator[str]:
        if self.value(condition, scope) is not None:
            return
        if isinstance(condition, All | AnyOf):
            for part in condition.parts:
                yield from self.missing(part, scope)
        elif isinstance(condition, Not):
            yield from self.missing(condition.part, scope)
        elif isinstance(condition, Some):
            for entry in self._entries(condition):
                if entry.item.placeholder and self.value(condition.where, entry) is not False:
                    prefix = "procurement" if entry.collection_root == "procurement" else entry.prefix
                    yield f"{prefix}.{entry.item.path}"
                else:
                    yield from self.missing(condition.where, entry)
        else:
            yield from missing_facts(condition, self.evaluator.plan.typed, scope)

    def _entries(self, some: Some) -> list[Scope]:
        return self.evaluation.scopes[some.collection]


def _operand(operand: Operand, scope: Scope) -> str:
    if isinstance(operand, Given):
        return shown(operand.value)
    if isinstance(operand, AsOf):
        return f"the as-of date {scope.as_of.isoformat()}"
    value = operand_of(operand, scope)
    words = "unknown" if value is None else shown(value)
    if isinstance(operand, Dated):
        return f"{operand.value_id} ({words})"
    return f"{operand.ref} ({words})"
