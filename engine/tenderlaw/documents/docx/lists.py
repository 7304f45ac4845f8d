"""Our list of clauses beside the lists of a template: each counts for itself, whatever styles are numbered there."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from tenderlaw.documents.docx.house import LEVELS

__all__ = ["kept_apart"]

_OWN_MARKS = ("List Bullet",)
"""Styles whose marks are meant: a template may have marks of its own for them."""
_NO_LIST = 0
"""The number of a list by which a paragraph says that it is in none (ECMA-376 17.9.18)."""


def kept_apart(part: Any, template: Any) -> None:  # noqa: ANN401 - documents of python-docx
    """Make a part of a document count for itself in a template.

    The clauses name their list themselves and no style of the template is bound to it, so that it joins no list of
    the template; paragraphs without a number stay without one where the template numbers their style.
    """
    names = {style.style_id: style.name for style in part.styles}
    numbered = _numbered(template)
    default = next((style.name for style in template.styles if style.element.get(qn("w:default")) == "1"
                    and style.element.get(qn("w:type")) == "paragraph"), "Normal")  # fmt: skip
    for paragraph in part.element.body.iter(qn("w:p")):
        style = names.get(paragraph.style, default) if paragraph.style else default
        properties = paragraph.get_or_add_pPr()
        if properties.numPr is None and style in numbered and style not in _OWN_MARKS:
            properties.get_or_add_numPr().get_or_add_numId().val = _NO_LIST
    _unbind(part)


def _unbind(part: Any) -> None:  # noqa: ANN401
    """Leave the list of clauses to the paragraphs that name it: no style brings it along."""
    for name in LEVELS:
        properties = part.styles[name].element.pPr
        if properties is not None and properties.numPr is not None:
            properties.remove(properties.numPr)
    for link in list(part.part.numbering_part.element.iter(qn("w:pStyle"))):
        link.getparent().remove(link)


def _numbered(template: Any) -> frozenset[str]:  # noqa: ANN401
    """The names of the paragraph styles that a template numbers, themselves or by what they are based on."""
    styles = {style.get(qn("w:styleId")): style for style in template.styles.element.iter(qn("w:style"))}
    found = {style.style_id: style.name for style in template.styles}
    return frozenset(name for key, name in found.items() if _is_numbered(styles, key))


def _is_numbered(styles: dict[str, Any], key: str | None) -> bool:
    seen: set[str] = set()
    while key in styles and key not in seen:
        seen.add(key)
        number = styles[key].find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if number is not None:
            return bool(number.get(qn("w:val")) != str(_NO_LIST))
        based = styles[key].find(qn("w:basedOn"))
        key = None if based is None else based.get(qn("w:val"))
    return False
