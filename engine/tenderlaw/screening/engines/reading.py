"""Batches of a Parquet file: of its columns, and the fields within them, those alone that a program reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.arrow.spaces import Path
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.schema import ROW, numbered

__all__ = ["BATCH_ROWS", "batches_of", "no_rows", "pieces_of"]

BATCH_ROWS = 100_000
"""Rows that are worked on at a time: so many and what they come to stay in memory for each processor."""


def batches_of(part: Part, program: Program) -> Iterator[pa.RecordBatch]:
    """The rows of a part in order, each batch with their numbers; one without rows where there are none."""
    if not part.count:
        yield no_rows(pq.read_schema(part.file))
        return
    file = pq.ParquetFile(part.file)
    names = _written(file)
    wanted = [name for path, name in names.items() if any(_meet(path, read) for read in program.reads)]
    words = [name for path, name in names.items() if path in program.words]
    read = pq.ParquetFile(part.file, read_dictionary=words)
    first = 0
    for group in range(file.num_row_groups):
        count = file.metadata.row_group(group).num_rows
        if part.alone or (first < part.first + part.count and part.first < first + count):
            at = first
            for batch in read.iter_batches(BATCH_ROWS, row_groups=[group], columns=wanted):
                yield from _within(batch, at, part)
                at += batch.num_rows
        first += count


def pieces_of(part: Part) -> list[Part]:
    """A part in pieces that can be read apart, each of about as many rows as a batch; they end where row groups do."""
    about = pq.read_metadata(part.file)
    first = 0 if part.alone else part.first
    out: list[Part] = []
    at = begin = 0
    for group in range(about.num_row_groups):
        at += about.row_group(group).num_rows
        low, high = max(begin, first), min(at, first + part.count)
        if high - low >= BATCH_ROWS or (high > low and (group == about.num_row_groups - 1 or at >= first + part.count)):
            out.append(replace(part, alone=False, first=low, count=high - low))
            begin = at
        elif high <= low:
            begin = at
    return out or [part]


def no_rows(fields: pa.Schema) -> pa.RecordBatch:
    """A batch without rows, with these columns and that of their numbers."""
    return pa.RecordBatch.from_pylist([], schema=numbered(fields))


def _within(batch: pa.RecordBatch, first: int, part: Part) -> Iterator[pa.RecordBatch]:
    """Those rows of a batch that belong to the part; `first` is the number of the first of them in the file."""
    skip, end = max(part.first - first, 0), min(part.first + part.count - first, batch.num_rows)
    if part.alone:
        yield batch
    elif skip < end:
        rows = batch.slice(skip, end - skip)
        if not part.numbered:
            rows = rows.append_column(ROW, pa.array(range(first + skip, first + end), pa.int64()))
        yield rows


def _meet(path: Path, read: Path) -> bool:
    """Whether a field is what is read, or lies in it, or around it."""
    return path[: len(read)] == read or read[: len(path)] == path


def _written(file: pq.ParquetFile) -> dict[Path, str]:
    """Every field that holds values, and how the file calls it; the file has names for the steps of lists besides."""
    leaves = list(_leaves(file.schema_arrow, ()))
    return {path: file.schema.column(number).path for number, path in enumerate(leaves)}


def _leaves(fields: pa.Schema | pa.StructType, path: Path) -> Iterator[Path]:
    for field in fields:
        kind = field.type
        while pa.types.is_list(kind) or pa.types.is_large_list(kind):
            kind = kind.value_type
        if pa.types.is_struct(kind):
            yield from _leaves(kind, (*path, field.name))
        else:
            yield (*path, field.name)
