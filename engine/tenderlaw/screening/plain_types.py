"""Arrow types that not every engine can work with, in columns and in fields within them, made plain.

What is null in every row has no type, where Arrow inferred it from data in which a fact was never given: it gets that
of the fact. Views of text and lists, as some libraries hand them over, become text and lists.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.rows import arrow_schema
from tenderlaw.screening.schema import ROW

__all__ = ["is_plain", "plain", "plain_file"]

_BATCH = 20_000
_VIEWS = (pa.ListViewType, pa.LargeListViewType)
_LISTS = (pa.ListType, pa.LargeListType, *_VIEWS)


def is_plain(schema: pa.Schema) -> bool:
    """Whether every engine can work with the types."""
    return bool(_plain_schema(schema) == schema)


def _plain_schema(schema: pa.Schema) -> pa.Schema:
    wanted = arrow_schema()
    known = {name: wanted.field(name).type for name in wanted.names}
    return pa.schema([pa.field(one.name, _plain(one.type, known.get(one.name, one.type))) for one in schema])


def plain(table: pa.Table) -> pa.Table:
    """The table with plain types."""
    return table if is_plain(table.schema) else table.cast(_plain_schema(table.schema))


def plain_file(file: Path, target: Path) -> None:
    """A copy of a Parquet file with plain types, and with the numbers of its rows."""
    source, first = pq.ParquetFile(file), 0
    schema = _plain_schema(source.schema_arrow)
    names = [name for name in schema.names if name != ROW]
    half = target.with_name(target.name + ".half")
    numbered = pa.schema([pa.field(ROW, pa.int64()), *(schema.field(name) for name in names)])
    with pq.ParquetWriter(half, numbered) as writer:
        for batch in source.iter_batches(_BATCH):
            rows = pa.array(range(first, first + batch.num_rows), pa.int64())
            held = pa.Table.from_batches([batch]).select(names).add_column(0, ROW, rows)
            writer.write_table(held.cast(numbered))
            first += batch.num_rows
    half.replace(target)


def _plain(kind: pa.DataType, wanted: pa.DataType) -> pa.DataType:
    if pa.types.is_null(kind):
        return wanted
    if pa.types.is_string_view(kind):
        return pa.string()
    if isinstance(kind, _LISTS) and isinstance(wanted, pa.ListType):
        inner = _plain(kind.value_type, wanted.value_type)
        return kind if inner == kind.value_type and not isinstance(kind, _VIEWS) else pa.list_(inner)
    if isinstance(kind, pa.StructType) and isinstance(wanted, pa.StructType):
        known = {one.name: one.type for one in wanted}
        fields = [pa.field(one.name, _plain(one.type, known.get(one.name, one.type))) for one in kind]
        return kind if all(new.type == old.type for new, old in zip(fields, kind, strict=True)) else pa.struct(fields)
    return kind
