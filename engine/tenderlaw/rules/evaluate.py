"""One operator decided against one pack: every target, for every entry, by both evaluators.

The explainer evaluates each condition over its entry's marks; the Rete engine fires rules on the same marks
as facts. They must agree on every target of every entry, else the call fails closed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from tenderlaw.facts.records import COLLECTIONS, Item, Record
from tenderlaw.packs.conditions import All, AnyOf, Condition, InPeriod, Not, Some, Test
from tenderlaw.rules.leaves import Leaf, compile_leaf
from tenderlaw.rules.plan import Group, Plan, Stratum, root_of
from tenderlaw.rules.reading import DatedValue, Scope, value_on
from tenderlaw.rules.rete import Body, Matcher, available
from tenderlaw.rules.truth import Truth, all_of, any_of, at_least, negate
from tenderlaw.sources.faults import InternalError

__all__ = ["Evaluation", "Evaluator", "Evaluators"]

Evaluators: TypeAlias = Literal["both", "rete", "explainer"]
Marks: TypeAlias = tuple[Truth, ...]

_MEMO = 4096


@dataclass(slots=True)
class Evaluation:
    """The answers for one operator."""

    truths: dict[int, list[Truth]]
    """Target number to one truth an entry."""
    items: dict[str | None, list[Item]]
    """The entries of each collection; under None, the operator itself."""
    scopes: dict[str | None, list[Scope]]
    marks: dict[int, list[Marks]] = field(default_factory=dict)
    """Stratum to the marks of each entry."""


class Evaluator:
    """A compiled pack that can be evaluated, from any thread and after a fork."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._local = threading.local()
        self._memo: dict[tuple[int, Marks], tuple[Body, Body | None]] = {}
        self._leaves: dict[Condition, Leaf] = {
            mark.leaf: mark.evaluate
            for stratum in plan.strata
            for mark in (*stratum.shared, *stratum.own)
            if mark.evaluate is not None
        }

    def dated_values(self, operator: Record, procurement: Record, as_of: date) -> dict[str, DatedValue]:
        """The version of every dated value that counts for this case."""
        return {value.id: value_on(value, operator, procurement, as_of) for value in self.plan.typed.pack.values}

    def evaluate(
        self,
        operator: Record,
        procurement: Record,
        as_of: date,
        prefix: str = "operator",
        by: Evaluators = "both",
    ) -> Evaluation:
        """Decide every target. Raises InternalError where the evaluators disagree or the engine fails."""
        values = self.dated_values(operator, procurement, as_of)
        items: dict[str | None, list[Item]] = {None: [Item(operator, "")]}
        out = Evaluation({}, items, {})
        matcher = self._matcher() if by != "explainer" else None
        depth, pending = 0, list[tuple[int, Stratum]]()
        for number, stratum in enumerate(self.plan.strata):
            if stratum.depth != depth:
                self._decide(pending, out, matcher, by)
                depth, pending = stratum.depth, []
            self._read(number, stratum, out, values, prefix, as_of, procurement)
            pending.append((number, stratum))
        self._decide(pending, out, matcher, by)
        return out

    def _read(
        self,
        number: int,
        stratum: Stratum,
        out: Evaluation,
        values: Mapping[str, DatedValue],
        prefix: str,
        as_of: date,
        procurement: Record,
    ) -> None:
        """Evaluate the marks of every entry of the stratum."""
        name, operator = stratum.collection, out.items[None][0].record
        if name not in out.scopes:
            if name is not None:
                collection = COLLECTIONS[name]
                record = operator if collection.root == "operator" else procurement
                out.items[name] = collection.items(record)
            root = root_of(name)
            out.scopes[name] = [
                Scope(item, operator, procurement, as_of, values, prefix, root, self.decide) for item in out.items[name]
            ]
        scopes = out.scopes[name]
        shared: Marks = ()
        if stratum.shared and scopes:
            shared = tuple(
                mark.evaluate(scopes[0]) if mark.evaluate else self._quantified(mark.target, mark.at_least, out)
                for mark in stratum.shared
            )
        tests = [mark.evaluate for mark in stratum.own if mark.evaluate is not None]
        out.marks[number] = [(*shared, *[test(scope) for test in tests]) for scope in scopes]

    def _quantified(self, target: int, number: int, out: Evaluation) -> Truth:
        items = out.items[self.plan.targets[target][0]]
        truths = out.truths[target]
        return at_least(number, [(truth, item.placeholder) for truth, item in zip(truths, items, strict=True)])

    def _decide(
        self,
        pending: Sequence[tuple[int, Stratum]],
        out: Evaluation,
        matcher: Matcher | None,
        by: Evaluators,
    ) -> None:
        explained: dict[int, list[Truth]] = {}
        if by != "rete" or matcher is None:
            for number, stratum in pending:
                for target in stratum.targets:
                    explained[target.number] = [target.evaluate(marks) for marks in out.marks[number]]
        matched = self._match(pending, out, matcher) if matcher is not None else explained
        if explained and explained != matched:
            wrong = [n for n, truths in explained.items() if matched[n] != truths]
            raise InternalError(f"the evaluators disagree on target {wrong} of `{self.plan.typed.pack.id}`")
        out.truths.update(matched)

    def _match(
        self, pending: Sequence[tuple[int, Stratum]], out: Evaluation, matcher: Matcher
    ) -> dict[int, list[Truth]]:
        bodies: list[Body] = []
        about: list[tuple[int, bool]] = []
        truths: dict[int, list[Truth]] = {}
        for number, stratum in pending:
            for target in stratum.targets:
                truths[target.number] = [False] * len(out.marks[number])
            for group in stratum.groups:
                for entry, marks in enumerate(out.marks[number]):
                    sure, possible = self._bodies(group, marks, matcher)
                    bodies.append(sure)
                    about.append((entry, True))
                    if possible is not None:
                        bodies.append(possible)
                        about.append((entry, False))
        targets = self.plan.target_of_rule
        for rule, fact in matcher.match(bodies):
            entry, surely = about[fact]
            answers = truths[targets[rule]]
            if surely:
                answers[entry] = True
            elif answers[entry] is False:
                answers[entry] = None
        return truths

    def _bodies(self, group: Group, marks: Marks, matcher: Matcher) -> tuple[Body, Body | None]:
        """The sure fact of an entry and, where something is unknown, its possible fact."""
        key = (group.kind, marks)
        found = self._memo.get(key)
        if found is None:
            sure = matcher.body(group.kind, [marks[mark] is sign for mark, sign in group.literals])
            possible = None
            if any(marks[mark] is None for mark, _ in group.literals):
                bits = [marks[mark] is not (not sign) for mark, sign in group.literals]
                possible = matcher.body(group.kind, bits)
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            found = self._memo[key] = (sure, possible)
        return found

    def decide(self, condition: Condition, scope: Scope) -> Truth:
        """Evaluate a condition without quantifiers directly."""
        if isinstance(condition, All | AnyOf):
            parts = [self.decide(part, scope) for part in condition.parts]
            return all_of(parts) if isinstance(condition, All) else any_of(parts)
        if isinstance(condition, Not):
            return negate(self.decide(condition.part, scope))
        if isinstance(condition, Some):
            raise InternalError("a quantifier cannot be decided here")
        return self.leaf(condition)(scope)

    def leaf(self, condition: Test | InPeriod) -> Leaf:
        """The compiled function of a leaf."""
        found = self._leaves.get(condition)
        if found is None:
            found = self._leaves[condition] = compile_leaf(condition, self.plan.typed)
        return found

    def _matcher(self) -> Matcher | None:
        """The matcher of this thread; a child process makes its own."""
        if not available() or not self.plan.rules:
            return None
        pid = os.getpid()
        if getattr(self._local, "pid", None) != pid or not self._local.matcher.sound:
            self._local.matcher = Matcher(self.plan.rules, self.plan.widths)
            self._local.pid = pid
        matcher: Matcher = self._local.matcher
        return matcher
