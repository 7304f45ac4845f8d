"""From the model to an ODT: the pieces of a document one after another."""

from __future__ import annotations

from collections.abc import Sequence

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
    Text,
)
from tenderlaw.documents.odt.builder import Builder
from tenderlaw.documents.odt.names import Node, new
from tenderlaw.documents.odt.package import meta_of, packed
from tenderlaw.documents.odt.styles import styles_of
from tenderlaw.documents.odt.tables import record, signatures, table
from tenderlaw.documents.phrases import phrases_in

__all__ = ["to_odt"]


def to_odt(document: Document) -> bytes:
    """The document as ODT: the same document, the same bytes."""
    builder = Builder(document)
    _front(builder, document)
    for piece in laid_out(document):
        _piece(builder, piece)
    parts = {"content.xml": builder.finished(), "styles.xml": styles_of(document), "meta.xml": meta_of(document)}
    return packed(parts)


def _piece(builder: Builder, piece: Piece) -> None:
    match piece:
        case SectionStart():
            if piece.id == "signatures":
                builder.keep_last_with_next()
            paragraph = builder.paragraph("Heading_20_1", outline=1)
            _marked(builder, paragraph, piece.title, f"s_{piece.id}")
        case Heading():
            builder.run(builder.paragraph("Heading_20_3", outline=3), piece.text)
        case Subject():
            builder.run(builder.paragraph("Heading_20_1", outline=1), piece.text)
        case Paragraph():
            builder.content(builder.paragraph("Answer_20_Box" if piece.box else "Standard"), piece.content)
        case Lines():
            _lines(builder, piece)
        case Bullets():
            items = new(builder.text, "text:list", {"text:style-name": "Bullets"})
            for item in piece.items:
                builder.content(builder.paragraph("List_20_Bullet", new(items, "text:list-item")), item)
        case Table():
            table(builder, piece)
        case Record():
            record(builder, piece)
        case Definitions():
            _definitions(builder, piece)
        case Signatures():
            signatures(builder, piece)
        case Clause():
            _clause(builder, piece)


def _clause(builder: Builder, clause: Clause) -> None:
    other = clause.language if clause.language != builder.document.language else None
    heading = builder.numbered(1)
    _marked(builder, heading, clause.title, clause.anchor, other)
    builder.footnote(heading, clause.footnote)
    _passages(builder, clause.content, clause)


def _passages(builder: Builder, content: Sequence[Passage | Table], clause: Clause) -> None:
    for part in content:
        if isinstance(part, Table):
            table(builder, part, clause.language, clause.id)
            continue
        paragraph = builder.numbered(part.level)
        if part.anchor is not None:
            builder.begin(paragraph, part.anchor)
        builder.content(paragraph, part.content, clause.language, clause=clause.id)
        if part.anchor is not None:
            builder.end(paragraph, part.anchor)
        _passages(builder, part.children, clause)


def _definitions(builder: Builder, piece: Definitions) -> None:
    """A paragraph a term, without numbers, in the order of the terms."""
    document = builder.document
    for term in piece.terms:
        other = None if term.language == document.language else term.language
        paragraph = builder.paragraph("Definition")
        builder.run(paragraph, term.term, style="Defined_20_Term", language=other)
        builder.run(paragraph, means_of(term, document.language), language=other)
        builder.content(paragraph, term.meaning, term.language)
        builder.run(paragraph, ".", language=other)
        builder.footnote(paragraph, term.footnote)


def _lines(builder: Builder, lines: Lines) -> None:
    """Lines in one paragraph, so that no page divides them; the closing before room to sign has one of its own."""
    first, rest = (lines.lines[:1], lines.lines[1:]) if lines.room else ((), lines.lines)
    if lines.room:
        builder.keep_last_with_next()
        for line in first:
            builder.content(builder.paragraph(builder.variant("Standard", {"fo:margin-top": "12pt"})), line)
        builder.keep_last_with_next()
    look = {"fo:keep-together": "always", "fo:margin-bottom": "14pt"}
    if lines.align == "end":
        look["fo:text-align"] = "end"
    if lines.room:
        look["fo:margin-top"] = "44pt"
    paragraph = builder.paragraph(builder.variant("Standard", look))
    for number, line in enumerate(rest):
        if number:
            new(paragraph, "text:line-break")
        builder.content(paragraph, line)


def _front(builder: Builder, document: Document) -> None:
    phrases = phrases_in(document.language)
    if document.draft:
        builder.run(builder.paragraph("Draft_20_Mark"), phrases["draft"].upper())
    if document.is_letter:
        return
    builder.run(builder.paragraph("Title"), document.title)
    if document.subtitle:
        builder.content(builder.paragraph("Subtitle"), (Text(document.subtitle, "given"),))
    for note in document.notes:
        builder.run(builder.paragraph("Document_20_Note"), note)
    if len(document.clauses) > 2:
        _contents(builder, document)


def _contents(builder: Builder, document: Document) -> None:
    """A table of contents whose entries are written; the page of each is a field, computed on opening."""
    index = new(builder.text, "text:table-of-content", {"text:name": "Contents", "text:protected": "false"})
    source = new(index, "text:table-of-content-source", {"text:outline-level": "2"})
    title = phrases_in(document.language)["contents"]
    new(source, "text:index-title-template", {"text:style-name": "Contents_20_Heading"}).text = title
    for level in (1, 2):
        given = {"text:outline-level": str(level), "text:style-name": f"Contents_20_{level}"}
        entry = new(source, "text:table-of-content-entry-template", given)
        new(entry, "text:index-entry-link-start")
        if level == 2:
            new(entry, "text:index-entry-chapter", {"text:display": "number"})
        new(entry, "text:index-entry-text")
        new(entry, "text:index-entry-tab-stop", {"style:type": "right", "style:leader-char": "."})
        new(entry, "text:index-entry-page-number")
        new(entry, "text:index-entry-link-end")
    body = new(index, "text:index-body")
    head = new(body, "text:index-title", {"text:name": "Contents_Head"})
    builder.run(builder.paragraph("Contents_20_Heading", head), title)
    for piece in laid_out(document):
        if isinstance(piece, SectionStart):
            _entry(builder, body, 1, piece.title, f"s_{piece.id}")
        elif isinstance(piece, Clause):
            _entry(builder, body, 2, f"{piece.number}.\t{piece.title}", piece.anchor)


def _entry(builder: Builder, body: Node, level: int, words: str, anchor: str) -> None:
    paragraph = builder.paragraph(f"Contents_20_{level}", body)
    plain = {"text:style-name": "Contents_20_Link", "text:visited-style-name": "Contents_20_Link"}
    link = new(paragraph, "text:a", {"xlink:type": "simple", "xlink:href": f"#{anchor}", **plain})
    builder.run(link, f"{words}\t")
    new(link, "text:bookmark-ref", {"text:reference-format": "page", "text:ref-name": anchor})


def _marked(builder: Builder, paragraph: Node, words: str, anchor: str, language: str | None = None) -> None:
    builder.begin(paragraph, anchor)
    builder.run(paragraph, words, language=language)
    builder.end(paragraph, anchor)
