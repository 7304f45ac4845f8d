"""Why a condition holds, node by node, with the facts that were read and the facts that are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.facts.collections import Item
from tenderlaw.facts.records import BY_LOTS
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    Begun,
    Condition,
    Fact,
    Given,
    InPeriod,
    Not,
    Ref,
    Some,
    Sum,
    Test,
    YearsSince,
)
from tenderlaw.packs.walking import leaves_of
from tenderlaw.rules.amounts import bounds_of, is_whole
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.leaves import begin_days_of
from tenderlaw.rules.marks import Memo
from tenderlaw.rules.open_facts import missing_paths, truth_of
from tenderlaw.rules.periods import span_of
from tenderlaw.rules.plan import plain
from tenderlaw.rules.reading import Scope, getter, number_of, operand_of, path_of, read, values_reader
from tenderlaw.rules.sums import compile_sum, sum_of
from tenderlaw.rules.truth import Truth, all_of, any_of, at_least, negate
from tenderlaw.rules.word_titles import teller
from tenderlaw.rules.words import shown, words_of

__all__ = [
    "Explainer",
    "Explanation",
    "FactRead",
    "TruthWord",
    "explain",
    "explainer",
    "facts_that_gave",
    "missing_paths",
    "titled",
    "truth_of",
    "truth_word",
]

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


Explainer: TypeAlias = Callable[[Scope, Evaluation], Explanation]

SHORT: Final = 25
"""How many entries of a list that a condition counts are explained one by one, in every finding that asks it."""
A_FEW: Final = 3
"""Of a longer list, how many of each answer."""
_ORDER: Final[tuple[TruthWord, ...]] = ("true", "unknown", "false")

_KEPT: Final = 256
"""How many trees of one condition about plain facts are kept."""
_TRUTH: Final[Mapping[TruthWord, Truth]] = {"true": True, "false": False, "unknown": None}
_WORD: Final[Mapping[Truth, TruthWord]] = {truth: word for word, truth in _TRUTH.items()}


def truth_word(value: Truth) -> TruthWord:
    """The word for a truth value."""
    return "unknown" if value is None else "true" if value else "false"


def explain(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> Explanation:
    """Explain `condition` for the entry of `scope`."""
    return explainer(condition, evaluator)(scope, evaluation)


def explainer(condition: Condition, evaluator: Evaluator) -> Explainer:
    """What explains `condition`, for any entry of any case: its words are put together once."""
    found = evaluator.explainers.get(condition)
    if found is None:
        found = evaluator.explainers[condition] = _kept(condition, _made(condition, evaluator))
    return cast("Explainer", found)


def facts_that_gave(node: Explanation) -> tuple[FactRead, ...]:
    """The facts on which the answer rests: of the parts of a condition, those that gave it."""
    # a denial has one part, of the opposite value
    turning = [part for part in node.parts if part.value == node.value or len(node.parts) == 1]
    return tuple(dict.fromkeys([*node.facts, *(fact for part in turning for fact in facts_that_gave(part))]))


def titled(title: str, condition: Condition, evaluator: Evaluator) -> Explainer:
    """What explains `condition`, which many grounds may share, under a title of its own: once for each entry."""
    inner, said = explainer(condition, evaluator), All((condition,), title)

    def under(scope: Scope, evaluation: Evaluation) -> Explanation:
        key = said, id(scope)
        known = evaluation.lifts.get(key)
        if known is None:
            part = inner(scope, evaluation)
            known = evaluation.lifts[key] = Explanation(title, part.value, (), (part,))
        return cast("Explanation", known)

    return under


def _kept(condition: Condition, made: Explainer) -> Explainer:
    """Where plain facts fix the condition: the same entry with the same facts is explained by the same tree."""
    leaves = leaves_of(condition)
    refs = [leaf.ref for leaf in leaves if isinstance(leaf, Test) and plain(leaf)]
    if len(refs) < len(leaves):
        return made
    own = values_reader(list(dict.fromkeys(ref.names for ref in refs if ref.root == "item")))
    others = [getter(ref) for ref in dict.fromkeys(refs) if ref.root != "item"]
    known = Memo[object, Explanation]()

    def kept(scope: Scope, evaluation: Evaluation) -> Explanation:
        item = scope.item
        key: object = scope.prefix, item.path, item.placeholder, own(item.record)
        if item.renamed:
            key = key, *item.renamed.values()
        if others:
            key = key, *[get(scope) for get in others]
        return known.get(key) or known.keep(key, made(scope, evaluation), _KEPT)

    return kept


def _made(condition: Condition, evaluator: Evaluator) -> Explainer:
    if isinstance(condition, All | AnyOf):
        return _joined(condition, [explainer(part, evaluator) for part in condition.parts])
    if isinstance(condition, Not):
        inner = explainer(condition.part, evaluator)

        def denied(scope: Scope, evaluation: Evaluation) -> Explanation:
            part = inner(scope, evaluation)
            return Explanation("this does not hold", truth_word(negate(_TRUTH[part.value])), (), (part,))

        return denied
    if isinstance(condition, Some):
        return _once(condition, _quantified(condition, explainer(condition.where, evaluator)))
    if isinstance(condition, Sum):
        return _once(condition, _summed(condition, explainer(condition.where, evaluator), evaluator))
    if isinstance(condition, Begun):
        return _begun(condition, evaluator)
    return _period(condition, evaluator) if isinstance(condition, InPeriod) else _test(condition, evaluator)


def _joined(condition: All | AnyOf, parts: list[Explainer]) -> Explainer:
    join, asks = any_of, "at least one of these holds"
    if isinstance(condition, All):
        join, asks = all_of, condition.said or "all of these hold"

    def joined(scope: Scope, evaluation: Evaluation) -> Explanation:
        inner = tuple([part(scope, evaluation) for part in parts])
        return Explanation(asks, _WORD[join([_TRUTH[part.value] for part in inner])], (), inner)

    return joined


def _once(condition: Condition, made: Explainer) -> Explainer:
    """A quantifier comes to the same wherever in a case it is asked: it is explained once a case."""

    def once(scope: Scope, evaluation: Evaluation) -> Explanation:
        known = evaluation.explained.get(id(condition))
        if known is None:
            known = evaluation.explained[id(condition)] = condition, made(scope, evaluation)
        return cast("Explanation", known[1])

    return once


def _quantified(some: Some, where: Explainer) -> Explainer:
    number = "one entry" if some.at_least == 1 else f"{some.at_least} entries"
    if isinstance(some.at_least, YearsSince):
        number = f"one entry for each year ended since {some.at_least.since}"
    asks = f"at least {number} of `{some.collection}` fits"

    def quantified(scope: Scope, evaluation: Evaluation) -> Explanation:
        parts = _entries(some.collection, where, evaluation)
        entries = [entry.item for entry in evaluation.scopes[some.collection]]
        answers = [(_TRUTH[part.value], item.placeholder) for part, item in zip(parts, entries, strict=True)]
        facts: tuple[FactRead, ...] = ()
        if isinstance(some.at_least, YearsSince):
            day = read(some.at_least.since, scope)
            facts = (FactRead(path_of(some.at_least.since, scope), None if day is None else shown(day)),)
        return Explanation(asks, truth_word(at_least(number_of(some, scope), answers)), facts, _shown(parts))

    return quantified


def _entries(collection: str, where: Explainer, evaluation: Evaluation) -> tuple[Explanation, ...]:
    parts = []
    for entry in evaluation.scopes[collection]:
        inner, item = where(entry, evaluation), entry.item
        parts.append(Explanation(f"{item.path} {_what(item)}", inner.value, inner.facts, (inner,)))
    return tuple(parts)


def _shown(parts: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """The entries of a list as far as they are shown: all of a short one, of a long one a few of each answer."""
    if len(parts) <= SHORT:
        return parts
    shown_: list[Explanation] = []
    for word in _ORDER:
        alike = [part for part in parts if part.value == word]
        shown_ += alike[:A_FEW]
        if len(alike) > A_FEW:
            shown_.append(Explanation(f"{len(alike) - A_FEW:,} more entries alike", word))
    return tuple(shown_)


def _what(item: Item) -> str:
    """What an entry is asked to do; of one that stands for others, what it stands for."""
    if not item.placeholder:
        return "fits"
    known = ", ".join(f"{shown(money)}" for money in item.money.values())
    return f"not given, {known} in all" if known else "not given"


def _summed(leaf: Sum, where: Explainer, evaluator: Evaluator) -> Explainer:
    test, find = compile_sum(leaf, evaluator.plan.typed.pack), bounds_of(leaf.operand, evaluator.plan.typed.pack)
    words = words_of(leaf.operand, evaluator.plan.typed.pack)
    head = f"the sum of {'.'.join(leaf.names)} over the fitting entries of `{leaf.collection}` is"

    def summed(scope: Scope, evaluation: Evaluation) -> Explanation:
        parts = _entries(leaf.collection, where, evaluation)
        items = [entry.item for entry in evaluation.scopes[leaf.collection]]
        truths = [_TRUTH[part.value] for part in parts]
        bounds = find(scope)
        facts: tuple[FactRead, ...] = ()
        if bounds:
            total = sum_of(leaf.names, bounds[0].currency, tuple(zip(truths, items, strict=True)))
            most = "without bound" if total.most is None else shown(total.most)
            facts = (FactRead("sum, at least", shown(total.least)), FactRead("sum, at most", most))
        asks = f"{head} {leaf.operator.replace('_', ' ')} {words(scope)}"
        return Explanation(asks, truth_word(test(truths, items, scope)), facts, _shown(parts))

    return summed


def _period(leaf: InPeriod, evaluator: Evaluator) -> Explainer:
    typed = evaluator.plan.typed
    period = typed.periods[leaf.period_id]
    cite = next(said.cite for said in typed.pack.periods if said.id == leaf.period_id)
    head, at = f"the period `{leaf.period_id}` ({cite}) covers ", words_of(leaf.at, typed.pack)

    def covered(scope: Scope, _: Evaluation) -> Explanation:
        day = operand_of(leaf.at, scope)
        span = span_of(period, scope, day if isinstance(day, date) else scope.as_of)
        first, last = (None if one is None else shown(one) for one in (span.first, span.last))
        facts: tuple[FactRead, ...] = (FactRead("first day", first), FactRead("last day", last))
        if isinstance(leaf.at, Fact):
            facts += (FactRead(path_of(leaf.at.ref, scope), None if day is None else shown(day)),)
        return Explanation(head + at(scope), truth_word(None if day is None else span.covers), facts)

    return covered


def _begun(leaf: Begun, evaluator: Evaluator) -> Explainer:
    test, at = evaluator.leaf(leaf), words_of(leaf.at, evaluator.plan.typed.pack)
    refs = [Ref("item", (name,)) for name in begin_days_of(leaf, evaluator.plan.typed.pack.models)]
    head = f"{leaf.fact or 'this entry'} had begun by "

    def begun(scope: Scope, _: Evaluation) -> Explanation:
        days = [(path_of(ref, scope), read(ref, scope)) for ref in refs]
        facts = tuple([FactRead(path, shown(day)) for path, day in days if day is not None])
        return Explanation(head + at(scope), truth_word(test(scope)), facts)

    return begun


def _as_read(ref: Ref, evaluator: Evaluator) -> Callable[[Scope], FactRead]:
    """Reads a fact as it was given; words with their titles."""
    tell = teller(ref, evaluator)

    def fact(scope: Scope) -> FactRead:
        found = read(ref, scope)
        return FactRead(path_of(ref, scope), None if found is None else tell(found, scope))

    return fact


def _test(leaf: Test, evaluator: Evaluator) -> Explainer:
    test, operand = evaluator.leaf(leaf), leaf.operand
    head = f"{leaf.ref} {leaf.operator.replace('_', ' ')}"
    words = words_of(operand, evaluator.plan.typed.pack)
    whole, whole_value = f"{head} {shown(operand.value)}" if isinstance(operand, Given) else None, is_whole(leaf.ref)
    # as they were given: a day moved by a length of time is no fact, and stands in the words of the node
    own, other = _as_read(leaf.ref, evaluator), _as_read(operand.ref, evaluator) if isinstance(operand, Fact) else None
    presumed = "" if leaf.absent is None else f" (presumed {'so' if leaf.absent else 'not so'} where it was not given)"

    def tested(scope: Scope, _: Evaluation) -> Explanation:
        fact = own(scope)
        if whole_value and BY_LOTS in scope.procurement:
            said = "" if fact.value is None else f"{fact.value}, "
            fact = FactRead(fact.path, f"{said}at least {shown(scope.procurement[BY_LOTS])} by its lots")
        facts = (fact,) if other is None else (fact, other(scope))
        return Explanation((whole or f"{head} {words(scope)}") + presumed, truth_word(test(scope)), facts)

    return tested
