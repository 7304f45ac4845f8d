"""Entries of a list, one a row of their own, with the facts that follow from others written out.

The columns' counterpart of `tenderlaw.facts.collections`: a list that was not given is one entry, a placeholder,
of which nothing is known; convictions of the operator and of its linked persons are one collection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeGuard

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from tenderlaw.facts.base import OPEN
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.judgments import ENTAILS, OPENED_BY
from tenderlaw.facts.portions import PORTIONS
from tenderlaw.screening.beginnings import stands
from tenderlaw.screening.entailed import entailed_by, prevailing
from tenderlaw.screening.judgments import EXCLUSIONS, SET, SET_UNTIL, set_by_judgment
from tenderlaw.screening.leaves import FactValue
from tenderlaw.screening.portions import REST, REST_IN, overruns, remainders, rest_of, whole_of
from tenderlaw.screening.schema import ROW, columns_of

__all__ = ["ABSENT", "HOLE", "LISTED_IN", "PLACE", "Entries", "entries_of", "has_list", "nothing_known", "overrun_rows"]

ABSENT: Final = "absent"
"""Whether the row stands for a list that was not given."""
HOLE: Final = "hole"
"""Whether the list has a null where an entry should be."""
PLACE: Final = "place"
"""Where an entry stands or would stand: of convictions, 0 with the supplier, 1 with persons of whom nothing is known,
2 with a person; of exclusions, 1 with the conviction that entails it or may, 2 where its judgment leaves that open;
of a list within a struct, 1 where there is the struct."""
_LINK: Final = ("convicted", "link_from", "link_until")


@dataclass(slots=True)
class Entries:
    """The entries of a collection as a table: row, absent, carried columns, and a column for each fact.

    The table grows: what conditions have in common becomes a column of its own, computed once.
    """

    table: ir.Table
    collection: str
    as_of: date = OPEN
    """The day as of which it is read: what begins later is not there."""
    missing: bool = False
    """Whether no supplier has the list: one entry of which nothing is known stands for it in every row."""

    def read(self, names: tuple[str, ...]) -> FactValue:
        """A fact of the entry, with what follows from another by definition; None where the table has neither."""
        given, entailed = self._given(names), entailed_by(self, names)
        known = given if entailed is None else entailed if given is None else ibis.coalesce(given, entailed)
        known = prevailing(self, names, known)
        if len(names) > 1 or not self.collection or self.missing:
            return known
        return stands(self.table, self.collection, names[0], known, self.as_of)

    def _given(self, names: tuple[str, ...]) -> ir.Value | None:
        first, *rest = names
        if first not in self.table.columns:
            return None
        found: ir.Value = self.table[first]
        for name in rest:
            if not isinstance(found, ir.StructValue) or name not in found.names:
                return None
            found = found[name]
        return found

    def standing(self, names: tuple[str, ...]) -> ir.Value | None:
        """A fact of the entry as it was given, on the as-of date."""
        given = self._given(names)
        if len(names) > 1 or not self.collection or self.missing:
            return given
        return stands(self.table, self.collection, names[0], given, self.as_of)


def has_list(suppliers: ir.Table, collection: str) -> bool:
    """Whether the table has the list at all, with any field of its entries."""
    if collection in LISTED_IN:
        return LISTED_IN[collection][0] in suppliers.columns
    return any(_is_list(_at(suppliers, (name,))) for name in _HELD_IN.get(collection, (collection,)))


def nothing_known(collection: str) -> Entries:
    """The one entry that stands for a list that no supplier has, of which nothing is known."""
    return Entries(ibis.table({ROW: "int64"}, name=collection), collection, missing=True)


def entries_of(suppliers: ir.Table, collection: str, carry: Mapping[str, ir.Value], as_of: date) -> Entries:
    """The entries of `collection` in a table of suppliers; `carry` are columns of the supplier to keep.

    Those that are not there yet on `as_of` are among them.
    """
    keep = {ROW: suppliers[ROW], **carry}
    if collection == "convictions":
        parts = [_own(suppliers, keep), _of_persons(suppliers, keep)]
        return Entries(_aligned(parts, keep, collection), collection, as_of)
    if collection == "exclusions_by_judgment":
        return Entries(_exclusions(suppliers, collection, keep, as_of), collection, as_of)
    if collection in LISTED_IN:
        return Entries(_of_portions(suppliers, collection, keep), collection, as_of)
    return Entries(_unnested(suppliers, (collection,), keep), collection, as_of)


_HELD_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "convictions": ("convictions", "linked_persons"),
    "exclusions_by_judgment": ("exclusions_by_judgment", "convictions"),
}
"""The columns that hold entries of a collection, where these are not the column of its own name."""
LISTED_IN: Final[Mapping[str, tuple[str, ...]]] = {"subcontract_performance": ("subcontract", "performance")}
"""Where a collection is not the column of its own name: the names that lead to it."""
Keep = Mapping[str, ir.Value]


def _is_list(listed: ir.Value | None) -> TypeGuard[ir.ArrayValue]:
    return isinstance(listed, ir.ArrayValue) and isinstance(listed.type().value_type, dt.Struct)


def _unnested(suppliers: ir.Table, path: tuple[str, ...], keep: Keep) -> ir.Table:
    one = _one_by_one(suppliers, path, keep)
    return suppliers.select(**keep, **{ABSENT: ibis.literal(True)}) if one is None else _spread(one, keep, {})


def _one_by_one(suppliers: ir.Table, path: tuple[str, ...], keep: Keep) -> ir.Table | None:
    """The structs of a list, `entry`, each in a row; None where the table has no such list."""
    listed = _at(suppliers, path)
    if not _is_list(listed):
        return None
    nothing = ibis.literal([None], type=listed.type())
    return suppliers.select(**keep, entry=ibis.coalesce(listed, nothing).unnest(), **{ABSENT: listed.isnull()})


def _at(table: ir.Table, path: tuple[str, ...]) -> ir.Value | None:
    if path[0] not in table.columns:
        return None
    found: ir.Value = table[path[0]]
    for name in path[1:]:
        if not isinstance(found, ir.StructValue) or name not in found.names:
            return None
        found = found[name]
    return found


def _spread(one: ir.Table, keep: Keep, more: Mapping[str, ir.Value]) -> ir.Table:
    """The fields of the struct `entry` as columns."""
    entry = one["entry"]
    fields = {name: entry[name] for name in entry.type().names}
    return one.select(*keep, ABSENT, **{HOLE: entry.isnull() & ~one[ABSENT]}, **fields, **more)


def _own(suppliers: ir.Table, keep: Keep) -> ir.Table:
    listed = _at(suppliers, ("exclusions_by_judgment",))
    beside: Keep = {EXCLUSIONS: listed} if _is_list(listed) else {}
    table = _unnested(suppliers, ("convictions",), {**keep, **beside})
    table = table.mutate(**set_by_judgment(table))
    return table.mutate(
        convicted=ibis.literal("operator"),
        link_from=ibis.literal(date.min),
        link_until=ibis.literal(OPEN),
        **{PLACE: ibis.literal(0, type="int8")},
    )


def _exclusions(suppliers: ir.Table, collection: str, keep: Keep, as_of: date) -> ir.Table:
    """The exclusions by judgment that are listed, and those that the suppliers' own convictions entail."""
    listed = _unnested(suppliers, (collection,), keep).mutate(**{PLACE: ibis.literal(0, type="int8")})
    if not _is_list(_at(suppliers, ("convictions",))):
        return listed
    convictions = Entries(_own(suppliers, keep), "convictions", as_of)
    table = convictions.table
    final, sets = (_known(convictions.read((name,))) for name in OPENED_BY)
    facts = {name: found for name, by in ENTAILS.items() if isinstance(found := convictions.read((by,)), ir.Value)}
    if "effective_in" in facts:
        state = facts["effective_in"]
        facts["effective_in"] = ibis.ifelse(state.notnull(), ibis.array([state]), ibis.null("array<string>"))
    if "convicted_on" in table.columns:  # what is not there yet entails nothing that is
        day = table["convicted_on"]
        later = (day > ibis.literal(as_of)).fill_null(False)
        facts["excluded_from"] = ibis.ifelse(later, day, facts.get("excluded_from", ibis.null("date")))
    entails = ~table[ABSENT] & sets.fill_null(True) & final.fill_null(True)
    place = ibis.ifelse(final.notnull() & sets.isnull(), 2, 1).cast("int8")
    own = {HOLE: ibis.literal(False), PLACE: place, "entails": entails, "open": final.isnull() | sets.isnull()}
    entailed = table.select(*keep, **facts, **own)
    entailed = entailed.filter(entailed["entails"]).rename({ABSENT: "open"}).drop("entails")
    return _aligned([listed, entailed], keep, collection)


def _known(value: FactValue) -> ir.BooleanValue:
    return value if isinstance(value, ir.BooleanValue) else ibis.null("boolean")


def _of_persons(suppliers: ir.Table, keep: Keep) -> ir.Table:
    each = _one_by_one(suppliers, ("linked_persons",), keep)
    if each is None:
        return suppliers.select(**keep, **{ABSENT: ibis.literal(True), PLACE: ibis.literal(1, type="int8")})
    person, names = each["entry"], each["entry"].type().names
    facts: dict[str, ir.Value] = {PLACE: ibis.ifelse(each[ABSENT], 1, 2).cast("int8")}
    facts |= {name: person[source] for name, source in zip(_LINK, ("link", "link_from", "link_until"), strict=True)
              if source in names}  # fmt: skip
    if "convictions" not in names:
        return each.select(*keep, **{ABSENT: ibis.literal(True)}, **facts)
    listed = person["convictions"]
    nothing = ibis.literal([None], type=listed.type())
    one = each.select(
        *keep,
        **facts,
        entry=ibis.coalesce(listed, nothing).unnest(),
        **{ABSENT: listed.isnull()},
    )
    return _spread(one, keep, {name: one[name] for name in facts})


def _of_portions(suppliers: ir.Table, collection: str, keep: Keep) -> ir.Table:
    """The entries of a list within a struct; what they leave of the whole is a row that stands for others."""
    path, portions = LISTED_IN[collection], PORTIONS[collection]
    keep = {**keep, PLACE: suppliers[path[0]].notnull().cast("int8")}
    whole = whole_of(suppliers, collection)
    if whole is None:
        return _unnested(suppliers, path, keep)
    value: Keep = {"amount": whole["amount"], "currency": whole["currency"]}
    table = _unnested(suppliers, path, {**keep, **value})
    table = table.mutate(**rest_of(table[ABSENT], table["amount"], table["currency"]))
    found = _portions(suppliers, path, {**keep, **value})
    if found is None:
        return table
    left = remainders(*found, portions).mutate(**{ABSENT: ibis.literal(True), HOLE: ibis.literal(False)})
    return _aligned([table, left], keep, collection)


def _portions(suppliers: ir.Table, path: tuple[str, ...], keep: Keep) -> tuple[ir.Table, ir.Table] | None:
    """The suppliers with the whole of their portions, and each portion with it; None without such a list."""
    value = {name: keep[name] for name in ("amount", "currency")}
    one, listed = _one_by_one(suppliers, path, {ROW: suppliers[ROW], **value}), _at(suppliers, path)
    return None if one is None or listed is None else (suppliers.select(**keep, there=listed.notnull()), one)


def overrun_rows(suppliers: ir.Table) -> Iterator[ir.Table]:
    """For each list of portions: row, and whether these come to more than their whole."""
    for collection, path in LISTED_IN.items():
        whole = whole_of(suppliers, collection)
        if whole is not None:
            keep = {ROW: suppliers[ROW], "amount": whole["amount"], "currency": whole["currency"]}
            found = _portions(suppliers, path, keep)
            if found is not None:
                yield overruns(*found, PORTIONS[collection])


def _aligned(parts: Sequence[ir.Table], keep: Keep, collection: str) -> ir.Table:
    """The parts one below the other, each with every column, null where it has none."""
    own = {ABSENT: dt.boolean, HOLE: dt.boolean, PLACE: dt.int8, REST: dt.Decimal(38, 4), REST_IN: dt.string}
    own |= {SET: dt.boolean, SET_UNTIL: dt.date}
    wanted = {**columns_of(COLLECTIONS[collection].model), **own}
    names = [name for name in wanted if name not in keep]
    names = [name for name in names if any(name in part.columns for part in parts)]
    kinds = {name: _widest([part[name].type() for part in parts if name in part.columns]) for name in names}
    out = [
        part.select(
            *keep,
            **{
                name: part[name].cast(kinds[name]) if name in part.columns else ibis.null(kinds[name]) for name in names
            },
        )
        for part in parts
    ]
    return ibis.union(*out)


def _widest(kinds: Sequence[dt.DataType]) -> dt.DataType:
    """One type for the columns of two parts: of structs, that with every field of both."""
    structs = [kind for kind in kinds if isinstance(kind, dt.Struct)]
    if not structs:
        return kinds[0]
    fields: dict[str, dt.DataType] = {}
    for kind in structs:
        for name, inner in kind.items():
            fields[name] = _widest([inner, fields[name]]) if name in fields else inner
    return dt.Struct(fields)
