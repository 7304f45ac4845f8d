"""Folders with fonts for a PDF, looked at before anything is set: nothing says later that one was not there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tenderlaw.sources.doors import is_folder
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["font_folders"]

_ENDINGS: Final = (".ttf", ".otf", ".ttc", ".otc")


def font_folders(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The folders, each of which holds a font, in it or below. Raises InputInvalidError for those that do not."""
    found = tuple(folders)
    faults = [Fault(str(folder), 0, 0, "", said) for folder in found if (said := _fault(folder))]
    if faults:
        raise InputInvalidError(faults)
    return found


def _fault(folder: Path) -> str | None:
    if not is_folder(folder):
        return "is no folder; name one with fonts"
    holds = any(name.lower().endswith(_ENDINGS) for _, _, names in os.walk(folder) for name in names)
    return None if holds else f"holds no font ({', '.join(_ENDINGS)})"
