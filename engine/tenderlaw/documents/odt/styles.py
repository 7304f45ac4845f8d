"""How an ODT looks: the same page, fonts, colours and numbers as the other formats."""

from __future__ import annotations

from typing import Final, TypeAlias

from tenderlaw.documents.model import Document
from tenderlaw.documents.odt.names import Node, new, put
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.documents.properties import locale_of

__all__ = ["LEVELS", "styles_of"]

LEVELS: Final = ("Heading_20_2", "Clause_20_Level_20_2", "Clause_20_Level_20_3", "Clause_20_Level_20_4")
"""The styles of the numbers 1., 1.1, (a) and (i)."""
_INK, _ACCENT, _QUIET, _LINE, _BOX, _ALARM = "#1b1b1f", "#1f3a68", "#4a4a52", "#b9bcc6", "#eef2f8", "#8a1f11"
_KEEP = {"fo:keep-with-next": "always", "fo:keep-together": "always"}

_OUTLINE: Final = {"Heading_20_1": "1", "Heading_20_2": "2", "Heading_20_3": "3"}
_BOLD = {"fo:font-weight": "bold"}
_Looks: TypeAlias = tuple[tuple[str, dict[str, str], dict[str, str]], ...]


def _around(top: float, bottom: float, **more: str) -> dict[str, str]:
    """Space above and below, in points, and further properties of a paragraph."""
    given = {f"fo:{name.replace('_', '-')}": value for name, value in more.items()}
    return {"fo:margin-top": f"{top:g}pt", "fo:margin-bottom": f"{bottom:g}pt", **given}


def _letters(size: float, color: str = _INK, *, bold: bool = False) -> dict[str, str]:
    """Size and colour of letters."""
    return {"fo:font-size": f"{size:g}pt", "fo:color": color, **(_BOLD if bold else {})}


def _beside(color: str, width: str = "2.25pt") -> dict[str, str]:
    return {"border_left": f"{width} solid {color}", "padding_left": "8pt"}


_PARAGRAPHS: Final[_Looks] = (
    ("Title", _around(0, 4), _letters(22, _ACCENT, bold=True)),
    ("Subtitle", _around(0, 12), _letters(13, _QUIET)),
    (
        "Heading_20_1",
        {**_around(22, 6, border_bottom=f"1pt solid {_ACCENT}", padding_bottom="3pt"), **_KEEP},
        _letters(14.5, _ACCENT, bold=True),
    ),
    ("Heading_20_2", {**_around(14, 6), **_KEEP}, _letters(11.5, _ACCENT, bold=True)),
    ("Heading_20_3", {**_around(10, 6), **_KEEP}, _letters(10.5, _ACCENT, bold=True)),
    *((name, {}, {}) for name in LEVELS[1:]),
    ("Definition", {}, {}),
    ("Document_20_Note", _around(0, 3, margin_left="10pt", **_beside(_LINE)), _letters(9.5, _QUIET)),
    ("Draft_20_Mark", {}, _letters(10.5, _ALARM, bold=True)),
    ("Answer_20_Box", _around(6, 10, background_color=_BOX, **_beside(_ACCENT)), _letters(11.5)),
    ("Contents_20_Heading", {**_around(12, 4), **_KEEP}, _letters(11.5, _ACCENT, bold=True)),
    ("List_20_Bullet", _around(0, 3), {}),
    ("Table_20_Text", _around(0, 0), _letters(9.5)),
    ("Table_20_Head", _around(0, 0, keep_with_next="always"), _letters(9.5, bold=True)),
    ("Label_20_Line", _around(0, 6, keep_with_next="always"), _letters(10.5, _QUIET, bold=True)),
    ("Sign_20_Party", _around(0, 0, keep_with_next="always"), _BOLD),
    ("Sign_20_Line", _around(12, 0), {}),
    ("Table_20_Spacer", _around(0, 0), _letters(6)),
    ("Header", {}, _letters(8.5, _QUIET)),
    ("Footer", {}, _letters(8.5, _QUIET)),
    ("Footnote", _around(0, 2, margin_left="5mm", text_indent="-5mm"), _letters(8.5)),
)
_TEXTS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("Strong", {"fo:font-weight": "bold"}),
    ("Blank", {"fo:background-color": "#fff2a8"}),
    ("Defined_20_Term", {"fo:font-weight": "bold"}),
    ("Label", {"fo:color": _QUIET}),
    ("Sign_20_Anchor", {"fo:font-size": "1pt", "fo:color": "#ffffff"}),
    ("Contents_20_Link", {"fo:color": _INK, "style:text-underline-style": "none"}),
    ("Note_20_Mark", {"style:text-position": "super 65%"}),
)
_LISTED: Final = (
    ({"style:num-format": "1", "style:num-suffix": "."}, "12mm", "-12mm"),
    ({"style:num-format": "1", "text:display-levels": "2"}, "12mm", "-12mm"),
    ({"style:num-format": "a", "style:num-prefix": "(", "style:num-suffix": ")"}, "21mm", "-9mm"),
    ({"style:num-format": "i", "style:num-prefix": "(", "style:num-suffix": ")"}, "30mm", "-9mm"),
)


def styles_of(document: Document) -> Node:
    """The part of styles: those that have names, the page, and what runs at its top and bottom."""
    root = new(None, "office:document-styles", {"office:version": "1.3"})
    faces = new(root, "office:font-face-decls")
    new(faces, "style:font-face", {"style:name": "Arial"}).set(
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}font-family", "Arial"
    )
    named = new(root, "office:styles")
    language, _, country = locale_of(document.language).partition("-")
    default = new(named, "style:default-style", {"style:family": "paragraph"})
    new(default, "style:paragraph-properties", {"style:tab-stop-distance": "12.5mm", "style:writing-mode": "page"})
    face = {"style:font-name": "Arial", "fo:font-size": "10.5pt", "fo:color": _INK}
    new(default, "style:text-properties", {**face, "fo:language": language, "fo:country": country or "none"})
    standard = new(named, "style:style", {"style:name": "Standard", "style:family": "paragraph"})
    new(standard, "style:paragraph-properties",
        {"fo:margin-bottom": "6pt", "fo:line-height": "115%", "fo:orphans": "2", "fo:widows": "2"})  # fmt: skip
    for name, of_paragraph, of_text in _PARAGRAPHS:
        _paragraph(named, name, of_paragraph, of_text)
    for level, (indent, width) in enumerate((("0mm", "160mm"), ("6mm", "154mm")), 1):
        style = _paragraph(named, f"Contents_20_{level}", {"fo:margin-left": indent, "fo:margin-bottom": "1pt"}, {})
        stops = new(style[0], "style:tab-stops")
        if level == 2:
            new(stops, "style:tab-stop", {"style:position": "9mm"})
        leader = {"style:type": "right", "style:leader-style": "dotted", "style:leader-text": "."}
        new(stops, "style:tab-stop", {"style:position": width, **leader})
    for name, look in _TEXTS:
        style = new(named, "style:style", {"style:name": name, "style:family": "text"})
        new(style, "style:text-properties", look)
    _lists(named)
    new(named, "text:notes-configuration", {
        "text:note-class": "footnote", "text:citation-body-style-name": "Note_20_Mark",
        "text:citation-style-name": "Note_20_Mark", "text:default-style-name": "Footnote", "style:num-format": "1",
        "text:start-value": "0", "text:footnotes-position": "page", "text:start-numbering-at": "document",
    })  # fmt: skip
    _page(root, document)
    return root


def _paragraph(named: Node, name: str, of_paragraph: dict[str, str], of_text: dict[str, str]) -> Node:
    shown = name.replace("_20_", " ")
    given = {
        "style:name": name,
        "style:display-name": shown,
        "style:family": "paragraph",
        "style:parent-style-name": "Standard",
    }
    if name in _OUTLINE:
        given["style:default-outline-level"] = _OUTLINE[name]
    style = new(named, "style:style", given)
    new(style, "style:paragraph-properties", of_paragraph)
    if of_text:
        new(style, "style:text-properties", of_text)
    return style


def _lists(named: Node) -> None:
    clauses = new(named, "text:list-style", {"style:name": "Clauses"})
    for level, (number, indent, hanging) in enumerate(_LISTED, 1):
        one = new(clauses, "text:list-level-style-number", {"text:level": str(level), **number})
        _indent(one, indent, hanging)
    bullets = new(named, "text:list-style", {"style:name": "Bullets"})
    one = new(bullets, "text:list-level-style-bullet", {"text:level": "1", "text:bullet-char": "•"})
    _indent(one, "6mm", "-6mm")


def _indent(level: Node, indent: str, hanging: str) -> None:
    place = new(level, "style:list-level-properties", {"text:list-level-position-and-space-mode": "label-alignment"})
    new(place, "style:list-level-label-alignment", {
        "text:label-followed-by": "listtab", "text:list-tab-stop-position": indent, "fo:text-indent": hanging,
        "fo:margin-left": indent,
    })  # fmt: skip


def _page(root: Node, document: Document) -> None:
    automatic, masters = new(root, "office:automatic-styles"), new(root, "office:master-styles")
    layout = new(automatic, "style:page-layout", {"style:name": "Page"})
    new(layout, "style:page-layout-properties", {
        "fo:page-width": "210mm", "fo:page-height": "297mm", "fo:margin-left": "25mm", "fo:margin-right": "25mm",
        "fo:margin-top": "11mm", "fo:margin-bottom": "11mm", "style:print-orientation": "portrait",
    })  # fmt: skip
    for name, side in (("style:header-style", "fo:margin-bottom"), ("style:footer-style", "fo:margin-top")):
        new(new(layout, name), "style:header-footer-properties", {"fo:min-height": "12mm", side: "6mm"})
    for name in ("Header", "Footer"):
        style = {"style:name": f"{name}Line", "style:family": "paragraph", "style:parent-style-name": name}
        stops = new(new(new(automatic, "style:style", style), "style:paragraph-properties"), "style:tab-stops")
        new(stops, "style:tab-stop", {"style:position": "160mm", "style:type": "right"})
    master = new(masters, "style:master-page", {"style:name": "Standard", "style:page-layout-name": "Page"})
    header = new(new(master, "style:header"), "text:p", {"text:style-name": "HeaderLine"})
    footer = new(new(master, "style:footer"), "text:p", {"text:style-name": "FooterLine"})
    phrases = phrases_in(document.language)
    left = f"{document.title} – {document.subtitle}" if document.subtitle else document.title
    if not document.is_letter:
        put(header, left if len(left) <= 90 else f"{left[:89]}…")
    if document.draft:
        put(header, f"\t{phrases['draft']}")
    before, _, rest = phrases["page"].partition("{page}")
    middle, _, after = rest.partition("{pages}")
    put(footer, f"\t{before}")
    new(footer, "text:page-number", {"text:select-page": "current"}).text = "1"
    put(footer, middle)
    new(footer, "text:page-count").text = "1"
    put(footer, after)
