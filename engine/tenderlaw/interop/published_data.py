"""Published data read leniently: where an object or a list is expected and something else stands, there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tenderlaw.sources.tree import Data

__all__ = ["Object", "listed", "mapping"]

Object: TypeAlias = Mapping[str, Data]


def mapping(value: Data) -> Object:
    """The value as an object; an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def listed(value: Data) -> Sequence[Data]:
    """The value as a list; an empty one where it is none."""
    return value if isinstance(value, list) else ()
