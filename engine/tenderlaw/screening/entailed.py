"""What an entry's other facts entail of one, in columns: as records write it out, by the same list of relations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from tenderlaw.facts.base import OPEN
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.records import NEVER
from tenderlaw.facts.relations import FOLLOWS, GIVEN, Follows, Is, Prevails, Said, Writes
from tenderlaw.screening.judgments import SET, SET_UNTIL

if TYPE_CHECKING:
    from tenderlaw.screening.entries import Entries

__all__ = ["entailed_by", "prevailing"]


def _relations(entries: Entries, names: tuple[str, ...]) -> tuple[Writes, ...]:
    """The relations of the model that holds a fact."""
    collection = COLLECTIONS.get(entries.collection)
    if collection is None:
        return ()
    holder = collection.model
    if len(names) > 1:
        inner = field_at(holder, names[:-1])
        if inner is None or inner.model is None:
            return ()
        holder = inner.model
    return next((FOLLOWS[one.__name__] for one in holder.__mro__ if one.__name__ in FOLLOWS), ())


def entailed_by(entries: Entries, names: tuple[str, ...]) -> ir.Value | None:
    """What the entry's other facts entail of one; None where they entail nothing in any row."""
    found = [*_entailed(entries, names), *_of_lists(entries, names)]
    return None if not found else found[0] if len(found) == 1 else ibis.coalesce(*found)


def _entailed(entries: Entries, names: tuple[str, ...]) -> Iterator[ir.Value]:
    group, name = names[:-1], names[-1]
    for relation in _relations(entries, names):
        if isinstance(relation, Follows) and relation.then.field == name:
            where = entries.standing((*group, relation.where.field))
            if where is not None:
                yield _where(_so(relation.where, where), relation.then)
        elif isinstance(relation, Said) and relation.fact == name:
            by = entries.standing((*group, relation.by))
            if isinstance(by, ir.StringValue):
                yield by.cases(*relation.words, else_=ibis.null("string"))


def prevailing(entries: Entries, names: tuple[str, ...], known: ir.Value | None) -> ir.Value | None:
    """A fact that is known, unless others prevail over it."""
    group, name = names[:-1], names[-1]
    for relation in _relations(entries, names):
        if isinstance(relation, Prevails) and relation.then.field == name:
            held = [(one, entries.standing((*group, one.field))) for one in relation.where]
            if all(value is not None for _, value in held):
                so = reduce(lambda a, b: a & b, [_so(one, value) for one, value in held if value is not None])
                otherwise = ibis.null("boolean") if known is None else known
                known = ibis.ifelse(so.fill_null(False), relation.then.value, otherwise)
    return known


def _so(one: Is, value: ir.Value) -> ir.BooleanValue:
    if one.value is GIVEN:
        return value.notnull()
    if isinstance(value, ir.BooleanValue):
        return value if one.value else ~value
    return value == one.value


def _where(so: ir.BooleanValue, then: Is) -> ir.Value:
    kind = "boolean" if isinstance(then.value, bool) else "string"
    return ibis.ifelse(so.fill_null(False), then.value, ibis.null(kind))


def _of_lists(entries: Entries, names: tuple[str, ...]) -> Iterator[ir.Value]:
    """What follows from more than the entry's own facts, or without any."""
    if entries.collection == "listings" and names in (("surely_from",), ("surely_until",)) and not entries.missing:
        yield _sure(entries, names[0])
    column = {"judgment_sets_exclusion": SET, "judgment_excludes_until": SET_UNTIL}.get(names[0])
    if entries.collection == "convictions" and column in entries.table.columns:
        yield entries.table[column]


def _sure(entries: Entries, name: str) -> ir.Value:
    """The days of an entry are known exactly where nothing else is said; one called inactive holds surely on none."""
    status, never = entries.standing(("status",)), ibis.literal(NEVER)
    until = ibis.literal(OPEN)
    if status is not None:
        until = ibis.ifelse((status == "inactive").fill_null(False), never, until)
    absent = entries.table["absent"]
    return ibis.ifelse(absent, ibis.null("date"), never if name == "surely_from" else until)
