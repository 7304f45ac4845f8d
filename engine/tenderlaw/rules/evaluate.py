"""One operator decided against one pack: every target, for every entry, by both evaluators.

The explainer evaluates each condition over its entry's marks; the Rete engine fires rules on the same marks
as facts. They must agree on every target of every entry, else the call fails closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Literal, TypeAlias

from tenderlaw.facts.beginnings import LATER, later_of
from tenderlaw.facts.collections import HELD_IN, Item, NotYet, there
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import All, AnyOf, Condition, Not, Reading, Some, Sum
from tenderlaw.packs.model.values import Value
from tenderlaw.packs.vocabularies import titles_of_words
from tenderlaw.rules.dated import Versions, counting_on, deciding_day
from tenderlaw.rules.leaves import Leaf, compile_leaf
from tenderlaw.rules.marks import Marks, Memo, ReadyStratum, Row
from tenderlaw.rules.matchers import Matchers
from tenderlaw.rules.plan import Mark, Plan
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.rete import Body, available
from tenderlaw.rules.truth import Truth, all_of, any_of, negate
from tenderlaw.sources.faults import InternalError

__all__ = ["Evaluation", "Evaluator", "Evaluators", "Scopes"]

Evaluators: TypeAlias = Literal["both", "rete", "explainer"]
Answers: TypeAlias = dict[int, dict[int, Truth]]
"""Target, then entry, to true or unknown; whatever is not held here is false."""

Seen: TypeAlias = tuple[FactModels, Record, Record, date, Versions, str, Callable[[Condition, Scope], Truth]]
"""What all entries of a case see: which lists there are, the operator, the procurement, and the rest of a scope."""

_FALSE: Mapping[int, Truth] = {}


class Scopes(dict[str | None, list[Scope]]):
    """The entries of each collection as a condition sees them, made when they are first asked for."""

    __slots__ = ("_items", "_seen")

    def __init__(self, items: dict[str | None, list[Item]], seen: Seen) -> None:
        self._items, self._seen = items, seen

    def __missing__(self, collection: str | None) -> list[Scope]:
        models, operator, procurement, as_of, values, prefix, decide = self._seen
        root = models.root_of(collection)
        found = self[collection] = [
            Scope(item, operator, procurement, as_of, values, prefix, root, decide) for item in self._items[collection]
        ]
        return found


@dataclass(slots=True)
class Evaluation:
    """The answers for one operator."""

    answers: Answers
    targets: Sequence[tuple[str | None, Condition]]
    """Collection and condition of every target, by number."""
    items: dict[str | None, list[Item]]
    """The entries of each collection; under None, the operator itself."""
    scopes: Scopes
    later: Mapping[str, list[NotYet]] = field(default_factory=dict)
    """The entries that are not there yet, by collection; nothing of them counts."""
    coming: dict[int, Sequence[Scope]] = field(default_factory=dict)
    """What conditions see of an entry to come, as of each of its days, by the identity of the entry in `later`."""
    rows: dict[int, list[Row]] = field(default_factory=dict)
    """Stratum to the row of each entry; strata without entries are left out."""
    found: dict[tuple[Condition, int], tuple[Truth, Sequence[str]]] = field(default_factory=dict)
    """What conditions came to and what they lack, where somebody asked, by the identity of the scope."""
    explained: dict[int, tuple[Condition, object]] = field(default_factory=dict)
    """The explanations of quantifiers, by the identity of each."""
    lifts: dict[tuple[Condition, int], object] = field(default_factory=dict)
    """The explanations of lifts, which many grounds share, by the identity of the scope."""

    def truth(self, target: int, entry: int = 0) -> Truth:
        """What a target answers for an entry."""
        return self.answers.get(target, _FALSE).get(entry, False)

    def truths_of(self, target: int) -> list[Truth]:
        """What a target answers, entry by entry."""
        found = self.answers.get(target, _FALSE)
        return [found.get(entry, False) for entry in range(len(self.items[self.targets[target][0]]))]

    @property
    def truths(self) -> dict[int, list[Truth]]:
        """What every target answers, entry by entry."""
        return {target: self.truths_of(target) for target in range(len(self.targets))}

    @property
    def marks(self) -> dict[int, list[Marks]]:
        """Stratum to the marks of each entry."""
        return defaultdict(list, {stratum: [row.marks for row in rows] for stratum, rows in self.rows.items()})


Held: TypeAlias = Sequence[tuple[ReadyStratum, list[Row]]]
"""The strata of one depth that have entries, each with the rows of these."""


class Evaluator:
    """A compiled pack that can be evaluated, from any thread and after a fork."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._matchers = Matchers(plan.rules, plan.widths) if available() and plan.rules else None
        ready = [ReadyStratum.of(number, stratum) for number, stratum in enumerate(plan.strata)]
        self._layers = [list(layer) for _, layer in groupby(ready, key=lambda one: one.stratum.depth)]
        names = {stratum.collection for stratum in plan.strata if stratum.collection is not None}
        self.models = plan.typed.pack.models
        """The facts and lists that the pack may ask for."""
        held = self.models.collections
        self._collections = [(name, held[name].every, held[name].root == "operator") for name in sorted(names)]
        self.explainers: dict[Condition, object] = {}
        """What explains a condition, put together when it was first asked for."""
        self.titles_of_words = titles_of_words(plan.typed.pack)
        """What the words of the vocabularies are called, by fact."""
        self._leaves: Memo[int, tuple[Condition, Leaf]] = Memo()
        values = plan.typed.pack.value_by_id
        by_deciding_day: dict[tuple[str, ...], list[tuple[str, Value]]] = {}
        for dated in plan.dated:
            by_deciding_day.setdefault(dated.on, []).append((dated.key, values[dated.value_id]))
        self._dated = [(on, found, Memo[date | None, Versions]()) for on, found in by_deciding_day.items()]

    def dated_values(self, operator: Record, procurement: Record, as_of: date, *, assume: bool = True) -> Versions:
        """What counts of every dated value in this case; unless `assume`, no day stands in for an earlier one."""
        out: Versions = {}
        for on, values, known in self._dated:
            day = deciding_day(on, operator, procurement, as_of, assume=assume)
            versions = known.get(day) or known.keep(day, {key: counting_on(value, day) for key, value in values})
            out = {**out, **versions} if out else versions
        return out

    def evaluate(
        self,
        operator: Record,
        procurement: Record,
        as_of: date,
        prefix: str = "operator",
        by: Evaluators = "both",
        *,
        assume: bool = True,
    ) -> Evaluation:
        """Decide every target. Raises InternalError where the evaluators disagree or the engine fails.

        Unless `assume`, the version of a dated value is unknown while an earlier day of those that decide it is.
        """
        values = self.dated_values(operator, procurement, as_of, assume=assume)
        items: dict[str | None, list[Item]] = {None: [Item(operator, "")]}
        for name, items_of, of_operator in self._collections:
            items[name] = items_of(operator if of_operator else procurement)
        scopes = Scopes(items, (self.models, operator, procurement, as_of, values, prefix, self.decide))
        out = Evaluation({}, self.plan.targets, items, scopes)
        if LATER in operator:
            out.later = self._set_aside(items, operator)
        whole = operator, procurement
        matchers = self._matchers if by != "explainer" else None
        for layer in self._layers:
            held: list[tuple[ReadyStratum, list[Row]]] = []
            for one in layer:
                if items[one.name]:
                    rows = out.rows[one.number] = self._read(one, out, whole)
                    held.append((one, rows))
            self._decide(held, out, matchers, by)
        return out

    def _set_aside(self, items: dict[str | None, list[Item]], operator: Record) -> dict[str, list[NotYet]]:
        """The entries that are not there yet; `items` keeps the others."""
        later: dict[str, list[NotYet]] = {}
        touched = {one.path.partition("[")[0].partition(".")[0] for one in later_of(operator)}
        for name, _, of_operator in self._collections:
            if of_operator and not touched.isdisjoint(HELD_IN.get(name, (name,))):
                items[name], later[name] = there(items[name]), self.models.collections[name].later(operator)
        return later

    def _read(self, one: ReadyStratum, out: Evaluation, whole: tuple[Record, Record]) -> list[Row]:
        """The rows of every entry of the stratum."""
        name, own, known = one.name, one.own.values, one.by_values.get
        rows: list[Row] = []
        if one.simple:
            for entry, item in enumerate(out.items[name]):
                values = own(item.record if name else whole)
                rows.append(known(values) or one.row_of_values(values, out.scopes[name][entry]))
        else:
            common: Marks = ()
            if one.quantified:
                common = tuple([self._quantified(mark, out, out.scopes[name][0]) for mark in one.quantified])
            if one.shares:
                common += one.shared.marks(whole, out.scopes[name][0])
            for scope in out.scopes[name]:
                marks = common + one.own.marks(scope.item.record if name else whole, scope)
                rows.append(one.by_marks.get(marks) or one.row_of_marks(marks))
        return rows

    def _quantified(self, mark: Mark, out: Evaluation, scope: Scope) -> Truth:
        if mark.quantify is None:
            raise InternalError("a mark is neither a test nor a quantifier")
        return mark.quantify(out.truths_of(mark.target), out.items[self.plan.targets[mark.target][0]], scope)

    def _decide(self, held: Held, out: Evaluation, matchers: Matchers | None, by: Evaluators) -> None:
        if matchers is None:
            answers = self._explained(held)
        else:
            answers = self._fired(held, matchers)
            if by == "both" and answers != (explained := self._explained(held)):
                wrong = [n for n in sorted({*answers, *explained}) if answers.get(n) != explained.get(n)]
                raise InternalError(f"the evaluators disagree on target {wrong} of `{self.plan.typed.pack.id}`")
        out.answers.update(answers)

    def _explained(self, held: Held) -> Answers:
        """What the explainer answers."""
        answers: Answers = {}
        for one, rows in held:
            for entry, row in enumerate(rows):
                found = row.explained
                for target, truth in one.explain(row) if found is None else found:
                    answers.setdefault(target, {})[entry] = truth
        return answers

    def _fired(self, held: Held, matchers: Matchers) -> Answers:
        """What the Rete engine answers."""
        bodies: list[Body] = []
        about: list[tuple[int, bool]] = []
        for one, rows in held:
            for entry, row in enumerate(rows):
                for body, surely in row.facts or one.write(row, matchers):
                    bodies.append(body)
                    about.append((entry, surely))
        answers: Answers = {}
        targets = self.plan.target_of_rule
        for rule, fact in matchers.match(bodies):
            entry, surely = about[fact]
            found = answers.setdefault(targets[rule], {})
            if surely:
                found[entry] = True
            else:
                found.setdefault(entry, None)
        return answers

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

    def leaf(self, condition: Reading) -> Leaf:
        """The compiled function of a leaf."""
        # by identity, which is quicker than the hash of a tree; the entry keeps the condition alive
        found = self._leaves.get(id(condition))
        if found is None:
            found = self._leaves.keep(id(condition), (condition, compile_leaf(condition, self.plan.typed)))
        return found[1]
