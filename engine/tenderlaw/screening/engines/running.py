"""Programs run over batches of rows on every processor: a thread works on each batch, for Arrow's kernels let go."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.reading import batches_of
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.schema import KEY

__all__ = ["computed", "own_memory", "run_over"]


def own_memory() -> None:
    """Have Arrow take its memory from jemalloc, where there is one: for a process that does nothing but screen.

    Arrow's usual allocator gives large columns back to the system and takes them anew, which costs a fifth of a run.
    """
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())


def computed(program: Program, part: Part, target: Path, workers: int | None = None) -> None:
    """Write what a program comes to for a part to a Parquet file; by as many threads as there are processors."""
    tables = run_over(program, batches_of(part, program), workers)
    first = next(tables)
    # every supplier is another: a dictionary of them would only be filled and thrown away
    words = [name for name in _texts(first.schema) if name != KEY]
    with pq.ParquetWriter(target, first.schema, use_dictionary=words) as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)


def _texts(fields: pa.Schema | pa.StructType) -> Iterator[str]:
    """The columns and fields that hold text, as Parquet names them."""
    for field in fields:
        if pa.types.is_struct(field.type):
            yield from (f"{field.name}.{name}" for name in _texts(field.type))
        elif pa.types.is_list(field.type):
            yield f"{field.name}.list.element"
        elif pa.types.is_string(field.type):
            yield field.name


def run_over(program: Program, batches: Iterable[pa.RecordBatch], workers: int | None = None) -> Iterator[pa.Table]:
    """What batches come to, in order; a processor works on each, and few wait."""
    workers, rest = workers or os.cpu_count() or 1, iter(batches)
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[pa.Table]] = [pool.submit(program.run, batch) for batch in islice(rest, workers + 1)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(program.run, batch) for batch in islice(rest, 1)]
