"""Every word of every page is said in every language, and none stands in a template."""

import re
from pathlib import Path

import pytest
from babel import Locale

from tenderlaw.service.pages.phrases import LANGUAGES, phrases_in, said

PAGES = Path(__file__).resolve().parents[3] / "engine" / "tenderlaw" / "service" / "pages"
TEMPLATES = sorted((PAGES / "templates").rglob("*.html"))
NAMES = re.compile(r"\{(\w+)\}")
KEY = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z_0-9]+)["']\s*[,)]""")


def names_in(phrase: object) -> set[str]:
    texts = phrase.values() if hasattr(phrase, "values") else [phrase]
    return {name for text in texts for name in NAMES.findall(str(text))} - {"count"}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_language_says_all_that_english_says(language: str) -> None:
    english, other = phrases_in("en"), phrases_in(language)
    assert english.keys() - other.keys() == set(), "not said"
    assert other.keys() - english.keys() == set(), "said of nothing"
    differing = [key for key in english if names_in(english[key]) != names_in(other[key])]
    assert differing == [], "phrases that are filled in with something else"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_depends_on_a_number_has_every_form_that_the_language_counts_in(language: str) -> None:
    forms = {*Locale(language).plural_form.tags, "other"} - {"many"}
    counted = {key: phrase for key, phrase in phrases_in(language).items() if not isinstance(phrase, str)}
    assert [key for key, phrase in counted.items() if not forms <= phrase.keys()] == []
    assert [key for key, phrase in phrases_in(language).items() if phrase == ""] == []


def test_what_is_not_counted_in_english_is_not_counted_elsewhere() -> None:
    for language in LANGUAGES:
        for key, phrase in phrases_in("en").items():
            assert isinstance(phrases_in(language)[key], str) == isinstance(phrase, str), (language, key)


def test_every_phrase_that_is_asked_for_is_there() -> None:
    missing = [
        (file.name, key)
        for file in [*TEMPLATES, *PAGES.rglob("*.py")]
        for key in KEY.findall(file.read_text(encoding="utf-8"))
        if key not in phrases_in("en")
    ]
    assert missing == []


def test_no_word_of_a_page_stands_in_a_template() -> None:
    found = []
    for file in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for attribute in re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', text):
            found += [(file.name, attribute)] if re.search(r"[^\W\d_]", attribute) else []
        outside = re.sub(r"<(style|script)[^>]*>.*?</\1>|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
        found += [(file.name, word) for word in re.findall(r"[^\W\d_]{2,}", outside)]
    assert found == []


def test_a_phrase_is_filled_in_and_an_unknown_one_is_a_fault() -> None:
    assert said("layout.name", "fr") == "tenderlaw"
    with pytest.raises(KeyError):
        said("layout.of_nobody", "en")
