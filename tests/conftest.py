"""Hypothesis: no deadline (timings belong in benchmarks), the same examples on every run of CI. Databases for tests."""

from __future__ import annotations

import os

from hypothesis import settings

pytest_plugins = ["service.databases"]

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
