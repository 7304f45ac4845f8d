"""Letters say what the decision says: the answer, every reason, what is missing, what would change it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader
from schedule_sample import ROOT

import tenderlaw
from tenderlaw.decisions import Decision
from tenderlaw.documents import to_markdown
from tenderlaw.documents.formats import write_document
from tenderlaw.documents.letters import bidder_summary, decision_letter
from tenderlaw.facts.case import Case


def decided(example: str) -> tuple[Case, Decision]:
    case = tenderlaw.load_case(ROOT / "examples" / example / "case.yaml")
    return case, tenderlaw.decide(case, packs=["eu-2014-24"])


@pytest.mark.parametrize(
    ("example", "answer"),
    [
        ("trafficking-conviction", "Example Facility Services AB must be excluded from this procurement."),
        ("missing-facts", "It cannot be decided yet whether Example Facility Services AB must or may be excluded"),
        ("relied-on-entity", "No ground for the exclusion of Example Facility Services AB applies."),
        ("below-threshold", "The rules that were asked do not govern this procurement"),
    ],
)
def test_both_letters_begin_with_the_answer(example: str, answer: str) -> None:
    for letter in (bidder_summary, decision_letter):
        assert f"> {answer}" in to_markdown(letter(*decided(example)))


def test_a_ground_that_does_not_apply_yet_is_no_plain_no() -> None:
    case, _ = decided("trafficking-conviction")
    facts = case.model_dump(mode="json", exclude_none=True)
    for person in (facts["operator"], *facts["operator"].get("linked_persons", ())):
        for conviction in person.get("convictions", ()):
            conviction["final_on"] = "2032-05-04"
    later = Case.model_validate(facts)
    decision = tenderlaw.decide(later, packs=["eu-2014-24"])
    assert decision.outcome == "not_excluded"
    for letter in (bidder_summary, decision_letter):
        text = to_markdown(letter(later, decision))
        assert "No ground for the exclusion of Example Facility Services AB applies yet;" in text
        assert "begins on 4 May 2032, after the date of the decision" in text


def test_every_finding_that_is_not_plain_stands_in_the_decision_letter() -> None:
    for example in ("trafficking-conviction", "missing-facts", "relied-on-entity", "tax-debt-arranged"):
        case, decision = decided(example)
        text = to_markdown(decision_letter(case, decision)).replace("\\", "")
        for regime in decision.regimes:
            for finding in regime.findings:
                assert finding.cite in text
                if finding.state != "not_triggered":
                    assert capital(finding.reason, f"{finding.title} ({finding.cite}):") in text
            for requirement in regime.requirements:
                assert capital(requirement.reason, f"{requirement.title} ({requirement.cite}):") in text


def capital(reason: str, named: str) -> str:
    """A reason in a row that already names what it is about."""
    assert reason.startswith(named)
    words = reason.removeprefix(named).strip()
    return words[0].upper() + words[1:]


def test_paths_of_facts_are_written_letter_for_letter() -> None:
    text = to_markdown(decision_letter(*decided("missing-facts"))).replace("\\", "")
    assert "| operator.linked_persons[0].convictions |" in text
    assert "Operator." not in text


def test_a_bidder_is_told_whose_fact_is_missing_and_no_paths_of_entries() -> None:
    text = to_markdown(bidder_summary(*decided("missing-facts"))).replace("\\", "")
    assert "Convictions of this person: member of the supervisory board. This answer alone could settle" in text
    text = to_markdown(bidder_summary(*decided("trafficking-conviction"))).replace("\\", "")
    assert "first day: 1 June 2023" in text
    assert "stated at" not in text


def test_a_summary_of_an_almost_empty_case_counts_what_is_over_a_page() -> None:
    case = Case(procurement={}, operator={"role": "tenderer", "name": "Example AB"})
    decision = tenderlaw.decide(case, as_of=date(2026, 2, 1), packs=["eu-2014-24"])
    summary = bidder_summary(case, decision)
    text = to_markdown(summary)
    own = [fact for fact in decision.missing_facts if not fact.path.startswith("procurement.")]
    assert f"{len(decision.missing_facts) - len(own)} facts about the procurement" in text
    assert "18 grounds cannot be decided yet: art. 57(1)(a); art. 57(1)(b)" in text
    assert len(PdfReader(io.BytesIO(write_document(summary, "pdf"))).pages) == 1
    everything = to_markdown(decision_letter(case, decision)).replace("\\", "")
    for fact in decision.missing_facts:
        assert fact.path in everything


def test_what_the_authority_files_afterwards_is_told_once_it_is_due() -> None:
    assert "states the reasons to the operator" not in to_markdown(bidder_summary(*decided("missing-facts")))


def test_the_decision_letter_shows_a_policy_and_that_it_excludes_nobody() -> None:
    case = tenderlaw.load_case(ROOT / "examples" / "policy-tiers" / "case.yaml")
    decision = tenderlaw.decide(case, packs=["eu-2014-24"], policies=["baseline"])
    text = to_markdown(decision_letter(case, decision))
    (policy,) = decision.policies
    assert policy.tier is not None
    assert f"## {policy.title}" in text
    assert f"The risk is {policy.tier.tier}: {policy.tier.score} of {policy.tier.most} points" in text
    for factor in policy.tier.factors:
        assert f"| {factor.title} ({factor.cite}) | {factor.points} |" in text
    assert "it excludes nobody and changes no outcome" in text


def test_the_summary_gives_the_reasons_of_what_applies_and_names_what_is_open() -> None:
    case, decision = decided("trafficking-conviction")
    text = to_markdown(bidder_summary(case, decision)).replace("\\", "")
    (finding,) = [f for f in decision.regimes[0].findings if f.state == "applies"]
    assert finding.reason.replace(f" (stated at {finding.entry})", "") in text
    case, decision = decided("missing-facts")
    text = to_markdown(bidder_summary(case, decision)).replace("\\", "")
    for finding in decision.regimes[0].findings:
        assert (f"{finding.title} ({finding.cite})" in text) == (finding.state == "possible")
    for fact in decision.missing_facts:
        assert fact.path in text


def test_what_would_change_it_is_said_once() -> None:
    text = to_markdown(bidder_summary(*decided("relied-on-entity")))
    assert text.count("is replaced by an entity to which no ground applies") == 1


def test_a_letter_carries_the_decision_that_it_is_of() -> None:
    case, decision = decided("trafficking-conviction")
    for letter in (bidder_summary, decision_letter):
        document = letter(case, decision)
        assert document.manifest.decision == decision.id
        assert len(document.notes) == 1
        assert document.notes[0].startswith("Generated by tenderlaw. This is not legal advice")


def test_a_letter_in_a_language_without_reasons_is_an_error() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=r"is not written in `fr` \(it is written in en"):
        bidder_summary(*decided("trafficking-conviction"), "fr")


def test_a_hostile_name_is_shown_as_it_is() -> None:
    case, _ = decided("trafficking-conviction")
    named = case.model_copy(update={"operator": case.operator.model_copy(update={"name": "<b>*x*</b> {{ y }}"})})
    text = to_markdown(bidder_summary(named, tenderlaw.decide(named, packs=["eu-2014-24"])))
    assert r"\<b\>\*x\*\</b\> \{\{ y \}\} must be excluded" in text
