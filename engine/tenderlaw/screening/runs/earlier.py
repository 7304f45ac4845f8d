"""What a run has left, told by what it holds: a file that only bears its name is somebody else's, and is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tenderlaw.sources.doors import bytes_of, opened
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["EXPLANATION", "MANIFEST", "is_explanation", "is_run", "manifest_in"]

MANIFEST: Final = {"tenderlaw", "engine", "as_of", "inputs", "procurements", "packs", "rejects", "outcomes"}
"""What every manifest of a run says."""
EXPLANATION: Final = {"file", "row", "supplier", "procurement", "before", "now"}
"""What every line of explanations says."""
_MOST: Final = 2**28
"""Bytes that are read of a file to see whose it is."""


def manifest_in(place: Path) -> Mapping[str, object]:
    """The manifest that a run has left in a place; empty where nothing is written there.

    Raises InputInvalidError where anything else is.
    """
    if not place.exists() or not place.stat().st_size:
        return {}
    said = _object(bytes_of(place, _MOST))
    if not said.keys() >= MANIFEST or not isinstance(said["rejects"], int):
        message, hint = "is not of an earlier run, and would be replaced", "move it, or write elsewhere"
        raise InputInvalidError([Fault(str(place), 0, 0, "", message, hint)])
    return said


def is_explanation(place: Path) -> bool:
    """Whether a file begins as one of `--explain-changed` does."""
    with opened(place) as file:
        return _object(file.readline(_MOST)).keys() >= EXPLANATION


def is_run(content: bytes) -> bool:
    """Whether it says what a run is determined by."""
    return _object(content).keys() >= {"tenderlaw", "engine"}


def _object(content: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
