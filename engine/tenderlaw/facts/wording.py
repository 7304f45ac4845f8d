"""Words of a law in several languages: English, and its own.

Written `title: {en: Forced labour, de: Zwangsarbeit}`. Wherever a text is asked for without a language it is English;
what is not there in the language that is asked for is said in English, too.

In some languages a statement has other words in a subordinate clause than in a main one: `de: {main: "ist verurteilt",
subordinate: "verurteilt ist"}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, cast

from pydantic import PlainValidator, WithJsonSchema

from tenderlaw.facts.base import Informs
from tenderlaw.sources.faults import quoted

__all__ = [
    "DEFAULT_LANGUAGE",
    "VERB_LAST",
    "Said",
    "Spoken",
    "Word",
    "Wording",
    "also_said",
    "forms_of",
    "languages_of",
    "said_in",
    "subordinate_in",
    "with_cite",
]

DEFAULT_LANGUAGE: Final = "en"
VERB_LAST: Final = frozenset(("de", "nl"))
"""The languages in which the verb of a subordinate clause stands last, so that a statement needs a form for it."""
_FORMS: Final = ("main", "subordinate")
_CODE: Final = re.compile(r"[a-z]{2,3}")
_LONGEST: Final = 10_000


class Wording(str):
    """A text in English that knows how other languages say it."""

    others: Mapping[str, str | Mapping[str, str]]
    """The text by language, the others than English; where it has two forms, each by its name."""

    def __new__(cls, said: Mapping[str, str | Mapping[str, str]]) -> Wording:
        """The text; `said` has it by language, English among them."""
        self = super().__new__(cls, _form(said[DEFAULT_LANGUAGE], "main"))
        self.others = {language: text for language, text in said.items() if language != DEFAULT_LANGUAGE}
        return self

    def __reduce__(self) -> tuple[type[Wording], tuple[dict[str, str | Mapping[str, str]]]]:
        return Wording, ({DEFAULT_LANGUAGE: str(self), **self.others},)

    def said_in(self, language: str, form: str = "main") -> str:
        """The text in a language and a form; in English where it has none in that language."""
        return _form(self.others.get(language, str(self)), form)


class Word(str):
    """Words of a pack as facts have them, each with its title for people."""

    titles: tuple[str, ...]

    def __new__(cls, words: str, titles: tuple[str, ...]) -> Word:
        """The words as facts have them; `titles` of each, in English or in several languages."""
        self = super().__new__(cls, words)
        self.titles = titles
        return self

    def __reduce__(self) -> tuple[type[Word], tuple[str, tuple[str, ...]]]:
        return Word, (str(self), self.titles)


def _form(said: str | Mapping[str, str], form: str) -> str:
    return said if isinstance(said, str) else said[form]


def also_said(text: str, others: Mapping[str, str | Mapping[str, str]]) -> Wording:
    """The text, with how other languages say it besides those that it knows."""
    known = text.others if isinstance(text, Wording) else {}
    return Wording({DEFAULT_LANGUAGE: str(text), **known, **others})


def with_cite(text: str, cite: str) -> str:
    """The text with its citation behind it, in every language that it is said in; of one with two forms, the main."""
    said = f"{text} ({cite})"
    return also_said(said, {one: f"{said_in(text, one)} ({cite})" for one in languages_of(text) - {DEFAULT_LANGUAGE}})


def said_in(text: str, language: str) -> str:
    """The text in a language, as a main clause has it; in English where it has none in that."""
    return text.said_in(language) if isinstance(text, Wording) else text


def subordinate_in(text: str, language: str) -> str:
    """The text in a language, as a subordinate clause has it; in English where it has none in that."""
    return text.said_in(language, "subordinate") if isinstance(text, Wording) else text


def forms_of(text: str, language: str) -> frozenset[str]:
    """In which forms a text is said in a language: `main`, `subordinate`; none where it is not said in it."""
    if language not in languages_of(text):
        return frozenset()
    said = text.others.get(language) if isinstance(text, Wording) else None
    plain = frozenset(("main",)) if language in VERB_LAST else frozenset(_FORMS)
    return frozenset(said) if isinstance(said, dict) else plain


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


def _by_language(value: object) -> Mapping[str, str | Mapping[str, str]]:
    if not isinstance(value, dict):
        raise ValueError("must be a text for each language")
    for language, text in value.items():
        if not isinstance(language, str) or not _CODE.fullmatch(language):
            raise ValueError(f"`{language}` is not the code of a language (ISO 639), such as `de`")
        _in_a_language(text)
    return cast("Mapping[str, str | Mapping[str, str]]", value)


def _in_a_language(value: object) -> str | Mapping[str, str]:
    for form in _forms(value):
        _text(form)
    return cast("str | Mapping[str, str]", value)


def _forms(said: object) -> tuple[object, ...]:
    """What a language says: one text, or one for each form."""
    if not isinstance(said, dict):
        return (said,)
    if set(said) != set(_FORMS):
        raise ValueError("a text in two forms has `main` and `subordinate`, as clauses of the two kinds have it")
    return tuple(said.values())


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
        {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    {"type": "string"},
                    {
                        "type": "object",
                        "properties": {form: {"type": "string"} for form in _FORMS},
                        "required": list(_FORMS),
                        "additionalProperties": False,
                    },
                ]
            },
            "required": [DEFAULT_LANGUAGE],
        },
    ]
}
Spoken = Annotated[str, PlainValidator(_spoken), WithJsonSchema(_SCHEMA), Informs()]
"""Words for people, in English or in several languages; no rule reads them."""

Said = Annotated[str | Mapping[str, str], PlainValidator(_in_a_language)]
"""A text of one language, or its two forms: beside one that is there in English already."""
