"""Suppliers joined with entries of public lists by identifier; the same as for a single case.

A match becomes an entry of the supplier's `listings`, as `interop.searching` says, whose functions compare identifiers
and names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path
from typing import Final, cast

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.listings import ListingRow, keys_of
from tenderlaw.interop.searching import CARRIED, CHECKED, MATCHES, NAMED, OF, PARTED, Searched
from tenderlaw.screening.joins.database import columns_with, is_list_with, sql_type
from tenderlaw.screening.tables.files import quoted, quoted_name
from tenderlaw.screening.tables.schema import ROW, Model, columns_of

__all__ = ["ENTRIES", "TALLIES", "entries_written", "with_listings"]

_BATCH: Final = 10_000

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


def with_listings(
    suppliers: str,
    schema: pa.Schema,
    entries: str,
    searched: Searched,
    asked: Collection[str] = (),
    by_name: Collection[str] = (),
    model: Model = EconomicOperator,
) -> str:
    """The query for the suppliers with what `interop.searching.IndexedListings.completed` adds to `listings`.

    `suppliers` is the name of a table with these columns: the number of each row in `row`, and facts of an operator;
    `entries` is that of one with the columns `ENTRIES`. The `TALLIES` are columns besides.
    """
    kind = cast("pa.ListType", columns_of(model)["listings"])
    listed = sql_type(kind)
    given = f"CAST({'s.listings' if is_list_with(schema, 'listings', ()) else 'NULL'} AS {listed})"
    whole = f"list_concat(coalesce({given}, []), coalesce(l.found, []))"
    open_lists = []
    for name in sorted(asked):
        open_ = f"({given} IS NULL AND NOT {_could_be_found(searched.get(name, ()), name in by_name)})"
        hollow = f"CAST([{{'list': {quoted(name)}}}] AS {listed})"
        whole = f"list_concat({whole}, CASE WHEN {open_} THEN {hollow} ELSE [] END)"
        open_lists.append(open_)
    more = {"listings": whole}
    more |= {word: f"coalesce(l.best = {rank}, false)" for rank, word in enumerate(TALLIES[:-1])}
    more[TALLIES[-1]] = " OR ".join(open_lists) or "false"
    return (
        f"WITH keyed AS MATERIALIZED (SELECT {ROW}, {_keys(schema)} AS keys FROM {suppliers}), "
        f"matched AS ({_found(entries)}), lists AS ({_entries_of_rows(suppliers, schema, kind.value_type)}) "
        f"SELECT {columns_with(schema, 's', more)} FROM {suppliers} s "
        f"JOIN keyed USING ({ROW}) LEFT JOIN lists l USING ({ROW})"
    )


def _entries_of_rows(suppliers: str, schema: pa.Schema, kind: pa.DataType) -> str:
    """The entries of each row that its facts do not have already, in an order of their own, and the surest match."""
    ways = " ".join(f"WHEN {rank} THEN {quoted(word)}" for rank, word in enumerate(MATCHES))
    fields = {name: f"m.{quoted_name(name)}" for name in (*CARRIED, "person")}
    fields["matched_by"] = f"CASE m.rank {ways} END"
    # list and entry come first and are unique in a row, so that they alone settle the order
    said = f"CAST({{{', '.join(f'{quoted(name)}: {query}' for name, query in fields.items())}}} AS {sql_type(kind)})"
    known = ""
    if is_list_with(schema, "listings", ("list", "entry")):
        each = f"SELECT {ROW}, unnest(listings) AS one FROM {suppliers}"
        known = (
            f" WHERE NOT EXISTS (SELECT 1 FROM ({each}) k WHERE k.{ROW} = m.{ROW} "
            "AND k.one.list = m.list AND k.one.entry = m.entry)"
        )
    return f"SELECT {ROW}, list_sort(list({said})) AS found, min(rank) AS best FROM matched m{known} GROUP BY {ROW}"


def _keys(schema: pa.Schema) -> str:
    """What each supplier and each linked person is found by, and which identifiers stand their check."""
    party = {name: f"CAST({name} AS VARCHAR)" for name in ("name", "country") if name in schema.names}
    if is_list_with(schema, "identifiers", ("scheme", "value")):
        party["identifiers"] = "identifiers"
    if is_list_with(schema, "linked_persons", ()):
        held = {field.name for field in schema.field("linked_persons").type.value_type}
        names = [name for name in ("name", "country", "identifiers") if name in held]
        one = ", ".join(f"{quoted(name)}: one.{name}" for name in names)
        party |= {"persons": f"list_transform(linked_persons, lambda one: {{{one}}})"} if names else {}
    given = ", ".join(f"{quoted(name)}: {query}" for name, query in party.items())
    return f"keys_of_party(to_json({{{given}}}))" if party else "''"


def _found(entries: str) -> str:
    """The entries of each row, each once, with the surest match."""
    linked, carried = MATCHES.index("linked-person"), ", ".join(quoted_name(name) for name in CARRIED)
    parts = f"SELECT DISTINCT {ROW}, unnest(str_split(keys, {quoted(PARTED)})) AS part FROM keyed"
    words = f"SELECT {ROW}, str_split(part, {quoted(OF)}) AS words FROM ({parts})"
    each = f"SELECT {ROW}, words[1] AS key, nullif(words[2], '') AS person, len(words) > 1 AS linked FROM ({words})"
    hits = (
        f"SELECT a.{ROW}, {carried}, a.person, CASE WHEN a.linked THEN {linked} ELSE e.rank END AS rank "
        f"FROM ({each}) a JOIN {entries} e USING (key)"
    )
    found = f"SELECT {ROW}, {carried}, min(rank) AS rank, min(person) AS person FROM ({hits}) GROUP BY {ROW}, {carried}"
    return f"SELECT * REPLACE (CASE WHEN rank = {linked} THEN person END AS person) FROM ({found})"


def _could_be_found(schemes: Collection[str], by_name: bool) -> str:
    """Whether a search would have found a supplier: by a checked identifier, and by name where that is needed."""
    found = [_has(f"{CHECKED}{scheme}") for scheme in sorted(schemes)]
    able = f"({' OR '.join(found)})" if found else "false"
    return f"({able} AND {_has(NAMED)})" if by_name else able


def _has(mark: str) -> str:
    return f"contains(keyed.keys, {quoted(f'{PARTED}{mark}{PARTED}')})"
