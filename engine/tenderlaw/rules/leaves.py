"""Leaves of the condition tree as functions: one comparison, one period, in three truth values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from tenderlaw.facts.catalogue import begin_days
from tenderlaw.facts.models import FactModels
from tenderlaw.packs.conditions import Begun, Dated, Fact, Given, InPeriod, Operand, Reading, Ref, Test
from tenderlaw.packs.operators import OPERATORS
from tenderlaw.packs.typed import TypedPack, TypedPeriod
from tenderlaw.rules.amounts import Judge, Leaf, by_lots, compares_money, dated, money_of, valuation
from tenderlaw.rules.dated import over_choices
from tenderlaw.rules.offences import belongs, members
from tenderlaw.rules.periods import span_of
from tenderlaw.rules.reading import Scope, getter, operand_of
from tenderlaw.rules.truth import Truth

__all__ = ["Leaf", "begin_days_of", "compile_leaf"]


def compile_leaf(leaf: Reading, typed: TypedPack) -> Leaf:
    """The function that evaluates a leaf in a scope."""
    if isinstance(leaf, InPeriod):
        return _in_period(leaf, typed.periods[leaf.period_id])
    if isinstance(leaf, Begun):
        return _begun(leaf, typed.pack.models)
    if leaf.unsettled:
        return _open_while_unsettled(leaf, typed)
    if leaf.unless_told is not None:
        return _unless_told(leaf, leaf.unless_told, typed)
    if leaf.kind == "valuation":
        return by_lots(leaf, typed.pack, valuation(leaf, typed.pack))
    if leaf.kind == "offence":
        return _offence(leaf, typed.pack.categories)
    judge = _judge(leaf)
    if leaf.kind == "money":
        return by_lots(leaf, typed.pack, _money(leaf, judge, typed))
    if isinstance(leaf.operand, Dated):
        return dated(leaf, over_choices(leaf.operand, typed.pack, judge))
    if isinstance(leaf.operand, Given):
        return _literal(leaf, judge, leaf.operand.value)
    return _judged(leaf, judge, _operand(leaf.operand))


def _money(leaf: Test, judge: Judge, typed: TypedPack) -> Leaf:
    if isinstance(leaf.operand, Dated):
        return dated(leaf, over_choices(leaf.operand, typed.pack, judge))
    return _judged(leaf, judge, money_of(leaf.operand))


def _open_while_unsettled(leaf: Test, typed: TypedPack) -> Leaf:
    get, words, test = getter(leaf.ref), leaf.unsettled, compile_leaf(replace(leaf, unsettled=()), typed)
    return lambda scope: None if get(scope) in words else test(scope)


def _unless_told(leaf: Test, words: Ref, typed: TypedPack) -> Leaf:
    """What is presumed of a fact that was not given is not, where the words of its entry may say the contrary."""
    get, told, test = getter(leaf.ref), getter(words), compile_leaf(replace(leaf, unless_told=None), typed)
    return lambda scope: None if get(scope) is None and told(scope) is not None else test(scope)


def _judge(leaf: Test) -> Judge:
    """What compares a known value with a known operand."""
    if leaf.kind == "money":
        return compares_money(OPERATORS[leaf.operator].test)
    judge = OPERATORS[leaf.operator].test
    if leaf.operator == "starts_with":
        return judge
    return _of_known_words(judge, frozenset(leaf.known)) if leaf.known else judge


def _of_known_words(judge: Judge, known: frozenset[str]) -> Judge:
    """The comparison of words of which some may be other ways of writing what is asked: then a no is unknown."""

    def judged(value: object, wanted: object) -> Truth:
        words = cast("tuple[str, ...]", value if isinstance(value, tuple) else (value,))
        return judge(value, wanted) or (False if known.issuperset(words) else None)

    return judged


def _operand(operand: Operand) -> Callable[[Scope], object]:
    """A reader of what a fact is compared with."""
    if isinstance(operand, Fact) and operand.plus is None:
        return getter(operand.ref)
    return lambda scope: operand_of(operand, scope)


def _literal(leaf: Test, judge: Judge, wanted: object) -> Leaf:
    get, absent = getter(leaf.ref), leaf.absent
    if leaf.operator == "in":
        wanted = frozenset(cast("tuple[str, ...]", wanted))

    def test(scope: Scope) -> Truth:
        value = get(scope)
        return absent if value is None else judge(value, wanted)

    return test


def _judged(leaf: Test, judge: Judge, wanted: Callable[[Scope], object]) -> Leaf:
    get, absent = getter(leaf.ref), leaf.absent

    def test(scope: Scope) -> Truth:
        value = get(scope)
        if value is None:
            return absent
        other = wanted(scope)
        return None if other is None else judge(value, other)

    return test


def _offence(leaf: Test, categories: Mapping[str, frozenset[str]]) -> Leaf:
    get, test = getter(leaf.ref), belongs(members(leaf, categories), categories)
    return lambda scope: test(get(scope))


def _in_period(leaf: InPeriod, period: TypedPeriod) -> Leaf:
    def test(scope: Scope) -> Truth:
        day = operand_of(leaf.at, scope)
        return None if day is None else span_of(period, scope, cast("date", day)).covers

    return test


def begin_days_of(leaf: Begun, models: FactModels) -> tuple[str, ...]:
    """The names of the days that say whether an entry had begun."""
    return begin_days(models.collections[leaf.collection].model, leaf.fact)


def _begun(leaf: Begun, models: FactModels) -> Leaf:
    names = begin_days_of(leaf, models)

    def test(scope: Scope) -> Truth:
        given = [cast("date", day) for day in map(scope.item.record.get, names) if day is not None]
        if not given:
            return True
        by = operand_of(leaf.at, scope)
        return None if by is None else max(given) <= cast("date", by)

    return test
