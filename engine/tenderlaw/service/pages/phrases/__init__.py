"""The words of the pages: one folder a language, one YAML file a page; a key is `file.key`.

A phrase may hold `{names}` that are filled in, and may depend on a number: `{one: "{count} bidder", other: "{count}
bidders"}`, as the language counts (CLDR). Every language says everything: a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel import Locale

from tenderlaw.sources.tree import read_file

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Phrase", "phrases_in", "said"]

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "fr", "de")
"""Languages in which pages are written, as they are offered."""
DEFAULT_LANGUAGE: Final = "en"

Phrase = str | Mapping[str, str]


@cache
def phrases_in(language: str) -> Mapping[str, Phrase]:
    """Every phrase of a language by its key. Raises KeyError for a language in which pages are not written."""
    if language not in LANGUAGES:
        raise KeyError(language)
    found: dict[str, Phrase] = {}
    for file in sorted((_FOLDER / language).glob("*.yaml")):
        data = read_file(file).data
        if not isinstance(data, dict):
            raise TypeError(f"{file.name} is no mapping of phrases")
        for key, phrase in data.items():
            found[f"{file.stem}.{key}"] = _phrase(phrase)
    return MappingProxyType(found)


def said(key: str, language: str, **values: object) -> str:
    """A phrase with its values filled in; `count` chooses the form of one that depends on a number.

    Raises KeyError for a key that no file has, or a value that the phrase names and that is not given.
    """
    phrase = phrases_in(language)[key]
    if not isinstance(phrase, str):
        count = values["count"]
        form = Locale(language).plural_form(count if isinstance(count, int) else 0)
        phrase = phrase.get(form, phrase["other"])
    return phrase.format(**values) if "{" in phrase else phrase


def _phrase(phrase: object) -> Phrase:
    return {str(form): str(text) for form, text in phrase.items()} if isinstance(phrase, Mapping) else str(phrase)
