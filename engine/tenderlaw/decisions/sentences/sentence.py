"""A sentence as a code and its parameters, which each language says in its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

from tenderlaw.decisions.sentences.phrases import phrases_in
from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.facts import written
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, Wording, said_in

__all__ = ["Parameter", "Sentence", "many", "phrase", "under_its_head", "written_in"]

Parameter: TypeAlias = str | date | tuple[str, ...]
"""Words, of a pack or of a person; a day; or several words, joined as the language joins them."""
_CITATIONS: Final = frozenset(("cite", "barred_by", "grounds"))
"""The parameters that are provisions."""


class Sentence(Wording):
    """A text in English that every language of `sentences/phrases` says, from its code and its parameters."""

    code: str
    parameters: Mapping[str, Parameter]

    def __new__(cls, code: str, **parameters: Parameter) -> Sentence:
        """The sentence with this code in `sentences/phrases`."""
        self = str.__new__(cls, phrase(code, parameters, DEFAULT_LANGUAGE))
        self.code, self.parameters, self.others = code, parameters, {}
        return self

    def __reduce__(self) -> tuple[Callable[..., Sentence], tuple[object, ...]]:  # type: ignore[override]
        return _made, (self.code, self.parameters)

    def without(self, name: str, language: str = DEFAULT_LANGUAGE) -> str:
        """The sentence with nothing in the place of a parameter that is shown apart."""
        return phrase(self.code, {**self.parameters, name: ""}, language).strip()

    def said_in(self, language: str, form: str = "main") -> str:
        """The sentence in a language. Raises InputInvalidError that names the languages there are."""
        del form
        return str(self) if language == DEFAULT_LANGUAGE else phrase(self.code, self.parameters, language)


def under_its_head(text: str, language: str) -> str:
    """The sentence as it stands under a heading that says already what it is about."""
    return text.without("head", language) if isinstance(text, Sentence) else said_in(text, language)


def _made(code: str, parameters: Mapping[str, Parameter]) -> Sentence:
    """A sentence that was copied or sent to another process."""
    return Sentence(code, **parameters)


def phrase(code: str, parameters: Mapping[str, Parameter], language: str) -> str:
    """The phrase with this code in a language, filled in."""
    said = {name: written_in(_cited(name, value, language), language) for name, value in parameters.items()}
    return phrases_in(language)[code].format_map(said)


def _cited(name: str, value: Parameter, language: str) -> Parameter:
    """A parameter, its provisions as the language cites them."""
    if name not in _CITATIONS or isinstance(value, date):
        return value
    return provision_in(value, language) if isinstance(value, str) else tuple(provision_in(v, language) for v in value)


def written_in(value: Parameter, language: str) -> str:
    """A parameter as a language writes it."""
    if isinstance(value, str):
        return said_in(value, language)
    if isinstance(value, tuple):
        return many(value, language)
    return phrases_in(language)["no_fixed_end"] if value == OPEN else written.day(value, language)


def many(words: tuple[str, ...], language: str, last: Literal["standard", "or"] = "standard") -> str:
    """Words joined as a language joins them."""
    return written.listed([said_in(one, language) for one in words], language, last=last)
