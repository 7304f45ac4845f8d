"""A letter names one fact, or what one ground is, by itself: no title leans on what stands before it in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tenderlaw.facts.wording import Spoken, languages_of, said_in
from tenderlaw.packs.installed import load_packs

LEANING = {
    "en": r"^the same\b|\bsuch (?!as\b)",
    "de": r"^(der|die|das|des)selben?\b|(?<!von )\bsolche[nrsm]?\b",
    "fr": r"^l(e|a|es) mêmes?\b|\b(une telle|un tel|de tels|de telles)\b",
    "es": r"^(el|la|los|las) mism[oa]s?\b|\bdich[oa]s?\b|\bun[oa]? \w+ así\b",
    "nl": r"^(dezelfde|hetzelfde)\b|\bzo’n\b|\bzulke?\b",
}
"""Words by which a title leans on what stands before it."""


def titles() -> Iterator[tuple[str, Spoken]]:
    """What letters call facts, their words, grounds, lifts and what is asked besides."""
    for pack, typed in load_packs().items():
        for fact in typed.pack.facts:
            yield f"{pack} {fact.name}", fact.title
            for word in fact.words or ():
                yield f"{pack} {fact.name} {word.id}", word.title
        named = (*typed.pack.grounds, *typed.pack.lifts, *typed.pack.requirements)
        yield from ((f"{pack} {one.id}", one.title) for one in named)


@pytest.mark.parametrize("language", LEANING)
def test_no_title_leans_on_the_one_before_it(language: str) -> None:
    leaning = re.compile(LEANING[language], re.IGNORECASE)
    found = {
        f"{name}: {said_in(title, language)}"
        for name, title in titles()
        if language in languages_of(title) and leaning.search(said_in(title, language))
    }
    assert found == set()


def test_what_would_keep_a_bidder_in_says_who_has_to_show_or_to_do_it() -> None:
    found = {
        f"{pack} {one.id}"
        for pack, typed in load_packs().items()
        for one, said in (
            *((lift, lift.needs) for lift in typed.pack.lifts),
            *((asked, asked.cure or "") for asked in typed.pack.requirements),
        )
        if re.match(r"(it|they)\b", said_in(said, "en"))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "the same, settled by a contract"),
        ("en", "Conduct abroad that could lead to such an order"),
        ("de", "Dieselben ein Geschäftsjahr früher"),
        ("fr", "Les mêmes un exercice plus tôt"),
        ("es", "De un organismo así: es autónomo"),
        ("nl", "Van zo’n instelling: zij is zelfstandig"),
    ],
)
def test_a_title_that_leans_is_found(language: str, title: str) -> None:
    assert re.search(LEANING[language], title, re.IGNORECASE)
