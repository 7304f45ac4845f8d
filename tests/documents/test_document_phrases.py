"""Fixed phrases: every language says everything, with the same blanks."""

from __future__ import annotations

import re
import string

import pytest

from tenderlaw.documents.phrases import LANGUAGES, phrases_in


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_documents_are_written_in_five_languages() -> None:
    assert set(LANGUAGES) >= {"en", "fr", "de", "es", "nl"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_phrase_with_the_same_blanks(language: str) -> None:
    english, phrases = phrases_in("en"), phrases_in(language)
    assert set(phrases) == set(english)
    for name, text in phrases.items():
        assert isinstance(text, str)
        assert text == text.strip(" \t\n") != ""  # a space that does not break belongs to the sign after it
        assert blanks(text) == blanks(english[name]), name


def test_french_signs_stand_after_a_space_that_does_not_break() -> None:
    """The colon after a whole one, the others after a narrow one."""
    for text in phrases_in("fr").values():
        assert not re.search(r"(^|[^\u00a0]):(\s|$)|(^|[^\u202f])[;?!](\s|$)|«[^\u00a0]|[^\u00a0]»", text), text
