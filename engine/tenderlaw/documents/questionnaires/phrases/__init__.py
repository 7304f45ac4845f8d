"""What a questionnaire says besides its questions, one YAML file a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from tenderlaw.sources.by_language import language_file, languages_in

__all__ = ["LANGUAGES", "phrases_in", "said_anywhere"]

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = languages_in(_FOLDER)
"""Languages in which questionnaires are written."""


@lru_cache(maxsize=16)
def phrases_in(language: str) -> Mapping[str, str]:
    """The phrases of a language. Raises InputInvalidError that names the languages there are."""
    return cast("Mapping[str, str]", language_file(_FOLDER, language, "questionnaires are not written in"))


@lru_cache(maxsize=16)
def said_anywhere(key: str) -> frozenset[str]:
    """How any language says it, in small letters: a bidder may answer in its own."""
    return frozenset(phrases_in(one)[key].casefold() for one in LANGUAGES)
