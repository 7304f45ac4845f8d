"""Clauses of the library, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenderlaw.clauses.model import Clause

__all__ = ["clause_answer", "clause_summary", "clause_title"]


def clause_title(clause: Clause) -> str:
    """Its title in English, or in the first language that it has."""
    bodies = clause.bodies
    return (bodies.get("en") or next(iter(bodies.values()))).title


def clause_summary(clause: Clause) -> dict[str, object]:
    """What a clause is, without its texts."""
    return {
        "id": clause.said.id,
        "version": clause.said.version,
        "kind": clause.said.kind,
        "title": clause_title(clause),
        "languages": {language: body.status for language, body in clause.bodies.items()},
        "digest": clause.digest,
    }


def clause_answer(clause: Clause) -> dict[str, object]:
    """The whole of a clause: its texts by language, and all that its file says."""
    texts = {language: body.text for language, body in clause.bodies.items()}
    return {**clause_summary(clause), "texts": texts, **clause.said.model_dump(mode="json", by_alias=True)}
