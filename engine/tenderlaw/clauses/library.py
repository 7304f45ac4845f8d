"""The library of clauses that renders use: read, checked, and refused whole where a render would be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tenderlaw.clauses.lint import breaking_faults
from tenderlaw.clauses.model import Clause, Library
from tenderlaw.clauses.reading import read_library
from tenderlaw.sources.faults import PackInvalidError

__all__ = ["Clause", "Library", "load_clauses", "load_library"]


def load_clauses(folders: tuple[Path, ...] = ()) -> Mapping[str, Clause]:
    """Every installed clause by id. Raises PackInvalidError with every fault of every clause."""
    return load_library(folders).clauses


@lru_cache(maxsize=4)
def load_library(folders: tuple[Path, ...] = (), *, shipped: bool = True) -> Library:
    """The installed library, or the folders alone. Raises PackInvalidError with every fault that breaks a render."""
    reading = read_library(folders, shipped=shipped)
    faults = [*reading.faults, *breaking_faults(reading)]
    if faults:
        raise PackInvalidError(faults)
    return Library(reading.clauses, reading.definitions, reading.legal_systems)
