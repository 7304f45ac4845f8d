"""Suppliers decided on Spark, locally or on a cluster: its processes run the program of columns, batch by batch."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.reading import BATCH_ROWS, no_rows, pieces_of
from tenderlaw.screening.engines.running import computed, own_memory
from tenderlaw.screening.tables.files import Part

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SparkEngine", "decided", "spark_session"]

_SETTINGS: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
}
"""What a session needs; it can be set while the session runs."""


def spark_session(master: str) -> SparkSession:
    """A Spark session on loopback. Raises ImportError without the extra `spark`."""
    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "3g",
        "spark.driver.extraJavaOptions": "-Xss16m",
        "spark.sql.shuffle.partitions": "4",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(master).appName("tenderlaw")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    for name, value in _SETTINGS.items():
        session.conf.set(name, value)
    return session


class SparkEngine:
    """Spark, locally or on a cluster."""

    name = "spark"

    def __init__(self, session: SparkSession) -> None:
        """Use this session."""
        self.version = metadata.version("pyspark")
        self.session = session

    def decide(self, program: Program, part: Part, target: Path) -> None:
        """Write what a program comes to for a part to a folder of Parquet files.

        Spark's processes read the part and write what comes of it themselves: rows within lists go through its own
        machine at a fifth of the speed. So the disk is one that they share.
        """
        target.mkdir()
        pieces = pieces_of(replace(part, file=part.file.resolve()))  # its processes may work in another folder
        tasks = self.session.range(0, len(pieces), 1, len(pieces))
        with _no_word_of_pandas():
            tasks.mapInArrow(partial(_pieces, program, pieces, target.resolve()), "id bigint").collect()


def _pieces(
    program: Program, pieces: Sequence[Part], target: Path, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Decide the pieces whose numbers are given; a piece that is decided twice comes to the same file."""
    own_memory()
    for batch in batches:
        for number in batch.column(0).to_pylist():
            half = target / f".{number:05}-{os.getpid()}"
            computed(program, pieces[number], half, workers=1)
            half.replace(target / f"part-{number:05}.parquet")
        yield batch


def decided(frame: DataFrame, program: Program, fields: pa.Schema) -> DataFrame:
    """What a program comes to for numbered rows; `fields` are the facts among their columns."""
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    found = from_arrow_schema(_spelled(program.run(no_rows(fields))).schema)
    read = {path[0] for path in program.reads}
    rows = frame.select(*(f"`{name}`" for name in frame.columns if name in read))
    with _no_word_of_pandas():
        return rows.mapInArrow(partial(_run_over, program), found)


def _run_over(program: Program, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for some in _gathered(batches):
        yield from _spelled(program.run(some)).to_batches()


def _gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """As many rows at a time as a program is made for: Spark hands over a tenth of that."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= BATCH_ROWS:
            yield from pa.Table.from_batches(held).combine_chunks().to_batches()
            held = []
    if held:
        yield from pa.Table.from_batches(held).combine_chunks().to_batches()


@contextmanager
def _no_word_of_pandas() -> Iterator[None]:
    """Spark warns of versions of pandas, of which nothing is used here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _spelled(table: pa.Table) -> pa.Table:
    """The same with every word written out, as Spark knows text."""
    return table.cast(pa.schema([field.with_type(_without_words(field.type)) for field in table.schema]))


def _without_words(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_without_words(field.type)) for field in kind])
    if pa.types.is_list(kind):
        return pa.list_(_without_words(kind.value_type))
    return kind
