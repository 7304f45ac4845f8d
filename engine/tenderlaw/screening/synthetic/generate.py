"""Files of made-up suppliers, for tests and benchmarks: the same bytes from the same seed, in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.runs.endings import whole
from tenderlaw.screening.synthetic.made_up import Maker
from tenderlaw.screening.synthetic.made_up_owners import edges_of, persons_of

__all__ = ["write_owners", "write_suppliers"]

GROUP_ROWS: Final = 100_000
"""Suppliers of a row group."""
_AT_ONCE: Final = 3
"""Row groups that are in memory."""


def write_suppliers(maker: Maker, count: int, target: Path, report: Callable[[int, int], None]) -> None:
    """Write so many suppliers as Parquet, whole or not at all; `report` is told how many of how many are written."""
    _write(maker.suppliers, count, target, report)


def write_owners(maker: Maker, count: int, edges: Path, persons: Path | None) -> None:
    """Write the edges around so many suppliers, and what is known of the persons in them."""
    _write(partial(edges_of, maker), count, edges, lambda done, total: None)
    if persons is not None:
        _write(partial(persons_of, maker), count, persons, lambda done, total: None)


def _write(make: Callable[[int, int], pa.Table], count: int, target: Path, report: Callable[[int, int], None]) -> None:
    firsts = range(0, max(count, 1), GROUP_ROWS)
    with whole(target) as half, pq.ParquetWriter(half, make(0, 0).schema) as writer:
        for first, table in zip(firsts, _ahead(lambda at: make(at, min(GROUP_ROWS, count - at)), firsts), strict=True):
            writer.write_table(table)
            report(min(first + GROUP_ROWS, count), count)


def _ahead(make: Callable[[int], pa.Table], firsts: range) -> Iterator[pa.Table]:
    """Tables in order, the next of them made while one is written."""
    waiting: list[Future[pa.Table]] = []
    with ThreadPoolExecutor(_AT_ONCE - 1) as pool:
        rest = iter(firsts)
        waiting += [pool.submit(make, first) for first in islice(rest, _AT_ONCE)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(make, first) for first in islice(rest, 1)]
