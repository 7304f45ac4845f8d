"""One operator decided against one pack: every target, for every entry, by both evaluators.

The explainer evaluates each condition over its entry's marks; the Rete engine fires rules on the same marks
as facts. They must agree on every target of every entry, else the call fails closed.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Literal, TypeAlias

from tenderlaw.facts.records import COLLECTIONS, Collection, Item, Record
from tenderlaw.packs.conditions import All, AnyOf, Condition, InPeriod, Not, Some, Sum, Test
from tenderlaw.packs.model import Version
from tenderlaw.rules.leaves import Leaf, compile_leaf
from tenderlaw.rules.plan import Group, Mark, Plan, Stratum, fixed_by_item, root_of
from tenderlaw.rules.reading import Scope, reader, version_on
from tenderlaw.rules.rete import Body, Matcher, available
from tenderlaw.rules.truth import Truth, all_of, any_of, negate
from tenderlaw.sources.faults import InternalError

__all__ = ["Evaluation", "Evaluator", "Evaluators", "Scopes"]

Evaluators: TypeAlias = Literal["both", "rete", "explainer"]
Marks: TypeAlias = tuple[Truth, ...]

_MEMO = 4096


class Scopes(dict[str | None, list[Scope]]):
    """The entries of each collection as a condition sees them, made when they are first asked for."""

    def __init__(self, make: Callable[[str | None], list[Scope]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, collection: str | None) -> list[Scope]:
        found = self[collection] = self._make(collection)
        return found


@dataclass(slots=True)
class Evaluation:
    """The answers for one operator."""

    truths: dict[int, list[Truth]]
    """Target number to one truth an entry."""
    items: dict[str | None, list[Item]]
    """The entries of each collection; under None, the operator itself."""
    scopes: Scopes
    marks: dict[int, list[Marks]] = field(default_factory=dict)
    """Stratum to the marks of each entry."""
    open: set[int] = field(default_factory=set)
    """The targets that are true or unknown for some entry."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A stratum and what every case needs of it."""

    number: int
    stratum: Stratum
    collection: Collection | None
    targets: tuple[int, ...]
    tests: tuple[Leaf, ...]
    """The marks that are evaluated for every entry."""
    fixed: tuple[Leaf, ...]
    """The marks that the facts in `reads` fix, whatever else the case holds."""
    reads: tuple[Callable[[Record], object], ...]
    known: dict[tuple[object, ...], Marks]
    """Values of `reads` to the fixed marks."""

    @classmethod
    def of(cls, number: int, stratum: Stratum) -> _Prepared:
        name, leaves = stratum.collection, [(mark.leaf, mark.evaluate) for mark in stratum.own if mark.evaluate]
        tests = tuple(test for leaf, test in leaves if not fixed_by_item(leaf))
        fixed = tuple(test for leaf, test in leaves if fixed_by_item(leaf))
        names = dict.fromkeys(leaf.ref.names for leaf, _ in leaves if isinstance(leaf, Test) and fixed_by_item(leaf))
        reads = tuple(reader(path) for path in names)
        targets = tuple(target.number for target in stratum.targets)
        return cls(number, stratum, COLLECTIONS[name] if name else None, targets, tests, fixed, reads, {})


class Evaluator:
    """A compiled pack that can be evaluated, from any thread and after a fork."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._local = threading.local()
        self._memo: dict[tuple[int, Marks], tuple[Body, Body | None]] = {}
        prepared = [_Prepared.of(number, stratum) for number, stratum in enumerate(plan.strata)]
        self._layers = [list(layer) for _, layer in groupby(prepared, key=lambda one: one.stratum.depth)]
        self._leaves: dict[int, tuple[Condition, Leaf]] = {}
        values = {value.id: value for value in plan.typed.pack.values}
        self._dated = [(dated.key, values[dated.value_id], dated.on) for dated in plan.dated]

    def dated_values(self, operator: Record, procurement: Record, as_of: date) -> dict[str, Version | None]:
        """The version of every dated value that counts for this case."""
        return {key: version_on(value, on, operator, procurement, as_of) for key, value, on in self._dated}

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

        def scopes_of(collection: str | None) -> list[Scope]:
            root, found = root_of(collection), items[collection]
            return [Scope(item, operator, procurement, as_of, values, prefix, root, self.decide) for item in found]

        out = Evaluation({}, items, Scopes(scopes_of))
        matcher = self._matcher() if by != "explainer" else None
        for layer in self._layers:
            for one in layer:
                name, collection = one.stratum.collection, one.collection
                if collection is not None and name not in items:
                    items[name] = collection.items(operator if collection.root == "operator" else procurement)
                out.marks[one.number] = self._read(one, out) if items[name] else []
            self._decide(layer, out, matcher, by)
        return out

    def _read(self, one: _Prepared, out: Evaluation) -> list[Marks]:
        """The marks of every entry of the stratum: the shared ones, those evaluated, those fixed by its facts."""
        name = one.stratum.collection
        shared = [
            mark.evaluate(out.scopes[name][0]) if mark.evaluate else self._quantified(mark, out, out.scopes[name][0])
            for mark in one.stratum.shared
        ]
        marks: list[Marks] = []
        for number, item in enumerate(out.items[name]):
            record = item.record
            values = tuple([read(record) for read in one.reads])
            fixed = one.known.get(values)
            if fixed is None:
                fixed = self._fix(one, values, out.scopes[name][number])
            if shared or one.tests:
                fixed = (*shared, *[test(out.scopes[name][number]) for test in one.tests], *fixed)
            marks.append(fixed)
        return marks

    def _fix(self, one: _Prepared, values: tuple[object, ...], scope: Scope) -> Marks:
        if len(one.known) >= _MEMO:
            one.known.clear()
        found = one.known[values] = tuple(test(scope) for test in one.fixed)
        return found

    def _quantified(self, mark: Mark, out: Evaluation, scope: Scope) -> Truth:
        if mark.quantify is None:
            raise InternalError("a mark is neither a test nor a quantifier")
        return mark.quantify(out.truths[mark.target], out.items[self.plan.targets[mark.target][0]], scope)

    def _decide(self, layer: Sequence[_Prepared], out: Evaluation, matcher: Matcher | None, by: Evaluators) -> None:
        explained: dict[int, list[Truth]] = {}
        if by != "rete" or matcher is None:
            for one in layer:
                marks = out.marks[one.number]
                for target in one.stratum.targets:
                    explained[target.number] = [target.evaluate(entry) for entry in marks]
        matched = self._match(layer, out, matcher) if matcher is not None else explained
        if explained and explained != matched:
            wrong = [n for n, truths in explained.items() if matched[n] != truths]
            raise InternalError(f"the evaluators disagree on target {wrong} of `{self.plan.typed.pack.id}`")
        out.truths.update(matched)
        if matcher is None:
            out.open.update(n for n, truths in explained.items() if truths.count(False) < len(truths))

    def _match(self, layer: Sequence[_Prepared], out: Evaluation, matcher: Matcher) -> dict[int, list[Truth]]:
        bodies: list[Body] = []
        about: list[tuple[int, bool]] = []
        truths: dict[int, list[Truth]] = {}
        for one in layer:
            entries = out.marks[one.number]
            # one list for all targets of the stratum, until a target gets its own below
            truths.update(dict.fromkeys(one.targets, [False] * len(entries)))
            for entry, marks in enumerate(entries):
                for group in one.stratum.groups:
                    sure, possible = self._memo.get((group.kind, marks)) or self._bodies(group, marks, matcher)
                    bodies.append(sure)
                    about.append((entry, True))
                    if possible is not None:
                        bodies.append(possible)
                        about.append((entry, False))
        targets = self.plan.target_of_rule
        for rule, fact in matcher.match(bodies):
            target, (entry, surely) = targets[rule], about[fact]
            if target not in out.open:
                out.open.add(target)
                truths[target] = truths[target].copy()
            answers = truths[target]
            if surely:
                answers[entry] = True
            elif answers[entry] is False:
                answers[entry] = None
        return truths

    def _bodies(self, group: Group, marks: Marks, matcher: Matcher) -> tuple[Body, Body | None]:
        """The sure fact of an entry and, where something is unknown, its possible fact."""
        sure = matcher.body(group.kind, [marks[mark] is sign for mark, sign in group.literals])
        possible = None
        if any(marks[mark] is None for mark, _ in group.literals):
            bits = [marks[mark] is not (not sign) for mark, sign in group.literals]
            possible = matcher.body(group.kind, bits)
        if len(self._memo) >= _MEMO:
            self._memo.clear()
        self._memo[(group.kind, marks)] = (sure, possible)
        return sure, possible

    def decide(self, condition: Condition, scope: Scope) -> Truth:
        """Evaluate a condition without quantifiers directly."""
        if isinstance(condition, All | AnyOf):
            parts = [self.decide(part, scope) for part in condition.parts]
            return all_of(parts) if isinstance(condition, All) else any_of(parts)
        if isinstance(condition, Not):
            return negate(self.decide(condition.part, scope))
        if isinstance(condition, Some | Sum):
            raise InternalError("a quantifier cannot be decided here")
        return self.leaf(condition)(scope)

    def leaf(self, condition: Test | InPeriod) -> Leaf:
        """The compiled function of a leaf."""
        # by identity, which is quicker than the hash of a tree; the entry keeps the condition alive
        found = self._leaves.get(id(condition))
        if found is None:
            if len(self._leaves) >= _MEMO:
                self._leaves.clear()
            found = self._leaves[id(condition)] = (condition, compile_leaf(condition, self.plan.typed))
        return found[1]

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
