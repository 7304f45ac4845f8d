"""The neutral model of a clause schedule, which every writer writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenderlaw.clauses.render import RenderedClause
from tenderlaw.clauses.select import OpenClause

__all__ = ["ClauseSchedule", "Manifest"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a document was made from: ids, versions and digests."""

    decision: str
    as_of: date
    language: str
    engine_version: str
    packs: tuple[tuple[str, str, str], ...]
    clauses: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ClauseSchedule:
    """The clauses of one contract in one language."""

    title: str | None
    clauses: tuple[RenderedClause, ...]
    undecided: tuple[OpenClause, ...]
    draft: bool
    manifest: Manifest
