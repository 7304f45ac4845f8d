"""What a document was made from: ids, versions and digests, of the values and the wording that stand in it too."""

from __future__ import annotations

from tenderlaw.clauses.choices import NO_CHOICES, Choices
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.documents.assemble import Assembled
from tenderlaw.documents.json_writer import plain_data
from tenderlaw.documents.model import Manifest
from tenderlaw.sources.canonical import digest

__all__ = ["manifest_of"]


def manifest_of(
    decision: Decision,
    language: str,
    made: Assembled | None = None,
    choices: Choices = NO_CHOICES,
) -> Manifest:
    """What a document was made from; `made` and `choices` are the clauses of one that has some."""
    return Manifest(
        decision=decision.id,
        as_of=decision.as_of,
        language=language,
        engine_version=decision.engine_version,
        facts=digest(decision.facts),
        packs=tuple((pack.id, pack.version, pack.digest) for pack in decision.packs),
        clauses=tuple((clause.id, clause.version, clause.digest) for clause in made.clauses) if made else (),
        values=digest([[one.clause, one.id, one.value] for one in made.fill_ins if not one.missing]) if made else None,
        wording=_wording(made) if made else None,
        added=tuple(one.clause for one in choices.added),
        left_out=tuple(choices.reasons),
    )


def _wording(made: Assembled) -> str:
    """The digest of the words that the parties agree on, with their numbers."""
    terms = [[one.term, plain_data(one.meaning)] for one in made.definitions]
    clauses = [[one.number, one.title, plain_data(one.content)] for one in made.clauses]
    return digest([terms, clauses])
