"""Values of a document that stand behind what it shows: its parties, and what fills the blanks of its clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenderlaw.documents.model import Document, Party, plain
from tenderlaw.documents.spaces import tied

__all__ = ["Bound", "Values", "bound_to"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A value to which controls are bound: its key, what it is called, its words."""

    key: str
    title: str
    words: str


@dataclass(slots=True)
class Values:
    """The values of a document, each with its key, and the number of the next control."""

    by_clause: Mapping[str, Mapping[str, Bound]]
    of_party: Mapping[str, Bound]
    used: dict[str, Bound] = field(default_factory=dict)
    number: int = 0
    """How many places show them."""

    def of(self, clause: str | None, words: str) -> Bound | None:
        """The value that these words of a clause are; none where they are none, or could be of two."""
        return self.by_clause.get(clause or "", {}).get(tied(words))


def bound_to(document: Document) -> Values:
    """The values of a document: its parties, and the fill-ins of each clause whose words are those of one alone."""
    parties = {party.role: _party(document, index, party) for index, party in enumerate(document.parties, 1)}
    known: dict[str, str] = {}
    of_clauses: dict[str, dict[str, Bound]] = {}
    for fill in document.fill_ins:
        words = tied(fill.value)
        key = f"fill.{fill.id}"
        if known.setdefault(key, words) == words:  # in another language the words are others
            mine = of_clauses.setdefault(fill.clause, {})
            mine[words] = _no_other(mine.get(words), Bound(key, fill.title, words))
    names = {bound.words: bound for bound in parties.values() if bound.key == "buyer"}
    by_clause = {
        clause: {words: names.get(words, bound) for words, bound in mine.items() if bound.key}
        for clause, mine in of_clauses.items()
    }
    return Values(by_clause, parties)


def _no_other(before: Bound | None, bound: Bound) -> Bound:
    return bound if before is None or before.key == bound.key else Bound("", "", bound.words)


def _party(document: Document, index: int, party: Party) -> Bound:
    words = plain(party.name)
    key = "buyer" if document.buyer is not None and words == document.buyer else f"party.{index}"
    return Bound(key, party.role, tied(words))
