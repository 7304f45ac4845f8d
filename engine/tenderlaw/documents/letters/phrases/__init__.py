"""The phrases of letters and of the file note, one YAML file a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import read_file

__all__ = ["LANGUAGES", "phrases_in"]

_FOLDER = Path(__file__).parent
LANGUAGES: tuple[str, ...] = tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))
"""Languages in which letters can be written."""


@lru_cache(maxsize=16)
def phrases_in(language: str) -> Mapping[str, str]:
    """The phrases of a language. Raises InputInvalidError that names the languages there are."""
    if language not in LANGUAGES:
        message = f"letters are not written in `{language}`"
        raise InputInvalidError([Fault("language", 0, 0, "", message, f"known: {', '.join(LANGUAGES)}")])
    return MappingProxyType(cast("dict[str, str]", read_file(_FOLDER / f"{language}.yaml").data))
