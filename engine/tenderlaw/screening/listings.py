"""Suppliers joined with entries of public lists by identifier, on DuckDB or Spark; the same as for a single case.

A match becomes an entry of the supplier's `listings`, as `interop.searching` says; how identifiers and names are
compared, both engines ask the functions of that module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import Final, cast

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.facts.operator import Listing
from tenderlaw.interop.listings import ListingRow, keys_of
from tenderlaw.interop.searching import CARRIED, CHECKED, MATCHES, NAMED, OF, PARTED, Searched
from tenderlaw.screening.schema import ROW, columns_of
from tenderlaw.screening.widened import is_list_with, to_json

__all__ = ["ENTRIES", "TALLIES", "entries_written", "with_listings"]

_BATCH: Final = 10_000
_ENTRY: Final = dt.Struct(dict(columns_of(Listing)))

ENTRIES: Final = pa.schema([
    ("key", pa.string()),
    ("rank", pa.int64()),
    ("list", pa.string()),
    ("entry", pa.string()),
    ("exclusion_type", pa.string()),
    ("listed_from", pa.date32()),
    ("listed_until", pa.date32()),
    ("surely_from", pa.date32()),
    ("surely_until", pa.date32()),
    ("status", pa.string()),
    ("to_confirm", pa.bool_()),
])  # fmt: skip
"""An entry once for everything it is found by; `rank`: the place of that in `interop.searching.MATCHES`."""

TALLIES: Final = (
    "rows_matched",
    "rows_matched_by_unchecked_identifier",
    "rows_matched_by_name_alone",
    "rows_matched_by_linked_person_alone",
    "rows_left_open",
)
"""Rows with an entry found by identifier; by a number of which it is not known whose it is, by name, or by a linked
person, and nothing surer; rows of which it stays unknown whether a list that is asked about holds them."""


def entries_written(rows: Iterable[ListingRow], target: Path) -> None:
    """Write entries as columns, batch by batch: the rows themselves never all stay in memory."""
    cells = (cell for row in rows for cell in _cells(row))
    with pq.ParquetWriter(target, ENTRIES) as writer:
        while batch := list(islice(cells, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=ENTRIES))


def _cells(row: ListingRow) -> Iterable[dict[str, object]]:
    carried = {name: getattr(row, name) for name in CARRIED}
    for rank, keys in enumerate(keys_of(row)):
        for key in sorted(keys):
            yield {"key": key, "rank": rank, **carried}


@ibis.udf.scalar.builtin(name="keys_of_party", signature=((dt.string,), dt.string))  # type: ignore[untyped-decorator]
def _keys_of_party(party: str | None) -> str | None:
    """`interop.searching.keys_of_party`."""


def with_listings(
    suppliers: ir.Table,
    entries: ir.Table,
    searched: Searched,
    asked: Collection[str] = (),
    by_name: Collection[str] = (),
) -> ir.Table:
    """The suppliers with what `interop.searching.IndexedListings.completed` adds to `listings`, and the `TALLIES`.

    `suppliers` has the number of each row in `row`, and facts of an operator; `entries` are the columns `ENTRIES`.
    """
    known = _existing(suppliers)
    rows = suppliers.mutate(keys=_keys(suppliers))
    found = _found(rows, entries)
    if known is not None:
        found = cast("ir.Table", found.anti_join(known, [ROW, "list", "entry"]))
    matched_by = ibis.cases(*((found["rank"] == rank, word) for rank, word in enumerate(MATCHES)))
    said = _entry({name: found[name] for name in (*CARRIED, "person")} | {"matched_by": matched_by})
    # list and entry come first and are unique in a row, so that they alone settle the order
    lists = found.select(ROW, "rank", said=said).group_by(ROW).agg(
        found=lambda table: table["said"].collect().sort(), best=lambda table: table["rank"].min()
    )  # fmt: skip
    joined = rows.left_join(lists, [ROW]).drop(f"{ROW}_right")
    nothing, given = ibis.literal([], type=dt.Array(_ENTRY)), _given(joined)
    whole = ibis.coalesce(given, nothing).concat(ibis.coalesce(joined["found"], nothing))
    left_open = ibis.literal(False)
    for name in sorted(asked):
        open_ = given.isnull() & ~_could_be_found(joined["keys"], searched.get(name, ()), name in by_name)
        hollow = ibis.array([_entry({"list": ibis.literal(name)})])
        whole = whole.concat(ibis.ifelse(open_, hollow, nothing))
        left_open = left_open | open_
    tallies = {word: (joined["best"] == rank).fill_null(False) for rank, word in enumerate(TALLIES[:-1])}
    out = joined.mutate(listings=whole, **tallies, **{TALLIES[-1]: left_open})
    return cast("ir.Table", out.drop("found", "best", "keys"))


def _entry(known: dict[str, ir.Value]) -> ir.StructValue:
    fields = {name: known.get(name, ibis.null(kind)).cast(kind) for name, kind in _ENTRY.items()}
    return cast("ir.StructValue", ibis.struct(fields))


def _keys(suppliers: ir.Table) -> ir.StringValue:
    """What each supplier and each linked person is found by, and which identifiers stand their check."""
    party = {name: suppliers[name].cast("string") for name in ("name", "country") if name in suppliers.columns}
    if is_list_with(suppliers, "identifiers", ("scheme", "value")):
        party["identifiers"] = suppliers["identifiers"]
    if is_list_with(suppliers, "linked_persons", ()):
        persons = suppliers["linked_persons"]
        names = [name for name in ("name", "country", "identifiers") if name in persons.type().value_type.names]
        party |= {"persons": persons.map(lambda one: ibis.struct({name: one[name] for name in names}))} if names else {}
    return cast("ir.StringValue", _keys_of_party(to_json(ibis.struct(party))) if party else ibis.literal(""))


def _found(rows: ir.Table, entries: ir.Table) -> ir.Table:
    """The entries of each row, each once, with the surest match."""
    each = rows.select(ROW, part=rows["keys"].split(PARTED).unnest()).distinct()
    parts = each["part"].split(OF)
    linked = parts.length() > 1
    person = ibis.ifelse(linked, parts[1].nullif(""), ibis.null("string"))
    keyed = each.select(ROW, key=parts[0], person=person, linked=linked)
    hits = keyed.join(entries, ["key"])
    rank = ibis.ifelse(hits["linked"], MATCHES.index("linked-person"), hits["rank"])
    hits = hits.select(ROW, *CARRIED, "person", rank=rank)
    found = hits.group_by([ROW, *CARRIED]).agg(rank=hits["rank"].min(), person=hits["person"].min())
    whom = ibis.ifelse(found["rank"] == MATCHES.index("linked-person"), found["person"], ibis.null("string"))
    return cast("ir.Table", found.mutate(person=whom))


def _existing(suppliers: ir.Table) -> ir.Table | None:
    """The entries that the facts already have."""
    if not is_list_with(suppliers, "listings", ("list", "entry")):
        return None
    each = suppliers.select(ROW, one=suppliers["listings"].unnest())
    known = each.select(ROW, list=each["one"]["list"], entry=each["one"]["entry"])
    return cast("ir.Table", known.filter(known["entry"].notnull()))


def _given(suppliers: ir.Table) -> ir.ArrayValue:
    """The supplier's own entries, with every field."""
    if not is_list_with(suppliers, "listings", ()):
        return cast("ir.ArrayValue", ibis.null(dt.Array(_ENTRY)))
    given = suppliers["listings"]
    if given.type() == dt.Array(_ENTRY):
        return cast("ir.ArrayValue", given)
    names = set(given.type().value_type.names) & set(_ENTRY.names)
    return cast("ir.ArrayValue", given.map(lambda one: _entry({name: one[name] for name in names})))


def _could_be_found(keys: ir.StringValue, schemes: Collection[str], by_name: bool) -> ir.BooleanValue:
    """Whether a search would have found a supplier: by a checked identifier, and by name where that is needed."""
    found = [keys.contains(f"{PARTED}{CHECKED}{scheme}{PARTED}") for scheme in sorted(schemes)]
    able = reduce(lambda a, b: a | b, found, ibis.literal(False))
    return cast("ir.BooleanValue", able & keys.contains(f"{PARTED}{NAMED}{PARTED}") if by_name else able)
