"""Offences in columns: one number an entry says to which of the asked sets of offences it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

import ibis
import ibis.expr.types as ir

from tenderlaw.packs.conditions import All, AnyOf, Condition, Given, Not, Test
from tenderlaw.packs.typed import TypedPack
from tenderlaw.screening.entries import Entries
from tenderlaw.screening.kleene import Kleene, any_of

__all__ = ["MASK", "asked_offences", "member_of", "unplaced", "with_masks"]

MASK: Final = "offence_mask"
"""Before a regime's number: one bit for each asked set; null where the catalogue does not hold the offence."""


def asked_offences(conditions: Iterable[Condition], typed: TypedPack) -> list[frozenset[str]]:
    """The sets of offences for which the conditions ask, each once."""
    return list(dict.fromkeys(members(leaf, typed) for condition in conditions for leaf in _leaves(condition)))


def members(leaf: Test, typed: TypedPack) -> frozenset[str]:
    """The offences of the catalogue that satisfy a comparison."""
    given = cast("str | tuple[str, ...]", cast("Given", leaf.operand).value)
    names = frozenset((given,) if isinstance(given, str) else given)
    above = typed.pack.categories()
    if leaf.operator == "within":
        found = {offence for offence, held_in in above.items() if not names.isdisjoint(held_in)}
    else:
        found = set(names & above.keys())
    return frozenset(found | (names & {"other"}))


def _leaves(condition: Condition) -> Iterator[Test]:
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.part)
    elif isinstance(condition, Test) and condition.kind == "offence":
        yield condition


def member_of(entries: Entries, sets: Sequence[frozenset[str]], mask: str) -> Callable[[frozenset[str]], Kleene]:
    """What tells whether the entry's offence belongs to one of `sets`, of which the column `mask` knows."""
    if mask not in entries.table.columns:
        return lambda wanted: None
    return lambda wanted: (entries.table[mask] & (1 << sets.index(wanted))) != 0


def unplaced(entries: Entries, mask: str) -> Kleene:
    """Whether a person must say to which category the offence belongs."""
    table = entries.table
    unknown: Kleene = False
    if mask in table.columns:
        unknown = table["offence"].notnull() & table[mask].isnull()
    if "foreign_offence" not in table.columns:
        return unknown
    confirmed = table["equivalence_confirmed"] if "equivalence_confirmed" in table.columns else ibis.null("boolean")
    return any_of([unknown, table["foreign_offence"].notnull() & confirmed.isnull()])


def with_masks(entries: Entries, sets: Sequence[frozenset[str]], typed: TypedPack, name: str) -> None:
    """Give the entries one number, the column `name`, that tells for all `sets` whether the offence belongs to them."""
    if "offence" not in entries.table.columns:
        return
    masks = {
        offence: sum(1 << number for number, held in enumerate(sets) if offence in held)
        for offence in (*typed.pack.categories(), "other")
    }
    table = entries.table
    mask = _mask(table["offence"], masks)
    if "also_offences" in table.columns:
        also = table["also_offences"]
        several = table["offence"].notnull() & also.notnull()
        mask = ibis.ifelse(several, _of_several(table["offence"], also, masks, len(sets)), mask)
    if "foreign_offence" in table.columns:
        confirmed = table["equivalence_confirmed"] if "equivalence_confirmed" in table.columns else ibis.null("boolean")
        open_ = table["foreign_offence"].notnull() & ~confirmed.fill_null(False)
        other = ibis.ifelse((~confirmed).fill_null(False), ibis.literal(masks["other"], "int64"), ibis.null("int64"))
        mask = ibis.ifelse(open_, other, mask)
    entries.table = table.mutate(**{name: mask})


def _mask(offence: ir.StringValue, masks: Mapping[str, int]) -> ir.IntegerValue:
    held: dict[int, list[str]] = {}
    for name, mask in masks.items():
        held.setdefault(mask, []).append(name)
    branches = [(offence.isin(names), ibis.literal(mask, "int64")) for mask, names in held.items()]
    return ibis.cases(*branches, else_=ibis.null("int64"))


def _of_several(offence: ir.StringValue, also: ir.ArrayValue, masks: Mapping[str, int], number: int) -> ir.IntegerValue:
    """The masks of all names of an offence joined; null where the catalogue holds none of them."""
    names = ibis.array([offence]).concat(also)
    known = names.filter(lambda name: name.isin(list(masks)))
    bits = [
        ibis.ifelse(
            known.filter(lambda name, bit=bit: name.isin([held for held, mask in masks.items() if mask >> bit & 1]))
            .length() > 0,
            ibis.literal(1 << bit, "int64"),
            ibis.literal(0, "int64"),
        )
        for bit in range(number)
        if any(mask >> bit & 1 for mask in masks.values())
    ]  # fmt: skip
    total: ir.IntegerValue = ibis.literal(0, "int64")
    for bit in bits:
        total = total + bit
    return ibis.ifelse(known.length() > 0, total, ibis.null("int64"))
