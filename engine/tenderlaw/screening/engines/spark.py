"""Suppliers decided on Spark, locally or on a cluster: its processes run the program of columns, batch by batch."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.reading import no_rows
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.schema import ROW

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
        """Write what a program comes to for a part to a folder of Parquet files."""
        fields = pq.read_schema(part.file)
        decided(self._frame(part), program, fields).write.parquet(str(target.resolve()))

    def _frame(self, part: Part) -> DataFrame:
        numbered = "_metadata.row_index AS " if not part.numbered else ""
        columns = [f"`{name}`" for name in part.columns if name != ROW]
        where = f"_metadata.row_index BETWEEN {part.first} AND {part.first + part.count - 1}"
        # the name is a name, in which nothing is a pattern; Spark has a working directory of its own
        frame = self.session.read.option("__globPaths__", "false").parquet(str(part.file.resolve()))
        return frame.where("true" if part.alone else where).selectExpr(f"{numbered}{ROW}", *columns)


def decided(frame: DataFrame, program: Program, fields: pa.Schema) -> DataFrame:
    """What a program comes to for numbered rows; `fields` are the facts among their columns."""
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    found = from_arrow_schema(_spelled(program.run(no_rows(fields))).schema)
    read = {path[0] for path in program.reads}
    rows = frame.select(*(f"`{name}`" for name in frame.columns if name in read))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about pandas, of which nothing is used here
        return rows.mapInArrow(partial(_run_over, program), found)


def _run_over(program: Program, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _spelled(program.run(batch)).to_batches()


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
