"""Tables in DuckDB and in Spark, for tests that the two agree."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable
from functools import cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

ibis.options.sql.fuse_selects = False

Made = Callable[..., ir.Table]


def in_duckdb(make: Made, *tables: pa.Table) -> list[dict[str, object]]:
    """The rows that an expression over the tables comes to, in DuckDB."""
    backend = ibis.duckdb.connect()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of DuckDB, about how Ibis calls it
        for number, table in enumerate(tables):
            backend.con.register(f"t{number}", table)
        made = make(*(backend.table(f"t{number}") for number in range(len(tables))))
        return list(made.to_pyarrow().to_pylist())


def in_spark(make: Made, *tables: pa.Table) -> list[dict[str, object]]:
    """The same in Spark; skips where there is no Java or no Spark."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and there is none")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = _session()
        backend = ibis.pyspark.connect(session)
        for number, table in enumerate(tables):
            session.createDataFrame(table).createOrReplaceTempView(f"t{number}")
        made = make(*(backend.table(f"t{number}") for number in range(len(tables))))
        return list(made.to_pyarrow().to_pylist())


@cache
def _session():  # type: ignore[no-untyped-def]  # noqa: ANN202
    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
