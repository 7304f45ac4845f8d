"""Two versions of a document compared: passages with what went and what came, marked in words as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tenderlaw.documents.model import Document
from tenderlaw.documents.plain_lines import lines_of_document
from tenderlaw.documents.redlining import Change, compared

__all__ = ["RedlineView", "RedlinedLine", "redline_of_lines", "redline_view"]


@dataclass(frozen=True, slots=True)
class RedlinedLine:
    """A passage: stretches of words that stayed, went or came."""

    number: int
    """Of the changes, counted from 1; 0 where nothing changed in it."""
    stretches: tuple[Change, ...]
    whole: Literal["same", "changed", "inserted", "deleted"]


@dataclass(frozen=True, slots=True)
class RedlineView:
    """All passages in order, and how much changed."""

    lines: tuple[RedlinedLine, ...]
    changed: int
    inserted: int
    deleted: int


def redline_view(old: Document, new: Document) -> RedlineView:
    """What changed between two versions of a document."""
    return redline_of_lines(lines_of_document(old), lines_of_document(new))


def redline_of_lines(old: Sequence[str], new: Sequence[str]) -> RedlineView:
    """What changed between two texts, given as their lines."""
    lines = tuple(_numbered(compared(old, new)))
    changes = [one for line in lines for one in line.stretches]
    return RedlineView(
        lines,
        sum(line.whole != "same" for line in lines),
        sum(one.kind == "inserted" for one in changes),
        sum(one.kind == "deleted" for one in changes),
    )


def _numbered(changes: Sequence[Change]) -> Iterator[RedlinedLine]:
    number = 0
    for stretches in _lines(changes):
        kinds = {one.kind for one in stretches if one.text.strip()}
        if kinds <= {"same"}:
            yield RedlinedLine(0, stretches, "same")
            continue
        number += 1
        whole: Literal["changed", "inserted", "deleted"] = "changed"
        if kinds == {"inserted"}:
            whole = "inserted"
        if kinds == {"deleted"}:
            whole = "deleted"
        yield RedlinedLine(number, stretches, whole)


def _lines(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """Changes by passage: a line break ends one."""
    line: list[Change] = []
    for one in changes:
        for index, text in enumerate(one.text.split("\n")):
            if index and line:
                yield tuple(line)
                line = []
            if text:
                line.append(Change(one.kind, text))
    if line:
        yield tuple(line)
