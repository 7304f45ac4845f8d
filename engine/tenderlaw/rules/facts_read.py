"""Which facts a condition reads: what an answer rests on, told apart from what was given and nobody looked at.

A condition is read in its order, and only as far as it decides: of conditions that must all hold, nothing is read
after the first that surely fails. So a fact about an event of one kind is not taken for read by a rule about another
kind. Of alternatives all are read: what one settles, the others were there to settle too.
"""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.facts.catalogue import begin_days
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    Begun,
    Condition,
    Dated,
    Fact,
    InPeriod,
    Not,
    Operand,
    Ref,
    Some,
    Sum,
    Test,
    YearsSince,
)
from tenderlaw.packs.typed import TypedPeriod
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.open_facts import truth_of
from tenderlaw.rules.reading import Scope, path_of, read
from tenderlaw.rules.truth import Truth, any_of, negate

__all__ = ["FactsRead"]


class FactsRead:
    """Collects the paths of the facts that conditions read, in one evaluation of one operator."""

    def __init__(self, evaluator: Evaluator, evaluation: Evaluation) -> None:
        self.paths: set[str] = set()
        self._counted: set[int] = set()
        """The quantifiers that were read, by their identity: each reads the same wherever in the case it is asked."""
        self._evaluator, self._evaluation = evaluator, evaluation

    def of(self, condition: Condition, scope: Scope) -> Truth:
        """Read `condition` for the entry of `scope`; its truth."""
        if isinstance(condition, Test):  # by far the most of them
            self.paths.add(path_of(condition.ref, scope))
            if isinstance(condition.operand, Fact | Dated):
                self.paths.update(self._operand(condition.operand, scope))
            return self._evaluator.leaf(condition)(scope)
        if isinstance(condition, All):
            answer: Truth = True
            for part in condition.parts:
                found = self.of(part, scope)
                if found is False:
                    return False
                answer = None if found is None else answer
            return answer
        if isinstance(condition, AnyOf):
            return any_of([self.of(part, scope) for part in condition.parts])
        if isinstance(condition, Not):
            return negate(self.of(condition.part, scope))
        if isinstance(condition, Some):
            if self._is_new(condition):
                for _ in self.of_entries(condition.collection, condition.where):
                    pass
            if isinstance(condition.at_least, YearsSince):
                self.paths.add(path_of(condition.at_least.since, scope))
            return truth_of(condition, scope, self._evaluator, self._evaluation)
        if isinstance(condition, Sum):
            return self._sum(condition, scope)
        self.paths.update(self._leaf(condition, scope))
        return self._evaluator.leaf(condition)(scope)

    def of_entries(self, collection: str, condition: Condition) -> Iterator[tuple[Scope, Truth]]:
        """Read `condition` for every entry of a list."""
        for entry in self._evaluation.scopes[collection]:
            self.paths.update(self._begins(entry, collection))
            yield entry, self.of(condition, entry)

    def _is_new(self, quantifier: Some | Sum) -> bool:
        new = id(quantifier) not in self._counted
        self._counted.add(id(quantifier))
        return new

    def _sum(self, condition: Sum, scope: Scope) -> Truth:
        if self._is_new(condition):
            for entry, truth in self.of_entries(condition.collection, condition.where):
                if truth is not False:
                    self.paths.add(path_of(Ref("item", condition.names), entry))
        self.paths.update(self._operand(condition.operand, scope))
        return truth_of(condition, scope, self._evaluator, self._evaluation)

    def _leaf(self, leaf: InPeriod | Begun, scope: Scope) -> Iterator[str]:
        yield from self._operand(leaf.at, scope)
        if isinstance(leaf, InPeriod):
            yield from self._period(self._evaluator.plan.typed.periods[leaf.period_id], scope)
        else:
            yield from self._begins(scope, leaf.collection)

    def _begins(self, entry: Scope, collection: str) -> Iterator[str]:
        """The days on which an entry begins: whether it has begun is asked of every entry."""
        return (
            path_of(Ref("item", (name,)), entry)
            for name in begin_days(self._evaluator.models.collections[collection].model)
        )

    def _period(self, period: TypedPeriod, scope: Scope) -> Iterator[str]:
        yield from (path_of(ref, scope) for ref in period.judgment or ())
        for start in period.starts:
            counts = True if start.when is None else self.of(start.when, scope)
            if counts is False:
                continue
            yield path_of(start.day, scope)
            if start.not_before is not None and read(start.day, scope) is None:
                yield path_of(start.not_before, scope)
            if counts is True:
                return

    def _operand(self, operand: Operand, scope: Scope) -> Iterator[str]:
        if isinstance(operand, Fact):
            yield path_of(operand.ref, scope)
        elif isinstance(operand, Dated):
            yield from self.of_days(operand.on, scope)

    def of_days(self, paths: tuple[str, ...], scope: Scope) -> Iterator[str]:
        """The facts of a chain of days that are looked at: up to the first that is known."""
        for path in paths:
            if path == "as_of":
                return
            root, _, name = path.rpartition(".")
            ref = Ref("procurement" if root == "procurement" else "operator", (name,))
            yield path_of(ref, scope)
            if read(ref, scope) is not None:
                return
