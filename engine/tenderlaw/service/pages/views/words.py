"""Words of a page: what packs, decisions and people say, with the language in which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from markupsafe import Markup

from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.documents.letters.passages import sentence
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, languages_of, said_in
from tenderlaw.sources.printing import on_one_line

__all__ = ["Said", "Tag", "TagColour", "cited", "given", "said", "said_sentence", "spelt"]

TagColour: TypeAlias = Literal["red", "orange", "yellow", "green", "blue", "purple", "grey"]


@dataclass(frozen=True, slots=True)
class Said:
    """Words and, where it is not the page's own, the language in which they stand."""

    text: str
    lang: str | None = None
    given: bool = False
    """Whether somebody outside wrote them: their direction is their own."""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> Markup:
        """As templates print it: escaped, with its language, or within a direction of its own."""
        if self.given:
            return Markup("<bdi>{}</bdi>").format(self.text)
        if self.lang is not None:
            return Markup('<span lang="{}">{}</span>').format(self.lang, self.text)
        return Markup("{}").format(self.text)


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in a word; the colour says nothing that the word does not."""

    word: str
    colour: TagColour

    def __html__(self) -> Markup:
        """As templates print it."""
        return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(self.colour, self.word)


def said(text: str, language: str) -> Said:
    """Words of a pack or of a decision, in the page's language where they are said in it."""
    if isinstance(text, Sentence) or language in languages_of(text):
        return Said(said_in(text, language))
    return Said(said_in(text, language), DEFAULT_LANGUAGE)


def said_sentence(text: str, language: str) -> Said:
    """The same as a sentence: with a capital letter and a full stop."""
    found = said(text, language)
    return Said(sentence(found.text), found.lang)


def given(text: str | None) -> Said:
    """Words from outside, on one line, with whatever would turn directions or ring bells written out."""
    return Said(on_one_line(text or ""), None, given=True)


def cited(cite: str, language: str) -> str:
    """A provision as the language cites it."""
    return provision_in(said_in(cite, language), language)


def spelt(code: str) -> str:
    """A code for which there is no phrase, as words."""
    return code.replace("_", " ").replace("-", " ")
