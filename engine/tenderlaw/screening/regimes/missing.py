"""Which facts leave a ground open, in columns: the same names as those of a finding, without numbers of entries.

A fact of an entry or a row becomes a bit. The facts inside a quantifier are bits of the pass that computed it, for
they matter only where the condition around the quantifier is open; which that is, a later pass knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias, cast

from tenderlaw.decisions.regime import CompiledGround
from tenderlaw.facts.collections import COLLECTIONS, Item
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.judgments import ENTAILS, OPENED_BY
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
from tenderlaw.rules.dated import asked_days, deciding_day
from tenderlaw.rules.lacking import missing_facts
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.entries import LISTED_IN, Entries
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, possibly, surely, unknown
from tenderlaw.screening.columns.quantified import adds, bounds_of, number_in, reader_of
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.translate import translate
from tenderlaw.screening.regimes.fact_bits import Asked

__all__ = ["Named", "names_in", "names_of_item", "of_entry", "of_ground"]

OneName: TypeAlias = "tuple[str, Kleene]"
"""The name of a fact, and where it is its name."""
Named: TypeAlias = Callable[[tuple[str, ...]], list[OneName]]
"""The names of a fact of an entry, each with the entries of which it is the name."""


def list_names(entries: Entries) -> list[OneName]:
    """The name of the list that was not given, where an entry stands for one."""
    collection, absent = entries.collection, entries.absent
    if collection == "convictions":
        return [
            (f"operator.{name}", all_of([absent, where]))
            for name, where in zip(_CONVICTIONS, _places(entries), strict=True)
        ]
    if collection == "exclusions_by_judgment":
        places = (True, False, False) if entries.missing else _places(entries)
        names = (f"operator.{collection}", *(f"operator.convictions.{name}" for name in OPENED_BY))
        return [(name, all_of([absent, where])) for name, where in zip(names, places, strict=True)]
    if collection in LISTED_IN:
        outer, _ = LISTED_IN[collection]
        given: Kleene = True if entries.missing else entries.is_at(1)
        name = ".".join(LISTED_IN[collection])
        return [(f"operator.{outer}", all_of([absent, negate(given)])), (f"operator.{name}", all_of([absent, given]))]
    return [(f"operator.{collection}", absent)]


_CONVICTIONS = ("convictions", "linked_persons", "linked_persons.convictions")
"""Where convictions stand; in the second place, where persons are not known at all."""
_OF_LINK = {"convicted": "link", "link_from": "link_from", "link_until": "link_until"}


def _places(entries: Entries) -> list[Kleene]:
    if entries.missing:
        return [True, True, False]
    return [entries.is_at(number) for number in range(3)]


def names_in(entries: Entries) -> Named:
    """The names of the facts of entries that were given."""
    prefix = ".".join(LISTED_IN.get(entries.collection, (entries.collection,)))

    def of_convictions(names: tuple[str, ...]) -> list[OneName]:
        own, _, persons = _places(entries)
        if names[0] in _OF_LINK:
            return [(f"operator.linked_persons.{_OF_LINK[names[0]]}", persons)]
        if names == ("offence",):
            told = negate(unknown(entries.columns.get("foreign_offence")))
            foreign = all_of([told, unknown(entries.read(("equivalence_confirmed",)))])
            return [
                *_joined(own, persons, "equivalence_confirmed", foreign),
                *_joined(own, persons, "offence", negate(foreign)),
            ]
        return _joined(own, persons, ".".join(names), True)

    def of_exclusions(names: tuple[str, ...]) -> list[OneName]:
        listed, convicted, _ = _places(entries)
        entailing = ".".join(("operator", "convictions", ENTAILS[names[0]], *names[1:]))
        return [(".".join(("operator", prefix, *names)), listed), (entailing, convicted)]

    if entries.collection == "exclusions_by_judgment" and not entries.missing:
        return of_exclusions
    if entries.collection == "convictions":
        return of_convictions
    return lambda names: [(".".join(("operator", prefix, *names)), True)]


def _joined(own: Kleene, persons: Kleene, name: str, where: Kleene) -> list[OneName]:
    first, _, second = _CONVICTIONS
    return [
        (f"operator.{first}.{name}", all_of([own, where])),
        (f"operator.{second}.{name}", all_of([persons, where])),
    ]


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
    if COLLECTIONS[condition.collection].root == "operator":
        yield condition, where
    else:
        for item in COLLECTIONS[condition.collection].items(sight.procurement):
            yield from _of_item(condition, item, sight, where)
    if isinstance(condition, Some) and isinstance(condition.at_least, YearsSince):
        yield str(condition.at_least.since), all_of([where, unknown(number_in(condition, sight))])
    if isinstance(condition, Sum):
        operand = condition.operand
        yield from _operand(operand, sight, where, named)
        if isinstance(operand, Dated) and sight.operand(operand) is None:
            yield from ((day, where) for day in asked_days(operand.on, {}, sight.procurement))


def names_of_item(item: Item) -> Named:
    """The names of the facts of an entry of the procurement; without a fact, of the entry itself."""

    def named(names: tuple[str, ...]) -> list[OneName]:
        head = item.path_of(names[0]) if names else item.path
        rest = () if item.placeholder and head == item.path else names[1:]
        return [(without_numbers(".".join(("procurement", head, *rest))), True)]

    return named


def _of_item(quantifier: Some | Sum, item: Item, sight: Sight, where: Kleene) -> Iterator[Asked]:
    """The facts of an entry of the procurement that leave a quantifier open."""
    inside, of_item = replace(sight, item=reader_of(item), known={}), names_of_item(item)
    holds = translate(quantifier.where, inside)
    maybe = all_of([where, possibly(holds)])
    if item.placeholder:
        yield from ((name, maybe) for name, _ in of_item(()))
        return
    yield from asks(quantifier.where, inside, where, of_item)
    if isinstance(quantifier, Sum):
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
    if deciding_day(said.by, {}, sight.procurement, sight.as_of) is None:
        yield from ((day, given) for day in asked_days(said.by, {}, sight.procurement))


def of_entry(quantifier: Some | Sum, sight: Sight, entries: Entries, named: Named) -> Iterator[Asked]:
    """The facts of an entry of the operator that leave a quantifier open."""
    maybe = possibly(translate(quantifier.where, sight))
    yield from ((name, all_of([maybe, there])) for name, there in list_names(entries))
    given = negate(entries.absent)
    yield from asks(quantifier.where, sight, given, named)
    if isinstance(quantifier, Sum):
        lacks = all_of([maybe, given, negate(_counts(quantifier, sight))])
        yield from ((name, all_of([lacks, there])) for name, there in named(quantifier.names))


def _counts(total: Sum, sight: Sight) -> Kleene:
    """Whether the amount of an entry adds to the sum: known, and in the currency of what the sum is compared with."""
    return adds(sight.read(Ref("item", total.names)), bounds_of(total, sight))


def _of_test(leaf: Test, sight: Sight, where: Kleene, named: Named) -> Iterator[Asked]:
    if leaf.ref.root == "procurement" and not isinstance(sight.operand(leaf.operand), Column):
        yield from ((without_numbers(path), where) for path in missing_facts(leaf, sight.typed, sight.constant()))
        return
    if leaf.kind == "offence" and leaf.ref.root == "item":
        yield from _named(leaf.ref, where, named)
        return
    operand = sight.operand(leaf.operand)
    # given, and still unknown: another currency; else what is missing is named
    lacks = all_of([where, any_of([unknown(sight.read(leaf.ref)), negate(unknown(operand))])])
    yield from _named(leaf.ref, lacks, named)
    yield from _operand(leaf.operand, sight, where, named)
    if isinstance(leaf.operand, Dated) and operand is None:
        days = asked_days(leaf.operand.on, {}, sight.procurement)
        yield from [(day, where) for day in days] if days else _named(leaf.ref, where, named)


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
    if isinstance(condition, Test):
        yield condition.ref
    elif isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _refs(part)
    elif isinstance(condition, Not):
        yield from _refs(condition.part)


def _named(ref: Ref, where: Kleene, named: Named) -> Iterator[Asked]:
    if ref.root == "item":
        yield from ((name, all_of([where, there])) for name, there in named(ref.names))
    else:
        yield ".".join((ref.root, *ref.names)), where
