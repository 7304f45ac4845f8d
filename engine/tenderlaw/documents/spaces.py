"""Spaces at which no line may end: before a number, and after an abbreviation such as `art.`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tenderlaw.documents.model import Element, Text

__all__ = ["tied", "tied_content"]

_SPACE: Final = "\u00a0"
_BEFORE_NUMBER: Final = re.compile(r"(?<=[^\s]) (?=[0-9])")
_ABBREVIATED: Final = re.compile(
    r"(?<![\w.])((?:art|arts|s|ss|sec|para|paras|pt|no|nos|reg|regs|sch|ch|p|pp|Art|Arts|Abs|Nr|Ziff|S|al|ap|n)\.|§§?|"
    r"n°|nº) (?=\S)"
)


def tied(text: str) -> str:
    """Words whose numbers stay with what stands before them, and whose abbreviations with what they are of."""
    return _ABBREVIATED.sub(rf"\1{_SPACE}", _BEFORE_NUMBER.sub(_SPACE, text))


def tied_content(content: Sequence[Element]) -> tuple[Element, ...]:
    """The same for a line that is made of parts: a number may begin the next part."""
    made: list[Element] = []
    for index, one in enumerate(content):
        following = content[index + 1] if index + 1 < len(content) else None
        if isinstance(one, Text):
            text = tied(one.text)
            if isinstance(following, Text) and following.text[:1].isdigit() and text[-1:] == " " and text.strip():
                text = f"{text[:-1]}{_SPACE}"
            made.append(replace(one, text=text))
        else:
            made.append(one)
    return tuple(made)
