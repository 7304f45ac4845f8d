"""Spark in this process, for tests that it comes to the same.

A process has one session, which all its tests share, in whatever order they run: so no test stops it.
"""

from __future__ import annotations

import os
import shutil
from functools import cache

import pytest

from tenderlaw.screening.engines.spark import SparkEngine, spark_session

__all__ = ["spark_engine"]


def spark_engine() -> SparkEngine:
    """Spark in this process; skips where there is no Java or no Spark."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and there is none")
    return _spark()


@cache
def _spark() -> SparkEngine:
    return SparkEngine(spark_session("local[2]"))
