"""Suppliers decided on Spark, locally or on a cluster: its processes run Arrow's program, batch by batch.

Lists and owners are joined before as queries of Spark.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.arrow.program import Program, program_of
from tenderlaw.screening.arrow.reading import no_rows
from tenderlaw.screening.engines import VIEW, Columns, Functions, schema_table, table_of
from tenderlaw.screening.files import Part
from tenderlaw.screening.schema import ROW, facts_in

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SparkEngine", "decided", "spark_session"]

_UNWANTED: Final = ("PushDownPredicates", "CollapseProject", "InferFiltersFromConstraints")
"""Rules of Spark's optimizer that write the stages of a query into each other, until no memory holds it."""
_QUERIES: Final = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.maxPlanStringLength": "1000",
    "spark.sql.optimizer.excludedRules": ",".join(
        f"org.apache.spark.sql.catalyst.optimizer.{rule}" for rule in _UNWANTED
    ),
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
}
"""What a session needs for the queries that join lists and owners; it can be set while the session runs."""


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
    for name, value in _QUERIES.items():
        session.conf.set(name, value)
    return session


class SparkEngine:
    """Spark, locally or on a cluster."""

    name = "spark"

    def __init__(self, session: SparkSession) -> None:
        """Use this session."""
        self.version = metadata.version("pyspark")
        self.session = session

    def rows(self, part: Part) -> ir.Table:
        """The rows of a part, with their numbers."""
        self._frame(part).createOrReplaceTempView(VIEW)
        return table_of(facts_in(pq.read_schema(part.file)))

    def _frame(self, part: Part) -> DataFrame:
        numbered = "_metadata.row_index AS " if not part.numbered else ""
        columns = [f"`{name}`" for name in part.columns if name != ROW]
        where = f"_metadata.row_index BETWEEN {part.first} AND {part.first + part.count - 1}"
        where = "true" if part.alone else where
        frame = self.read(part.file)
        return frame.where(where).selectExpr(f"{numbered}{ROW}", *columns)

    def compiled(self, table: ir.Table) -> str:
        """An expression over the rows as a query."""
        return str(ibis.to_sql(table, dialect="pyspark", pretty=False))

    def compute(self, query: str, target: Path) -> None:
        """Write what a query comes to to a folder of Parquet files."""
        self.session.sql(query).write.parquet(str(target.resolve()))

    def columns(self, table: ir.Table) -> Columns:
        """What writes what an expression over the rows comes to."""
        program = program_of(table)

        def computed(part: Part, target: Path) -> None:
            fields = pq.read_schema(part.file)
            decided(self._frame(part), program, fields).write.parquet(str(target.resolve()))

        return computed

    def table(self, file: Path, name: str) -> ir.Table:
        """A Parquet file as a table of that name."""
        self.read(file).createOrReplaceTempView(name)
        return schema_table(file, name)

    def read(self, file: Path) -> DataFrame:
        """A Parquet file by its name, in which nothing is a pattern; Spark has a working directory of its own."""
        return self.session.read.option("__globPaths__", "false").parquet(str(file.resolve()))

    @contextmanager
    def with_functions(self, functions: Functions) -> Iterator[None]:
        """Functions of text, which the session's own processes of Python compute."""
        for name, function in functions.items():
            self.session.udf.register(name, function)
        yield


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
