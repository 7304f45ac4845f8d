"""Offences in columns: two numbers an entry say to which of the asked sets its offence surely and possibly belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, cast

import ibis
import ibis.expr.types as ir

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not, Test
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.offences import answers, covering, members
from tenderlaw.screening.entries import Entries
from tenderlaw.screening.kleene import Kleene, any_of

__all__ = ["MASK", "asked_offences", "member_of", "unplaced", "with_masks"]

MASK: Final = "offence_mask"
"""Before a regime's number: one bit for each asked set; null where the catalogue does not hold the offence."""

Sets = Sequence[frozenset[str]]


def asked_offences(conditions: Iterable[Condition], typed: TypedPack) -> list[frozenset[str]]:
    """The sets of offences for which the conditions ask, each once."""
    above = typed.pack.categories()
    return list(dict.fromkeys(members(leaf, above) for condition in conditions for leaf in _leaves(condition)))


def _leaves(condition: Condition) -> Iterator[Test]:
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.part)
    elif isinstance(condition, Test) and condition.kind == "offence":
        yield condition


def _maybe(mask: str) -> str:
    """The column of the bits of the sets to which the offence may belong."""
    return f"{mask}_maybe"


def member_of(entries: Entries, sets: Sets, mask: str) -> Callable[[frozenset[str]], Kleene]:
    """What tells whether the entry's offence belongs to one of `sets`, of which the columns of `mask` know."""
    if mask not in entries.table.columns:
        return lambda wanted: None

    def member(wanted: frozenset[str]) -> Kleene:
        bit = 1 << sets.index(wanted)
        sure, maybe = ((entries.table[name] & bit) != 0 for name in (mask, _maybe(mask)))
        return ibis.ifelse(sure, True, ibis.ifelse(maybe, ibis.null("boolean"), False))

    return member


def unplaced(entries: Entries, mask: str) -> Kleene:
    """Whether a person must say to which category the offence belongs."""
    table = entries.table
    unknown: Kleene = False
    if mask in table.columns:
        unknown = _Placed(table, frozenset()).named & table[mask].isnull()
    return any_of([unknown, *_foreign(table)])


def _foreign(table: ir.Table) -> tuple[bool | ir.BooleanValue, bool | ir.BooleanValue]:
    """Of a foreign offence: whether nobody has said if it belongs to the category named; whether it does not."""
    if "foreign_offence" not in table.columns:
        return False, False
    foreign = table["foreign_offence"].notnull()
    if "equivalence_confirmed" not in table.columns:
        return foreign, False
    confirmed = cast("ir.BooleanValue", table["equivalence_confirmed"])
    return foreign & confirmed.isnull(), foreign & (~confirmed).fill_null(False)


def with_masks(entries: Entries, sets: Sets, typed: TypedPack, name: str) -> None:
    """Give the entries two numbers that tell for all `sets` whether the offence belongs to them.

    The column `name` has a bit for each set to which it surely belongs, and is null where the catalogue does not hold
    the offence; the one beside it has a bit for each to which it may belong.
    """
    table = entries.table
    if "offence" not in table.columns and "also_offences" not in table.columns:
        return
    above, every = typed.pack.categories(), ibis.literal((1 << len(sets)) - 1, "int64")
    found = [answers(asked, above) for asked in sets]
    placed = _Placed(table, frozenset((*above, "other")))
    sure = placed.bits([frozenset(name for name, truth in one.items() if truth is True) for one in found])
    maybe = placed.bits([frozenset(name for name, truth in one.items() if truth is not False) for one in found])
    maybe = maybe.fill_null(every)
    waits, denied = _foreign(table)
    if not isinstance(denied, bool):
        # what it is not: a set that lies whole within a category that was denied
        outside = placed.bits([covering(asked, above) for asked in sets], where_not=True).fill_null(every)
        sure, maybe = ibis.ifelse(denied, 0, sure), ibis.ifelse(denied, outside, maybe)
    if not isinstance(waits, bool):
        sure, maybe = ibis.ifelse(waits, ibis.null("int64"), sure), ibis.ifelse(waits, every, maybe)
    entries.table = table.mutate(**{name: sure, _maybe(name): maybe})


class _Placed:
    """The names of an entry's offence, as far as the catalogue holds them."""

    def __init__(self, table: ir.Table, catalogue: frozenset[str]) -> None:
        offence = table["offence"] if "offence" in table.columns else ibis.null("string")
        self.offence, self.catalogue = cast("ir.StringValue", offence), catalogue
        self.also = cast("ir.ArrayValue", table["also_offences"]) if "also_offences" in table.columns else None

    @property
    def several(self) -> ir.BooleanValue:
        """Whether other names of the offence were given."""
        return ibis.literal(False) if self.also is None else (self.also.length() > 0).fill_null(False)

    @property
    def named(self) -> ir.BooleanValue:
        """Whether the offence has any name."""
        return self.offence.notnull() | self.several

    def bits(self, sets: Sets, *, where_not: bool = False) -> ir.IntegerValue:
        """A bit for each set that holds one of the names, or none of them; null where the catalogue holds no name."""
        alone = self._of_one(sets, where_not)
        if self.also is None:
            return alone
        return ibis.ifelse(self.several, self._of_several(self.also, sets, where_not), alone)

    def _of_one(self, sets: Sets, where_not: bool) -> ir.IntegerValue:
        held: dict[int, list[str]] = {}
        for name in sorted(self.catalogue):
            mask = sum(1 << number for number, one in enumerate(sets) if (name in one) is not where_not)
            held.setdefault(mask, []).append(name)
        branches = [(self.offence.isin(names), ibis.literal(mask, "int64")) for mask, names in held.items()]
        return ibis.cases(*branches, else_=ibis.null("int64"))

    def _of_several(self, also: ir.ArrayValue, sets: Sets, where_not: bool) -> ir.IntegerValue:
        names = ibis.array([self.offence]).concat(also)
        known = names.filter(lambda name: name.isin(sorted(self.catalogue)))
        total: ir.IntegerValue = ibis.literal(0, "int64")
        for number, one in enumerate(sets):
            wanted = sorted(one & self.catalogue)
            if not wanted:
                total = total + (1 << number if where_not else 0)
                continue
            hit = known.filter(lambda name, wanted=wanted: name.isin(wanted)).length() > 0
            here = (0, 1 << number) if where_not else (1 << number, 0)
            total = total + ibis.ifelse(hit, ibis.literal(here[0], "int64"), ibis.literal(here[1], "int64"))
        return ibis.ifelse(known.length() > 0, total, ibis.null("int64"))
