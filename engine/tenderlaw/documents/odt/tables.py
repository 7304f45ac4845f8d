"""Tables of an ODT: of the text, of labels and values, of places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenderlaw.documents.columns import column_widths
from tenderlaw.documents.layout import Signatures
from tenderlaw.documents.model import Record, Table
from tenderlaw.documents.odt.builder import Builder
from tenderlaw.documents.odt.names import Node, new, q
from tenderlaw.documents.sign_anchors import sign_anchor

__all__ = ["record", "signatures", "table"]

_WIDTH: Final = 9070
"""The width of the text in twentieths of a point."""
_WHOLE: Final = 8
"""A record of so many lines stands on one page."""
_CELLS: Final = {
    "Cell": {"fo:border": "0.5pt solid #b9bcc6", "fo:padding": "1mm"},
    "Head": {"fo:border": "0.5pt solid #b9bcc6", "fo:padding": "1mm", "fo:background-color": "#eef2f8"},
    "Bare": {"fo:border": "none", "fo:padding": "0mm"},
    "Signed": {"fo:border": "none", "fo:border-bottom": "0.5pt solid #1b1b1f", "fo:padding": "0mm"},
}


def table(builder: Builder, piece: Table, language: str | None = None, clause: str | None = None) -> None:
    """A table with a head that is repeated on every page."""
    if piece.caption:
        builder.run(builder.paragraph("Label_20_Line"), piece.caption)
    element = _table(builder, column_widths(piece, _WIDTH), whole=False)
    for index, row in enumerate((piece.head, *piece.rows)):
        line = _row(new(element, "table:table-header-rows") if index == 0 else element)
        for number, content in enumerate(row):
            named = index == 0 or (piece.row_heads and number == 0)
            cell = _cell(line, "Cell" if index else "Head")
            paragraph = builder.paragraph("Table_20_Head" if named else "Table_20_Text", cell)
            builder.content(paragraph, content, language, clause=clause)
    builder.paragraph("Table_20_Spacer")


def record(builder: Builder, piece: Record) -> None:
    """Labels on the left, values on the right."""
    parties = {id(party.name): builder.values.of_party[party.role] for party in builder.document.parties}
    element = _table(builder, (2600, _WIDTH - 2600), whole=len(piece.rows) <= _WHOLE)
    for label, value in piece.rows:
        line = _row(element)
        builder.run(builder.paragraph("Standard", _cell(line, "Bare")), label, style="Label")
        builder.content(builder.paragraph("Standard", _cell(line, "Bare")), value, bound=parties.get(id(value)))
    builder.paragraph("Table_20_Spacer")


def signatures(builder: Builder, piece: Signatures) -> None:
    """Places to sign, side by side."""
    count, gap = len(piece.places), 400
    width = (_WIDTH - gap * (count - 1)) // count
    element = _table(builder, (width, *((gap, width) * (count - 1))), whole=True)
    for index in range(max(len(place.lines) for place in piece.places) + 1):
        line = _row(element)
        for number, place in enumerate(piece.places, 1):
            if number > 1:
                builder.paragraph("Standard", _cell(line, "Bare"))
            words = place.party if index == 0 else place.lines[index - 1] if index <= len(place.lines) else None
            cell = _cell(line, "Signed" if index and words is not None else "Bare")
            paragraph = builder.paragraph("Sign_20_Line" if index else "Sign_20_Party", cell)
            if words is not None:
                builder.run(paragraph, words)
            if words is not None and index:
                anchor = sign_anchor(number, words, index, builder.document.language)
                builder.run(paragraph, f" {anchor}", style="Sign_20_Anchor")
    # what must stand after a table takes no room: it would have a page of its own where the places end with one
    builder.paragraph(builder.variant("Table_20_Spacer", {"fo:line-height": "1pt"}))


def _table(builder: Builder, widths: Sequence[int], *, whole: bool) -> Node:
    """A table of columns of these widths; a `whole` one is not split across pages."""
    styles = builder.automatic
    known = {style.get(q("style:name")) for style in styles}
    for name, look in _CELLS.items():
        if name not in known:
            style = new(styles, "style:style", {"style:name": name, "style:family": "table-cell"})
            new(style, "style:table-cell-properties", look)
    if "Row" not in known:
        style = new(styles, "style:style", {"style:name": "Row", "style:family": "table-row"})
        new(style, "style:table-row-properties", {"fo:keep-together": "always"})
    builder.tables += 1
    name = f"Table{builder.tables}"
    style = new(styles, "style:style", {"style:name": name, "style:family": "table"})
    new(style, "style:table-properties", {
        "style:width": f"{sum(widths) / 20}pt", "table:align": "left", "table:border-model": "collapsing",
        "style:may-break-between-rows": "false" if whole else "true",
    })  # fmt: skip
    element = new(builder.text, "table:table", {"table:name": name, "table:style-name": name})
    for column, width in enumerate(widths, 1):
        style = new(styles, "style:style", {"style:name": f"{name}.{column}", "style:family": "table-column"})
        new(style, "style:table-column-properties", {"style:column-width": f"{width / 20}pt"})
        new(element, "table:table-column", {"table:style-name": f"{name}.{column}"})
    return element


def _row(within: Node) -> Node:
    return new(within, "table:table-row", {"table:style-name": "Row"})


def _cell(row: Node, style: str) -> Node:
    return new(row, "table:table-cell", {"table:style-name": style, "office:value-type": "string"})
