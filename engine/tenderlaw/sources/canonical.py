"""One byte sequence for one value: RFC 8785 canonical JSON, and its digest.

orjson with sorted keys writes the RFC 8785 form of what we put in (keys of ASCII letters, no floats, whole
numbers within 53 bits); a test compares it with a reference implementation.
"""

from __future__ import annotations

import hashlib

import orjson

__all__ = ["canonical", "digest"]


def canonical(value: object) -> bytes:
    """RFC 8785 form of plain data: mappings with ASCII keys, lists, strings, small whole numbers, truths."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(value: object) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
