"""Numbers of pages, which a word processor counts anew: no words of a document."""

from __future__ import annotations

import re
from typing import Any, Final

from docx.oxml.ns import qn

__all__ = ["page_numbers_in", "without_page_numbers"]

_COUNTED: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)
_TEXTS: Final = (qn("w:t"), qn("w:delText"))
_ANY: Final = "#"


def without_page_numbers(root: Any) -> Any:  # noqa: ANN401 - an element of lxml
    """The same part of a Word file with a sign where fields show the number of a page, or how many there are."""
    for texts in page_numbers_in(root):
        for number, text in enumerate(texts):
            text.text = "" if number else _ANY
    return root


def page_numbers_in(root: Any) -> list[list[Any]]:  # noqa: ANN401
    """The texts that each field shows which counts pages, those that are taken out among them."""
    found = [
        list(field.iter(*_TEXTS))
        for field in root.iter(qn("w:fldSimple"))
        if _COUNTED.match(field.get(qn("w:instr"), ""))
    ]
    fields: list[tuple[list[str], list[Any] | None]] = []
    for element in root.iter(qn("w:fldChar"), qn("w:instrText"), *_TEXTS):
        if element.tag == qn("w:instrText") and fields:
            fields[-1][0].append(element.text or "")
        elif element.tag in _TEXTS and fields and fields[-1][1] is not None:
            fields[-1][1].append(element)
        elif element.tag == qn("w:fldChar"):
            kind = element.get(qn("w:fldCharType"))
            if kind == "begin":
                fields.append(([], None))
            elif kind == "separate" and fields:
                fields[-1] = (fields[-1][0], [])
            elif kind == "end" and fields:
                words, shown = fields.pop()
                if shown and _COUNTED.match("".join(words)):
                    found.append(shown)
    return found
