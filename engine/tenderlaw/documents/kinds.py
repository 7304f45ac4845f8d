"""Kinds of documents: who reads each, and what of the clause library it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

from tenderlaw.clauses.model import Kind
from tenderlaw.packs.model.remedies import Letter

__all__ = ["INTERNAL", "LETTERS", "OF_CLAUSES", "DocumentKind"]

DocumentKind: TypeAlias = (
    Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"] | Letter
)
LETTERS: Final[frozenset[DocumentKind]] = frozenset(get_args(Letter))
"""The kinds that go to a bidder as letters: their title is a subject, which stands below the letterhead."""
OF_CLAUSES: Final[Mapping[DocumentKind, Kind]] = {
    "contract-terms": "clause",
    "instructions": "submission-condition",
    "award-criteria": "award-criterion",
    "authority-file": "buyer-duty",
}
"""The documents of clauses, one for each reader, and what of the library each carries."""
INTERNAL: Final[frozenset[DocumentKind]] = frozenset(("authority-file", "file-note"))
"""The kinds that stay in the house: they say how everything was made."""
