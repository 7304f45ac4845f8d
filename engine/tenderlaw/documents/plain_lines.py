"""A document as lines of plain words, in the order in which it is read: for comparing two versions of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenderlaw.documents.layout import Definitions, Piece, SectionStart, Signatures, laid_out, means_of
from tenderlaw.documents.model import (
    Bullets,
    Clause,
    Document,
    Heading,
    Lines,
    Paragraph,
    Passage,
    Record,
    Subject,
    Table,
    plain,
)

__all__ = ["lines_of_document"]


def lines_of_document(document: Document) -> list[str]:
    """Title, notes, body and footnotes, a line a passage."""
    lines = [document.title, *([document.subtitle] if document.subtitle else []), *document.notes]
    for piece in laid_out(document):
        lines += _lines(piece, document.language)
    lines += [plain(note.content) for note in document.footnotes]
    return [" ".join(line.split()) for line in lines if line.strip()]


def _lines(piece: Piece, language: str) -> Iterator[str]:
    match piece:
        case SectionStart():
            yield piece.title
        case Heading() | Subject():
            yield piece.text
        case Paragraph():
            yield plain(piece.content)
        case Lines():
            yield from map(plain, piece.lines)
        case Bullets():
            yield from map(plain, piece.items)
        case Table():
            yield from _rows(piece)
        case Record():
            yield from (f"{label}: {plain(value)}" for label, value in piece.rows)
        case Definitions():
            yield from (f"{one.term}{means_of(one, language)}{plain(one.meaning)}" for one in piece.terms)
        case Clause():
            yield f"{piece.number}. {piece.title}"
            yield from _passages(piece.content)
        case Signatures():
            yield from (f"{one.party}: {', '.join(one.lines)}" for one in piece.places)


def _passages(content: Sequence[Passage | Table]) -> Iterator[str]:
    for one in content:
        if isinstance(one, Table):
            yield from _rows(one)
        else:
            yield f"{one.number} {plain(one.content)}"
            yield from _passages(one.children)


def _rows(table: Table) -> Iterator[str]:
    yield from (" | ".join(map(plain, row)) for row in (table.head, *table.rows))
