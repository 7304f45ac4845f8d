"""The table of contents: a field whose entries are written, with fields for their pages.

Which page a heading is on only a word processor knows. The field says that it wants to be brought up to date: Word asks
once whether it may when the file is opened, and an entry shows no page before rather than a wrong one.
"""

from __future__ import annotations

from typing import Any

from docx_plus.core.oxml import sub

from tenderlaw.documents.docx.builder import Builder
from tenderlaw.documents.layout import SectionStart, laid_out
from tenderlaw.documents.model import Clause, Document
from tenderlaw.documents.phrases import phrases_in

__all__ = ["contents"]


def contents(builder: Builder, document: Document) -> None:
    """Write the table of contents at the end of what is there."""
    builder.run(builder.paragraph("Contents Heading"), phrases_in(document.language)["contents"])
    entries: list[tuple[str, str, str | None, str]] = []
    for piece in laid_out(document):
        if isinstance(piece, SectionStart):
            entries.append(("toc 1", piece.title, None, f"s_{piece.id}"))
        elif isinstance(piece, Clause):
            entries.append(("toc 2", piece.title, f"{piece.number}.", piece.anchor))
    for index, (style, title, number, anchor) in enumerate(entries):
        element: Any = builder.paragraph(style)._p
        if index == 0:
            _field(element, ' TOC \\o "1-2" \\h \\z \\u ', dirty=True)
        name = builder.bookmark_name(anchor)
        link = sub(element, "w:hyperlink", **{"w:anchor": name, "w:history": "1"})
        if number is not None:
            run = sub(link, "w:r")
            sub(run, "w:t").text = number
            sub(run, "w:tab")
        words = sub(sub(link, "w:r"), "w:t", **{"xml:space": "preserve"})
        words.text = title
        sub(sub(link, "w:r"), "w:tab")
        _field(link, f" PAGEREF {name} \\h ")
        _end(link)
        if index == len(entries) - 1:
            _end(element)


def _field(within: Any, instruction: str, *, dirty: bool = False) -> None:  # noqa: ANN401 - an element of lxml
    """The beginning of a field, up to what it shows."""
    begin = sub(sub(within, "w:r"), "w:fldChar", **{"w:fldCharType": "begin"})
    if dirty:
        begin.set(f"{begin.tag.rpartition('}')[0]}}}dirty", "true")
    sub(sub(within, "w:r"), "w:instrText", **{"xml:space": "preserve"}).text = instruction
    sub(sub(within, "w:r"), "w:fldChar", **{"w:fldCharType": "separate"})


def _end(within: Any) -> None:  # noqa: ANN401
    sub(sub(within, "w:r"), "w:fldChar", **{"w:fldCharType": "end"})
