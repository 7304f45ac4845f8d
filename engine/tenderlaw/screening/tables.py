"""Tables of an engine, by name: computed now and kept, or read from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, cast

import ibis.expr.types as ir

from tenderlaw.screening.engines import DuckEngine, Engine
from tenderlaw.screening.spark import SparkEngine

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

    def __init__(self, engine: DuckEngine) -> None:
        self.engine = engine

    def keep(self, name: str, query: str) -> int:
        """Compute a query now and keep what it comes to as a table; how many rows."""
        self.engine.sql.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        ((count,),) = self.engine.sql.execute(f"SELECT count(*) FROM {name}").fetchall()
        return int(count)

    def read(self, name: str, file: Path) -> ir.Table:
        """The rows of a Parquet file."""
        return self.engine.table(file, name)


class _InSpark:
    """Parquet files of Spark, one a table: so a plan never grows with the steps."""

    text = "STRING"

    def __init__(self, engine: SparkEngine, folder: Path) -> None:
        self.engine, self.folder = engine, folder

    def keep(self, name: str, query: str) -> int:
        """Compute a query now and keep what it comes to as a table; how many rows."""
        target = self.folder / name
        self.engine.session.sql(query).write.mode("overwrite").parquet(str(target.resolve()))
        frame = self.engine.read(target)
        frame.createOrReplaceTempView(name)
        return int(frame.count())

    def read(self, name: str, file: Path) -> ir.Table:
        """The rows of a Parquet file."""
        return self.engine.table(file, name)


def tables_of(engine: Engine, work: Path) -> Tables:
    """The tables of an engine; `work` is a folder for what it puts aside."""
    return _InSpark(engine, work) if isinstance(engine, SparkEngine) else _InDuck(cast("DuckEngine", engine))
