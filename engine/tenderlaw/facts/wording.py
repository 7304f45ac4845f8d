"""Words of a law in several languages: English, and its own.

Written `title: {en: Forced labour, de: Zwangsarbeit}`. Wherever a text is asked for without a language it is English;
what is not there in the language that is asked for is said in English, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, cast

from pydantic import PlainValidator, WithJsonSchema

from tenderlaw.facts.base import Informs
from tenderlaw.sources.faults import quoted

__all__ = ["DEFAULT_LANGUAGE", "InOtherLanguages", "Spoken", "Wording", "also_said", "languages_of", "said_in"]

DEFAULT_LANGUAGE: Final = "en"
_CODE: Final = re.compile(r"[a-z]{2,3}")
_LONGEST: Final = 10_000


class Wording(str):
    """A text in English that knows how other languages say it."""

    others: Mapping[str, str]
    """The text by language, the others than English."""

    def __new__(cls, said: Mapping[str, str]) -> Wording:
        """The text; `said` has it by language, English among them."""
        self = super().__new__(cls, said[DEFAULT_LANGUAGE])
        self.others = {language: text for language, text in said.items() if language != DEFAULT_LANGUAGE}
        return self

    def __reduce__(self) -> tuple[type[Wording], tuple[dict[str, str]]]:
        return Wording, ({DEFAULT_LANGUAGE: str(self), **self.others},)


def also_said(text: str, others: Mapping[str, str]) -> Wording:
    """The text, with how other languages say it besides those that it knows."""
    known = text.others if isinstance(text, Wording) else {}
    return Wording({DEFAULT_LANGUAGE: str(text), **known, **others})


def said_in(text: str, language: str) -> str:
    """The text in a language; in English where it has none in that."""
    return text.others.get(language, str(text)) if isinstance(text, Wording) else text


def languages_of(text: str) -> frozenset[str]:
    """The languages in which a text is said."""
    return frozenset((DEFAULT_LANGUAGE, *(text.others if isinstance(text, Wording) else ())))


def _spoken(value: object) -> str:
    if isinstance(value, dict):
        said = _by_language(value)
        if DEFAULT_LANGUAGE not in said:
            raise ValueError(f"words in several languages have `{DEFAULT_LANGUAGE}` among them")
        return Wording(said)
    return _text(value)


def _by_language(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise ValueError("must be a text for each language")
    for language, text in value.items():
        if not isinstance(language, str) or not _CODE.fullmatch(language):
            raise ValueError(f"`{language}` is not the code of a language (ISO 639), such as `de`")
        _text(text)
    return cast("Mapping[str, str]", value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(
            f"{quoted(value)} must be text, or a text for each language; put it in quotes if it looks like a number"
        )
    if not 0 < len(value) <= _LONGEST:
        raise ValueError(f"must be text of 1 to {_LONGEST:,} characters")
    return value


_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "object", "additionalProperties": {"type": "string"}, "required": [DEFAULT_LANGUAGE]},
    ]
}
Spoken = Annotated[str, PlainValidator(_spoken), WithJsonSchema(_SCHEMA), Informs()]
"""Words for people, in English or in several languages; no rule reads them."""

InOtherLanguages = Annotated[Mapping[str, str], PlainValidator(_by_language)]
"""A text by language, English not needed: beside one that is there in English already."""
