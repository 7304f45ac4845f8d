"""Fills the forms of a questionnaire as a bidder would: cells of a workbook by their addresses."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

__all__ = ["filled", "formula", "number", "text"]


def filled(data: bytes, cells: Mapping[str, str]) -> bytes:
    """The workbook with cells written anew, each by sheet and address, as XML of its content: `Q!F5`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = re.findall(r'<sheet name="([^"]+)"', old.read("xl/workbook.xml").decode())
        for member in old.infolist():
            text = old.read(member)
            found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", member.filename)
            if found:
                sheet = names[int(found[1]) - 1]
                for place, content in cells.items():
                    on, _, at = place.partition("!")
                    if on == sheet:
                        text = _written(text.decode(), at, content).encode()
            new.writestr(member, text)
    return out.getvalue()


def text(words: str) -> str:
    """The content of a cell that holds text."""
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'


def number(value: str) -> str:
    """The content of a cell that holds a number."""
    return f"><v>{value}</v></c>"


def formula(value: str) -> str:
    """The content of a cell that holds a formula."""
    return f' t="str"><f>{escape(value)}</f><v>yes</v></c>'


def _written(sheet: str, at: str, content: str) -> str:
    cell = f'<c r="{at}"{content}'
    done, count = re.subn(rf'<c r="{at}"[^>]*/>|<c r="{at}".*?</c>', lambda _: cell, sheet)
    if count:
        return done
    row = re.sub("[A-Z]", "", at)
    done, count = re.subn(rf'(<row r="{row}"[^>]*)/>', lambda m: f"{m[1]}>{cell}</row>", sheet)
    return done if count else re.sub(rf'(<row r="{row}".*?)(</row>)', lambda m: f"{m[1]}{cell}{m[2]}", sheet, count=1)
