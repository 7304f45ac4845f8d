"""Tables that are joined in DuckDB, in this process: by name, computed now and kept, or read from a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias, cast

import duckdb
import pyarrow as pa

from tenderlaw.screening.tables.files import parquet, quoted, quoted_name

__all__ = ["Database", "Function", "Functions", "column_of", "columns_with", "in_memory", "is_list_with", "sql_type"]

Function: TypeAlias = Callable[[str | None], str | None]
"""A function of text, which DuckDB does not have of its own."""
Functions: TypeAlias = Mapping[str, Function]


def in_memory(limit: str) -> duckdb.DuckDBPyConnection:
    """A database in memory that takes no more than `limit`; the rest lies in the folder of temporary files."""
    return duckdb.connect(config={"memory_limit": limit, "temp_directory": tempfile.gettempdir()})


class Database:
    """Tables by name; what does not fit into memory is put aside on disk."""

    def __init__(self) -> None:
        """Open a database without tables."""
        self.sql = in_memory("2500MB")

    def read(self, name: str, file: Path) -> None:
        """Call a Parquet file by a name."""
        self.view(name, f"SELECT * FROM {parquet(file)}")

    def view(self, name: str, query: str) -> None:
        """Call a query by a name."""
        self.sql.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def keep(self, name: str, query: str) -> int:
        """Compute a query now and keep what it comes to as a table; how many rows."""
        self.sql.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        ((count,),) = self.sql.execute(f"SELECT count(*) FROM {name}").fetchall()
        return int(count)

    def write(self, query: str, target: Path) -> None:
        """Write what a query comes to to a Parquet file."""
        self.sql.execute(f"COPY ({query}) TO {quoted(target)} (FORMAT parquet)")

    def schema(self, name: str) -> pa.Schema:
        """The columns of a table."""
        return cast("pa.Table", self.sql.sql(f"SELECT * FROM {name} LIMIT 0").to_arrow_table()).schema

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


# Values made to fit the full type of a fact: a field that a table does not have is null, that is unknown --------------


def column_of(schema: pa.Schema, name: str, kind: pa.DataType, table: str = "") -> str:
    """A column of a table with every field of its kind, or nothing where the table has none of that name."""
    written = f"{table}.{quoted_name(name)}" if table else quoted_name(name)
    return f"CAST({written if name in schema.names else 'NULL'} AS {sql_type(kind)})"


def is_list_with(schema: pa.Schema, column: str, fields: Collection[str]) -> bool:
    """Whether a column is a list of structs that have these fields."""
    if column not in schema.names or not pa.types.is_list(schema.field(column).type):
        return False
    entry = schema.field(column).type.value_type
    return pa.types.is_struct(entry) and set(fields) <= {field.name for field in entry}


def columns_with(schema: pa.Schema, table: str, more: Mapping[str, str]) -> str:
    """The columns of a table, some of them replaced, and others besides, as a query selects them."""
    replaced = [f"{query} AS {quoted_name(name)}" for name, query in more.items() if name in schema.names]
    beside = [f"{query} AS {quoted_name(name)}" for name, query in more.items() if name not in schema.names]
    return ", ".join([f"{table}.*" + (f" REPLACE ({', '.join(replaced)})" if replaced else ""), *beside])


def sql_type(kind: pa.DataType) -> str:
    """A type as SQL writes it."""
    if pa.types.is_list(kind):
        return f"{sql_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return f"STRUCT({', '.join(f'{quoted_name(field.name)} {sql_type(field.type)}' for field in kind)})"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return _PLAIN[kind]


_PLAIN: Final[Mapping[pa.DataType, str]] = {
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.int64(): "BIGINT",
    pa.string(): "VARCHAR",
}
