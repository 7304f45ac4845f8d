"""What an interview says besides questions and reasons, one YAML file a language, and the words that it understands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from tenderlaw.sources.by_language import language_file, languages_in

__all__ = ["LANGUAGES", "phrases_in", "said", "understood"]

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = languages_in(_FOLDER)
"""Languages in which an interview speaks."""


@lru_cache(maxsize=16)
def phrases_in(language: str) -> Mapping[str, str]:
    """The phrases of a language. Raises InputInvalidError that names the languages there are."""
    return cast("Mapping[str, str]", language_file(_FOLDER, language, "nobody is asked in"))


def said(key: str, language: str, **words: str) -> str:
    """A phrase in a language, filled in."""
    return phrases_in(language)[key].format_map(words)


@lru_cache(maxsize=64)
def understood(answer: str) -> frozenset[str]:
    """The words, in whatever language, by which people say `yes`, `no`, `none`, `not_known`, `add` or `open`."""
    words = (phrases_in(language)[f"understood_{answer}"].split("|") for language in LANGUAGES)
    return frozenset(word.strip().casefold() for each in words for word in each)
