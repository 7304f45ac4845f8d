"""Streams of a PDF that end where all its readers agree.

Compressed data may happen to end with a carriage return. Before the line feed that comes ahead of `endstream`, readers
that look for that word take it for a part of the line end and find the stream a byte too short (ISO 19005-2, 6.1.7.1).
A line end of two signs after such data is a line end to all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from tenderlaw.sources.faults import InternalError

__all__ = ["with_plain_line_ends"]

_AMBIGUOUS = re.compile(rb"(?<=\r)(?=\nendstream\nendobj\n)")
_ENTRY = re.compile(rb"(\d{10})(?= \d{5} n)")
_TABLE = re.compile(rb"(xref\n0 \d+\n.*\nstartxref\n)(\d+)(\n%%EOF\s*)\Z", re.DOTALL)


def with_plain_line_ends(made: bytes) -> bytes:
    """The same file with a carriage return more after such data, and its table of objects moved along."""
    places = [found.end() for found in _AMBIGUOUS.finditer(made)]
    if not places:
        return made
    at = made.rindex(b"startxref\n")
    start = int(made[at:].split()[1])
    table = _TABLE.fullmatch(made, start)
    if table is None:
        raise InternalError("the PDF has no table of objects where it says")

    def moved(offset: bytes) -> int:
        return int(offset) + bisect_left(places, int(offset))

    entries = _ENTRY.sub(lambda found: b"%010d" % moved(found[1]), table[1])
    return _AMBIGUOUS.sub(b"\r", made[:start]) + entries + b"%d" % moved(table[2]) + table[3]
