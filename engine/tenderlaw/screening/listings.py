"""Suppliers joined with entries of public lists by identifier, on DuckDB or Spark; the same as for a single case.

A match becomes an entry of the supplier's `listings`. The same name alone, or the same identifier that fails its
check, becomes an entry that says so: a reason to look, of which no rule makes a finding.
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
from tenderlaw.interop.identifiers import PREFIXES, SCHEMES, UEI_FORM
from tenderlaw.interop.listings import MATCHES, ListingRow, Searched, keys_of
from tenderlaw.screening.schema import ROW, columns_of

__all__ = ["ENTRIES", "TALLIES", "compared_name", "entries_written", "with_listings"]

_BATCH: Final = 10_000
_CARRIED: Final = ("list", "entry", "exclusion_type", "listed_from", "listed_until", "to_confirm")
_ENTRY: Final = dt.Struct(dict(columns_of(Listing)))

ENTRIES: Final = pa.schema([
    ("key", pa.string()),
    ("rank", pa.int64()),
    ("list", pa.string()),
    ("entry", pa.string()),
    ("exclusion_type", pa.string()),
    ("listed_from", pa.date32()),
    ("listed_until", pa.date32()),
    ("to_confirm", pa.bool_()),
])  # fmt: skip
"""An entry once for everything it is found by; `rank`: the place of that in `interop.listings.MATCHES`."""

TALLIES: Final = (
    "rows_matched",
    "rows_matched_by_unchecked_identifier",
    "rows_matched_by_name_alone",
    "rows_left_open",
)
"""Rows with an entry found by identifier; by an identifier that fails its check, or by name, and nothing surer; rows
of which it stays unknown whether a list that is asked about holds them."""


def entries_written(rows: Iterable[ListingRow], target: Path) -> None:
    """Write entries as columns, batch by batch: the rows themselves never all stay in memory."""
    cells = (cell for row in rows for cell in _cells(row))
    with pq.ParquetWriter(target, ENTRIES) as writer:
        while batch := list(islice(cells, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=ENTRIES))


def _cells(row: ListingRow) -> Iterable[dict[str, object]]:
    carried = {name: getattr(row, name) for name in _CARRIED}
    for rank, keys in enumerate(keys_of(row)):
        for key in sorted(keys):
            yield {"key": key, "rank": rank, **carried}


@ibis.udf.scalar.builtin(name="compared_name", signature=((dt.string,), dt.string))  # type: ignore[untyped-decorator]
def compared_name(word: str | None) -> str | None:
    """`interop.listings.name_key`: neither engine has Unicode's compatibility forms and case folding of its own."""


def with_listings(suppliers: ir.Table, entries: ir.Table, searched: Searched, asked: Collection[str] = ()) -> ir.Table:
    """The suppliers with what `interop.listings.IndexedListings.completed` adds to `listings`, and the `TALLIES`.

    `suppliers` has the number of each row in `row`, and facts of an operator; `entries` are the columns `ENTRIES`.
    """
    known = _existing(suppliers)
    found = _found(suppliers, entries)
    if known is not None:
        found = cast("ir.Table", found.anti_join(known, [ROW, "list", "entry"]))
    matched_by = ibis.cases(*((found["rank"] == rank, word) for rank, word in enumerate(MATCHES)))
    said = _entry({name: found[name] for name in _CARRIED} | {"matched_by": matched_by})
    # list and entry come first and are unique in a row, so that they alone settle the order
    lists = found.select(ROW, "rank", said=said).group_by(ROW).agg(
        found=lambda table: table["said"].collect().sort(), best=lambda table: table["rank"].min()
    )  # fmt: skip
    joined = suppliers.left_join(lists, [ROW]).drop(f"{ROW}_right")
    nothing, given = ibis.literal([], type=dt.Array(_ENTRY)), _given(joined)
    whole = ibis.coalesce(given, nothing).concat(ibis.coalesce(joined["found"], nothing))
    left_open = ibis.literal(False)
    for name in sorted(asked):
        open_ = given.isnull() & ~_could_be_found(joined, searched.get(name, ()))
        hollow = ibis.array([_entry({"list": ibis.literal(name)})])
        whole = whole.concat(ibis.ifelse(open_, hollow, nothing))
        left_open = left_open | open_
    tallies = {word: (joined["best"] == rank).fill_null(False) for rank, word in enumerate(TALLIES[:-1])}
    out = joined.mutate(listings=whole, **tallies, **{TALLIES[-1]: left_open})
    return cast("ir.Table", out.drop("found", "best"))


def _entry(known: dict[str, ir.Value]) -> ir.StructValue:
    fields = {name: known.get(name, ibis.null(kind)).cast(kind) for name, kind in _ENTRY.items()}
    return cast("ir.StructValue", ibis.struct(fields))


def _found(suppliers: ir.Table, entries: ir.Table) -> ir.Table:
    """The entries of each row, each once, with the surest match."""
    keys = []
    if _is_list_with(suppliers, "identifiers", ("scheme", "value")):
        home = suppliers["country"] if "country" in suppliers.columns else ibis.null("string")
        each = suppliers.select(ROW, home=home.cast("string"), one=suppliers["identifiers"].unnest())
        keys.append(each.select(ROW, key=_key(each["one"]["scheme"], each["one"]["value"], each["home"])))
    if "name" in suppliers.columns:
        name = suppliers["name"].cast("string")
        keys.append(suppliers.select(ROW, key=ibis.literal("name::") + compared_name(name)))
    if not keys:
        keys.append(suppliers.select(ROW, key=ibis.null("string")))
    keyed = reduce(lambda a, b: a.union(b), keys)
    keyed = keyed.filter(keyed["key"].notnull()).distinct()
    hits = keyed.join(entries, ["key"]).select(ROW, *_CARRIED, "rank")
    return cast("ir.Table", hits.group_by([ROW, *_CARRIED]).agg(rank=hits["rank"].min()))


def _is_list_with(suppliers: ir.Table, column: str, fields: Collection[str]) -> bool:
    if column not in suppliers.columns or not isinstance(suppliers[column].type(), dt.Array):
        return False
    entry = suppliers[column].type().value_type
    return isinstance(entry, dt.Struct) and set(fields) <= set(entry.names)


def _existing(suppliers: ir.Table) -> ir.Table | None:
    """The entries that the facts already have."""
    if not _is_list_with(suppliers, "listings", ("list", "entry")):
        return None
    each = suppliers.select(ROW, one=suppliers["listings"].unnest())
    known = each.select(ROW, list=each["one"]["list"], entry=each["one"]["entry"])
    return cast("ir.Table", known.filter(known["entry"].notnull()))


def _given(suppliers: ir.Table) -> ir.ArrayValue:
    """The supplier's own entries, with every field."""
    if not _is_list_with(suppliers, "listings", ()):
        return cast("ir.ArrayValue", ibis.null(dt.Array(_ENTRY)))
    given = suppliers["listings"]
    if given.type() == dt.Array(_ENTRY):
        return cast("ir.ArrayValue", given)
    names = set(given.type().value_type.names) & set(_ENTRY.names)
    return cast("ir.ArrayValue", given.map(lambda one: _entry({name: one[name] for name in names})))


def _could_be_found(suppliers: ir.Table, schemes: Collection[str]) -> ir.BooleanValue:
    """Whether a supplier has a checked identifier of one of these schemes: `interop.identifiers.valid_key`."""
    if "uei" not in schemes or not _is_list_with(suppliers, "identifiers", ("scheme", "value")):
        return ibis.literal(False)
    checked = suppliers["identifiers"].filter(
        lambda one: ((one["scheme"] == "uei") & _plain(one["value"]).re_search(UEI_FORM)).fill_null(False)
    )
    return cast("ir.BooleanValue", (checked.length() > 0).fill_null(False))


def _plain(value: ir.StringValue) -> ir.StringValue:
    return cast("ir.StringValue", value.re_replace("[^0-9A-Za-z]", "").upper())


def _key(scheme: ir.StringValue, value: ir.StringValue, country: ir.StringValue) -> ir.StringValue:
    """`interop.identifiers.key_of` in columns."""
    word = _plain(value)
    home = country.substr(0, 2).fill_null("")
    start, rest = word.substr(0, 2), word.substr(2)
    prefixed, own = start.isin(PREFIXES), (start == home)
    number = ibis.ifelse(prefixed | own, rest, word)
    nation = ibis.ifelse(prefixed, start.replace("EL", "GR"), home)
    vat, everywhere = scheme == "vat", scheme.isin(("uei", "lei"))
    place = ibis.cases((everywhere, ibis.literal("")), (vat, nation), else_=home)
    key = scheme + ":" + place + ":" + ibis.ifelse(vat, number, word)
    usable = scheme.isin(SCHEMES) & (word != "") & (everywhere | (place != ""))
    return cast("ir.StringValue", ibis.ifelse(usable.fill_null(False), key, ibis.null("string")))
