"""No letter and no reason shows the code of a word: each word that a ground may rest on has a title."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

import tenderlaw
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, Word, languages_of
from tenderlaw.packs.conditions import All, AnyOf, Condition, Not, Some, Sum
from tenderlaw.packs.conditions import Test as Comparison
from tenderlaw.packs.installed import load_packs
from tenderlaw.packs.own_language import letters_in
from tenderlaw.packs.typed import TypedPack
from tenderlaw.packs.vocabularies import Place, known_words, place_of, titles_of_words
from tenderlaw.rules.word_titles import titled_words


@cache
def regimes() -> tuple[TypedPack, ...]:
    return tuple(one for one in load_packs().values() if one.pack.kind == "regime")


def places(condition: Condition, collection: str | None) -> Iterator[Place]:
    """The facts that a condition asks."""
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from places(part, collection)
    elif isinstance(condition, Not):
        yield from places(condition.part, collection)
    elif isinstance(condition, Some | Sum):
        yield from places(condition.where, condition.collection)
    elif isinstance(condition, Comparison):
        yield place_of(condition.ref, collection)


@pytest.mark.parametrize("typed", regimes(), ids=lambda one: one.pack.id)
def test_each_word_of_a_fact_on_which_a_ground_rests_has_a_title_in_the_languages_of_its_letters(
    typed: TypedPack,
) -> None:
    known = known_words(typed.pack, lambda *_: None)  # type: ignore[arg-type]
    titles = titles_of_words(typed.pack)
    asked = {
        place
        for ground in typed.grounds
        for condition in (ground.when, *(lift for _, lift in ground.lifts))
        for place in places(condition, ground.collection)
    }
    for place in asked & known.keys():
        for word in known[place]:
            assert word in titles.get(place, {}), (place, word)
            assert letters_in(typed.pack) <= languages_of(titles[place][word]) | {DEFAULT_LANGUAGE}, (place, word)


def test_a_title_is_that_of_a_word_of_the_vocabulary() -> None:
    assert titled_words("un-list", {"un-list": "UN list"}) == Word("un-list", ("UN list",))
    said = titled_words("some-list", {"un-list": "UN list"})
    assert isinstance(said, Word)
    assert said.titles == ("some list",)


def test_the_reason_for_an_exclusion_names_the_list_and_not_its_code() -> None:
    listing = {
        "list": "un-ineligibility-list", "entry": "E-1", "exclusion_type": "ineligible", "decided_by": "unaids",
        "listed_from": "2025-01-01", "listed_until": "open", "status": "active", "matched_by": "identifier",
    }  # fmt: skip
    facts: dict[str, Any] = {
        "procurement": {
            "authority": {"organization": "united-nations", "agency": "unaids"}, "stage": "before-award",
        },
        "operator": {"role": "tenderer", "listings": [listing], "exception_granted": False},
    }  # fmt: skip
    decision = tenderlaw.decide(facts, as_of=date(2026, 2, 1), packs=["un-supplier"])
    reasons = " ".join(one.reason for one in decision.regimes[0].findings if one.state == "applies")
    assert "UN Ineligibility List" in reasons
    assert "un-ineligibility-list" not in reasons
    assert "UNAIDS" in reasons
