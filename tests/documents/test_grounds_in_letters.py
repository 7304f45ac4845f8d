"""Grounds in letters: what has taken their effect bears the name of its law, and notes for the file stay there."""

from __future__ import annotations

from typing import Any

import pytest
from letter_sample import decided, text_of

import tenderlaw
from tenderlaw.decisions import Decision
from tenderlaw.decisions.sentences.facts import value_of
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.documents.letters.phrases import phrases_in


def worked(pack: str, case: str) -> Decision:
    """The decision of a worked case, with names for the letter."""
    (regime,) = tenderlaw.load_packs([pack])
    (found,) = [(one, source.data) for one, source in worked_cases(regime.typed) if one.id == case]
    one, facts = found[0], dict[str, Any](found[1])  # type: ignore[arg-type]
    facts["operator"] = {"name": "Example Services", **facts["operator"]}
    facts["procurement"] = {"title": "Cleaning", "id": "EX-7", **facts["procurement"]}
    facts["procurement"]["authority"] = {"name": "Example Council", **facts["procurement"]["authority"]}
    return tenderlaw.decide(facts, as_of=one.as_of, packs=[regime])


@pytest.mark.parametrize(
    ("pack", "case", "named"),
    [
        ("un-supplier", "own-board-exception", "(UNAIDS procurement manual 3.3)"),
        (
            "us-far",
            "ended-compelling-reason",
            "Compelling reason determined by the agency head (FAR 9.405(a)",
        ),
        ("gb-pa-2023", "two-convictions-both-unlikely", "neither continuing nor likely to occur again (s.57(1)(a)(ii)"),
    ],
)
def test_what_takes_the_effect_of_a_ground_is_named_as_its_law_has_it(pack: str, case: str, named: str) -> None:
    text = text_of("non-exclusion", worked(pack, case))
    assert "is not excluded on this ground: " in text
    assert named in text
    assert "decided to derogate" not in text
    assert "reliability" not in text


def test_that_a_fact_is_missing_for_a_duty_is_no_matter_of_the_letter() -> None:
    decision = worked("us-far", "ended-on-the-due-date")
    assert any(one.heavier for one in decision.regimes[0].findings)
    assert "see what is missing" not in text_of("invitation", decision)


@pytest.mark.parametrize(
    ("pack", "case", "language", "law"),
    [
        ("de-gwb", "98c-representative-link-until-2025-03-01", "de", None),
        ("fr-ccp", "conceded-and-measures", "fr", "directive 2014/24/UE"),
        ("gb-pa-2023", "two-convictions-both-unlikely", "en", "Procurement Act 2023"),
    ],
)
def test_a_letter_names_the_law_of_bare_provisions_and_of_none_where_none_is_bare(
    pack: str, case: str, language: str, law: str | None
) -> None:
    text = text_of("non-exclusion", worked(pack, case), language)
    said = phrases_in(language)["provisions_of"].partition("{")[0]
    assert (f"{said}{law}." in text) if law else (said not in text)


def test_a_fact_with_which_another_one_is_compared_stands_in_words_too() -> None:
    text = text_of("exclusion", worked("un-supplier", "exception-elsewhere"))
    assert "Agency: UNICEF;" in text
    assert "unicef" not in text


def test_nobody_is_asked_for_another_entity_once_the_time_for_it_is_over() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=r"to be rejected: .* not replaced within ten days"):
        text_of("replacement", worked("fr-ccp", "member-late-corruption"), "fr")


@pytest.mark.parametrize(("language", "said"), [("en", "12,000"), ("de", "12.000"), ("fr", "12\u202f000")])
def test_a_large_number_is_parted_as_its_language_parts_it(language: str, said: str) -> None:
    (regime,) = tenderlaw.load_packs(["fr-ccp"])
    models = regime.typed.pack.models
    assert value_of("operator.employees_in_france_last_year", "12000", language, models) == said
    assert value_of("operator.employees_in_france_last_year", "2024", language, models) == "2024"


@pytest.mark.parametrize(("language", "said"), [("en", "Person concerned: "), ("de", "Betroffene Person: ")])
def test_a_letter_names_the_person_who_was_convicted(language: str, said: str) -> None:
    text = text_of("exclusion", decided("trafficking-conviction"), language)
    assert f"{said}the managing director." in text
