"""Bodies as sentences: what lints of drafting read, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tenderlaw.clauses.model import Body
from tenderlaw.sources.faults import Fault

__all__ = ["Sentence", "fault_at", "sentences"]

_BLOCK: Final = re.compile(r"\{%.*?%\}|\{##.*?##\}|\{#[a-z0-9-]+\}|\^\[[^\]]*\]", re.DOTALL)
"""What is not read: blocks, comments, names of passages, footnotes."""
_ABBREVIATED: Final = (
    "art",
    "arts",
    "para",
    "sec",
    "reg",
    "No",
    "Nos",
    "Art",
    "Abs",
    "Nr",
    "núm",
    "núms",
    "lid",
    "e.g",
)
_END: Final = re.compile("".join(rf"(?<!\b{word})" for word in _ABBREVIATED) + r"\.(?=\s|$)|\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a body as it is written: terms as `<id>`, fill-ins as `{{ fill.id }}`."""

    text: str
    at: int
    """Where it starts in the body."""


def sentences(body: Body) -> Iterator[Sentence]:
    """The sentences of a body. Items of a list belong to the sentence that introduces them."""
    text = _BLOCK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body.text)
    text = re.sub(r"\n[ \t]*\n(?=\s*(?:- |\|))", lambda found: " " * len(found[0]), text)
    start = 0
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        piece = text[start:end]
        words = piece.strip()
        if words:
            yield Sentence(words, start + piece.index(words))
        start = end


def fault_at(body: Body, at: int, message: str, hint: str) -> Fault:
    """A fault at a place of a body."""
    before = body.text[:at]
    return Fault(body.file, before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1, "", message, hint)
