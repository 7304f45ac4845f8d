"""A redline as it leaves the house: authors kept, words alone where asked, every change with a number of its own."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final, cast

from docx.opc.oxml import parse_xml, serialize_part_xml
from docx.oxml.ns import qn

from tenderlaw.documents.archive import fixed_zip
from tenderlaw.documents.redlining.authors import with_authors
from tenderlaw.documents.redlining.controls import dissolve, with_controls
from tenderlaw.documents.redlining.words_only import words_only

__all__ = ["comparable", "finished"]

_TEXTS: Final = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_CHANGES: Final = tuple(
    qn(f"w:{name}")
    for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
                 "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange", "cellIns", "cellDel", "numberingChange")
)  # fmt: skip
_BOUND: Final = b"urn:tenderlaw:values"
_COUNTED: Final = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))


def comparable(data: bytes) -> bytes:
    """A Word file as the comparing program can look into it: controls within a line are what they show."""
    roots = {
        name: root for name, root in _parts(data, texts=True).items() if root.find(f".//{qn('w:sdt')}") is not None
    }
    for root in roots.values():
        dissolve(root)
    return _with_parts(data, roots) if roots else data


def finished(made: bytes, new: bytes, *, only_words: bool) -> tuple[bytes, int]:
    """The redline `made` of a document against the `new` one, and how many changes it has."""
    roots = _parts(made)
    for name, root in _parts(new, texts=True).items():
        if name in roots:
            with_authors(roots[name], root)
            with_controls(roots[name], root)
    number = count = 0
    for root in roots.values():
        if only_words:
            words_only(root)
        for change in root.iter(*_CHANGES):
            number += 1
            change.set(qn("w:id"), str(number))
            count += change.tag in _COUNTED
    return fixed_zip(_with_parts(made, roots, _values(new))), count


def _with_parts(data: bytes, roots: dict[str, Any], values: bytes | None = None) -> bytes:
    """The file with these parts; `values` are those to which its controls are bound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = serialize_part_xml(roots[name]) if name in roots else source.read(name)
            bound = values is not None and name.startswith("customXml/item") and _BOUND in content
            target.writestr(name, values if values is not None and bound and b"<values" in content else content)
    return out.getvalue()


def _values(data: bytes) -> bytes | None:
    """The part of a file to which its controls are bound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        contents = (archive.read(name) for name in archive.namelist() if name.startswith("customXml/item"))
        return next((content for content in contents if _BOUND in content and b"<values" in content), None)


def _parts(data: bytes, *, texts: bool = False) -> dict[str, Any]:
    """The parts of a Word file in which something can be tracked; or those alone that hold its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        chosen = sorted(name for name in names if not texts or _TEXTS.fullmatch(name))
        return {name: parse_xml(cast("str", archive.read(name))) for name in chosen}
