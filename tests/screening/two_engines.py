"""Tables in DuckDB and in Spark, for tests that the two agree."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenderlaw.screening.engines import DuckEngine, Engine
from tenderlaw.screening.spark import SparkEngine, spark_session

Made = Callable[..., ir.Table]


def spark_engine() -> SparkEngine:
    """Spark in this process; skips where there is no Java or no Spark."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and there is none")
    return _spark()


@cache
def _spark() -> SparkEngine:
    return SparkEngine(spark_session("local[2]"))


def rows_in(
    engine: Engine, make: Made, folder: Path, *tables: pa.Table, functions: Mapping[str, Callable[..., str | None]]
) -> list[dict[str, object]]:
    """The rows that an expression over the tables comes to; `folder` is new, for the files."""
    folder.mkdir()
    held = []
    for number, table in enumerate(tables):
        pq.write_table(table, folder / f"t{number}.parquet")
        held.append(engine.table(folder / f"t{number}.parquet", f"t{number}"))
    with engine.with_functions(functions):
        engine.compute(engine.compiled(make(*held)), folder / "made")
    return list(pq.read_table(folder / "made").to_pylist())


__all__ = ["DuckEngine", "rows_in", "spark_engine"]
