"""The lines of an export and a proof: JSON in one form only, so that there is no byte that says nothing.

An export is lines: a head; then each entry with its hash, in their order, its evidence after it if asked for, and each
checkpoint after the last entry that it covers; an end. A proof is one line.
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from tenderlaw.sources.canonical import canonical

__all__ = ["ENTRY", "EXPORT", "PROOF", "VERSION", "entry_line", "leaf_in", "read_line"]

EXPORT: Final = "tenderlaw-record"
PROOF: Final = "tenderlaw-proof"
VERSION: Final = 1
ENTRY: Final = b'{"entry":'
"""How the line of an entry begins."""

_BETWEEN: Final = b',"hash":"'
_HASH: Final = 64 + len(b'"}')


def entry_line(leaf: bytes, hashed: bytes) -> bytes:
    """The line of an entry: between the fixed parts stands the leaf itself, byte for byte."""
    return b"".join((ENTRY, leaf, _BETWEEN, hashed.hex().encode(), b'"}'))


def leaf_in(line: bytes) -> bytes:
    """The leaf in the line of an entry."""
    return line[len(ENTRY) : -_HASH - len(_BETWEEN)]


def read_line(line: bytes) -> dict[str, Any] | None:
    """A line as plain data; None for what is no mapping in its only form."""
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return data if isinstance(data, dict) and canonical(data) == line else None
