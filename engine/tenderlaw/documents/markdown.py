"""Markdown (GitHub's dialect): headings, numbers in the text, citations as footnotes, the record at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from tenderlaw.documents.layout import Definitions, Piece, SectionStart, Signatures, laid_out, means_of
from tenderlaw.documents.model import (
    Bullets,
    Clause,
    Document,
    Element,
    FootnoteRef,
    Heading,
    Lines,
    Paragraph,
    Passage,
    Record,
    Reference,
    Subject,
    Table,
    Term,
    Text,
    referenced,
)
from tenderlaw.documents.phrases import phrases_in

__all__ = ["escaped", "to_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_SPACE = re.compile(r"[ \t\r\n\x85\u2028\u2029]+")
_LEADING = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))([-+=.)])")
"""What would start a list or underline a heading; a backslash escapes punctuation, never a digit."""


def escaped(value: object) -> str:
    """Text as Markdown that shows exactly that text, on one line."""
    return _start(_inner(str(value)).strip(" "))


def _inner(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text))


def _start(line: str) -> str:
    """A line whose first sign starts no list."""
    return _LEADING.sub(r"\1\\\2", line)


def to_markdown(document: Document) -> str:
    """The document as Markdown."""
    return "\n".join(_lines(document)).rstrip("\n") + "\n"


def _lines(document: Document) -> Iterator[str]:
    targets = referenced(document)
    colon = phrases_in(document.language)["colon"]
    subtitle = f"{colon} {escaped(document.subtitle)}" if document.subtitle else ""
    if not document.is_letter:
        yield f"# {escaped(document.title)}{subtitle}"
    for line in document.notes:
        yield from ("", f"_{escaped(line)}_")
    for piece in laid_out(document):
        yield ""
        yield from _piece(piece, document, targets)
    yield ""
    for note in document.footnotes:
        yield f"[^{note.number}]: {_content(note.content)}"


def _piece(piece: Piece, document: Document, targets: Set[str]) -> Iterator[str]:
    colon = phrases_in(document.language)["colon"]
    match piece:
        case SectionStart():
            yield f"## {escaped(piece.title)}"
        case Heading():
            yield f"### {escaped(piece.text)}"
        case Paragraph():
            yield f"> {_content(piece.content)}" if piece.box else _content(piece.content)
        case Lines():
            lines = [_content(line) for line in piece.lines]
            if piece.room:
                yield from (lines.pop(0), "")
            yield "  \n".join(lines)
        case Subject():
            yield f"# {escaped(piece.text)}"
        case Bullets():
            yield from (f"- {_content(item)}" for item in piece.items)
        case Table():
            yield from _table(piece)
        case Record():
            yield from (f"- **{escaped(label)}{colon}** {_content(value)}" for label, value in piece.rows)
        case Definitions():
            for term in piece.terms:
                means = means_of(term, document.language)
                yield f"- **{escaped(term.term)}**{means}{_content(term.meaning)}.[^{term.footnote}]"
        case Signatures():
            for place in piece.places:
                yield from (f"**{escaped(place.party)}**", "")
                yield from (f"- {escaped(line)}{colon} ....................." for line in place.lines)
                yield ""
        case Clause():
            yield from _clause(piece, targets)


def _clause(clause: Clause, targets: Set[str]) -> Iterator[str]:
    yield f"### {_anchor(clause.anchor, targets)}{clause.number}. {escaped(clause.title)}[^{clause.footnote}]"
    for part in clause.content:
        yield ""
        if isinstance(part, Table):
            yield from _table(part)
        else:
            yield f"{_anchor(part.anchor, targets)}**{part.number}** {_content(part.content)}"
            if part.children:
                yield ""
                yield from _items(part.children, "", targets)


def _items(children: Sequence[Passage | Table], indent: str, targets: Set[str]) -> Iterator[str]:
    for child in children:
        if isinstance(child, Table):
            yield ""
            yield from (indent + line for line in _table(child))
            yield ""
        else:
            yield f"{indent}- {_anchor(child.anchor, targets)}{child.number} {_content(child.content)}"
            yield from _items(child.children, indent + "  ", targets)


def _anchor(anchor: str | None, targets: Set[str]) -> str:
    return f'<a id="{anchor}"></a>' if anchor in targets else ""


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield from (f"**{escaped(table.caption)}**", "")
    yield "| " + " | ".join(_content(cell) for cell in table.head) + " |"
    yield "|" + " --- |" * len(table.head)
    for row in table.rows:
        yield "| " + " | ".join(_content(cell) for cell in row) + " |"


def _content(content: Sequence[Element]) -> str:
    return _start("".join(_element(one) for one in content))


def _element(one: Element) -> str:
    match one:
        case Text():
            text = _inner(one.text)
            return f"**{text}**" if one.role == "strong" and text.strip() else text
        case Term():
            return _inner(one.text)
        case Reference():
            return f"[{_inner(one.word)}\u00a0{one.number}](#{one.anchor})" if one.word else one.number
        case FootnoteRef():
            return f"[^{one.number}]"
