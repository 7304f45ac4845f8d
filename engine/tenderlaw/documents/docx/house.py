"""Builds `house.docx`: page, fonts, styles and the numbering of clauses, from which every document starts.

Run `python -m tenderlaw.documents.docx.house` after a change; a test holds the committed file to this script.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx_plus.core.oxml import el, remove, sub, xpath
from docx_plus.numbering import LevelDefinition, define_list_definition

from tenderlaw.documents.archive import fixed_zip

__all__ = ["HOUSE", "LEVELS", "build_house"]

HOUSE = Path(__file__).with_name("house.docx")
LEVELS = ("Heading 2", "Clause Level 2", "Clause Level 3", "Clause Level 4")
"""The styles that carry the numbers 1., 1.1, (a) and (i)."""

FONT = "Arial"
INK, ACCENT, QUIET, LINE, BOX = (
    RGBColor(0x1B, 0x1B, 0x1F),
    RGBColor(0x1F, 0x3A, 0x68),
    RGBColor(0x4A, 0x4A, 0x52),
    "B9BCC6",
    "EEF2F8",
)


def build_house() -> bytes:
    """The template's bytes, the same on every run."""
    doc = Document()
    _page(doc)
    _defaults(doc)
    _prose_styles(doc)
    _furniture_styles(doc)
    _clause_styles(doc)
    _note_styles(doc)
    _table_style(doc)
    for style in xpath(doc.styles.element, "./w:style[@w:type='table']"):
        if style.get(qn("w:styleId")) not in ("TableNormal", "TenderTable"):
            remove(style)
    for paragraph in list(doc.paragraphs):
        remove(paragraph._p)
    doc.core_properties.author = "tenderlaw"
    doc.core_properties.comments = ""
    doc.core_properties.title = ""
    out = io.BytesIO()
    doc.save(out)
    return fixed_zip(out.getvalue())


def _page(doc: DocxDocument) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)


def _defaults(doc: DocxDocument) -> None:
    """Document defaults: one font for every script, a language that the writer sets, no theme fonts."""
    (fonts,) = xpath(doc.styles.element, "./w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")
    _set_fonts(fonts)
    for style in doc.styles.element.iter(qn("w:style")):
        for found in list(style.iter(qn("w:rFonts"))):
            remove(found)
    normal: Any = doc.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10.5), INK
    _set_fonts(normal.element.rPr.rFonts)
    _spacing(normal, before=0, after=6, line=1.15)


def _set_fonts(fonts: Any) -> None:  # noqa: ANN401 - an element of lxml
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _style(doc: DocxDocument, name: str, *, base: str = "Normal", kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> Any:  # noqa: ANN401
    styles: Any = doc.styles
    style = styles[name] if name in [one.name for one in styles] else styles.add_style(name, kind)
    if kind == WD_STYLE_TYPE.PARAGRAPH and name != base:
        style.base_style = styles[base]
    style.hidden, style.quick_style = False, True
    return style


def _spacing(style: Any, *, before: float, after: float, line: float | None = None) -> None:  # noqa: ANN401
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if line is not None:
        style.paragraph_format.line_spacing = line


def _look(style: Any, size: float, *, bold: bool = False, color: RGBColor = INK) -> None:  # noqa: ANN401
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), bold or None, color
    style.font.italic = False
    _set_fonts(style.element.rPr.rFonts)


def _prose_styles(doc: DocxDocument) -> None:
    title = _style(doc, "Title")
    _look(title, 22, bold=True, color=ACCENT)
    _spacing(title, before=0, after=4, line=1.05)
    for border in list(title.element.pPr.iter(qn("w:pBdr"))):
        remove(border)
    subtitle = _style(doc, "Subtitle")
    _look(subtitle, 13, color=QUIET)
    for style in (title, subtitle):
        for name in ("w:spacing", "w:kern"):
            for found in style.element.rPr.findall(qn(name)):
                remove(found)
    _spacing(subtitle, before=0, after=12)
    for name, size, before in (("Heading 1", 14.5, 22.0), ("Heading 2", 11.5, 14.0), ("Heading 3", 10.5, 10.0)):
        heading = _style(doc, name)
        _look(heading, size, bold=True, color=ACCENT)
        _spacing(heading, before=before, after=6)
        heading.paragraph_format.keep_with_next = heading.paragraph_format.keep_together = True
    _bottom_line(doc.styles["Heading 1"], "1F3A68", 8)


def _furniture_styles(doc: DocxDocument) -> None:
    """Styles of notes, answers, running lines, table cells, places to sign and contents."""
    note = _style(doc, "Document Note")
    _look(note, 9.5, color=QUIET)
    _spacing(note, before=0, after=3)
    _side_line(note, LINE)
    draft = _style(doc, "Draft Mark")
    _look(draft, 10.5, bold=True, color=RGBColor(0x8A, 0x1F, 0x11))
    _spacing(draft, before=0, after=6)
    box = _style(doc, "Answer Box")
    _look(box, 11.5)
    _spacing(box, before=6, after=10)
    _side_line(box, "1F3A68")
    borders = box.element.get_or_add_pPr().find(qn("w:pBdr"))
    for side, place in (("top", 0), ("bottom", 2)):  # lines of the shade's own colour give it room
        line = el(f"w:{side}", **{"w:val": "single", "w:sz": "36", "w:space": "1", "w:color": BOX})
        borders.insert(place, line)
    shade = el("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": BOX})
    box.element.get_or_add_pPr().find(qn("w:pBdr")).addnext(shade)
    definition = _style(doc, "Definition")
    _spacing(definition, before=0, after=6)
    for name in ("Header", "Footer"):
        running = _style(doc, name)
        _look(running, 8.5, color=QUIET)
        for tabs in list(running.element.pPr.iter(qn("w:tabs"))):
            remove(tabs)
        running.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    cell = _style(doc, "Table Text")
    _look(cell, 9.5)
    _spacing(cell, before=2, after=2, line=1.08)
    caption = _style(doc, "Label Line")
    _look(caption, 9.5, bold=True)
    caption.paragraph_format.keep_with_next = True
    for name, before in (("Sign Party", 0), ("Sign Line", 12)):
        sign = _style(doc, name)
        _spacing(sign, before=before, after=0)
        sign.paragraph_format.keep_with_next = True
        sign.font.bold = True if name == "Sign Party" else None
    anchor: Any = _style(doc, "Sign Anchor", kind=WD_STYLE_TYPE.CHARACTER)  # there for programs, not for people
    anchor.font.size, anchor.font.color.rgb = Pt(1), RGBColor(0xFF, 0xFF, 0xFF)
    spacer = _style(doc, "Table Spacer")  # without a paragraph between them two tables would join
    _look(spacer, 6)
    _spacing(spacer, before=0, after=0, line=1.0)
    bullets = _style(doc, "List Bullet")
    _spacing(bullets, before=0, after=3)
    for level, indent in ((1, 0), (2, 6)):
        entry = _style(doc, f"toc {level}")
        _spacing(entry, before=3 if level == 1 else 0, after=1)
        entry.paragraph_format.left_indent = Mm(indent)
        entry.paragraph_format.right_indent = Mm(10)  # the numbers of pages stand alone
        entry.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if level == 2:
            entry.paragraph_format.tab_stops.add_tab_stop(Mm(indent + 9))
    contents = _style(doc, "Contents Heading")
    _look(contents, 11.5, bold=True, color=ACCENT)
    _spacing(contents, before=12, after=4)


def _clause_styles(doc: DocxDocument) -> None:
    """Styles of the four levels and the numbering bound to them."""
    for name in LEVELS[1:]:
        _spacing(_style(doc, name), before=0, after=6)
    number = define_list_definition(
        doc,
        levels=[
            LevelDefinition(fmt="decimal", text="%1.", indent=680, hanging=680),
            LevelDefinition(fmt="decimal", text="%1.%2", indent=680, hanging=680),
            LevelDefinition(fmt="lowerLetter", text="(%3)", indent=1190, hanging=510),
            LevelDefinition(fmt="lowerRoman", text="(%4)", indent=1700, hanging=510),
        ],
        name="tenderlaw clauses",
        multi_level_type="multilevel",
    )
    numbering = doc.part.numbering_part.element
    (abstract_id,) = xpath(numbering, f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    # an identity of its own, by which word processors tell one list from another when documents are joined
    xpath(numbering, f"./w:abstractNum[@w:abstractNumId='{abstract_id}']")[0].insert(
        0, el("w:nsid", **{"w:val": "7E4D1A2B"})
    )
    for level, name in enumerate(LEVELS):
        style: Any = doc.styles[name]
        properties = style.element.get_or_add_pPr()
        for indent in list(properties.iter(qn("w:ind"))):
            remove(indent)
        num_pr = properties.get_or_add_numPr()
        num_pr.get_or_add_ilvl().val = level
        num_pr.get_or_add_numId().val = number
        (lvl,) = xpath(numbering, f"./w:abstractNum[@w:abstractNumId='{abstract_id}']/w:lvl[@w:ilvl='{level}']")
        linked = el("w:pStyle", **{"w:val": style.style_id})
        xpath(lvl, "./w:numFmt")[0].addnext(linked)


def _note_styles(doc: DocxDocument) -> None:
    text = _style(doc, "footnote text")
    _look(text, 8.5)
    _spacing(text, before=0, after=2, line=1.0)
    text.element.set(qn("w:styleId"), "FootnoteText")
    mark: Any = _style(doc, "footnote reference", kind=WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    for name, color in (("Defined Term", INK), ("Label", QUIET)):
        style: Any = _style(doc, name, kind=WD_STYLE_TYPE.CHARACTER)
        style.font.bold, style.font.color.rgb = name == "Defined Term", color
    blank: Any = _style(doc, "Blank", kind=WD_STYLE_TYPE.CHARACTER)
    sub(blank.element.get_or_add_rPr(), "w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": "FFF2A8"})
    link: Any = _style(doc, "Hyperlink", kind=WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = ACCENT


def _table_style(doc: DocxDocument) -> None:
    style: Any = _style(doc, "Tender Table", kind=WD_STYLE_TYPE.TABLE)
    styles: Any = doc.styles
    style.base_style = styles["Normal Table"] if "Normal Table" in [one.name for one in styles] else None
    element = style.element
    table = sub(element, "w:tblPr")
    borders = sub(table, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        sub(borders, f"w:{side}", **{"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": LINE})
    margins = sub(table, "w:tblCellMar")
    for side in ("left", "right"):
        sub(margins, f"w:{side}", **{"w:w": "100", "w:type": "dxa"})
    head = sub(element, "w:tblStylePr", **{"w:type": "firstRow"})
    sub(sub(head, "w:rPr"), "w:b")
    sub(sub(head, "w:tcPr"), "w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": BOX})


def _bottom_line(style: Any, color: str, size: int) -> None:  # noqa: ANN401
    properties = style.element.get_or_add_pPr()
    borders = el("w:pBdr")
    sub(borders, "w:bottom", **{"w:val": "single", "w:sz": str(size), "w:space": "3", "w:color": color})
    _insert_border(properties, borders)


def _side_line(style: Any, color: str) -> None:  # noqa: ANN401
    properties = style.element.get_or_add_pPr()
    borders = el("w:pBdr")
    sub(borders, "w:left", **{"w:val": "single", "w:sz": "18", "w:space": "8", "w:color": color})
    _insert_border(properties, borders)
    style.paragraph_format.left_indent = Pt(10)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _insert_border(properties: Any, borders: Any) -> None:  # noqa: ANN401
    """A border goes before shading, tabs, spacing and indents (ECMA-376 17.3.1.26)."""
    for name in ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"):
        found = properties.find(qn(name))
        if found is not None:
            found.addprevious(borders)
            return
    properties.append(borders)


if __name__ == "__main__":
    HOUSE.write_bytes(build_house())
