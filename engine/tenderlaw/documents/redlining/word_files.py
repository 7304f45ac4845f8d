"""The words of a Word file in reading order, each line with what it is: body, section, header, footer, note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import parse_xml
from docx.oxml.ns import qn

from tenderlaw.documents.archive import open_docx, read_docx, reading_docx
from tenderlaw.documents.redlining.page_numbers import without_page_numbers
from tenderlaw.documents.redlining.words import level_word

__all__ = ["lines_of"]

_NOTES: Final = (("footnote", RT.FOOTNOTES), ("endnote", RT.ENDNOTES), ("comment", RT.COMMENTS))
_SIGNS: Final = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "softHyphen": ""}
_TEXTS: Final = tuple(qn(f"w:{name}") for name in ("t", *_SIGNS))
_ELSEWHERE: Final = (qn("w:p"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
"""What stands within a paragraph and is read for itself, or is shown instead of something that is read already."""
_TWIPS_IN_MM: Final = 56.7


def lines_of(path: Path) -> list[str]:
    """The lines of a Word file; in brackets before one, what it is where it is no plain paragraph of the body.

    Raises InputInvalidError for a file that is no Word document.
    """
    doc = open_docx(read_docx(path), str(path))
    with reading_docx(str(path)):
        return list(_lines(doc))


def _lines(doc: DocxDocument) -> Iterator[str]:
    levels = _levels_of_styles(doc)
    number = 0
    for element in without_page_numbers(doc.element.body).iter(qn("w:p"), qn("w:sectPr")):
        if element.tag == qn("w:sectPr"):
            if element.getparent().tag != qn("w:sectPrChange"):
                number += 1
                yield from _section(doc, element, number)
        elif not _in_fallback(element) and (words := _words(element)):
            yield f"{_level(element, levels)}{words}"
    for kind, relation in _NOTES:
        for part in _related(doc, relation):
            for note in _root(part):
                for words in _paragraphs(note):
                    yield f"({kind}) {words}"


def _section(doc: DocxDocument, section: Any, number: int) -> Iterator[str]:  # noqa: ANN401 - an element of lxml
    """The page of a section in a line, and the lines that run at its top and bottom."""
    yield f"(section {number}) {'; '.join(_page(section))}"
    for reference in section.iter(qn("w:headerReference"), qn("w:footerReference")):
        part = doc.part.rels[reference.get(qn("r:id"))].target_part
        kind = reference.tag.removeprefix(qn("w:p")[:-1]).removesuffix("Reference")
        pages = {"first": ", first page", "even": ", even pages"}.get(reference.get(qn("w:type"), ""), "")
        for words in _paragraphs(without_page_numbers(_root(part))):
            yield f"({kind} of section {number}{pages}) {words}"


def _page(section: Any) -> Iterator[str]:  # noqa: ANN401
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is not None:
        way = "landscape" if size.get(qn("w:orient")) == "landscape" else "portrait"
        yield f"page {_mm(size, 'w')} × {_mm(size, 'h')} mm, {way}"
    if margins is not None:
        sides = ", ".join(f"{side} {_mm(margins, side)}" for side in ("top", "right", "bottom", "left"))
        yield f"margins {sides} mm"
    columns, start = section.find(qn("w:cols")), section.find(qn("w:type"))
    if columns is not None and columns.get(qn("w:num"), "1") != "1":
        yield f"{columns.get(qn('w:num'))} columns"
    if start is not None and start.get(qn("w:val")) != "nextPage":
        yield f"starts: {start.get(qn('w:val'))}"
    numbers = section.find(qn("w:pgNumType"))
    if numbers is not None and numbers.get(qn("w:start")) is not None:
        yield f"pages counted from {numbers.get(qn('w:start'))}"


def _mm(element: Any, name: str) -> str:  # noqa: ANN401
    given = str(element.get(qn(f"w:{name}"), ""))
    try:
        return str(round(float(given) / _TWIPS_IN_MM))
    except ValueError:
        return given


def _related(doc: DocxDocument, relation: str) -> Iterator[Any]:
    for found in doc.part.rels.values():
        if found.reltype == relation and not found.is_external:
            yield found.target_part


def _root(part: Any) -> Any:  # noqa: ANN401
    return parse_xml(cast("str", part.blob))


def _paragraphs(root: Any) -> Iterator[str]:  # noqa: ANN401
    for paragraph in root.iter(qn("w:p")):
        if not _in_fallback(paragraph) and (words := _words(paragraph)):
            yield words


def _words(paragraph: Any) -> str:  # noqa: ANN401
    """The words of a paragraph, without those that stand in a box within it."""
    text = "".join(_SIGNS.get(one.tag.rpartition("}")[2], one.text or "") for one in _own(paragraph))
    return " ".join(text.split())


def _own(element: Any) -> Iterator[Any]:  # noqa: ANN401
    for child in element:
        if child.tag in _TEXTS:
            yield child
        elif child.tag not in _ELSEWHERE:
            yield from _own(child)


def _in_fallback(element: Any) -> bool:  # noqa: ANN401
    return any(one.tag == _ELSEWHERE[1] for one in element.iterancestors())


def _level(paragraph: Any, levels: Mapping[str | None, int]) -> str:  # noqa: ANN401
    """The level of a paragraph in a list, as a word before it; nothing where it is in none."""
    properties = paragraph.find(qn("w:pPr"))
    own = None if properties is None else _level_in(properties)
    if own is None:
        style = None if properties is None else properties.find(qn("w:pStyle"))
        own = levels.get(None if style is None else style.get(qn("w:val")), 0)
    return f"{level_word(own)} " if own else ""


def _levels_of_styles(doc: DocxDocument) -> Mapping[str | None, int]:
    """The list levels that paragraphs have by their style, under none that of paragraphs without one."""
    styles = {style.get(qn("w:styleId")): style for style in doc.styles.element.iter(qn("w:style"))}
    found: dict[str | None, int] = {}
    for key, style in styles.items():
        seen: set[str] = set()
        at = key
        while at in styles and at not in seen:
            seen.add(at)
            properties, based = styles[at].find(qn("w:pPr")), styles[at].find(qn("w:basedOn"))
            level = None if properties is None else _level_in(properties)
            if level is not None:
                found[key] = level
                break
            at = None if based is None else based.get(qn("w:val"))
        if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph":
            found[None] = found.get(key, 0)
    return found


def _level_in(properties: Any) -> int | None:  # noqa: ANN401
    """The level that properties of a paragraph give it in a list: 0 for none, nothing where they do not say."""
    number, level = (
        properties.find(f"{qn('w:numPr')}/{qn('w:numId')}"),
        properties.find(f"{qn('w:numPr')}/{qn('w:ilvl')}"),
    )
    if number is None:
        return None
    return 0 if number.get(qn("w:val")) == "0" else int(level.get(qn("w:val"), "0") if level is not None else "0") + 1
