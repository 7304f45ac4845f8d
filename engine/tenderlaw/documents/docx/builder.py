"""Paragraphs, runs, references and footnotes of a document in the making, with sequential ids.

What has a structure of its own (fields, bookmarks, footnotes) is built by docx-plus; its ids are random by
default, and LibreOffice pairs footnotes by the order of their ids: so every id here counts up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run
from docx_plus.bookmarks import BookmarkIdRegistry, add_bookmark
from docx_plus.core.oxml import el, sub
from docx_plus.fields import add_field
from docx_plus.notes import FootnoteIdRegistry, add_footnote

from tenderlaw.documents.bound import Bound, Values, bound_to
from tenderlaw.documents.docx.bookmarks import bookmark_names
from tenderlaw.documents.docx.comments import Comments
from tenderlaw.documents.docx.controls import control
from tenderlaw.documents.model import Document, Element, FootnoteRef, Reference, Term, Text, plain
from tenderlaw.documents.properties import locale_of
from tenderlaw.documents.spaces import tied, tied_content

__all__ = ["Builder"]

_STYLES = {"blank": "Blank"}


class _Footnotes(FootnoteIdRegistry):
    def next(self) -> int:
        return self.next_sequential()


class _Bookmarks(BookmarkIdRegistry):
    def next(self) -> int:
        return self.next_sequential()


class Builder:
    """Writes into one Word document. `names` are the bookmarks of its places, where others have theirs there."""

    def __init__(self, doc: DocxDocument, document: Document, names: Mapping[str, str] | None = None) -> None:
        self.doc = doc
        self.document = document
        self.comments = Comments(doc, document.remarks, document.manifest.as_of)
        self.values: Values = bound_to(document)
        self._names = bookmark_names(document) if names is None else names
        self._footnotes = _Footnotes(doc)
        self._bookmarks = _Bookmarks(doc)
        self._notes = {note.number: note for note in document.footnotes}
        self._body: Any = doc.element.body
        self._end: Any = self._body.sectPr
        self._styles: dict[str | None, str] = {style.name: str(style.style_id) for style in doc.styles}

    def style_id(self, name: str) -> str:
        """The id of a style by its name."""
        return self._styles[name]

    def paragraph(self, style: str, within: Any = None) -> DocxParagraph:  # noqa: ANN401 - an element of lxml
        """A new paragraph at the end of the document, or of a cell."""
        element: Any = OxmlElement("w:p")
        if style != "Normal":
            sub(sub(element, "w:pPr"), "w:pStyle", **{"w:val": self.style_id(style)})
        if within is None:
            self._end.addprevious(element)
        else:
            within.append(element)
        return DocxParagraph(element, self.doc._body)

    def keep_last_with_next(self) -> None:
        """Whatever stands last stays on the page of what comes next: its last paragraph, or its last row."""
        last = self._end.getprevious()
        while last is not None and last.tag == qn("w:p") and not "".join(last.itertext()).strip():
            DocxParagraph(last, self.doc._body).paragraph_format.keep_with_next = True
            last = last.getprevious()
        if last is None:
            return
        rows = last.findall(qn("w:tr"))
        for element in [last] if last.tag == qn("w:p") else rows[-1].iter(qn("w:p")) if rows else ():
            DocxParagraph(element, self.doc._body).paragraph_format.keep_with_next = True

    def append(self, element: Any) -> None:  # noqa: ANN401
        """A finished element at the end of the document."""
        self._end.addprevious(element)

    def run(self, paragraph: DocxParagraph, text: str, *, style: str | None = None, language: str | None = None,
            bold: bool = False, within: Any = None) -> Run:  # noqa: ANN401  # fmt: skip
        """Words at the end of a paragraph, or `within` an element of it."""
        run: Any = sub(paragraph._p if within is None else within, "w:r")
        if style or language or bold:
            properties = sub(run, "w:rPr")
            if style:
                sub(properties, "w:rStyle", **{"w:val": self.style_id(style)})
            if bold:
                sub(properties, "w:b")
            if language:
                sub(properties, "w:lang", **{"w:val": locale_of(language)})
        words = sub(run, "w:t", **{"xml:space": "preserve"})
        words.text = text
        return Run(run, paragraph)

    def content(
        self,
        paragraph: DocxParagraph,
        content: Sequence[Element],
        language: str | None = None,
        *,
        clause: str | None = None,
        bound: Bound | None = None,
    ) -> None:
        """Words, terms, references and footnotes at the end of a paragraph.

        What fills a blank of the `clause` is a control; so are all the words where they are the value `bound`.
        """
        other = language if language != self.document.language else None
        for one in tied_content(content):
            match one:
                case Text():
                    value = bound or (self.values.of(clause, one.text) if one.role in ("given", "blank") else None)
                    within = None if value is None else control(self.values, paragraph._p, value)
                    style = _STYLES.get(one.role)
                    self.run(paragraph, one.text, style=style, language=other, bold=one.role == "strong", within=within)
                case Term():
                    self.run(paragraph, one.text, language=other)
                case Reference():
                    if one.word:
                        self.run(paragraph, f"{one.word}\u00a0", language=other)
                    instruction = f"REF {self.bookmark_name(one.anchor)} \\w \\h"
                    add_field(paragraph, instruction=instruction, initial_text=one.number)
                case FootnoteRef():
                    self.footnote(paragraph, one.number)

    def footnote(self, paragraph: DocxParagraph, number: int) -> None:
        """The mark of a footnote here, and its text at the foot of the page."""
        note = self._notes[number]
        made = add_footnote(paragraph, f" {tied(plain(note.content))}", id_registry=self._footnotes)
        if note.language != self.document.language:
            for run in made.body_element.iter(qn("w:r")):
                if run.find(qn("w:t")) is not None and run.find(qn("w:rPr")) is None:
                    properties = el("w:rPr")
                    sub(properties, "w:lang", **{"w:val": locale_of(note.language)})
                    run.insert(0, properties)

    def bookmark_name(self, anchor: str) -> str:
        """The name of the bookmark of a place to which references lead."""
        return self._names[anchor]

    def bookmark(self, target: DocxParagraph | Run, anchor: str) -> None:
        """A place to which references lead."""
        add_bookmark(target, self.bookmark_name(anchor), id_registry=self._bookmarks)

    def number(self, paragraph: DocxParagraph, number_id: int, level: int) -> None:
        """Numbering in the paragraph itself, so that it stays where its style is replaced by another."""
        properties: Any = paragraph._p.get_or_add_pPr()
        num_pr = properties.get_or_add_numPr()
        num_pr.get_or_add_ilvl().val = level
        num_pr.get_or_add_numId().val = number_id
