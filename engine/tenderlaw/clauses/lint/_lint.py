"""What a lint is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import TypeAlias

from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["Finding", "Lint", "Prescribed"]

Prescribed: TypeAlias = Set[str] | None
"""The clauses that some rule of some pack or policy prescribes; none where that is not known."""


@dataclass(frozen=True, slots=True)
class Lint:
    """A check of the whole library."""

    name: str
    breaks: bool
    """Whether a render would be wrong: then the library does not load."""
    faults: Callable[[Reading, Prescribed], Iterable[Fault]]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault and the lint that found it."""

    fault: Fault
    lint: str
