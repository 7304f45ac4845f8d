"""Tables of an engine, by name: computed now and kept, or read from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, cast

import duckdb
import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow.parquet as pq

from tenderlaw.screening.engines import DuckEngine, Engine, SparkEngine
from tenderlaw.screening.files import quoted

__all__ = ["Tables", "tables_of"]


class Tables(Protocol):
    """Tables of an engine, by name."""

    text: str
    """What the engine calls text."""

    def keep(self, name: str, query: str) -> int:
        """Compute a query now and keep what it comes to as a table; how many rows."""

    def read(self, name: str, file: Path) -> ir.Table:
        """The rows of a Parquet file."""


class _InDuck:
    """Temporary tables of DuckDB."""

    text = "VARCHAR"

    def __init__(self, sql: duckdb.DuckDBPyConnection) -> None:
        self.sql = sql

    def keep(self, name: str, query: str) -> int:
        """Compute a query now and keep what it comes to as a table; how many rows."""
        self.sql.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        found = self.sql.execute(f"SELECT count(*) FROM {name}").fetchone()
        return int(found[0]) if found else 0

    def read(self, name: str, file: Path) -> ir.Table:
        """The rows of a Parquet file."""
        self.sql.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet({quoted(file)})")
        return _seen(name, file)


class _InSpark:
    """Parquet files of Spark, one a table: so a plan never grows with the steps."""

    text = "STRING"

    def __init__(self, engine: SparkEngine, folder: Path) -> None:
        self.session, self.folder = engine.session, folder

    def keep(self, name: str, query: str) -> int:
        """Compute a query now and keep what it comes to as a table; how many rows."""
        target = self.folder / name
        self.session.sql(query).write.mode("overwrite").parquet(str(target))
        frame = self.session.read.parquet(str(target))
        frame.createOrReplaceTempView(name)
        return int(frame.count())

    def read(self, name: str, file: Path) -> ir.Table:
        """The rows of a Parquet file."""
        self.session.read.parquet(str(file)).createOrReplaceTempView(name)
        return _seen(name, file)


def _seen(name: str, file: Path) -> ir.Table:
    one = min(file.glob("*.parquet")) if file.is_dir() else file
    return ibis.table(sch.Schema.from_pyarrow(pq.read_schema(one)), name=name)


def tables_of(engine: Engine, work: Path) -> Tables:
    """The tables of an engine; `work` is a folder for what it puts aside."""
    return _InSpark(engine, work) if isinstance(engine, SparkEngine) else _InDuck(cast("DuckEngine", engine).sql)
