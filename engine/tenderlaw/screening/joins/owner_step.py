"""The step that completes suppliers by whoever stands behind them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import duckdb
import pyarrow.parquet as pq

from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.joins.database import Database, Function
from tenderlaw.screening.joins.edges import owners_at, owners_in
from tenderlaw.screening.joins.linked_persons import TALLIES, Behind, with_owners
from tenderlaw.screening.joins.ownership import BOUND
from tenderlaw.screening.joins.parties import facts_of_parties
from tenderlaw.screening.tables.files import inputs_of, parquet, quoted, removed, replaced
from tenderlaw.screening.tables.schema import Model
from tenderlaw.sources.doors import digest_of

__all__ = ["OwnerStep"]


@dataclass(slots=True)
class OwnerStep:
    """Suppliers' `linked_persons` and `owners_known` from a file of owners."""

    suppliers: Path
    """The suppliers that are screened: of those that stand behind others, their convictions are known."""
    owners: Path
    persons: Path | None
    as_of: date
    complete: bool = False
    bound: int = BOUND
    model: Model = EconomicOperator
    """What suppliers may have."""
    work: Path = Path()
    """Where the run puts aside; known once the tables are written."""

    name: Final = "owners"
    completes: Final[Sequence[str]] = ("linked_persons", "owners_known")
    tallies: Final[Sequence[str]] = TALLIES

    @property
    def paths(self) -> Sequence[Path]:
        """The file of owners, and that of persons."""
        return [self.owners] if self.persons is None else [self.owners, self.persons]

    @property
    def functions(self) -> Mapping[str, Function]:
        """None that are still needed once the suppliers are joined."""
        return {}

    def on(self, day: date) -> OwnerStep:
        """The same as of another day."""
        return replace(self, as_of=day)

    def identity(self) -> Mapping[str, object]:
        """The files, and how they are read."""
        return {
            "files": [{"file": file.name, "sha256": digest_of(file)} for file in self.paths],
            "complete": self.complete,
            "bound": self.bound,
        }

    def tables(self, work: Path) -> Mapping[str, Path]:
        """Edges, identifiers of companies, and what is known of the parties; written when a run begins."""
        self.work = work / self.name
        done = self.work / "owners.json"
        if not done.exists():
            owners = owners_in(self.owners, self.work)
            files = [one.file for one in inputs_of(self.suppliers, work, self.model)]
            half = self.work / "known"
            removed(half)
            facts_of_parties(Database(), owners, self.persons, files, half, self.model)
            rows = f"SELECT * FROM {parquet(half)} ORDER BY person"
            duckdb.connect().execute(f"COPY ({rows}) TO {quoted(self._known)} (FORMAT parquet)")
            replaced(done, json.dumps({"edges": pq.read_metadata(owners.edges).num_rows}).encode())
        return {}

    def said(self) -> Mapping[str, object]:
        """How many edges were read."""
        return {**self.identity(), **json.loads((self.work / "owners.json").read_bytes())}

    def joined(self, tables: Database, suppliers: str) -> str:
        """The suppliers with whoever stands behind them."""
        owners = owners_at(self.work)
        return with_owners(
            tables, suppliers, Behind(owners, self.as_of, self._known, self.complete, self.bound, self.model)
        )

    @property
    def _known(self) -> Path:
        return self.work / "parties.parquet"
