"""The matrix of grounds and regimes as a picture: SVG, the same bytes from the same packs, legible without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from tenderlaw.decisions.matrix import Cell, Matrix, in_short

__all__ = ["matrix_svg"]

_NAMES, _CELL, _ROW, _HEAD, _MARGIN = 210, 108, 34, 64, 16
"""Widths of the topics and of a column, heights of a row and of the head, and the margin, in pixels."""
_FILL: Final = {"mandatory": "#1d4f7c", "discretionary": "#cfe3f3", "none": "#ffffff"}
_INK: Final = {"mandatory": "#ffffff", "discretionary": "#12293d", "none": "#6b6b6b"}
_CENTRED: Final[Mapping[str, str | int]] = {"text-anchor": "middle", "font-size": 11, "fill": "#12293d"}
_SVG: Final = "http://www.w3.org/2000/svg"


def matrix_svg(matrix: Matrix) -> bytes:
    """The picture as UTF-8."""
    width = 2 * _MARGIN + _NAMES + _CELL * len(matrix.regimes)
    height = 2 * _MARGIN + _HEAD + _ROW * len(matrix.rows) + _ROW
    root = etree.Element("svg", xmlns=_SVG)
    box = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    for name, value in {**box, "role": "img", "font-family": "sans-serif"}.items():
        root.set(name, str(value))
    _add(root, "title", text="Grounds for exclusion by topic and regime")
    _add(
        root, "desc", text="Mandatory, discretionary or no ground; years of the period; + where self-cleaning lifts it"
    )
    _add(root, "rect", x=0, y=0, width=width, height=height, fill="#ffffff")
    for number, (pack, title) in enumerate(matrix.regimes):
        _head(root, _MARGIN + _NAMES + _CELL * number, pack, title)
    for number, row in enumerate(matrix.rows):
        top = _MARGIN + _HEAD + _ROW * number
        name = row.topic.replace("-", " ")
        _add(root, "text", text=name, x=_MARGIN, y=top + 21, **{"font-size": 12})
        for column, cell in enumerate(row.cells):
            _cell(root, _MARGIN + _NAMES + _CELL * column, top, cell)
    day = f", in force on {matrix.as_of.isoformat()}" if matrix.as_of else ""
    said = f"Mandatory, discretionary or no ground{day}; y: years of the period; +: self-cleaning lifts it"
    _add(root, "text", text=said, x=_MARGIN, y=height - _MARGIN, **{"font-size": 11})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _head(root: etree._Element, left: int, pack: str, title: str) -> None:
    group = _add(root, "g")
    _add(group, "title", text=title)
    middle = left + _CELL // 2
    _add(group, "text", text=pack, x=middle, y=_MARGIN + _HEAD - 14, **_CENTRED, **{"font-weight": "bold"})


def _cell(root: etree._Element, left: int, top: int, cell: Cell) -> None:
    group = _add(root, "g")
    if cell.grounds:
        _add(group, "title", text="; ".join(one.cite for one in cell.grounds))
    fill, ink = _FILL[cell.weight], _INK[cell.weight]
    _add(group, "rect", x=left + 1, y=top + 1, width=_CELL - 2, height=_ROW - 2, fill=fill, stroke="#9fb6c9")
    lines = in_short(cell)
    for number, line in enumerate(lines):
        at = top + 14 + 13 * number + (6 if len(lines) == 1 else 0)
        _add(group, "text", text=line, x=left + _CELL // 2, y=at, **{**_CENTRED, "fill": ink})


def _add(parent: etree._Element, tag: str, text: str | None = None, **values: str | int) -> etree._Element:
    found = etree.SubElement(parent, tag)
    for name, value in values.items():
        found.set(name, str(value))
    found.text = text
    return found
