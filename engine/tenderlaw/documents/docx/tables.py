"""Tables of a Word document: of the text, of labels and values, of definitions, of places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx_plus.core.oxml import el, sub

from tenderlaw.documents.columns import column_widths
from tenderlaw.documents.docx.builder import Builder
from tenderlaw.documents.layout import Definitions, Signatures
from tenderlaw.documents.model import Element, Record, Table, Text, plain
from tenderlaw.documents.phrases import phrases_in

__all__ = ["definition_list", "record", "signatures", "table"]

_WIDTH = 9000
"""The width of the text in twentieths of a point."""


def table(builder: Builder, piece: Table, language: str | None = None) -> None:
    """A table with a head that is repeated on every page."""
    if piece.caption:
        builder.run(builder.paragraph("Label Line"), piece.caption)
    widths = column_widths(piece, _WIDTH)
    element = _table(builder, widths, "Tender Table", first_column=piece.row_heads)
    for index, row in enumerate((piece.head, *piece.rows)):
        line = sub(element, "w:tr")
        properties = sub(line, "w:trPr")
        sub(properties, "w:cantSplit")
        if index == 0:
            sub(properties, "w:tblHeader")
        for width, cell in zip(widths, row, strict=True):
            _cell(builder, line, width, cell, language, paragraph="Table Text")
    builder.append(element)
    _after(builder)


def record(builder: Builder, piece: Record) -> None:
    """Labels on the left, values on the right."""
    widths = (2600, _WIDTH - 2600)
    element = _table(builder, widths, None, first_column=True)
    for label, value in piece.rows:
        line = sub(element, "w:tr")
        sub(sub(line, "w:trPr"), "w:cantSplit")
        _cell(builder, line, widths[0], (Text(label),), None, style="Label")
        _cell(builder, line, widths[1], value, None)
    builder.append(element)
    _after(builder)


def definition_list(builder: Builder, piece: Definitions) -> None:
    """A paragraph a term, without numbers, in the order of the terms."""
    document = builder.document
    for term in piece.terms:
        own = term.language == document.language
        other = None if own else term.language
        paragraph = builder.paragraph("Definition")
        builder.run(paragraph, term.term, style="Defined Term", language=other)
        builder.run(paragraph, f" {phrases_in(document.language)['means']} " if own else ": ", language=other)
        builder.content(paragraph, term.meaning, term.language)
        builder.run(paragraph, f" ({term.cite})", style="Citation", language="en")


def signatures(builder: Builder, piece: Signatures) -> None:
    """Places to sign, side by side."""
    count = max(len(piece.places), 1)
    gap = 400
    width = (_WIDTH - gap * (count - 1)) // count
    widths = [width, *([gap, width] * (count - 1))]
    element = _table(builder, widths, None)
    heads: list[Sequence[Element]] = [(Text(place.party, "strong"),) for place in piece.places]
    rows = [heads, *([(Text(line),) for line in lines] for lines in zip(*(p.lines for p in piece.places), strict=True))]
    for index, row in enumerate(rows):
        line = sub(element, "w:tr")
        sub(sub(line, "w:trPr"), "w:cantSplit")
        for number, content in enumerate(row):
            if number:
                _cell(builder, line, gap, (), None)
            cell = _cell(builder, line, width, content, None, paragraph="Normal" if index == 0 else "Sign Line", keep=True)
            if index:
                borders = el("w:tcBorders")
                sub(borders, "w:bottom", **{"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "1B1B1F"})
                cell[0].append(borders)  # its properties come first
    builder.append(element)
    _after(builder)


def _table(builder: Builder, widths: Sequence[int], style: str | None, *, first_column: bool = False) -> Any:  # noqa: ANN401
    element: Any = OxmlElement("w:tbl")
    properties = sub(element, "w:tblPr")
    if style:
        sub(properties, "w:tblStyle", **{"w:val": builder.style_id(style)})
    # a share of the text's width, whatever the page; the line, not the words, at the margin
    sub(properties, "w:tblW", **{"w:w": "4945" if style else "5000", "w:type": "pct"})
    if style:
        sub(properties, "w:tblInd", **{"w:w": "100", "w:type": "dxa"})
    sub(properties, "w:tblLayout", **{"w:type": "fixed"})
    if style is None:
        margins = sub(properties, "w:tblCellMar")
        for side in ("left", "right"):
            sub(margins, f"w:{side}", **{"w:w": "0", "w:type": "dxa"})
    look = {"w:firstRow": "1" if style else "0", "w:firstColumn": "1" if first_column else "0"}
    sub(properties, "w:tblLook", **{"w:val": "0420", **look, "w:noHBand": "1", "w:noVBand": "1"})
    grid = sub(element, "w:tblGrid")
    for width in widths:
        sub(grid, "w:gridCol", **{"w:w": str(width)})
    return element


def _cell(builder: Builder, line: Any, width: int, content: Sequence[Element], language: str | None, *,  # noqa: ANN401
          style: str | None = None, paragraph: str = "Normal", keep: bool = False) -> Any:  # noqa: ANN401  # fmt: skip
    cell = sub(line, "w:tc")
    sub(sub(cell, "w:tcPr"), "w:tcW", **{"w:w": str(width), "w:type": "dxa"})
    words = builder.paragraph(paragraph, within=cell)
    if keep:
        words.paragraph_format.keep_with_next = True
    if style:
        builder.run(words, plain(tuple(content)), style=style)
    else:
        builder.content(words, content, language)
    return cell


def _after(builder: Builder) -> None:
    """A thin paragraph, without which two tables would join."""
    spacer = builder.paragraph("Normal")
    spacer.paragraph_format.space_after = 0
    spacer.paragraph_format.line_spacing = 0.5
