"""Frozen values as plain data."""

from __future__ import annotations

import orjson

__all__ = ["plain"]


def plain(value: object) -> object:
    """Frozen values as plain data."""
    return orjson.loads(orjson.dumps(value))
