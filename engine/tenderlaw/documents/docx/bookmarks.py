"""Bookmarks: the places to which references lead, each with a name and a number of its own in the whole file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tenderlaw.documents.layout import SectionStart, laid_out
from tenderlaw.documents.model import Clause, Document, Passage, Table

__all__ = ["anchors_of", "bookmark_name", "bookmark_names", "highest_number", "moved_up", "names_in", "settle"]

_LONGEST = 40


def bookmark_name(anchor: str) -> str:
    """A bookmark's name from an anchor: letters, digits and underscores, 40 at most, the same in every build."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", anchor)
    if len(name) <= _LONGEST:
        return name
    return f"{name[:27]}_{hashlib.sha256(anchor.encode()).hexdigest()[:12]}"


def bookmark_names(document: Document, taken: Iterable[str] = ()) -> Mapping[str, str]:
    """The name of each place of a document that references can lead to.

    Word tells names apart without regard to capitals; `taken` are those that stand in the file already.
    """
    used = {name.casefold() for name in taken}
    names: dict[str, str] = {}
    for anchor in anchors_of(document):
        name = base = bookmark_name(anchor)
        number = 1
        while name.casefold() in used:
            number += 1
            name = f"{base[: _LONGEST - len(str(number)) - 1]}_{number}"
        used.add(name.casefold())
        names[anchor] = name
    return names


def anchors_of(document: Document) -> Iterator[str]:
    """The places of a document in reading order: sections, clauses, passages that are referred to."""
    for piece in laid_out(document):
        if isinstance(piece, SectionStart):
            yield f"s_{piece.id}"
        elif isinstance(piece, Clause):
            yield piece.anchor
            yield from _passages(piece.content)


def _passages(content: Iterable[Passage | Table]) -> Iterator[str]:
    for part in content:
        if isinstance(part, Passage):
            if part.anchor is not None:
                yield part.anchor
            yield from _passages(part.children)


def names_in(roots: Iterable[Any]) -> frozenset[str]:
    """The names of bookmarks that stand in some part of a file."""
    return frozenset(start.get(qn("w:name"), "") for root in roots for start in root.iter(qn("w:bookmarkStart")))


def highest_number(roots: Iterable[Any]) -> int:
    """The highest number of a bookmark in any part of a file."""
    numbers = [start.get(qn("w:id"), "") for root in roots for start in root.iter(qn("w:bookmarkStart"))]
    return max([0, *(int(number) for number in numbers if re.fullmatch(r"[0-9]{1,15}", number))])


def moved_up(root: Any, by: int) -> None:  # noqa: ANN401 - an element of lxml
    """Give the bookmarks of a part numbers above those of another file, so that no two of them are taken for one."""
    for mark in root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        mark.set(qn("w:id"), str(int(mark.get(qn("w:id"))) + by))


def settle(roots: Iterable[Any]) -> None:
    """Number the bookmarks of a whole file, each beginning with its own end.

    An end without a beginning is removed, a beginning without an end gets one where it stands, and of two bookmarks
    of one name the first stays, as word processors have it.
    """
    number = 0
    seen: set[str] = set()
    for root in roots:
        for start, end in _pairs(root):
            name = start.get(qn("w:name"), "").casefold()
            if name in seen:
                start.getparent().remove(start)
                end.getparent().remove(end)
                continue
            seen.add(name)
            start.set(qn("w:id"), str(number))
            end.set(qn("w:id"), str(number))
            number += 1


def _pairs(root: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - an element of lxml
    """Beginnings and ends of one part in the order of the beginnings; strays are mended."""
    waiting: dict[str, list[int]] = {}
    found: list[list[Any]] = []
    for mark in list(root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        number = mark.get(qn("w:id"), "")
        if mark.tag == qn("w:bookmarkStart"):
            waiting.setdefault(number, []).append(len(found))
            found.append([mark, None])
        elif waiting.get(number):
            found[waiting[number].pop()][1] = mark
        else:
            mark.getparent().remove(mark)
    for pair in found:
        if pair[1] is None:
            pair[1] = OxmlElement("w:bookmarkEnd")
            pair[0].addnext(pair[1])
    return [(start, end) for start, end in found]
