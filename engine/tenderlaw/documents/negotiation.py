"""The positions of a playbook on the clauses of a document: comments for the negotiating team, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tenderlaw.clauses.model import Library
from tenderlaw.clauses.playbook import Stance
from tenderlaw.clauses.words import literal
from tenderlaw.documents.model import Clause, Passage, Table
from tenderlaw.documents.numbering import passage_anchor
from tenderlaw.documents.provenance import Remark
from tenderlaw.facts.wording import said_in

__all__ = ["remarks_on"]


def remarks_on(
    clauses: Sequence[Clause], library: Library, phrases: Mapping[str, str], language: str
) -> Iterator[Remark]:
    """What the playbooks say of the clauses and passages that stand in the document, in its language.

    A position on a passage of an alternate that was not chosen is left out with it.
    """
    for clause in clauses:
        playbook = library.clauses[clause.id].playbook
        there = set(_anchors(clause.content))
        for stance in playbook.positions if playbook else ():
            anchor = clause.anchor if stance.on is None else passage_anchor(clause.id, stance.on)
            if stance.on is None or anchor in there:
                yield Remark(anchor, literal(said_in(stance.title, language)), tuple(_lines(stance, phrases, language)))


def _lines(stance: Stance, phrases: Mapping[str, str], language: str) -> Iterator[str]:
    def said(text: str) -> str:
        return literal(said_in(text, language))

    yield phrases["position_preferred"].format(text=said(stance.preferred.text))
    for one in stance.acceptable:
        yield phrases["position_acceptable"].format(text=said(one.text), who=said(one.who))
    last = stance.walk_away
    yield phrases["position_walk_away"].format(text=said(last.text), who=said(last.who))


def _anchors(content: Sequence[Passage | Table]) -> Iterator[str]:
    for part in content:
        if isinstance(part, Passage):
            if part.anchor is not None:
                yield part.anchor
            yield from _anchors(part.children)
