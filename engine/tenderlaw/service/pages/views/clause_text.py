"""The wording of a clause for reading: numbered passages, blanks shown as blanks, terms with their meaning below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tenderlaw.clauses.inline import Blank, Given, Inline, Line, Note, Plain, Ref, TermUse, parse_inline
from tenderlaw.clauses.markup import Block, Node, TableNode
from tenderlaw.clauses.model import Clause, Library, OfficialVersion
from tenderlaw.clauses.render import RenderOptions, render_clauses
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.facts.wording import said_in

__all__ = ["ClauseTable", "ClauseText", "Passage", "Piece", "TermLine", "clause_text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: the library's own, a term, a blank, or a reference to another clause."""

    kind: Literal["words", "term", "blank", "reference", "note"]
    text: str
    to: str | None = None
    """Of a term its id, of a reference the clause."""


@dataclass(frozen=True, slots=True)
class ClauseTable:
    """A table; its first row is the head."""

    head: tuple[tuple[Piece, ...], ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered passage and what stands below it."""

    number: str
    pieces: tuple[Piece, ...]
    children: tuple[Passage | ClauseTable, ...]


Part: TypeAlias = Passage | ClauseTable


@dataclass(frozen=True, slots=True)
class TermLine:
    """A defined term that the wording uses."""

    id: str
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ClauseText:
    """The wording in one language."""

    language: str
    title: str
    status: str
    reviewed: str | None
    """By whom and when it was reviewed."""
    parts: tuple[Part, ...]
    terms: tuple[TermLine, ...]


def clause_text(clause: Clause, library: Library, language: str, alternates: tuple[str, ...] = ()) -> ClauseText:
    """The wording in a language in which there is one, with the alternates chosen and every blank left open."""
    phrases = phrases_in(language)
    selected = SelectedClause(clause, alternates, "", clause.said.obligation, official=_latest(clause))
    options = RenderOptions(language, None, draft=True, placeholder=phrases["to_complete"])
    (rendered,) = render_clauses([selected], {}, options, library.clauses)
    read = _Read(library, language)
    parts = tuple(read.parts(rendered.content))
    body = clause.bodies[language]
    review = None if body.review is None else f"{body.review.by}, {body.review.on.isoformat()}"
    return ClauseText(language, body.title, body.status, review, parts, tuple(read.terms.values()))


def _latest(clause: Clause) -> OfficialVersion | None:
    """The last version of the official clause that has a label."""
    of = clause.said.incorporates
    labelled = [one for one in of.versions if one.label is not None] if of else []
    return labelled[-1] if labelled else None


class _Read:
    """Turns rendered passages into pieces, and notes the terms that they use."""

    def __init__(self, library: Library, language: str) -> None:
        self.library, self.language = library, language
        self.terms: dict[str, TermLine] = {}

    def parts(self, blocks: Iterable[Block], before: str = "") -> Iterator[Part]:
        number = 0
        for block in blocks:
            if isinstance(block, TableNode):
                head, *rows = [tuple(self.pieces(cell) for cell in row) for row in block.rows]
                yield ClauseTable(head, tuple(rows))
            else:
                number += 1
                yield self._passage(block, before, number)

    def _passage(self, node: Node, before: str, number: int) -> Passage:
        shown = f"{before}{number}" if node.level == 2 else f"({chr(96 + number) if node.level == 3 else number})"
        return Passage(shown, self.pieces(node.inlines), tuple(self.parts(node.children)))

    def pieces(self, inlines: Iterable[Inline]) -> tuple[Piece, ...]:
        return tuple(self._piece(one) for one in inlines)

    def _piece(self, one: Inline) -> Piece:
        match one:
            case Plain() | Given():
                return Piece("words", one.text)
            case Blank():
                return Piece("blank", one.text)
            case TermUse():
                return self._term(one)
            case Ref():
                return self._reference(one)
            case Note():
                return Piece("note", f" ({''.join(self._piece(inner).text for inner in one.inlines)})")

    def _term(self, one: TermUse) -> Piece:
        said = self.library.definitions[one.id].said
        term = said.terms.get(self.language) or said.terms["en"]
        if one.id not in self.terms:
            meaning = said.meanings.get(self.language) or said.meanings["en"]
            self.terms[one.id] = TermLine(one.id, term, _without_marks(meaning, self.library, self.language))
        return Piece("term", one.form or term, one.id)

    def _reference(self, one: Ref) -> Piece:
        clause = self.library.clauses.get(one.clause)
        if clause is None:
            return Piece("words", said_in(one.clause, self.language))
        body = clause.bodies.get(self.language) or next(iter(clause.bodies.values()))
        word = phrases_in(self.language)[f"ref_{clause.said.kind}"]
        return Piece("reference", f"{word} “{body.title}”", one.clause)


def _without_marks(meaning: str, library: Library, language: str) -> str:
    """A meaning as plain words: terms and references within it are written out."""
    return "".join(_plain(one, library, language) for one in parse_inline([Line(0, 0, meaning)], ()))


def _plain(one: Inline, library: Library, language: str) -> str:
    match one:
        case TermUse():
            terms = library.definitions[one.id].said.terms
            return one.form or terms.get(language) or terms["en"]
        case Ref():
            return one.clause
        case Note():
            return ""
        case _:
            return one.text
