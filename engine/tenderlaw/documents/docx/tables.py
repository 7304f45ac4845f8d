"""Tables of a Word document: of the text, of labels and values, of definitions, of places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Pt
from docx_plus.core.oxml import sub

from tenderlaw.documents.columns import column_widths
from tenderlaw.documents.docx.builder import Builder
from tenderlaw.documents.layout import Definitions, Signatures, means_of
from tenderlaw.documents.model import Record, Table
from tenderlaw.documents.sign_anchors import sign_anchor

__all__ = ["definition_list", "record", "signatures", "table"]

_WIDTH = 9000
"""The width of the text in twentieths of a point; tables take their share of whatever page they stand on."""


_WHOLE = 8
"""A record of so many lines stands on one page."""


def table(builder: Builder, piece: Table, language: str | None = None, clause: str | None = None) -> None:
    """A table with a head that is repeated on every page."""
    if piece.caption:
        builder.run(builder.paragraph("Label Line"), piece.caption)
    widths = column_widths(piece, _WIDTH)
    element = _table(builder, widths, "Tender Table", first_column=piece.row_heads)
    for index, row in enumerate((piece.head, *piece.rows)):
        line = _row(element, head=index == 0)
        for width, content in zip(widths, row, strict=True):
            builder.content(
                builder.paragraph("Table Text", within=_cell(line, width)), content, language, clause=clause
            )
    _append(builder, element)


def record(builder: Builder, piece: Record) -> None:
    """Labels on the left, values on the right."""
    widths = (2600, _WIDTH - 2600)
    element = _table(builder, widths, None, first_column=True)
    parties = {id(party.name): builder.values.of_party[party.role] for party in builder.document.parties}
    for index, (label, value) in enumerate(piece.rows, 1):
        line = _row(element)
        first, second = (builder.paragraph("Normal", within=_cell(line, width)) for width in widths)
        builder.run(first, label, style="Label")
        builder.content(second, value, bound=parties.get(id(value)))
        if index < len(piece.rows) <= _WHOLE:
            first.paragraph_format.keep_with_next = second.paragraph_format.keep_with_next = True
    _append(builder, element)


def definition_list(builder: Builder, piece: Definitions) -> None:
    """A paragraph a term, without numbers, in the order of the terms."""
    document = builder.document
    for term in piece.terms:
        other = None if term.language == document.language else term.language
        paragraph = builder.paragraph("Definition")
        builder.run(paragraph, term.term, style="Defined Term", language=other)
        builder.run(paragraph, means_of(term, document.language), language=other)
        builder.content(paragraph, term.meaning, term.language)
        builder.run(paragraph, ".", language=other)
        builder.footnote(paragraph, term.footnote)


def signatures(builder: Builder, piece: Signatures) -> None:
    """Places to sign, side by side."""
    count, gap = len(piece.places), 400
    width = (_WIDTH - gap * (count - 1)) // count
    element = _table(builder, [width, *([gap, width] * (count - 1))], None)
    for index in range(max(len(place.lines) for place in piece.places) + 1):
        line = _row(element)
        for number, place in enumerate(piece.places):
            if number:
                builder.paragraph("Normal", within=_cell(line, gap))
            cell = _cell(line, width)
            paragraph = builder.paragraph("Sign Line" if index else "Sign Party", within=cell)
            if index == 0:
                builder.run(paragraph, place.party)
            elif index <= len(place.lines):
                line_ = place.lines[index - 1]
                builder.run(paragraph, line_)
                anchor = sign_anchor(number + 1, line_, index, builder.document.language)
                builder.run(paragraph, f" {anchor}", style="Sign Anchor")
                borders = sub(cell[0], "w:tcBorders")
                sub(borders, "w:bottom", **{"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "1B1B1F"})
    _append(builder, element, room=False)


def _table(builder: Builder, widths: Sequence[int], style: str | None, *, first_column: bool = False) -> Any:  # noqa: ANN401
    element: Any = OxmlElement("w:tbl")
    properties = sub(element, "w:tblPr")
    if style:
        sub(properties, "w:tblStyle", **{"w:val": builder.style_id(style)})
    sub(properties, "w:tblW", **{"w:w": "4945" if style else "5000", "w:type": "pct"})
    if style:  # the words, not the line, would stand at the margin
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


def _row(table: Any, *, head: bool = False) -> Any:  # noqa: ANN401
    row = sub(table, "w:tr")
    properties = sub(row, "w:trPr")
    sub(properties, "w:cantSplit")
    if head:
        sub(properties, "w:tblHeader")
    return row


def _cell(row: Any, width: int) -> Any:  # noqa: ANN401
    cell = sub(row, "w:tc")
    sub(sub(cell, "w:tcPr"), "w:tcW", **{"w:w": str(width), "w:type": "dxa"})
    return cell


def _append(builder: Builder, table: Any, *, room: bool = True) -> None:  # noqa: ANN401
    """The table, and the paragraph that must stand after one; without `room` it never has a page of its own."""
    builder.append(table)
    spacer = builder.paragraph("Table Spacer")
    if not room:
        spacer.paragraph_format.line_spacing = Pt(1)
