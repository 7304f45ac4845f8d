"""The engines that decide suppliers, by name."""

from __future__ import annotations

from tenderlaw.screening.engines.engine import Engine, Here
from tenderlaw.screening.engines.spark import SparkEngine, spark_session

__all__ = ["engine_of"]


def engine_of(name: str, master: str) -> Engine:
    """The engine of that name; `master` is where Spark runs."""
    return SparkEngine(spark_session(master)) if name == "spark" else Here()
