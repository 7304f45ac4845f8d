"""A typed pack compiled once: targets to decide, and the marks, rules and strata that decide them.

A *target* is a condition with a name, over the entries of a collection or over the whole operator. Its
leaves become *marks*: each is evaluated once per entry to true, false or unknown. Quantifiers inside a
condition are targets of an earlier *stratum*, whose results are marks of the later one.

For the wall, every target is expanded to disjunctive form over signed marks. An entry becomes a fact with
one bit a signed mark: set in the *sure* fact where the mark surely holds, in the *possible* fact where it
may hold. The possible fact is asserted only where something is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tenderlaw.facts.collections import Item
from tenderlaw.packs.conditions import Condition, Dated, Fact, Given, Reading, Some, Sum, Test
from tenderlaw.packs.typed import TypedPack
from tenderlaw.packs.walking import leaves_of
from tenderlaw.rules.disjuncts import MAX_DISJUNCTS, Literal
from tenderlaw.rules.forms import Evaluate, Forms, steps_to
from tenderlaw.rules.leaves import Leaf, compile_leaf
from tenderlaw.rules.reading import Scope, number_of
from tenderlaw.rules.rete import MAX_BITS, MAX_KINDS, MAX_RULES, MAX_RULES_OF_KIND, Rule
from tenderlaw.rules.sums import Quantify, compile_sum
from tenderlaw.rules.truth import Truth, at_least
from tenderlaw.sources.faults import PackInvalidError

__all__ = ["Group", "Literal", "Mark", "Plan", "Stratum", "Target", "compile_plan", "plain"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One leaf of the conditions of a stratum: a function of the scope, or of an earlier target's results."""

    leaf: Condition
    evaluate: Leaf | None
    target: int = -1
    quantify: Quantify | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A condition with a name: what both evaluators answer for every entry."""

    number: int
    name: str
    condition: Condition
    evaluate: Evaluate


@dataclass(slots=True)
class Group:
    """One kind of fact behind the wall: the bits that its rules read."""

    kind: int
    literals: list[Literal] = field(default_factory=list)
    bits: dict[Literal, int] = field(default_factory=dict)
    """The bit of each literal."""
    rules: int = 0


@dataclass(slots=True)
class Stratum:
    """The targets over one collection that can be decided together."""

    collection: str | None
    depth: int
    shared: list[Mark] = field(default_factory=list)
    """Marks that are the same for every entry: results of earlier targets, then plain facts, then the others."""
    own: list[Mark] = field(default_factory=list)
    """The others: plain facts, then the rest."""
    targets: list[Target] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything compiled from one pack."""

    typed: TypedPack
    strata: tuple[Stratum, ...]
    """In the order of their depth."""
    targets: tuple[tuple[str | None, Condition], ...]
    """Collection and condition of every target, by number."""
    by_name: dict[str, int]
    dated: tuple[Dated, ...]
    """Every dated value that a condition reads, with the day that decides its version; each once."""
    disjuncts: dict[int, tuple[frozenset[Literal], ...]]
    """The disjunctive form of every target."""
    rules: tuple[Rule, ...]
    target_of_rule: tuple[int, ...]
    widths: dict[int, int]

    def stratum_of(self, target: int) -> Stratum:
        """The stratum that decides a target."""
        return next(one for one in self.strata if any(held.number == target for held in one.targets))


@dataclass(slots=True)
class _Draft:
    number: int
    name: str
    collection: str | None
    condition: Condition
    depth: int
    leaves: Sequence[Reading | Some | Sum]


def compile_plan(typed: TypedPack, named: Iterable[tuple[str, str | None, Condition]]) -> Plan:
    """Compile the conditions `named` (name, collection, condition) of a pack.

    Raises PackInvalidError where a condition is too wide for the wall.
    """
    drafts: list[_Draft] = []
    by_name: dict[str, int] = {}
    inner: dict[tuple[str, Condition], int] = {}
    for name, collection, condition in named:
        by_name[name] = _draft(name, collection, condition, drafts, inner)
    strata: dict[tuple[int, str], Stratum] = {}
    for draft in sorted(drafts, key=lambda d: d.depth):
        key = (draft.depth, draft.collection or "")
        strata.setdefault(key, Stratum(draft.collection, draft.depth))
    compiler = _Compiler(typed, drafts, inner, strata)
    for draft in drafts:
        compiler.add(draft)
    kinds = sum(len(stratum.groups) for stratum in strata.values())
    if len(compiler.rules) > MAX_RULES or kinds > MAX_KINDS:
        much = f"more than {MAX_RULES} rules or {MAX_KINDS} kinds of fact"
        raise PackInvalidError([typed.fault_at((), much, "split the pack")])
    return Plan(
        typed=typed,
        strata=tuple(strata[key] for key in sorted(strata)),
        targets=tuple((d.collection, d.condition) for d in drafts),
        by_name=by_name,
        dated=tuple({dated.key: dated for dated in _dated_of(typed, drafts)}.values()),
        disjuncts=compiler.disjuncts,
        rules=tuple(compiler.rules),
        target_of_rule=tuple(compiler.target_of_rule),
        widths={g.kind: len(g.literals) for s in strata.values() for g in s.groups},
    )


def _draft(
    name: str,
    collection: str | None,
    condition: Condition,
    drafts: list[_Draft],
    inner: dict[tuple[str, Condition], int],
) -> int:
    depth, leaves = 0, leaves_of(condition)
    for quantifier in (one for one in leaves if isinstance(one, Some | Sum)):
        key = (quantifier.collection, quantifier.where)
        if key not in inner:
            inner[key] = _draft(f"{name}/{quantifier.collection}", *key, drafts, inner)
        depth = max(depth, drafts[inner[key]].depth + 1)
    drafts.append(_Draft(len(drafts), name, collection, condition, depth, leaves))
    return len(drafts) - 1


class _Compiler:
    def __init__(
        self,
        typed: TypedPack,
        drafts: list[_Draft],
        inner: dict[tuple[str, Condition], int],
        strata: dict[tuple[int, str], Stratum],
    ) -> None:
        self.typed, self.inner, self.strata = typed, inner, strata
        self.rules: list[Rule] = []
        self.target_of_rule: list[int] = []
        self.disjuncts: dict[int, tuple[frozenset[Literal], ...]] = {}
        self._kinds = 0
        index: dict[int, dict[Condition, tuple[bool, int]]] = {id(s): {} for s in strata.values()}
        # marks are numbered shared first, so all of them must be known before any condition is compiled
        found = [(leaf, self._stratum(draft)) for draft in drafts for leaf in draft.leaves]
        for leaf, stratum in sorted(found, key=lambda pair: _place(pair[0])):
            self._mark(leaf, stratum, index[id(stratum)])
        self._forms = {id(stratum): Forms(index[id(stratum)], len(stratum.shared)) for stratum in strata.values()}

    def _stratum(self, draft: _Draft) -> Stratum:
        return self.strata[(draft.depth, draft.collection or "")]

    def _mark(self, leaf: Reading | Some | Sum, stratum: Stratum, index: dict[Condition, tuple[bool, int]]) -> None:
        if leaf in index:
            return
        if isinstance(leaf, Some | Sum):
            quantify = _some(leaf) if isinstance(leaf, Some) else compile_sum(leaf, self.typed.pack)
            mark = Mark(leaf, None, self.inner[(leaf.collection, leaf.where)], quantify)
        else:
            mark = Mark(leaf, compile_leaf(leaf, self.typed))
        shared = isinstance(leaf, Some | Sum) or (stratum.collection is not None and not _reads_item(leaf))
        marks = stratum.shared if shared else stratum.own
        index[leaf] = (shared, len(marks))
        marks.append(mark)

    def add(self, draft: _Draft) -> None:
        stratum = self._stratum(draft)
        forms = self._forms[id(stratum)]
        stratum.targets.append(Target(draft.number, draft.name, draft.condition, forms.evaluator(draft.condition)))
        disjuncts = forms.disjuncts(draft.condition)
        if disjuncts is None or any(len(disjunct) > MAX_BITS for disjunct in disjuncts):
            hint = f"at most {MAX_DISJUNCTS}; split the rule"
            steps = steps_to(draft.name, self.typed.pack)
            raise PackInvalidError([self.typed.fault_at(steps, "the condition has too many alternatives", hint)])
        self.disjuncts[draft.number] = tuple([frozenset(disjunct) for disjunct in disjuncts])
        for disjunct in disjuncts:
            self._rule(draft, stratum, disjunct)

    def _rule(self, draft: _Draft, stratum: Stratum, disjunct: list[Literal]) -> None:
        group = stratum.groups[-1] if stratum.groups else None
        if group is not None:
            new = len([literal for literal in disjunct if literal not in group.bits])
            if group.rules >= MAX_RULES_OF_KIND or len(group.literals) + new > MAX_BITS:
                group = None
        if group is None:
            group = Group(self._kinds)
            self._kinds += 1
            stratum.groups.append(group)
        for literal in disjunct:
            if literal not in group.bits:
                group.bits[literal] = len(group.literals)
                group.literals.append(literal)
        group.rules += 1
        self.rules.append(Rule(group.kind, tuple([group.bits[literal] for literal in disjunct])))
        self.target_of_rule.append(draft.number)


def _dated_of(typed: TypedPack, drafts: Sequence[_Draft]) -> Iterator[Dated]:
    starts = [start.when for period in typed.periods.values() for start in period.starts if start.when is not None]
    for leaves in (*(draft.leaves for draft in drafts), *map(leaves_of, starts)):
        for leaf in leaves:
            operand = None if isinstance(leaf, Some) else leaf.operand if isinstance(leaf, Test | Sum) else leaf.at
            if isinstance(operand, Dated):
                yield operand


def _some(leaf: Some) -> Quantify:
    def test(truths: Sequence[Truth], items: Sequence[Item], scope: Scope) -> Truth:
        return at_least(
            number_of(leaf, scope), [(truth, item.placeholder) for truth, item in zip(truths, items, strict=True)]
        )

    return test


def _reads_item(leaf: Reading) -> bool:
    if not isinstance(leaf, Test):
        return True
    operand = leaf.operand
    return leaf.ref.root == "item" or (isinstance(operand, Fact) and operand.ref.root == "item")


def plain(leaf: Condition) -> bool:
    """Whether the leaf compares one plain fact with a literal: nothing else changes its truth."""
    if not isinstance(leaf, Test) or not isinstance(leaf.operand, Given) or leaf.unless_told is not None:
        return False
    return leaf.kind in ("truth", "code", "word", "offence")


def _place(leaf: Condition) -> int:
    return 0 if isinstance(leaf, Some | Sum) else 1 if plain(leaf) else 2
