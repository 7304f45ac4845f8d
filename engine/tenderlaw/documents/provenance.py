"""What stands behind a document: what it was made from, and where a house put its own wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenderlaw.clauses.differences import Difference
from tenderlaw.documents.kinds import DocumentKind

__all__ = ["Manifest", "Placed", "Remark", "Rewording"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a document was made from: ids, versions and digests."""

    decision: str
    as_of: date
    language: str
    engine_version: str
    facts: str
    """SHA-256 of the facts."""
    packs: tuple[tuple[str, str, str], ...]
    clauses: tuple[tuple[str, str, str], ...]
    values: str | None = None
    """SHA-256 of the fill-ins as they stand in the document; none where it has no clauses."""
    wording: str | None = None
    """SHA-256 of the definitions and clauses as they stand in the document, with their numbers."""
    added: tuple[str, ...] = ()
    """Clauses that a person put in."""
    left_out: tuple[str, ...] = ()
    """Clauses that a person left out."""
    documents: tuple[tuple[DocumentKind, str], ...] = ()
    """Of the authority's own file: SHA-256 of the wording of each document of the contract."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """A clause in the wording of a house, and how it differs from the library's."""

    clause: str
    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a playbook says of a place of a document, for the negotiating team alone."""

    anchor: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a clause of the contract stands, and why it is there."""

    document: DocumentKind
    number: str
    title: str
    why: str
