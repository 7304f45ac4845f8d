"""Suppliers joined with entries of public lists by identifier, on DuckDB or Spark; the same as for a single case.

A match becomes an entry of the supplier's `listings`. The same name alone becomes an entry that says so: a reason
to look, of which no rule makes a finding.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from typing import Final, cast

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from tenderlaw.facts.operator import Listing
from tenderlaw.interop.identifiers import PREFIXES, SCHEMES
from tenderlaw.interop.listings import ListingRow, name_key
from tenderlaw.screening.schema import ROW, columns_of

__all__ = ["LISTINGS", "listings_table", "with_listings"]

_BATCH: Final = 10_000

_IDENTIFIER: Final = pa.struct([("scheme", pa.string()), ("value", pa.string()), ("country", pa.string())])
LISTINGS: Final = pa.schema([
    ("list", pa.string()),
    ("entry", pa.string()),
    ("line", pa.int64()),
    ("names", pa.list_(pa.string())),
    ("name_keys", pa.list_(pa.string())),
    ("keys", pa.list_(pa.string())),
    ("invalid", pa.list_(_IDENTIFIER)),
    ("kind", pa.string()),
    ("programme", pa.string()),
    ("exclusion_type", pa.string()),
    ("effect", pa.string()),
    ("listed_from", pa.date32()),
    ("listed_until", pa.date32()),
    ("review", pa.string()),
])  # fmt: skip
"""Columns of entries, as `interop.listings.ListingRow` explains them; `name_keys`: names as they are compared."""


def listings_table(rows: Iterable[ListingRow]) -> pa.Table:
    """Entries as columns; read batch by batch, so that the rows themselves never all stay in memory."""
    return pa.Table.from_batches(_batches(rows), schema=LISTINGS)


def _batches(rows: Iterable[ListingRow]) -> Iterator[pa.RecordBatch]:
    for held in itertools.batched(rows, _BATCH) if hasattr(itertools, "batched") else _batched(rows):
        yield pa.RecordBatch.from_pylist([_cells(row) for row in held], schema=LISTINGS)


def _batched(rows: Iterable[ListingRow]) -> Iterator[tuple[ListingRow, ...]]:
    source = iter(rows)
    while held := tuple(itertools.islice(source, _BATCH)):
        yield held


def _cells(row: ListingRow) -> dict[str, object]:
    given = {name: getattr(row, name) for name in LISTINGS.names if name not in ("name_keys", "invalid")}
    invalid = [{"scheme": one.scheme, "value": one.value, "country": one.country} for one in row.invalid]
    return {**given, "name_keys": sorted({name_key(name) for name in row.names}), "invalid": invalid}


@ibis.udf.scalar.python(signature=((dt.string,), dt.string))  # type: ignore[untyped-decorator]
def compared_name(name: str | None) -> str | None:
    """A name as names are compared; neither engine has Unicode's compatibility forms and case folding of its own."""
    return None if name is None else name_key(name)


def with_listings(
    suppliers: ir.Table, listings: ir.Table, checked: Collection[str], asked: Collection[str] = ()
) -> ir.Table:
    """The suppliers with the entries that are about them, or that bear their name, in `listings`.

    `suppliers` has the number of each row in `row`, and facts of an operator; `listings` are the columns of
    `LISTINGS`. `checked` are the lists given, whole; `asked` the lists that packs ask about: of one that was not
    checked, a supplier without entries of its own gets an entry of which nothing is known.
    """
    found = [_by_identifier(suppliers, listings), _by_name(suppliers, listings)]
    found[1] = _without(found[1], found[0])
    matched = reduce(lambda a, b: a.union(b), found)
    existing = _existing(suppliers)
    if existing is not None:
        matched = _without(matched, existing)
    kind = dt.Array(dt.Struct(dict(columns_of(Listing))))
    entry = _listing_of({name: matched[name] for name in matched.columns})
    # list and entry come first and are unique in a row, so that they alone settle the order
    lists = matched.select(ROW, entry=entry).group_by(ROW).agg(
        found=lambda table: table["entry"].collect().sort().cast(kind)
    )  # fmt: skip
    joined = suppliers.left_join(lists, [ROW]).drop(f"{ROW}_right")
    nothing = ibis.literal([], type=kind)
    unchecked = [_listing_of({"list": ibis.literal(name)}) for name in sorted(set(asked) - set(checked))]
    hollow = ibis.array(unchecked).cast(kind) if unchecked else nothing
    given = _given(joined, kind)
    whole = ibis.coalesce(given, nothing).concat(ibis.coalesce(joined["found"], nothing))
    whole = whole.concat(ibis.ifelse(given.isnull(), hollow, nothing))
    return joined.mutate(listings=whole).drop("found")


_CARRIED: Final = ("list", "entry", "exclusion_type", "listed_from", "listed_until")


def _listing_of(known: dict[str, ir.Value]) -> ir.StructValue:
    fields = {name: known.get(name, ibis.null(kind)).cast(kind) for name, kind in columns_of(Listing).items()}
    return cast("ir.StructValue", ibis.struct(fields))


def _by_identifier(suppliers: ir.Table, listings: ir.Table) -> ir.Table:
    country = suppliers["country"] if "country" in suppliers.columns else ibis.null("string")
    if "identifiers" not in suppliers.columns:
        return _matches(suppliers.select(ROW, key=ibis.null("string")), listings, "keys", "identifier")
    each = suppliers.select(ROW, home=country, one=suppliers["identifiers"].unnest())
    keyed = each.select(ROW, key=_key(each["one"]["scheme"], each["one"]["value"], each["home"]))
    return _matches(keyed, listings, "keys", "identifier")


def _by_name(suppliers: ir.Table, listings: ir.Table) -> ir.Table:
    name = compared_name(suppliers["name"]) if "name" in suppliers.columns else ibis.null("string")
    return _matches(suppliers.select(ROW, key=name), listings, "name_keys", "name")


def _matches(keyed: ir.Table, listings: ir.Table, column: str, matched_by: str) -> ir.Table:
    entries = listings.select(*_CARRIED, key=listings[column].unnest())
    keyed = keyed.filter(keyed["key"].notnull()).distinct()
    return keyed.join(entries, ["key"]).select(ROW, *_CARRIED, matched_by=ibis.literal(matched_by)).distinct()


def _without(found: ir.Table, known: ir.Table) -> ir.Table:
    return cast("ir.Table", found.anti_join(known, [ROW, "list", "entry"]))


def _existing(suppliers: ir.Table) -> ir.Table | None:
    if "listings" not in suppliers.columns or not isinstance(suppliers["listings"].type(), dt.Array):
        return None
    names = suppliers["listings"].type().value_type.names
    if "list" not in names or "entry" not in names:
        return None
    each = suppliers.select(ROW, one=suppliers["listings"].unnest())
    known = each.select(ROW, list=each["one"]["list"], entry=each["one"]["entry"])
    return known.filter(known["entry"].notnull())


def _given(suppliers: ir.Table, kind: dt.Array) -> ir.ArrayValue:
    if "listings" not in suppliers.columns or not isinstance(suppliers["listings"].type(), dt.Array):
        return cast("ir.ArrayValue", ibis.null(kind))
    given = suppliers["listings"]
    if given.type() == kind:
        return cast("ir.ArrayValue", given)
    names = given.type().value_type.names
    full = given.map(lambda one: _listing_of({name: one[name] for name in names if name in kind.value_type.names}))
    return cast("ir.ArrayValue", full.cast(kind))


def _key(scheme: ir.StringValue, value: ir.StringValue, country: ir.StringValue) -> ir.StringValue:
    """`interop.identifiers.key_of` in columns."""
    word = value.re_replace("[^0-9A-Za-z]", "").upper()
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
