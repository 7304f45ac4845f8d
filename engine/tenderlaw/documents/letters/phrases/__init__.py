"""The phrases of letters and of the file note, one YAML file a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from tenderlaw.sources.by_language import language_file, languages_in

__all__ = ["LANGUAGES", "phrases_in"]

_FOLDER = Path(__file__).parent
LANGUAGES: tuple[str, ...] = languages_in(_FOLDER)
"""Languages in which letters can be written."""


@lru_cache(maxsize=16)
def phrases_in(language: str) -> Mapping[str, str]:
    """The phrases of a language. Raises InputInvalidError that names the languages there are."""
    return cast("Mapping[str, str]", language_file(_FOLDER, language, "letters are not written in"))
