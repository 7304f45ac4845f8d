"""What an engine is, and the one that runs expressions as queries of DuckDB in this process.

Whichever computes, DuckDB puts the rows in order and writes the files, so that their bytes are the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib import metadata
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import duckdb
import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow.parquet as pq

from tenderlaw.screening.files import Part, parquet, quoted, rows_of
from tenderlaw.screening.schema import ROW, facts_in

__all__ = ["VIEW", "Columns", "DuckEngine", "Engine", "Function", "Functions", "in_memory", "schema_table", "table_of"]

Function: TypeAlias = Callable[[str | None], str | None]
Columns: TypeAlias = Callable[[Part, Path], None]
"""Writes what an expression comes to for a part to a Parquet file, or a folder of them, in any order."""
Functions: TypeAlias = Mapping[str, Function]
VIEW: Final = "suppliers"

# stages stay stages: fused, every column would be written out wherever it is used, and the query would explode
ibis.options.sql.fuse_selects = False


class Engine(Protocol):
    """Reads the rows of a part and writes what an expression over them comes to."""

    name: str
    version: str

    def rows(self, part: Part) -> ir.Table:
        """The rows of a part, with their numbers."""

    def compiled(self, table: ir.Table) -> str:
        """An expression over the rows as a query."""

    def compute(self, query: str, target: Path) -> None:
        """Write what a query comes to to a Parquet file, or a folder of them, in any order."""

    def columns(self, table: ir.Table) -> Columns:
        """What writes what an expression comes to, for parts with the same columns; `rows` was called for each."""

    def table(self, file: Path, name: str) -> ir.Table:
        """A Parquet file as a table of that name."""

    def with_functions(self, functions: Functions) -> AbstractContextManager[None]:
        """For a while, functions of text by the name by which queries call them."""


def table_of(facts: sch.Schema) -> ir.Table:
    """Rows with these columns and their numbers as expressions see them: the view that an engine makes of them."""
    columns = {ROW: "int64"} | {name: kind for name, kind in facts.items() if name != ROW}
    return ibis.table(columns, name=VIEW)


def schema_table(file: Path, name: str) -> ir.Table:
    """A Parquet file as expressions see it under that name."""
    return ibis.table(sch.Schema.from_pyarrow(pq.read_schema(file)), name=name)


def in_memory(limit: str) -> duckdb.DuckDBPyConnection:
    """A database in memory that takes no more than `limit`; the rest lies in the folder of temporary files."""
    return duckdb.connect(config={"memory_limit": limit, "temp_directory": tempfile.gettempdir()})


class DuckEngine:
    """DuckDB in this process, with all its processors."""

    name = "duckdb"

    def __init__(self) -> None:
        """Open a database in memory that puts aside on disk what does not fit."""
        self.version = metadata.version("duckdb")
        self.sql = in_memory("2500MB")

    def rows(self, part: Part) -> ir.Table:
        """The rows of a part, with their numbers."""
        self.sql.execute(f"CREATE OR REPLACE TEMP VIEW {VIEW} AS {rows_of(part)}")
        return table_of(facts_in(pq.read_schema(part.file)))

    def compiled(self, table: ir.Table) -> str:
        """An expression over the rows as a query."""
        return str(ibis.to_sql(table, dialect="duckdb", pretty=False))

    def compute(self, query: str, target: Path) -> None:
        """Write what a query comes to to a Parquet file."""
        self.sql.execute(f"COPY ({query}) TO {quoted(target)} (FORMAT parquet)")

    def columns(self, table: ir.Table) -> Columns:
        """What writes what an expression over the rows comes to."""
        query = self.compiled(table)
        return lambda part, target: self.compute(query, target)

    def table(self, file: Path, name: str) -> ir.Table:
        """A Parquet file as a table of that name."""
        self.sql.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {parquet(file)}")
        return schema_table(file, name)

    @contextmanager
    def with_functions(self, functions: Functions) -> Iterator[None]:
        """For a while, functions of text: DuckDB complains at the end of the process of one that is still there."""
        for name, function in functions.items():
            self.sql.create_function(name, function, ["VARCHAR"], "VARCHAR")
        try:
            yield
        finally:
            for name in functions:
                self.sql.remove_function(name)
