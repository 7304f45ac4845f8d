"""Which facts leave a ground open, in columns: the same names as those of a finding, without numbers of entries.

A fact of an entry or a row becomes a bit. The facts inside a quantifier are bits of the pass that computed it, for
they matter only where the condition around the quantifier is open; which that is, a later pass knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import cast

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.facts.collections import Item
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    Begun,
    Condition,
    Dated,
    Fact,
    InPeriod,
    Not,
    Ref,
    Some,
    Sum,
    Test,
    YearsSince,
)
from tenderlaw.packs.typed import TypedPeriod
from tenderlaw.packs.walking import leaves_of
from tenderlaw.rules.dated import Counting, Undated
from tenderlaw.rules.lacking import missing_facts
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.entries import Entries
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, possibly, surely, unknown
from tenderlaw.screening.columns.quantified import adds, bounds_of, number_in, reader_of
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.translate import translate
from tenderlaw.screening.regimes.fact_bits import Asked
from tenderlaw.screening.regimes.names import Named, OneName, list_names, names_elsewhere, names_of_item

__all__ = ["asks", "of_entry", "of_ground"]


def asks(condition: Condition, sight: Sight, where: Kleene, named: Named) -> Iterator[Asked]:
    """The facts that leave `condition` unknown, looked for only `where`; as `tenderlaw.rules.open_facts` finds them."""
    open_ = all_of([where, unknown(translate(condition, sight))])
    if open_ is False:
        return
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from asks(part, sight, open_, named)
    elif isinstance(condition, Not):
        yield from asks(condition.part, sight, open_, named)
    elif isinstance(condition, Some | Sum):
        yield from _of_quantifier(condition, sight, open_, named)
    elif isinstance(condition, Begun):
        yield from _operand(condition.at, sight, open_, named)
    elif isinstance(condition, InPeriod):
        yield from _operand(condition.at, sight, open_, named)
        yield from _of_period(sight.typed.periods[condition.period_id], sight, open_, named)
    else:
        yield from _of_test(condition, sight, open_, named)


def _of_quantifier(condition: Some | Sum, sight: Sight, where: Kleene, named: Named) -> Iterator[Asked]:
    if sight.models.collections[condition.collection].root == "operator":
        yield condition, where
    else:
        for item in sight.models.collections[condition.collection].items(sight.procurement):
            yield from _of_item(condition, item, sight, where)
    if isinstance(condition, Some) and isinstance(condition.at_least, YearsSince):
        yield str(condition.at_least.since), all_of([where, unknown(number_in(condition, sight))])
    if isinstance(condition, Sum):
        operand = condition.operand
        yield from _operand(operand, sight, where, named)
        if isinstance(operand, Dated):
            yield from _days(operand.on, sight, all_of([where, negate(sight.is_settled(operand))]))


def _of_item(quantifier: Some | Sum, item: Item, sight: Sight, where: Kleene) -> Iterator[Asked]:
    """The facts of an entry of the procurement that leave a quantifier open."""
    inside, of_item = replace(sight, item=reader_of(item), known={}), names_of_item(item)
    holds = translate(quantifier.where, inside)
    maybe = all_of([where, possibly(holds)])
    if item.placeholder:
        yield from ((name, maybe) for name, _ in of_item(()))
    # of a list that nobody gave, too: what stands elsewhere says whether its entries would count
    yield from asks(quantifier.where, inside, where, of_item)
    if isinstance(quantifier, Sum) and not item.placeholder:
        lacks = all_of([maybe, negate(_counts(quantifier, inside))])
        yield from ((name, all_of([lacks, there])) for name, there in of_item(quantifier.names))


def of_ground(
    ground: CompiledGround, sight: Sight, where: Kleene, entries: Entries | None, named: Named
) -> Iterator[Asked]:
    """The facts that leave a ground open `where` it is, in an entry or, without `entries`, in a row."""
    given = where
    if entries is not None:
        yield from ((name, all_of([where, there])) for name, there in list_names(entries))
        given = all_of([where, negate(entries.absent)])
    conditions = [ground.typed.when, *(condition for _, condition in ground.typed.lifts)]
    if ground.in_period is not None:
        conditions.append(ground.in_period)
    for condition in conditions:
        yield from asks(condition, sight, given, named)
    said = ground.typed.ground
    unknown_day = sight.deciding_day(said.by, lambda day: day is None)
    yield from _days(said.by, sight, all_of([given, unknown_day]))


def of_entry(quantifier: Some | Sum, sight: Sight, entries: Entries, named: Named) -> Iterator[Asked]:
    """The facts of an entry of the operator that leave a quantifier open."""
    maybe = possibly(translate(quantifier.where, sight))
    yield from ((name, all_of([maybe, there])) for name, there in list_names(entries))
    given = negate(entries.absent)
    yield from asks(quantifier.where, sight, given, named)
    # of a list that nobody gave, also what stands elsewhere and says whether its entries would count
    yield from asks(quantifier.where, sight, entries.absent, names_elsewhere(entries))
    if isinstance(quantifier, Sum):
        lacks = all_of([maybe, given, negate(_counts(quantifier, sight))])
        yield from ((name, all_of([lacks, there])) for name, there in named(quantifier.names))


def _counts(total: Sum, sight: Sight) -> Kleene:
    """Whether the amount of an entry adds to the sum: known, and in the currency of what the sum is compared with."""
    return adds(sight.read(Ref("item", total.names)), bounds_of(total, sight))


def _of_test(leaf: Test, sight: Sight, where: Kleene, named: Named) -> Iterator[Asked]:
    if leaf.ref.root == "procurement" and not isinstance(sight.operand(leaf.operand), Column):
        yield from _of_procurement(leaf, sight, where)
        return
    if leaf.kind == "offence" and leaf.ref.root == "item":
        yield from _named(leaf.ref, where, named)
        return
    settled = sight.is_settled(leaf.operand)
    # given, and still unknown: another currency; else what is missing is named
    lacks = all_of([where, any_of([unknown(sight.read(leaf.ref)), settled])])
    yield from _named(leaf.ref, lacks, named)
    yield from _operand(leaf.operand, sight, where, named)
    if isinstance(leaf.operand, Dated):
        open_ = all_of([where, negate(settled)])
        days = list(_days(leaf.operand.on, sight, open_))
        yield from days or _named(leaf.ref, open_, named)


def _of_procurement(leaf: Test, sight: Sight, where: Kleene) -> Iterator[Asked]:
    """The facts that leave a fact of the procurement open, whatever it is compared with in a row."""
    operand = leaf.operand
    if not sight.varies(operand):
        yield from ((without_numbers(path), where) for path in missing_facts(leaf, sight.typed, sight.constant()))
        return
    insides: list[Sight] = []

    def noted(inside: Sight) -> bool:
        insides.append(inside)
        return False

    sight.by_version(operand, noted)
    key, days = operand.key, {_of_case(path) for path in operand.on}
    for one in {_version(inside.versions[key]): inside for inside in insides}.values():
        mine = _version(one.versions[key])
        there = sight.by_version(operand, partial(_counts_as, key, mine))
        for path in missing_facts(leaf, sight.typed, one.constant()):
            if _of_case(path) not in days:
                yield without_numbers(path), all_of([where, there])
    yield from _days(operand.on, sight, all_of([where, negate(sight.is_settled(operand))]))


def _counts_as(key: str, version: int | None, sight: Sight) -> bool:
    return _version(sight.versions[key]) == version


def _version(counting: Counting) -> int | None:
    """Which version counts; that any may is a version of its own."""
    return None if counting is None else 0 if isinstance(counting, Undated) else id(counting)


def _days(on: Sequence[str], sight: Sight, where: Kleene) -> Iterator[OneName]:
    """The days to ask for where one decides: those before the first that is known, and that one."""
    here = where
    for path in on:
        if path == "as_of":
            return
        yield _of_case(path), here
        day = sight.day_at(path)
        if day is not None and not isinstance(day, Column):
            return
        here = all_of([here, unknown(day)])


def _of_case(path: str) -> str:
    """A day as it stands in the case: one of the operator with the operator."""
    return path if path.startswith("procurement.") else f"operator.{path.removeprefix('operator.')}"


def _operand(operand: object, sight: Sight, where: Kleene, named: Named) -> Iterator[Asked]:
    if isinstance(operand, Fact):
        yield from _named(operand.ref, all_of([where, unknown(sight.operand(operand))]), named)


def _of_period(period: TypedPeriod, sight: Sight, where: Kleene, named: Named) -> Iterator[Asked]:
    """The facts of a period, start after start, until one counts."""
    here = where
    if period.judgment is not None:
        sets, until = period.judgment
        set_ = sight.read(sets)
        yield from _named(sets, all_of([where, unknown(set_)]), named)
        true = surely(cast("Kleene", set_))
        yield from _named(until, all_of([where, true]), named)
        here = all_of([where, negate(true)])
    for start in period.starts:
        counts: Kleene = True
        if start.when is not None:
            for ref in _refs(start.when):
                yield from _named(ref, all_of([here, unknown(sight.read(ref))]), named)
            counts = translate(start.when, sight)
        yield from _named(start.day, all_of([here, possibly(counts), unknown(sight.read(start.day))]), named)
        here = all_of([here, negate(surely(counts))])


def _refs(condition: Condition) -> Iterator[Ref]:
    return (one.ref for one in leaves_of(condition) if isinstance(one, Test))


def _named(ref: Ref, where: Kleene, named: Named) -> Iterator[Asked]:
    if ref.root == "item":
        yield from ((name, all_of([where, there])) for name, there in named(ref.names))
    else:
        yield ".".join((ref.root, *ref.names)), where
