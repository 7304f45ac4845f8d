"""DOCX: native numbering, fields, footnotes and styles, so that a lawyer can go on working with it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx_plus.core.oxml import el, insert_before_first_anchor, sub, xpath
from docx_plus.fields import add_field

from tenderlaw.documents.archive import fixed_zip
from tenderlaw.documents.docx.builder import Builder
from tenderlaw.documents.docx.contents import contents
from tenderlaw.documents.docx.controls import attach_values
from tenderlaw.documents.docx.house import HOUSE, LEVELS
from tenderlaw.documents.docx.package import set_language, set_properties
from tenderlaw.documents.docx.tables import definition_list, record, signatures, table
from tenderlaw.documents.layout import Definitions, Piece, SectionStart, Signatures, laid_out
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
from tenderlaw.documents.phrases import phrases_in

__all__ = ["build", "to_docx"]


_AFTER_FOOTNOTES = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang",
                    "w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol", "w:listSeparator")  # fmt: skip
"""What follows the declaration of footnotes among the settings (ECMA-376 17.15.1.78)."""


def to_docx(document: Document) -> bytes:
    """The document as DOCX: the same document, the same bytes."""
    doc = docx.Document(str(HOUSE))
    set_language(doc, document.language)
    builder = Builder(doc, document)
    _running(doc, document)
    _front(builder, document)
    build(builder, laid_out(document))
    attach_values(doc, builder.values)
    set_properties(doc, document)
    out = io.BytesIO()
    doc.save(out)
    return fixed_zip(out.getvalue())


def build(builder: Builder, pieces: Iterable[Piece]) -> None:
    """Write pieces of a document one after another."""
    for piece in pieces:
        match piece:
            case SectionStart():
                if piece.id == "signatures":
                    builder.keep_last_with_next()
                paragraph = builder.paragraph("Heading 1")
                builder.bookmark(builder.run(paragraph, piece.title), f"s_{piece.id}")
            case Heading():
                builder.run(builder.paragraph("Heading 3"), piece.text)
            case Paragraph():
                builder.content(builder.paragraph("Answer Box" if piece.box else "Normal"), piece.content)
            case Lines():
                _lines(builder, piece)
            case Subject():
                builder.run(builder.paragraph("Heading 1"), piece.text)
            case Bullets():
                for item in piece.items:
                    builder.content(builder.paragraph("List Bullet"), item)
            case Table():
                table(builder, piece)
            case Record():
                record(builder, piece)
            case Definitions():
                definition_list(builder, piece)
            case Signatures():
                signatures(builder, piece)
            case Clause():
                _clause(builder, piece)


def _lines(builder: Builder, lines: Lines) -> None:
    """Lines in one paragraph, so that no page divides them; the closing before room to sign has one of its own."""
    first, rest = (lines.lines[:1], lines.lines[1:]) if lines.room else ((), lines.lines)
    if lines.room:
        builder.keep_last_with_next()
        for line in first:
            closing = builder.paragraph("Normal")
            closing.paragraph_format.space_before = Pt(12)
            builder.content(closing, line)
        builder.keep_last_with_next()
    paragraph = builder.paragraph("Normal")
    form = paragraph.paragraph_format
    form.keep_together, form.space_after = True, Pt(14)
    if lines.align == "end":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if lines.room:
        form.space_before = Pt(44)
    for number, line in enumerate(rest):
        if number:
            sub(sub(paragraph._p, "w:r"), "w:br")
        builder.content(paragraph, line)


def _clause(builder: Builder, clause: Clause) -> None:
    heading = builder.paragraph(LEVELS[0])
    other = clause.language if clause.language != builder.document.language else None
    title = builder.run(heading, clause.title, language=other)
    builder.bookmark(title, clause.anchor)
    builder.footnote(heading, clause.footnote)
    builder.comments.put(heading, clause.anchor)
    builder.number(heading, _number_id(builder), 0)
    _passages(builder, clause.content, clause)


def _passages(builder: Builder, content: Sequence[Passage | Table], clause: Clause) -> None:
    for part in content:
        if isinstance(part, Table):
            table(builder, part, clause.language, clause.id)
            continue
        paragraph = builder.paragraph(LEVELS[part.level - 1])
        builder.content(paragraph, part.content, clause.language, clause=clause.id)
        builder.number(paragraph, _number_id(builder), part.level - 1)
        if part.anchor is not None:
            builder.bookmark(paragraph, part.anchor)
            builder.comments.put(paragraph, part.anchor)
        _passages(builder, part.children, clause)


def _number_id(builder: Builder) -> int:
    """The list of clauses, as the template's heading style names it."""
    (found,) = xpath(
        builder.doc.styles.element,
        f"./w:style[@w:styleId='{builder.style_id(LEVELS[0])}']/w:pPr/w:numPr/w:numId/@w:val",
    )
    return int(found)


def _front(builder: Builder, document: Document) -> None:
    phrases = phrases_in(document.language)
    if document.draft:
        builder.run(builder.paragraph("Draft Mark"), phrases["draft"].upper())
    if document.is_letter:
        return
    builder.run(builder.paragraph("Title"), document.title)
    if document.subtitle:
        builder.content(builder.paragraph("Subtitle"), (Text(document.subtitle, "given"),))
    for note in document.notes:
        builder.run(builder.paragraph("Document Note"), note)
    if len(document.clauses) > 2:
        contents(builder, document)


def _running(doc: DocxDocument, document: Document) -> None:
    """Header with the title, footer with page x of y, in the document's language."""
    section = doc.sections[0]
    phrases = phrases_in(document.language)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style, footer.style = "Header", "Footer"
    left = f"{document.title} – {document.subtitle}" if document.subtitle else document.title
    if not document.is_letter:
        header.add_run(left if len(left) <= 90 else f"{left[:89]}…")
    if document.draft:
        header.add_run(f"\t{phrases['draft']}")
    before, _, rest = phrases["page"].partition("{page}")
    middle, _, after = rest.partition("{pages}")
    footer.add_run(f"\t{before}")
    add_field(footer, instruction="PAGE", initial_text="1")
    footer.add_run(middle)
    add_field(footer, instruction="NUMPAGES", initial_text="1")
    if after:
        footer.add_run(after)
    _declare_separators(doc)


def _declare_separators(doc: DocxDocument) -> None:
    """The lines above footnotes, which word processors look for among the settings."""
    properties = el("w:footnotePr")
    for number in ("-1", "0"):
        sub(properties, "w:footnote", **{"w:id": number})
    insert_before_first_anchor(doc.settings.element, properties, _AFTER_FOOTNOTES)
