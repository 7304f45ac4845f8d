"""The engines that screen suppliers, by name."""

from __future__ import annotations

from tenderlaw.screening.arrow.engine import ArrowEngine
from tenderlaw.screening.engines import DuckEngine, Engine
from tenderlaw.screening.spark import SparkEngine, spark_session

__all__ = ["engine_of"]


def engine_of(name: str, master: str) -> Engine:
    """The engine of that name; `master` is where Spark runs."""
    if name == "spark":
        return SparkEngine(spark_session(master))
    return DuckEngine() if name == "duckdb" else ArrowEngine()
