"""From an ESPD Response to a decision: the worked cases of the ESPD, end to end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from espd_builder import Given, with_answers, write

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.interop.espd import EspdReading, read_response, read_response_bytes
from tenderlaw.interop.espd.case import case_with
from tenderlaw.packs.installed import load_packs
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Data, Source

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "espd"
(DIRECTIVE,) = regimes_of(load_packs(["eu-2014-24"]).values())
AS_OF = date(2025, 1, 1)
NEW = ["3.0.0", "3.2.0", "3.3.0", "4.0.0", "4.1.0"]
VERSIONS = ["2.1.0", "2.1.1", *NEW]

PROCUREMENT: dict[str, Data] = {
    "authority": {"country": "BE", "kind": "sub-central"},
    "contract_kind": "services",
    "specific_services": False,
    "framework_call_off": False,
    "stage": "before-award",
    "estimated_value_excluding_vat": {"amount": "500000", "currency": "EUR"},
    "call_sent_on": "2024-10-01",
}
FOUND: dict[str, Data] = {"evidence_verified": True, "exclusions_by_judgment": [], "tender": {"abnormally_low": False}}
"""What the authority adds and no ESPD asks."""

CONVICTED: dict[str, Given] = {"main": True, "date": "2023-05-01", "cleaning": False}


def read(version: str, changes: Mapping[str, Mapping[str, Given]], role: str = "sole-tenderer") -> EspdReading:
    texts = {"C23": "Have you been guilty? You confirm that you have been guilty."}
    return read_response_bytes(write(version, with_answers(**changes), role=role, texts=texts), "x.xml")


def decided(reading: EspdReading, **added: Data) -> Decision:
    whole: dict[str, Data] = {"procurement": PROCUREMENT, "operator": FOUND, "entities": []}
    return decide(case_with(reading, Source("added", {**whole, **added}, {})), as_of=AS_OF, packs=[DIRECTIVE])


def found(decision: Decision, *states: str) -> list[Finding]:
    return [f for f in decision.regimes[0].findings if f.state in states]


def paths(decision: Decision) -> list[str]:
    return [fact.path for fact in decision.missing_facts]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_denial_of_everything_excludes_nobody(version: str) -> None:
    decision = decided(read(version, {}))
    assert (decision.outcome, decision.award.may_proceed) == ("not_excluded", "yes")
    assert decision.missing_facts == ()


def test_a_declaration_is_no_proof() -> None:
    """Art. 59(4): before the award the documents are asked for."""
    decision = decided(read("4.1.0", {}), operator={**FOUND, "evidence_verified": False})
    assert (decision.outcome, decision.award.may_proceed) == ("not_excluded", "no")


# ESPD-1 and ESPD-2 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_espd_1_and_2_whether_the_judgment_sets_a_period_is_asked(version: str) -> None:
    """The date alone leaves open whether the judgment sets a shorter exclusion (art. 57(7)): nothing is sure."""
    decision = decided(read(version, {"C6": CONVICTED}))
    (finding,) = found(decision, "applies", "possible")
    assert finding.ground == "child-labour-or-trafficking-in-human-beings"
    assert (decision.outcome, finding.state) == ("undetermined", "possible")
    assert paths(decision)[0] == "operator.linked_persons[0].convictions[0].judgment_sets_exclusion"
    assert decision.missing_facts[0].settles


@pytest.mark.parametrize("version", VERSIONS)
def test_espd_1_and_2_trafficking_within_five_years(version: str) -> None:
    """ESPD-1, ESPD-2: the same criterion in every version; the period is the one that the judgment sets."""
    length: dict[str, Given] = {
        "period": "2023-05-01 to 2028-04-30" if version[0] == "2" else ("2023-05-01", "2028-04-30")
    }
    decision = decided(read(version, {"C6": {**CONVICTED, **length}}))
    (finding,) = found(decision, "applies")
    assert (decision.outcome, decision.award.may_proceed) == ("must_exclude", "no")
    assert finding.cite == "art. 57(1)(f)"
    assert (finding.until, finding.set_by_judgment) == (date(2028, 4, 30), True)


def test_espd_1_as_shipped() -> None:
    decision = decided(read_response(FIXTURES / "response-4.1.0.xml"))
    (finding,) = found(decision, "applies")
    assert (decision.outcome, finding.cite, finding.until) == ("must_exclude", "art. 57(1)(f)", date(2028, 4, 30))
    assert "self-declared" in str(decision.facts)


def test_espd_1_with_the_judgment_before_the_authority() -> None:
    """Once the judgment is read and sets nothing, the five years run, at least from the day declared."""
    reading = read("4.1.0", {"C6": CONVICTED})
    (person,) = reading.operator.linked_persons or ()
    (conviction,) = person.convictions or ()
    known = conviction.model_copy(update={"judgment_sets_exclusion": False})
    person = person.model_copy(update={"convictions": (known,)})
    operator = reading.operator.model_copy(update={"linked_persons": (person,)})
    decision = decided(EspdReading(reading.version, operator, reading.remarks))
    (finding,) = found(decision, "applies")
    assert (decision.outcome, finding.cite, finding.until) == ("must_exclude", "art. 57(1)(f)", None)


def test_measures_that_are_claimed_are_not_yet_shown() -> None:
    length: dict[str, Given] = {"period": ("2023-05-01", "2028-04-30")}
    decision = decided(read("4.1.0", {"C6": {**CONVICTED, **length, "cleaning": True, "measures": "training"}}))
    assert decision.outcome == "undetermined"
    asked = {path.rpartition(".")[2] for path in paths(decision)}
    assert asked >= {"compensation", "collaboration", "prevention", "accepted"}


def test_an_exclusion_that_is_over() -> None:
    decision = decided(read("4.1.0", {"C6": {**CONVICTED, "period": ("2023-05-01", "2024-12-31")}}))
    (finding,) = found(decision, "lapsed")
    assert (decision.outcome, finding.until) == ("not_excluded", date(2024, 12, 31))


def test_a_day_of_conviction_still_to_come_is_not_yet_a_conviction() -> None:
    decision = decided(read("4.1.0", {"C6": {**CONVICTED, "date": "2032-05-01"}}))
    (finding,) = found(decision, "not_yet")
    assert (decision.outcome, decision.review, finding.since) == ("not_excluded", True, date(2032, 5, 1))


# ESPD-4 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_espd_4_no_answer_is_no_denial(version: str) -> None:
    decision = decided(read(version, {"C6": {}}))
    (finding,) = found(decision, "possible")
    assert (decision.outcome, decision.award.may_proceed) == ("undetermined", "unknown")
    assert finding.ground == "child-labour-or-trafficking-in-human-beings"
    assert paths(decision)[0].startswith("operator.linked_persons[0].convictions[0].")
    assert "operator.linked_persons[0].convictions[0].final" in paths(decision)
    assert decision.missing_facts[0].needed_for == ("art. 57(1)(f)",)


@pytest.mark.parametrize("number", [f"C{n}" for n in range(1, 24)])
def test_no_criterion_may_go_unanswered(number: str) -> None:
    decision = decided(read("4.1.0", {number: {}}))
    assert (decision.outcome, decision.award.may_proceed) == ("undetermined", "unknown")
    assert decision.missing_facts


# ESPD-5 and ESPD-6 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", NEW)
@pytest.mark.parametrize("number", ["C7", "C8"])
def test_espd_5_paid_or_arranged_after_a_final_decision(version: str, number: str) -> None:
    answers: dict[str, Given] = {"main": True, "other": False, "final": True, "paid": True}
    decision = decided(read(version, {number: answers}))
    assert (decision.outcome, decision.award.may_proceed) == ("not_excluded", "yes")
    assert {(f.cite, f.state) for f in found(decision, "cured", "applies", "possible")} == {
        ("art. 57(2) first subparagraph", "cured"),
        ("art. 57(2) second subparagraph", "cured"),
    }


@pytest.mark.parametrize("version", NEW)
def test_espd_5_not_paid_after_a_final_decision(version: str) -> None:
    answers: dict[str, Given] = {"main": True, "other": False, "final": True, "paid": False}
    decision = decided(read(version, {"C7": answers}))
    assert decision.outcome == "must_exclude"


@pytest.mark.parametrize("version", VERSIONS)
def test_espd_6_shown_by_other_means_and_not_paid(version: str) -> None:
    decision = decided(read(version, {"C7": {"main": True, "other": True, "paid": False}}))
    (finding,) = found(decision, "applies", "possible", "cured")
    assert (decision.outcome, decision.award.may_proceed) == ("may_exclude", "unknown")
    assert (finding.cite, finding.state) == ("art. 57(2) second subparagraph", "applies")


@pytest.mark.parametrize("version", ["2.1.0", "2.1.1"])
def test_version_2_1_does_not_ask_for_payment_after_a_decision(version: str) -> None:
    decision = decided(read(version, {"C7": {"main": True, "other": False, "final": True}}))
    assert decision.outcome == "undetermined"
    assert "operator.tax_breaches[0].paid" in paths(decision)


# ESPD-7 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "requirement", "provision"),
    [
        ("oeron", "replace-relied-on-entity", "art. 63(1) second subparagraph"),
        ("subcont", "replace-subcontractor", "art. 71(6)(b)"),
    ],
)
def test_espd_7_an_entity_is_replaced_and_not_excluded(role: str, requirement: str, provision: str) -> None:
    corruption: dict[str, Given] = {**CONVICTED, "period": ("2023-05-01", "2028-04-30")}
    reading = read("4.1.0", {"C2": corruption}, role=role)
    decision = decided(reading)
    (state,) = [r for r in decision.regimes[0].requirements if r.requirement == requirement]
    assert (decision.outcome, decision.award.may_proceed) == ("not_excluded", "no")
    assert (state.state, state.follows, state.cite) == ("unmet", "replace_entity", provision)


def test_espd_7_beside_a_clean_tenderer() -> None:
    corruption: dict[str, Given] = {**CONVICTED, "period": ("2023-05-01", "2028-04-30")}
    entity = read("4.1.0", {"C2": corruption}, role="oeron").operator
    declared = {**entity.model_dump(mode="json", exclude_none=True), "exclusions_by_judgment": []}
    decision = decided(read("4.1.0", {}), entities=[declared])
    (state,) = [r for r in decision.regimes[0].requirements if r.requirement == "replace-relied-on-entity"]
    assert (decision.outcome, decision.award.may_proceed) == ("not_excluded", "no")
    assert (state.state, state.operator) == ("unmet", "entities[0]")


@pytest.mark.parametrize("role", ["sole-tenderer", "group-lead", "group-mem"])
def test_tenderers_and_members_of_groups_are_excluded(role: str) -> None:
    corruption: dict[str, Given] = {**CONVICTED, "period": ("2023-05-01", "2028-04-30")}
    assert decided(read("4.1.0", {"C2": corruption}, role=role)).outcome == "must_exclude"


# Joining -------------------------------------------------------------------------------------------------


def test_what_the_espd_answers_is_not_given_again() -> None:
    with pytest.raises(InputInvalidError, match="the ESPD already answers `convictions`"):
        decided(read("4.1.0", {}), operator={**FOUND, "convictions": []})


def test_the_fields_of_the_procurement_alone_will_do() -> None:
    case = case_with(read("4.1.0", {}), Source("added", PROCUREMENT, {}))
    decision = decide(case, as_of=AS_OF, packs=[DIRECTIVE])
    assert (decision.outcome, decision.award.may_proceed) == ("not_excluded", "unknown")
    assert set(paths(decision)) == {"operator.evidence_verified", "operator.tender.abnormally_low",
                                    "operator.tender.low_through_breach_of_obligations",
                                    "operator.tender.explanation_satisfactory", "entities"}  # fmt: skip
