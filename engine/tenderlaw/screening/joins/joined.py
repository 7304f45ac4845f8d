"""Suppliers completed from other tables before they are decided: a stage of its own, step after step.

Each part of the suppliers is joined by DuckDB and written as a Parquet file in the run's folder. Everything
after reads that file, so that columns, single cases and explanations have the same facts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol, cast

import duckdb

from tenderlaw.screening.joins.database import Database, Function
from tenderlaw.screening.tables.files import Part, parquet, quoted, removed, replaced, rows_of
from tenderlaw.screening.tables.schema import ROW

__all__ = ["Joined", "Step"]


class Step(Protocol):
    """One way to complete suppliers; files that it reads may stand in `paths`, so that nothing is written there."""

    @property
    def name(self) -> str:
        """What the manifest calls it."""

    @property
    def completes(self) -> Sequence[str]:
        """Facts that it completes: columns that a supplier has afterwards."""

    @property
    def tallies(self) -> Sequence[str]:
        """Columns of true or false that it adds to be counted; they are no facts, and go once they are counted."""

    @property
    def functions(self) -> Mapping[str, Function]:
        """Functions of text that DuckDB does not have, by the name by which the step calls them."""

    def on(self, day: date) -> Step:
        """The same as of another day; itself where it finds the same on every day."""

    def identity(self) -> Mapping[str, object]:
        """What it is determined by: files and their digests."""

    def tables(self, work: Path) -> Mapping[str, Path]:
        """Its tables as Parquet files in the run's folder; what an earlier start has written is kept."""

    def said(self) -> Mapping[str, object]:
        """What the manifest says of its tables, once they are written."""

    def joined(self, tables: Database, suppliers: str) -> str:
        """The query for the suppliers completed: one row for each, with every column that they had.

        `suppliers` is the name of their table, beside which each of the step's stands, by its name after the step's.
        """


@dataclass(slots=True)
class Joined:
    """The steps of a run, and where their parts stand."""

    steps: Sequence[Step]
    work: Path
    sql: duckdb.DuckDBPyConnection
    """Puts rows in order and writes files."""
    name: str = "completed"
    """How the files of its parts are called."""

    def part(self, number: int, part: Part) -> Part:
        """Where the completed part stands, or will stand."""
        completed = [name for step in self.steps for name in step.completes]
        columns = tuple(dict.fromkeys((ROW, *part.columns, *completed)))
        return replace(part, file=self._file(number), columns=columns, numbered=True, alone=True)

    def complete(self, number: int, part: Part) -> None:
        """Complete a part and write it, unless an earlier start has; `part` is the part as it was given."""
        file = self._file(number)
        counted = file.with_suffix(".json")
        if counted.exists() and file.exists():
            return
        half, ordered = self.work / f"{self.name}-half", file.with_suffix(".ordered")
        removed(half)
        # functions may depend on what the tables hold
        tables = [(step, step.tables(self.work)) for step in self.steps]
        database, suppliers = Database(), "suppliers"
        with database.with_functions({name: one for step in self.steps for name, one in step.functions.items()}):
            database.view(suppliers, rows_of(part))
            for step, files in tables:
                for name, path in files.items():
                    database.read(f"{step.name}_{name}", path)
                query = step.joined(database, suppliers)
                suppliers = f"with_{step.name}"
                database.view(suppliers, query)
            database.write(f"SELECT * FROM {suppliers}", half)
        replaced(counted, json.dumps(self._counts(half)).encode())
        tallies = [one for step in self.steps for one in step.tallies]
        kept = f"* EXCLUDE ({', '.join(tallies)})" if tallies else "*"
        rows = f"SELECT {kept} FROM {parquet(half)} ORDER BY {ROW}"
        self.sql.execute(f"COPY ({rows}) TO {quoted(ordered)} (FORMAT parquet)")
        ordered.replace(file)
        removed(half)

    def said(self, numbers: Iterable[int]) -> dict[str, dict[str, object]]:
        """What the manifest says of every step: what it read, and how many rows of the parts it counted."""
        for step in self.steps:
            step.tables(self.work)
        total: Counter[str] = Counter()
        for number in numbers:
            total.update(json.loads(self._file(number).with_suffix(".json").read_bytes()))
        return {step.name: {**step.said(), **{one: total[one] for one in step.tallies}} for step in self.steps}

    def _file(self, number: int) -> Path:
        return self.work / f"{self.name}-{number:05}.parquet"

    def _counts(self, half: Path) -> dict[str, int]:
        tallies = [one for step in self.steps for one in step.tallies]
        sums = ", ".join(["count(*)", *(f"count(*) FILTER ({one})" for one in tallies)])
        row = cast("tuple[int, ...]", self.sql.execute(f"SELECT {sums} FROM {parquet(half)}").fetchone())
        return dict(zip(tallies, row[1:], strict=True))
