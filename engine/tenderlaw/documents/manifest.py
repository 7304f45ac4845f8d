"""What a document was made from: ids, versions and digests, of the values and the wording that stand in it too."""

from __future__ import annotations

from collections.abc import Mapping

from tenderlaw.clauses.choices import NO_CHOICES, Choices
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.documents.assemble import Assembled
from tenderlaw.documents.json_writer import plain_data
from tenderlaw.documents.model import DocumentKind, Manifest
from tenderlaw.sources.canonical import digest

__all__ = ["manifest_of"]


def manifest_of(
    decision: Decision,
    language: str,
    made: Assembled | None = None,
    choices: Choices = NO_CHOICES,
    documents: Mapping[DocumentKind, Assembled] | None = None,
) -> Manifest:
    """What a document was made from; `made` and `choices` are the clauses of one that has some.

    `documents` are all documents of the contract: of the authority's own file, which tells the wording of each.
    """
    told = tuple(documents.values()) if documents else (made,) if made else ()
    filled = [one for each in told for one in each.fill_ins]
    every = [one for each in told for one in each.clauses]
    return Manifest(
        decision=decision.id,
        as_of=decision.as_of,
        language=language,
        engine_version=decision.engine_version,
        facts=digest(decision.facts),
        packs=tuple((pack.id, pack.version, pack.digest) for pack in decision.packs),
        clauses=tuple((clause.id, clause.version, clause.digest) for clause in every),
        values=digest([[one.clause, one.id, one.value] for one in filled if not one.missing]) if made else None,
        wording=_wording(made) if made else None,
        added=tuple(one.clause for one in choices.added),
        left_out=tuple(choices.reasons),
        documents=tuple((kind, _wording(one)) for kind, one in (documents or {}).items()),
    )


def _wording(made: Assembled) -> str:
    """The digest of the words that the parties agree on, with their numbers."""
    terms = [[one.term, plain_data(one.meaning)] for one in made.definitions]
    clauses = [[one.number, one.title, plain_data(one.content)] for one in made.clauses]
    return digest([terms, clauses])
