"""Files of made-up suppliers, for tests and benchmarks: the same bytes from the same seed, in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.made_up import Maker

__all__ = ["write_suppliers"]

GROUP_ROWS: Final = 100_000
"""Rows of a row group."""
_AT_ONCE: Final = 3
"""Row groups that are in memory."""


def write_suppliers(maker: Maker, count: int, target: Path, report: Callable[[int, int], None]) -> None:
    """Write so many suppliers as Parquet, whole or not at all; `report` is told how many of how many are written."""
    half, done = target.with_name(target.name + ".half"), 0
    firsts = range(0, max(count, 1), GROUP_ROWS)
    schema = maker.suppliers(0, 0).schema
    with pq.ParquetWriter(half, schema) as writer:
        for table in _ahead(lambda first: maker.suppliers(first, min(GROUP_ROWS, count - first)), firsts):
            writer.write_table(table)
            done += len(table)
            report(done, count)
    half.replace(target)


def _ahead(make: Callable[[int], pa.Table], firsts: range) -> Iterator[pa.Table]:
    """Tables in order, the next of them made while one is written."""
    waiting: list[Future[pa.Table]] = []
    with ThreadPoolExecutor(_AT_ONCE - 1) as pool:
        rest = iter(firsts)
        waiting += [pool.submit(make, first) for first in islice(rest, _AT_ONCE)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(make, first) for first in islice(rest, 1)]
