"""The engines that decide suppliers: this process, or Spark. Both run the same program of columns.

Whichever computes, DuckDB joins what completes the suppliers before, puts the rows in order and writes the files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pyarrow as pa

from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.running import computed
from tenderlaw.screening.tables.files import Part

__all__ = ["Engine", "Here"]


class Engine(Protocol):
    """Runs the program that decides suppliers, here or elsewhere."""

    name: str
    version: str

    def decide(self, program: Program, part: Part, target: Path) -> None:
        """Write what a program comes to for a part to a Parquet file, or a folder of them, in any order."""


class Here:
    """Arrow in this process, with all its processors."""

    name = "arrow"

    def __init__(self) -> None:
        self.version = pa.__version__

    def decide(self, program: Program, part: Part, target: Path) -> None:
        """Write what a program comes to for a part to a Parquet file."""
        computed(program, part, target)
