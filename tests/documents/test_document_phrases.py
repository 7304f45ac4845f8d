"""Fixed phrases: every language says everything, with the same blanks."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping

import pytest

from tenderlaw.decisions.sentences import phrases as sentences
from tenderlaw.documents.letters import phrases as letters
from tenderlaw.documents.phrases import LANGUAGES, phrases_in

ROOMS = (phrases_in, sentences.phrases_in, letters.phrases_in)
"""The words of documents, of decisions and of letters."""


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_documents_decisions_and_letters_are_said_in_five_languages() -> None:
    assert set(LANGUAGES) == set(sentences.LANGUAGES) == set(letters.LANGUAGES) == {"en", "fr", "de", "es", "nl"}


@pytest.mark.parametrize("said_in", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_phrase_with_the_same_blanks(
    language: str, said_in: Callable[[str], Mapping[str, str]]
) -> None:
    english, phrases = said_in("en"), said_in(language)
    assert set(phrases) == set(english)
    for name, text in phrases.items():
        assert isinstance(text, str)
        assert text == text.strip(" \t\n") != ""  # a space that does not break belongs to the sign after it
        one_of_two = {"statement", "subordinate"}
        assert blanks(text) - one_of_two == blanks(english[name]) - one_of_two, name


@pytest.mark.parametrize("said_in", ROOMS)
def test_french_signs_stand_after_a_space_that_does_not_break(said_in: Callable[[str], Mapping[str, str]]) -> None:
    """The colon after a whole one, the others after a narrow one."""
    for text in said_in("fr").values():
        assert not re.search(r"(^|[^\u00a0]):(\s|$)|(^|[^\u202f])[;?!](\s|$)|«[^\u00a0]|[^\u00a0]»", text), text
