"""Who rejects measures says why, and nobody is invited to prove what cannot help it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from letter_sample import FILL_INS, facts_of, may_exclude, text_of, without

import tenderlaw
from tenderlaw.decisions import Decision
from tenderlaw.documents import to_markdown
from tenderlaw.documents.letters import letter
from tenderlaw.facts.case import Case

REJECTED = {"asked_for": True, "claimed": True, "compensation": True, "collaboration": True, "prevention": True,
            "accepted": False}  # fmt: skip
JUDGMENT = {"effective_in": ["SE", "DE", "NL"], "excluded_from": "2025-01-01", "excluded_until": "2030-01-01"}
OFFICES = {
    "eu-2014-24": {"country": "SE", "kind": "sub-central"},
    "de-gwb": {"country": "DE", "kind": "sub-central"},
    "nl-aw2012": {"country": "NL", "kind": "sub-central"},
}


def decided(pack: str, self_cleaning: dict[str, Any], **operator: object) -> Decision:
    """A conviction of trafficking, with measures of self-cleaning."""
    facts = facts_of("trafficking-conviction")
    facts["procurement"]["authority"] = {"name": "City of Example", **OFFICES[pack]}
    facts["procurement"]["submitted_on"] = "2026-01-15"
    facts["operator"] |= {"derogations": [], "exclusions_by_judgment": [], "statements": [], **operator}
    for person in facts["operator"]["linked_persons"]:
        for conviction in person["convictions"]:
            conviction["self_cleaning"] = self_cleaning
    return tenderlaw.decide(Case.model_validate(facts), packs=[pack])


@pytest.mark.parametrize(
    ("pack", "language", "cite"),
    [
        ("eu-2014-24", "en", "art. 57(6) third subparagraph"),
        ("de-gwb", "de", "§ 125 Abs. 2 Satz 2 GWB"),
        ("nl-aw2012", "nl", "art. 2.87a Aw 2012"),
    ],
)
def test_an_exclusion_despite_measures_gives_the_reasons_that_the_law_asks_for(
    pack: str, language: str, cite: str
) -> None:
    decision = decided(pack, REJECTED)
    assert decision.outcome == "must_exclude"
    text = text_of("exclusion", decision, language)
    assert f"{FILL_INS['statement']} ({cite}" in text
    with pytest.raises(tenderlaw.InputInvalidError, match="is missing") as found:
        letter("exclusion", decision, language=language, fill_ins=without("statement"))
    assert [one.field for one in found.value.faults] == ["statement"]
    assert cite in str(found.value)
    draft = letter("exclusion", decision, language=language, fill_ins=without("statement"), draft=True)
    assert draft.draft
    assert re.search(rf"\[[^\]]*{re.escape(cite)}", to_markdown(draft).replace("\\", ""))


def test_nobody_is_asked_why_measures_are_insufficient_that_nobody_claims() -> None:
    decision = decided("eu-2014-24", {"asked_for": True, "claimed": False})
    text = to_markdown(letter("exclusion", decision, fill_ins=without("statement")))
    assert "statement of the reasons" not in text


def test_nobody_is_invited_to_prove_self_cleaning_that_a_judgment_bars() -> None:
    decision = decided("eu-2014-24", {"asked_for": True, "claimed": False}, exclusions_by_judgment=[JUDGMENT])
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        text_of("invitation", decision)
    said = str(found.value)
    assert "nothing that the bidder could prove would keep it in" in said
    assert "Self-cleaning (art. 57(6)) is barred (art. 57(6) fourth subparagraph)" in said
    assert "write `--kind exclusion`" in said


def test_who_has_a_right_to_be_heard_is_invited_to_comment_on_the_facts_alone() -> None:
    decision = decided("eu-2014-24", {"asked_for": True, "claimed": False}, exclusions_by_judgment=[JUDGMENT])
    (regime,) = decision.regimes
    hearing = replace(regime.remedies[0], remedy="heard", kind="hearing", says="You are heard.", cite="art. 1")
    heard = replace(decision, regimes=(replace(regime, remedies=(hearing, *regime.remedies)),))
    text = text_of("invitation", heard)
    assert "you may comment on the facts" in text
    assert "You are heard. (art. 1)" in text
    assert "prove what would keep you in" not in text
    assert "You may provide evidence that you have taken measures" not in text


def test_where_the_authority_has_the_choice_comments_are_invited_though_nothing_can_be_proved() -> None:
    decision = may_exclude()
    (regime,) = decision.regimes
    findings = tuple(replace(one, lifts=()) for one in regime.findings)
    text = text_of("invitation", replace(decision, regimes=(replace(regime, findings=findings),)))
    assert "what you think should weigh in that decision" in text
    assert "prove what would keep you in" not in text
