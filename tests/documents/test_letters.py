"""Letters are what an authority sends under its own name, in its language; the file note says all of the decision."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from letter_sample import FILL_INS, decided, facts_of, may_exclude, text_of
from pypdf import PdfReader
from schedule_sample import ROOT

import tenderlaw
from tenderlaw.decisions import Decision
from tenderlaw.decisions.sentences.provisions import provision_in, with_provision
from tenderlaw.documents import to_markdown
from tenderlaw.documents.formats import write_document
from tenderlaw.documents.letters import file_note, letter
from tenderlaw.documents.letters.phrases import LANGUAGES
from tenderlaw.facts.case import Case
from tenderlaw.facts.wording import said_in

INTERNAL = re.compile(
    r"\b(operator|procurement|entities|linked_persons)(\.[a-z]|\[)|\[\d|[0-9a-f]{16}|tenderlaw|\b[Rr]ete\b|legal advice"
)
"""What never leaves the house: paths of facts, digests, the program."""


BORNE = [
    ("invitation", "trafficking-conviction"),
    ("exclusion", "trafficking-conviction"),
    ("request-for-documents", "missing-facts"),
    ("replacement", "relied-on-entity"),
    ("non-exclusion", "tax-debt-arranged"),
]
"""Letters, and examples whose decision bears them."""


@pytest.mark.parametrize(("kind", "example"), BORNE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_shows_nothing_of_how_it_was_made(kind: str, example: str, language: str) -> None:
    decision = decided(example)
    text = text_of(kind, decision, language)
    assert INTERNAL.search(text) is None
    for part in (*FILL_INS["authority_address"].split("\n"), FILL_INS["signatory"], "Example Facility Services AB"):
        assert part in text
    page = write_document(letter(kind, decision, language=language, fill_ins=FILL_INS), "html").decode()  # type: ignore[arg-type]
    assert "tenderlaw" not in page
    assert decision.id not in page


@pytest.mark.parametrize(("kind", "example"), BORNE)
@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_a_letter_is_in_the_language_of_the_authority_with_no_english_in_it(
    kind: str, example: str, language: str
) -> None:
    decision = decided(example)
    text, english = text_of(kind, decision, language), text_of(kind, decision)
    for finding in decision.regimes[0].findings:
        if finding.title in english and said_in(finding.title, language) != finding.title:
            assert finding.title not in text
        if finding.statement and finding.statement in english:
            assert finding.statement not in text
    given = (
        "member of the supervisory board",
        "the managing director",
        "Weighed in detail.",
    )  # in the case's own words
    for named in (*given, "third subparagraph", "first subparagraph"):
        text = text.replace(named, "")
    assert set(re.findall(r"\b(the|which|whether|with|would|shall|must|been|and)\b", text)) == set()


def test_what_a_language_lacks_is_said_before_anything_is_written() -> None:
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        letter("exclusion", in_english_only(), language="fr", fill_ins=FILL_INS)
    said = [str(fault) for fault in found.value.faults]
    assert any("statement" in one and "has no words in `fr`" in one for one in said)
    assert len(said) == len(set(said))
    with pytest.raises(tenderlaw.InputInvalidError, match="letters are not written in `sv`"):
        letter("exclusion", decided("trafficking-conviction"), language="sv", fill_ins=FILL_INS)


def in_english_only() -> Decision:
    """A decision by a pack that speaks English alone."""
    decision = decided("trafficking-conviction")
    (regime,) = decision.regimes
    bare = [
        replace(one, title=str(one.title), statement=str(one.statement), lifts=())
        for one in regime.findings
        if one.state == "applies"
    ]
    return replace(decision, regimes=(replace(regime, findings=tuple(bare), remedies=()),))


@pytest.mark.parametrize(
    ("kind", "example", "why"),
    [
        ("exclusion", "missing-facts", "the outcome is `undetermined`"),
        ("invitation", "tax-debt-arranged", "the outcome is `not_excluded`"),
        ("non-exclusion", "trafficking-conviction", "the outcome is `must_exclude`"),
        ("non-exclusion", "missing-facts", "the outcome is `undetermined`"),
        ("non-exclusion", "below-threshold", "the outcome is `out_of_scope`"),
        ("replacement", "trafficking-conviction", "no entity is surely to be replaced"),
        ("termination", "missing-facts", "no provision that was asked makes termination available"),
    ],
)
def test_a_letter_that_the_decision_does_not_bear_is_refused(kind: str, example: str, why: str) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=re.escape(why)):
        text_of(kind, decided(example))


def test_no_letter_rests_on_a_regime_of_which_it_is_not_known_whether_it_governs() -> None:
    """The ground applies if the directive does, and nobody knows whether it does."""
    case = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    facts = case.model_dump(mode="json", exclude_none=True)
    del facts["procurement"]["authority"]["kind"]
    decision = tenderlaw.decide(Case.model_validate(facts), packs=["eu-2014-24"])
    assert [one.state for one in decision.regimes[0].findings if one.state != "not_triggered"] == ["applies"]
    for kind in ("exclusion", "invitation", "non-exclusion"):
        with pytest.raises(tenderlaw.InputInvalidError, match="the outcome is `undetermined`"):
            text_of(kind, decision)


def test_a_discretionary_exclusion_gives_the_authoritys_own_reasons() -> None:
    decision = may_exclude()
    assert decision.outcome == "may_exclude"
    assert "Weighed in detail." in text_of("exclusion", decision)
    assert "The law leaves this decision to us" in text_of("exclusion", decision)
    with pytest.raises(tenderlaw.InputInvalidError, match="own reasons"):
        letter("exclusion", decision, fill_ins={one: said for one, said in FILL_INS.items() if one != "reasons"})
    assert "We have decided not to exclude you" in text_of("non-exclusion", decision)
    assert "The law obliges us" not in text_of("exclusion", decision)


def test_an_entity_that_must_be_replaced_is_never_said_to_be_excluded() -> None:
    text = text_of("replacement", decided("relied-on-entity"))
    assert "must be excluded" not in text
    assert "exclude" not in text.replace("grounds for exclusion", "")
    assert "be replaced" in text


def test_an_entity_that_only_fails_a_criterion_is_replaced_for_that_reason() -> None:
    facts = facts_of("relied-on-entity")
    for entity in facts["entities"]:
        entity |= {"convictions": [], "linked_persons": [], "meets_selection_criteria": False}
    decision = tenderlaw.decide(Case.model_validate(facts), packs=["eu-2014-24"])
    text = text_of("replacement", decision)
    assert "the law obliges us to require that Example Staffing Ltd be replaced" in text
    assert "(art. 63(1) second subparagraph)" in text
    assert "trafficking" not in text


@pytest.mark.parametrize("kind", ["exclusion", "invitation", "non-exclusion"])
def test_no_letter_of_the_procedure_is_written_after_the_award_or_to_who_does_not_tender(kind: str) -> None:
    facts = facts_of("trafficking-conviction")
    facts["procurement"]["stage"] = "awarded"
    with pytest.raises(tenderlaw.InputInvalidError, match="the contract has been awarded"):
        text_of(kind, tenderlaw.decide(Case.model_validate(facts), packs=["eu-2014-24"]))
    with pytest.raises(tenderlaw.InputInvalidError, match="the operator of the case is a subcontractor"):
        text_of(kind, decided("trafficking-conviction", role="subcontractor"))


def test_who_writes_to_whom_about_what_is_known_before_a_letter_is_sent() -> None:
    facts = facts_of("trafficking-conviction")
    del facts["procurement"]["title"], facts["procurement"]["authority"]["name"], facts["operator"]["name"]
    decision = tenderlaw.decide(Case.model_validate(facts), packs=["eu-2014-24"])
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        text_of("exclusion", decision)
    assert {one.field for one in found.value.faults} == {
        "procurement.title", "procurement.authority.name", "operator.name"
    }  # fmt: skip
    assert letter("exclusion", decision, draft=True).draft


def test_nobody_whose_tender_is_to_be_rejected_is_told_that_it_stays_in() -> None:
    decision = decided("tax-debt-arranged")
    (regime,) = decision.regimes
    (met, *_) = [one for one in regime.requirements if one.state == "met"]
    rejected = replace(met, state="unmet", follows="reject_tender")
    with pytest.raises(tenderlaw.InputInvalidError, match="the tender is, or may be, to be rejected"):
        text_of("non-exclusion", replace(decision, regimes=(replace(regime, requirements=(rejected,)),)))


def test_each_ground_says_of_itself_what_would_lift_it() -> None:
    facts = facts_of("trafficking-conviction")
    person = facts["operator"]["linked_persons"][0]
    person["convictions"] = [person["convictions"][0], {**person["convictions"][0], "offence": "corruption"}]
    decision = tenderlaw.decide(Case.model_validate(facts), packs=["eu-2014-24"])
    lines = [line for line in text_of("exclusion", decision).splitlines() if "Exclusion would not follow if" in line]
    assert len(lines) == 2
    assert {line.partition(" (art.")[0] for line in lines} == {
        "- Child labour and other forms of trafficking in human beings", "- Corruption"
    }  # fmt: skip


def test_a_bidder_is_not_asked_for_what_the_authority_itself_does() -> None:
    case = tenderlaw.load_case(ROOT / "examples" / "us-clauses" / "case.yaml")
    decision = tenderlaw.decide(case, packs=["us-far"])
    own = [one for one in decision.regimes[0].requirements if one.met_by == "authority" and one.cure]
    try:
        text = text_of("request-for-documents", decision)
    except tenderlaw.InputInvalidError:
        return
    assert not [one for one in own if one.cure and one.cure in text]


def test_what_bars_self_cleaning_is_said_and_what_is_barred_is_not_offered() -> None:
    text = text_of("invitation", decided("trafficking-conviction"))
    assert "Exclusion would not follow if" in text
    assert "It must be excluded" not in text


def test_missing_values_are_listed_once_and_a_day_to_reply_lies_after_the_letter() -> None:
    decision = decided("trafficking-conviction")
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        letter("invitation", decision)
    asked = [fault.field for fault in found.value.faults]
    assert sorted(asked) == [
        "addressee_address", "authority_address", "contact", "place", "position", "reply_by", "signatory"
    ]  # fmt: skip
    with pytest.raises(tenderlaw.InputInvalidError, match="2026-02-01 is not after the day of the letter"):
        text_of("invitation", decision, reply_by="2026-02-01")
    with pytest.raises(tenderlaw.InputInvalidError, match="`soon` is no day"):
        text_of("invitation", decision, reply_by="soon")
    with pytest.raises(tenderlaw.InputInvalidError, match="no letter has the fill-in `signatury`"):
        letter("invitation", decision, fill_ins=FILL_INS | {"signatury": "x"})
    draft = to_markdown(letter("invitation", decision, draft=True)).replace("\\", "")
    assert "[TO BE COMPLETED: Day by which the reply is due]" in draft


def test_missing_facts_are_asked_in_words_of_the_person_that_they_are_about() -> None:
    decision = decided("missing-facts")
    text = text_of("request-for-documents", decision)
    for fact in decision.missing_facts:
        assert fact.path not in text
    assert "member of the supervisory board: " in text
    assert text.count("- ") >= len([fact for fact in decision.missing_facts if fact.ask == "bidder"])


def test_a_hostile_name_is_shown_as_it_is() -> None:
    made = letter("exclusion", decided("trafficking-conviction", name="<b>*x*</b> {{ y }}"), fill_ins=FILL_INS)
    assert r"\<b\>\*x\*\</b\> {{ y }}" in to_markdown(made).replace("\\{", "{").replace("\\}", "}")


@pytest.mark.parametrize(("kind", "example"), BORNE)
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_letters_are_the_same_bytes_each_time(kind: str, example: str, form: str) -> None:
    made = letter(kind, decided(example), language="de", fill_ins=FILL_INS)  # type: ignore[arg-type]
    assert write_document(made, form) == write_document(made, form)  # type: ignore[arg-type]


@pytest.mark.parametrize("more", range(0, 60, 6))
def test_the_closing_and_the_place_to_sign_never_stand_alone_on_a_page(more: int) -> None:
    reasons = "The matter was weighed with care. " * more
    made = letter("exclusion", may_exclude(), fill_ins=FILL_INS | {"reasons": reasons + "End."})
    *_, last = PdfReader(io.BytesIO(write_document(made, "pdf"))).pages
    before, closing, after = last.extract_text().partition("Yours faithfully,")
    assert closing
    assert "A. Example" in after
    assert len(before.split()) > 5


# the note for the file


@pytest.mark.parametrize(
    ("example", "answer"),
    [
        ("trafficking-conviction", "Example Facility Services AB must be excluded from this procurement."),
        ("missing-facts", "It cannot be decided yet whether Example Facility Services AB must or may be excluded"),
        ("relied-on-entity", "No ground for the exclusion of Example Facility Services AB applies."),
        ("below-threshold", "The rules that were asked do not govern this procurement"),
    ],
)
def test_the_file_note_begins_with_the_answer(example: str, answer: str) -> None:
    assert f"> {answer}" in to_markdown(file_note(decided(example)))


def test_a_ground_that_does_not_apply_yet_is_no_plain_no() -> None:
    case = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    facts = case.model_dump(mode="json", exclude_none=True)
    for person in (facts["operator"], *facts["operator"].get("linked_persons", ())):
        for conviction in person.get("convictions", ()):
            conviction["final_on"] = "2032-05-04"
    decision = tenderlaw.decide(Case.model_validate(facts), packs=["eu-2014-24"])
    assert decision.outcome == "not_excluded"
    text = to_markdown(file_note(decision))
    assert "No ground for the exclusion of Example Facility Services AB applies yet;" in text
    assert "begins on 4 May 2032, after the date of the decision" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "example", ["trafficking-conviction", "missing-facts", "relied-on-entity", "tax-debt-arranged"]
)
def test_every_finding_and_requirement_stands_in_the_file_note(example: str, language: str) -> None:
    decision = decided(example)
    text = to_markdown(file_note(decision, language)).replace("\\", "")
    for regime in decision.regimes:
        for finding in regime.findings:
            assert provision_in(finding.cite, language) in text
        for requirement in regime.requirements:
            assert with_provision(said_in(requirement.title, language), requirement.cite, language) in text
    for fact in decision.missing_facts:
        assert f"| {fact.path} |" in text
    assert decision.id in text


def test_a_ground_never_stands_under_both_what_applies_and_what_does_not() -> None:
    for example in ("trafficking-conviction", "missing-facts", "relied-on-entity"):
        decision = decided(example)
        for line in to_markdown(file_note(decision)).replace("\\", "").splitlines():
            if line.startswith("Looked at and not triggered:"):
                clear = line.removeprefix("Looked at and not triggered: ").rstrip(".").split("; ")
                there = {one.cite for one in decision.regimes[0].findings if one.state != "not_triggered"}
                assert there.isdisjoint(clear)


def test_a_power_of_the_authority_is_not_unmet() -> None:
    case = tenderlaw.load_case(ROOT / "examples" / "us-clauses" / "case.yaml")
    decision = tenderlaw.decide(case, packs=["us-far"])
    powers = [one for one in decision.regimes[0].requirements if one.follows.endswith("_available")]
    text = to_markdown(file_note(decision)).replace("\\", "")
    for one in powers:
        if one.state == "unmet":
            assert f"| {one.title} ({one.cite}) | Power available;" in text


def test_the_file_note_is_no_legal_advice_and_shows_a_policy_that_excludes_nobody() -> None:
    case = tenderlaw.load_case(ROOT / "examples" / "policy-tiers" / "case.yaml")
    decision = tenderlaw.decide(case, packs=["eu-2014-24"], policies=["baseline"])
    made = file_note(decision)
    text = to_markdown(made)
    (policy,) = decision.policies
    assert policy.tier is not None
    assert f"## {policy.title}" in text
    assert f"The risk is {policy.tier.tier}: {policy.tier.score} of the {policy.tier.most} points" in text
    # which level gave points, on which fact; what is not counted; what raised it
    brokers = "Migrant or low-skilled workers come through labour brokers or agencies"
    made_it = "procurement.workforce.migrant_or_low_skilled_through_brokers = true"
    assert re.search(rf"\| 2 of 2 \| {brokers} .*: {made_it} \|", text.replace("\\", ""))
    assert re.search(r"Type of commodity .*\| not counted +\|", text)
    assert "Whatever the points, these make it high:" in text
    assert "it excludes nobody and changes no outcome" in text
    assert made.notes[0].startswith("Generated by tenderlaw. This is not legal advice")
