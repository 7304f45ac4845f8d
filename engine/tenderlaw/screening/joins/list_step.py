"""The step that completes suppliers from public lists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, cast

from tenderlaw.decisions.cases import models_of_any
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.asked import asked_lists
from tenderlaw.interop.list_files import ListFile, ListsRead, list_files, read_lists
from tenderlaw.interop.searching import Searched, keys_of_party
from tenderlaw.screening.joins.database import Database, Function
from tenderlaw.screening.joins.listings import TALLIES, entries_written, with_listings
from tenderlaw.screening.tables.files import replaced
from tenderlaw.screening.tables.schema import Model

__all__ = ["ListStep", "list_step"]

_ENTRIES: Final = "entries"


@dataclass(slots=True)
class ListStep:
    """Suppliers' `listings` from files of lists."""

    files: tuple[ListFile, ...]
    asked: tuple[str, ...]
    """Lists that the regimes ask about."""
    model: Model = EconomicOperator
    """What suppliers may have."""
    searched: Searched = field(default_factory=dict)
    """Known once the tables are written."""
    by_name: Sequence[str] = ()
    """Those of the lists of which some entries are found by name alone."""
    read: Mapping[str, object] = field(default_factory=dict)

    name: Final = "lists"
    completes: Final[Sequence[str]] = ("listings",)
    tallies: Final[Sequence[str]] = TALLIES

    @property
    def paths(self) -> Sequence[Path]:
        """The files of lists."""
        return [one.path for one in self.files]

    @property
    def functions(self) -> Mapping[str, Function]:
        """How identifiers and names are compared."""
        schemes = {scheme for name in self.asked for scheme in self.searched.get(name, ())}
        return {"keys_of_party": keys_of_party(schemes)}

    def on(self, day: date) -> ListStep:
        """Itself: entries have their days, and the rules look at them."""
        return self

    def identity(self) -> Mapping[str, object]:
        """The files in the order given, and what is asked of them."""
        files = [{"file": one.path.name, "format": one.format, "sha256": one.sha256} for one in self.files]
        return {"files": files, "asked_about": list(self.asked)}

    def tables(self, work: Path) -> Mapping[str, Path]:
        """The entries of all files; they are read when a run begins, and kept for one that goes on."""
        target, done = work / "lists.parquet", work / "lists.json"
        if not done.exists():
            read = ListsRead()
            half = target.with_suffix(".half")
            entries_written(read_lists(self.files, read), half)
            half.replace(target)
            replaced(done, json.dumps(_said(read)).encode())
        if not self.read:
            self.read = cast("dict[str, object]", json.loads(done.read_bytes()))
            self.searched = cast("Searched", self.read["searched"])
            self.by_name = sorted(cast("dict[str, int]", self.read["entries_found_by_name_alone"]))
        return {_ENTRIES: target}

    def said(self) -> Mapping[str, object]:
        """How many entries of each list were read, and what of them cannot be found by identifier."""
        return {**self.identity(), **self.read}

    def joined(self, tables: Database, suppliers: str) -> str:
        """The suppliers with their entries."""
        schema = tables.schema(suppliers)
        return with_listings(
            suppliers, schema, f"{self.name}_{_ENTRIES}", self.searched, self.asked, self.by_name, self.model
        )


def list_step(paths: Sequence[Path], regimes: Sequence[Regime], asking: Sequence[Regime] | None = None) -> ListStep:
    """The step for these files; `asking` are the regimes whose lists count, all of them unless they are given.

    Raises InputInvalidError for a file that is no list, or is given twice.
    """
    asked = asked_lists(regime.typed for regime in (regimes if asking is None else asking))
    return ListStep(list_files(paths), asked, models_of_any(regimes).operator_given)


def _said(read: ListsRead) -> dict[str, object]:
    entries: dict[str, dict[str, int]] = {}
    for (file, name), number in sorted(read.entries.items()):
        entries.setdefault(name, {})[Path(file).name] = number
    return {
        "entries": entries,
        "entries_found_by_name_alone": {name: number for name, number in sorted(read.nameless.items()) if number},
        "identifiers_that_fail_their_check": read.invalid,
        "searched": {name: list(schemes) for name, schemes in read.searched.items()},
    }
