"""Phrases of the reading pages: one YAML file a room in each language's folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from tenderlaw.sources.tree import read_file

__all__ = ["room_in"]

_FOLDER: Final = Path(__file__).parent.parent / "phrases"


@lru_cache(maxsize=64)
def room_in(room: str, language: str) -> Mapping[str, str]:
    """The phrases of a room, such as `decisions`, in a language of the pages."""
    return cast("Mapping[str, str]", read_file(_FOLDER / language / f"{room}.yaml").data)
