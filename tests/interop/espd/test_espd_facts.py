"""What each criterion becomes: documents written for one question each, and the shipped fixtures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from espd_builder import GROUNDS, NUMBERS, Answers, Given, with_answers, write

from tenderlaw.facts.base import Money
from tenderlaw.facts.events import Conviction, Evidence, Insolvency, Misconduct, SelfCleaning, TaxBreach
from tenderlaw.facts.operator import EconomicOperator, LinkedPerson
from tenderlaw.interop.espd import EspdReading, read_response, read_response_bytes
from tenderlaw.interop.espd.countries import alpha_2

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "espd"
VERSIONS = ["2.1.0", "2.1.1", "3.0.0", "3.2.0", "3.3.0", "4.0.0", "4.1.0"]
NEW = [version for version in VERSIONS if version[0] != "2"]
PROOF = Evidence(reference="DOC-1", url="https://register.example/1", issuer="Example Court")
CHILD_LABOUR = "child-labour-or-trafficking-in-human-beings"
C23_DENIED = "Do you confirm that you have not been guilty?"


def read(version: str, changes: Mapping[str, Mapping[str, Given]], **options: object) -> EspdReading:
    """Everything denied in words that are the same in every version, save what is given."""
    texts = {"C23": "Have you been guilty? You confirm that you have been guilty."} | dict(
        options.pop("texts", {})  # type: ignore[call-overload]
    )
    data = write(version, with_answers(**changes), texts=texts, **options)  # type: ignore[arg-type]
    return read_response_bytes(data, "x.xml")


def convictions(reading: EspdReading) -> tuple[Conviction, ...]:
    (person,) = reading.operator.linked_persons or ()
    return person.convictions or ()


def messages(reading: EspdReading, number: str) -> list[str]:
    return [remark.message for remark in reading.remarks if remark.criterion == number]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_clean_bidder(version: str) -> None:
    reading = read(version, {})
    person = LinkedPerson(
        link="operator-or-linked-person",
        link_until=date.max,
        convictions=(),
    )
    assert reading.operator == EconomicOperator.model_validate(
        {
            "role": "tenderer",
            "tenders_alone": True,
            "name": "Example Builders Ltd",
            "country": "BE",
            "identifiers": [{"scheme": "vat", "value": "XX1234"}],
            "linked_persons": [person],
            "convictions": [],
            "tax_breaches": [],
            "misconduct": [],
            "insolvency": [],
        }
    )
    assert reading.version == version
    assert reading.remarks == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_espd_1_and_2_a_conviction_is_the_same_in_every_version(version: str) -> None:
    """Worked cases ESPD-1 and ESPD-2: the criterion is known by its identifier."""
    c6 = {"main": True, "date": "2023-05-01", "cleaning": False, "reason": "why", "who": "a manager"}
    reading = read(version, {"C6": c6})
    expected = Conviction(
        offence=CHILD_LABOUR,
        final=True,
        convicted_on=date(2023, 5, 1),
        declared_name="a manager",
        note="why",
        self_cleaning=SelfCleaning(claimed=False),
        source="self-declared",
    )
    assert convictions(reading) == (expected,)
    assert reading.remarks == ()


@pytest.mark.parametrize(("version", "code"), [("3.2.0", b"misinterpr<"), ("3.3.0", b"misrepresent<")])
def test_espd_3_both_spellings_are_one_criterion(version: str, code: bytes) -> None:
    texts = {"C23": "You confirm that you have been guilty"}
    data = write(version, with_answers(C23={"main": True}), texts=texts)
    assert code in data
    reading = read_response_bytes(data, "x.xml")
    expected = Misconduct(kind="misrepresentation-or-undue-influence", demonstrated=True, source="self-declared")
    assert reading.operator.misconduct == (expected,)
    assert reading.remarks == ()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("number", NUMBERS)
def test_espd_4_an_unanswered_criterion_is_unknown(version: str, number: str) -> None:
    reading = read(version, {number: {}})
    fact = only_fact(reading.operator)
    known = "offence" if isinstance(fact, Conviction) else "kind"
    note = f"criterion {number} was not answered"
    assert fact.model_dump(exclude_none=True) == {known: GROUNDS[number].kind, "note": note}
    (remark,) = reading.remarks
    assert (remark.criterion, remark.message) == (number, "the criterion was not answered")
    assert remark.line > 0


def only_fact(operator: EconomicOperator) -> Conviction | TaxBreach | Misconduct | Insolvency:
    (person,) = operator.linked_persons or ()
    found = (
        *(person.convictions or ()),
        *(operator.tax_breaches or ()),
        *(operator.misconduct or ()),
        *(operator.insolvency or ()),
    )
    (fact,) = found
    return fact


@pytest.mark.parametrize("number", NUMBERS)
def test_a_criterion_that_is_not_in_the_document_is_unknown(number: str) -> None:
    reading = read("4.1.0", {}, criteria=[n for n in NUMBERS if n != number])
    assert only_fact(reading.operator).note == f"criterion {number} is not in the document"
    assert messages(reading, number) == ["the criterion, or its question, is not in the document"]


@pytest.mark.parametrize("version", NEW)
def test_espd_5_a_final_decision_and_paid(version: str) -> None:
    c7: dict[str, Given] = {
        "main": True,
        "country": "BEL",
        "amount": ("900.25", "EUR"),
        "other": False,
        "final": True,
        "decided": "2023-03-03",
        "period": ("2023-03-03", "2024-03-03"),
        "paid": True,
        "paid how": "in full",
        "available": True,
        "evidence": "E1",
    }
    expected = TaxBreach(
        kind="tax",
        country="BE",
        amount=Money(amount=Decimal("900.25"), currency="EUR"),
        established_by="judicial-or-administrative-decision",
        final_and_binding=True,
        demonstrated=True,
        decided_on=date(2023, 3, 3),
        paid_or_arranged=True,
        description="in full",
        note="period of exclusion, as declared: until 2024-03-03",
        source="self-declared",
        evidence=(PROOF,),
    )
    reading = read(version, {"C7": c7})
    assert reading.operator.tax_breaches == (expected,)
    assert reading.remarks == ()


@pytest.mark.parametrize("version", ["2.1.0", "2.1.1"])
def test_version_2_1_has_no_place_for_payment_after_a_decision(version: str) -> None:
    c8: dict[str, Given] = {"main": True, "other": False, "final": True, "paid": True, "period": "a year"}
    reading = read(version, {"C8": c8})
    (breach,) = reading.operator.tax_breaches or ()
    assert breach.kind == "social-security"
    assert breach.established_by == "judicial-or-administrative-decision"
    assert breach.final_and_binding is True
    assert breach.paid_or_arranged is None
    assert breach.note == "period of exclusion, as declared: a year"
    assert messages(reading, "C8") == [
        "this version has no place for payment after a decision: ask whether it was paid",
        "is text that cannot be read as a period: the exclusion is unknown",
        "the answer was ignored: it is asked only where `Established otherwise than by a decision?` is answered `true`",
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_espd_6_other_means_and_not_paid(version: str) -> None:
    reading = read(version, {"C7": {"main": True, "other": True, "means": "a notice", "paid": False}})
    expected = TaxBreach(
        kind="tax",
        established_by="other-means",
        demonstrated=True,
        paid_or_arranged=False,
        description="a notice",
        source="self-declared",
    )
    assert reading.operator.tax_breaches == (expected,)
    assert reading.remarks == ()


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("sole-tenderer", "tenderer"),
        ("SC", "tenderer"),
        ("SCLE", "tenderer"),
        ("group-lead", "group-member"),
        ("LE", "group-member"),
        ("group-mem", "group-member"),
        ("GM", "group-member"),
        ("oeron", "relied-on-entity"),
        ("OERON", "relied-on-entity"),
        ("subcont", "subcontractor"),
        ("OENRON", "subcontractor"),
    ],
)
def test_espd_7_the_role(code: str, role: str) -> None:
    reading = read("4.1.0", {"C2": {"main": True, "date": "2024-06-01"}}, role=code)
    assert reading.operator.role == role
    assert convictions(reading)[0].offence == "corruption"
    assert [r.message for r in reading.remarks] == (
        ["`SCLE` means a sole contractor or the lead entity of a group: read as a sole tenderer"]
        if code == "SCLE"
        else []
    )


def test_the_role_that_the_caller_states_counts() -> None:
    data = write("4.1.0", with_answers(), role="oeron")
    reading = read_response_bytes(data, "x.xml", "subcontractor")
    assert reading.operator.role == "subcontractor"
    (remark,) = reading.remarks
    assert remark.message == "the document says `oeron`; the role `subcontractor` was stated to the reader"
    assert read_response_bytes(data, "x.xml", "relied-on-entity").remarks == ()
    silent = write("4.1.0", with_answers(), role=None)
    assert read_response_bytes(silent, "x.xml", "group-member").operator.role == "group-member"


@pytest.mark.parametrize("version", NEW)
def test_a_period_of_exclusion(version: str) -> None:
    c1: dict[str, Given] = {"main": True, "date": "2023-05-01", "period": ("2023-05-01", "2028-04-30")}
    (conviction,) = convictions(read(version, {"C1": c1}))
    assert conviction.judgment_sets_exclusion is True
    assert conviction.judgment_excludes_until == date(2028, 4, 30)
    assert conviction.self_cleaning is None


def test_a_period_without_an_end_or_the_wrong_way_round() -> None:
    (conviction,) = convictions(read("4.1.0", {"C1": {"main": True, "period": ("2023-05-01", "")}}))
    assert (conviction.judgment_sets_exclusion, conviction.judgment_excludes_until) == (True, None)
    reading = read("4.1.0", {"C1": {"main": True, "period": ("2023-05-01", "2020-01-01")}})
    (conviction,) = convictions(reading)
    assert conviction.judgment_sets_exclusion is None
    ignored = "the answer `2023-05-01 to 2020-01-01` was ignored: the question asks for a period"
    assert messages(reading, "C1") == [ignored]


@pytest.mark.parametrize(
    ("written", "until"),
    [("2023-05-01 to 2028-04-30", date(2028, 4, 30)), ("five years", None), ("2028-04-30", None)],
)
def test_a_period_as_text(written: str, until: date | None) -> None:
    c3: dict[str, Given] = {"main": True, "date": "2023-05-01", "reason": "why", "period": written}
    reading = read("2.1.1", {"C3": c3})
    (conviction,) = convictions(reading)
    assert conviction.judgment_excludes_until == until
    assert conviction.judgment_sets_exclusion is (True if until else None)
    assert conviction.note == ("why" if until else f"why; period of exclusion, as declared: {written}")
    assert len(messages(reading, "C3")) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_self_cleaning_is_claimed_never_proved(version: str) -> None:
    c5: dict[str, Given] = {"main": True, "cleaning": True, "measures": "a new board"}
    (conviction,) = convictions(read(version, {"C5": c5}))
    assert conviction.self_cleaning == SelfCleaning(claimed=True, description="a new board")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("number", ["C9", "C10", "C11", "C18", "C19", "C22"])
def test_self_cleaning_of_misconduct(version: str, number: str) -> None:
    answers: dict[str, Given] = {"main": True, "cleaning": True, "measures": "training"}
    described = version[0] == "2" or number not in {"C9", "C10", "C11"}
    if described:
        answers["described"] = "what happened"
    reading = read(version, {number: answers})
    (fact,) = reading.operator.misconduct or ()
    assert fact == Misconduct.model_validate(
        {
            "kind": GROUNDS[number].kind,
            "demonstrated": True,
            "grave": True if number == "C18" else None,
            "sanction": "one-of-these" if number == "C22" else None,
            "description": "what happened" if described else None,
            "self_cleaning": {"claimed": True, "description": "training"},
            "source": "self-declared",
        }
    )
    assert reading.remarks == ()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("number", ["C12", "C13", "C14", "C15", "C16", "C17"])
def test_insolvency(version: str, number: str) -> None:
    answers: dict[str, Given] = {"main": True, "described": "since May", "able": "a guarantee"}
    expected = Insolvency.model_validate(
        {
            "kind": GROUNDS[number].kind,
            "ongoing": True,
            "description": "since May; reasons for being able to perform the contract: a guarantee",
            "source": "self-declared",
        }
    )
    assert read(version, {number: answers}).operator.insolvency == (expected,)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_national_ground_calls_for_national_law(version: str) -> None:
    reading = read(version, {"C24": {"main": True}})
    (fact,) = reading.operator.misconduct or ()
    assert (fact.kind, fact.demonstrated) == ("national-ground", True)
    assert messages(reading, "C24") == ["a purely national ground is conceded: see the national law of the authority"]


@pytest.mark.parametrize(
    ("text", "answer", "demonstrated"),
    [
        ("You confirm that you have not been guilty", True, "denied"),
        ("You confirm that you have not been guilty", False, True),
        ("You confirm that a) you have been guilty", True, True),
        ("You confirm that a) you HAVE BEEN guilty", False, "denied"),
        ("You confirm:", True, None),
        ("You confirm:", False, None),
        ("Vous confirmez ne pas être coupable", True, None),
        ("You have not been guilty; you have been guilty", True, None),
    ],
)
@pytest.mark.parametrize("version", ["2.1.1", "3.3.0", "4.1.0"])
def test_the_meaning_of_c23(version: str, text: str, answer: bool, demonstrated: bool | str | None) -> None:
    reading = read(version, {"C23": {"main": answer}}, texts={"C23": text})
    found = reading.operator.misconduct or ()
    assert [fact.demonstrated for fact in found] == ([] if demonstrated == "denied" else [demonstrated])
    word = "true" if answer else "false"
    if demonstrated is None:
        assert found[0].note == f"criterion C23 was answered `{word}`, and it is not said what that means"
        assert messages(reading, "C23") == [
            f"was answered `{word}`, but the words do not say whether `true` confirms or denies guilt: ask the operator"
        ]
    else:
        assert reading.remarks == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_answers_below_a_denial_or_a_silence_do_not_count_and_unsettle_the_denial(version: str) -> None:
    details: dict[str, Given] = {"date": "2023-05-01", "cleaning": True, "measures": "a new board"}
    ignored = "the answer was ignored: it is asked only where `Your answer` is answered `true`"
    for main in ({"main": False}, {}):
        reading = read(version, {"C4": {**main, **details}})
        (conviction,) = convictions(reading)
        said = "was answered, and so was what is asked only after another answer" if main else "was not answered"
        assert (conviction.convicted_on, conviction.final) == (None, None)
        assert conviction.note == f"criterion C4 {said}"
        assert messages(reading, "C4").count(ignored) == 3
        fields = {r.field for r in reading.remarks if r.message == ignored}
        assert fields == {
            "Date of conviction",
            "Self-cleaning: have you taken measures?",
            "Please describe the measures",
        }


def test_contradictory_answers_are_unknown() -> None:
    c6: dict[str, Given] = {"main": [True, False], "date": "2023-05-01"}
    reading = read("4.1.0", {"C6": c6})
    expected = Conviction(offence=CHILD_LABOUR, note="criterion C6 was answered both `true` and `false`")
    assert convictions(reading) == (expected,)
    assert "was answered both `true` and `false`: the answer is unknown" in messages(reading, "C6")
    reading = read("3.3.0", {"C6": {"main": True, "cleaning": [True, False]}})
    assert convictions(reading)[0].self_cleaning is None


def test_repeated_equal_answers_are_one() -> None:
    c6: dict[str, Given] = {
        "main": [True, True],
        "date": ["2023-05-01", "2023-05-01"],
        "who": ["a manager", "a manager"],
        "available": True,
        "evidence": ["E1", "E2"],
    }
    (conviction,) = convictions(read("4.1.0", {"C6": c6}))
    assert conviction.convicted_on == date(2023, 5, 1)
    assert conviction.evidence == (PROOF, Evidence(reference="E2"))


def test_repetitions_of_4_x_are_convictions_of_their_own() -> None:
    c6: dict[str, Given] = {
        "main": True,
        "date": ["2023-05-01", "2024-06-02"],
        "who": ["a manager", "a director"],
        "period": [("2023-05-01", "2026-05-01"), ("2024-06-02", "2027-06-02")],
        "cleaning": [False, True],
        "measures": ["", "dismissed"],
        "available": [True, True],
        "evidence": ["E1", "E2"],
    }
    reading = read("4.0.0", {"C6": c6})
    first, second = convictions(reading)
    assert (first.declared_name, second.declared_name) == ("a manager", "a director")
    assert (first.convicted_on, second.convicted_on) == (date(2023, 5, 1), date(2024, 6, 2))
    assert (first.judgment_excludes_until, second.judgment_excludes_until) == (
        date(2026, 5, 1),
        date(2027, 6, 2),
    )
    assert first.self_cleaning == SelfCleaning(claimed=False)
    assert second.self_cleaning == SelfCleaning(claimed=True, description="dismissed")
    assert first.evidence == (PROOF,)
    assert second.evidence == (Evidence(reference="E2"),)
    assert messages(reading, "C6") == ["the repeated answers were read as 2 convictions"]


def test_a_branch_closed_in_one_repetition_only() -> None:
    c6: dict[str, Given] = {"main": True, "date": ["2023-05-01", "2024-06-02"], "cleaning": [False, True]}
    reading = read("4.1.0", {"C6": {**c6, "measures": ["none of it", "dismissed"]}})
    assert [c.self_cleaning for c in convictions(reading)] == [
        SelfCleaning(claimed=False),
        SelfCleaning(claimed=True, description="dismissed"),
    ]
    assert any("Self-cleaning" in message for message in messages(reading, "C6"))


def test_several_days_without_repetitions_are_convictions_without_a_period() -> None:
    c6: dict[str, Given] = {
        "main": True,
        "date": ["2023-05-01", "2024-06-02"],
        "period": ("2023-05-01", "2026-05-01"),
    }
    reading = read("3.3.0", {"C6": c6})
    assert [c.convicted_on for c in convictions(reading)] == [date(2023, 5, 1), date(2024, 6, 2)]
    assert [c.judgment_sets_exclusion for c in convictions(reading)] == [None, None]
    assert messages(reading, "C6") == [
        "several days of conviction were answered: each was read as one conviction",
        "it is not said to which conviction the period of exclusion belongs: unknown",
        "the repeated answers were read as 2 convictions",
    ]


def test_several_tax_breaches() -> None:
    c7: dict[str, Given] = {"main": True, "country": ["BEL", "FRA"], "amount": [("1", "EUR"), ("2", "EUR")]}
    reading = read("4.1.0", {"C7": c7})
    assert [b.country for b in reading.operator.tax_breaches or ()] == ["BE", "FR"]
    reading = read("3.3.0", {"C7": c7})
    (breach,) = reading.operator.tax_breaches or ()
    assert (breach.country, breach.amount) == (None, None)
    assert messages(reading, "C7").count("has 2 different answers: the answer is unknown") == 2


@pytest.mark.parametrize(
    ("code", "country"),
    [("BE", "BE"), ("BEL", "BE"), ("GRC", "GR"), ("EL", "GR"), ("UK", "GB"), ("GBR", "GB"), ("XKX", "XK")],
)
def test_country_codes(code: str, country: str) -> None:
    reading = read("4.1.0", {"C7": {"main": True, "country": code}}, country=code)
    (breach,) = reading.operator.tax_breaches or ()
    assert (breach.country, reading.operator.country) == (country, country)
    assert reading.remarks == ()


@pytest.mark.parametrize("code", ["DUMMY_COUNTRY_CODE", "XX", "EUR", "Belgium", "1234"])
def test_what_is_not_a_country_is_unknown(code: str) -> None:
    reading = read("4.1.0", {"C7": {"main": True, "country": code}}, country=code)
    (breach,) = reading.operator.tax_breaches or ()
    assert (breach.country, reading.operator.country) == (None, None)
    message = f"`{code}` is not a country code: the country is unknown"
    assert [(r.criterion, r.message) for r in reading.remarks] == [("", message), ("C7", message)]


def test_every_three_letter_code_is_known() -> None:
    assert {alpha_2(code) for code in ("AUT", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST")} == {
        "AT", "BG", "CY", "CZ", "DE", "DK", "ES", "EE",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"date": "31.12.2023"}, "convicted_on", "`31.12.2023` was ignored: the question asks for a day"),
        ({"date": "2023-02-30"}, "convicted_on", "`2023-02-30` was ignored: the question asks for a day"),
        ({"cleaning": "yes"}, "self_cleaning", "`yes` was ignored: the question asks for `true` or `false`"),
    ],
)
def test_an_answer_that_cannot_be_read_is_unknown(answers: Answers, field: str, message: str) -> None:
    reading = read("4.1.0", {"C6": {"main": True, **answers}})
    assert getattr(convictions(reading)[0], field) is None
    assert messages(reading, "C6") == [f"the answer {message}"]


@pytest.mark.parametrize("amount", [("-5", "EUR"), ("5", ""), ("5", "euro"), ("NaN", "EUR"), ("1e9", "EUR")])
def test_an_amount_that_cannot_be_read_is_unknown(amount: tuple[str, str]) -> None:
    reading = read("4.1.0", {"C7": {"main": True, "amount": amount}})
    (breach,) = reading.operator.tax_breaches or ()
    assert breach.amount is None
    shown = " ".join(part for part in amount if part)
    assert messages(reading, "C7") == [
        f"the answer `{shown}` was ignored: the question asks for an amount with its currency"
    ]


def test_a_main_answer_that_cannot_be_read_is_no_denial() -> None:
    reading = read("4.1.0", {"C6": {"main": "no"}})
    assert convictions(reading) == (Conviction(offence=CHILD_LABOUR, note="criterion C6 was not answered"),)
    assert len(messages(reading, "C6")) == 2


def test_an_answer_of_another_kind_is_reported() -> None:
    reading = read("4.1.0", {"C6": {"main": True, "date": "2023-05-01"}}, swap={"date": "DESCRIPTION"})
    assert convictions(reading)[0].convicted_on is None
    assert messages(reading, "C6") == ["the answer in `Description` was ignored: the question asks for a day"]


def test_days_with_a_time_zone_and_numbers_for_truth() -> None:
    reading = read("4.1.0", {"C6": {"main": "1", "date": "2023-05-01+02:00"}, "C1": {"main": "0"}})
    (conviction,) = convictions(reading)
    assert conviction.convicted_on == date(2023, 5, 1)
    assert reading.remarks == ()


def test_evidence_that_does_not_resolve_is_reported() -> None:
    reading = read("4.1.0", {"C6": {"main": True, "available": True, "evidence": ["E1", "E9"]}})
    assert convictions(reading)[0].evidence == (PROOF,)
    assert messages(reading, "C6") == ["no evidence in the document has the identifier `E9`"]


def test_evidence_that_is_not_available_does_not_count() -> None:
    reading = read("4.1.0", {"C6": {"main": True, "available": False, "evidence": "E1"}})
    assert convictions(reading)[0].evidence is None
    assert len(messages(reading, "C6")) == 1


def test_an_old_conviction_contradicts_the_question() -> None:
    old = (
        "the conviction of 2019-12-31 was more than five years old when the document was issued, "
        "and no exclusion that still runs is declared: the answer contradicts the question"
    )
    ended: Given = ("2020-01-01", "2024-12-31")
    runs: Given = ("2020-01-01", "2025-01-01")
    assert messages(read("4.1.0", {"C6": {"main": True, "date": "2019-12-31"}}), "C6") == [old]
    assert messages(read("4.1.0", {"C6": {"main": True, "date": "2019-12-31", "period": ended}}), "C6") == [old]
    assert messages(read("4.1.0", {"C6": {"main": True, "date": "2019-12-31", "period": runs}}), "C6") == []
    assert messages(read("4.1.0", {"C6": {"main": True, "date": "2020-01-01"}}), "C6") == []


@pytest.mark.parametrize("version", ["3.3.0", "4.0.0"])
def test_a_national_sub_criterion_is_not_the_answer(version: str) -> None:
    reading = read(version, {"C6": {"main": False, "national": True}, "C2": {"main": False, "national": False}})
    assert convictions(reading) == ()
    assert messages(reading, "C6") == ["a national sub-criterion was answered `true`: it is not read as a fact"]
    assert messages(reading, "C2") == []


def test_questions_in_another_language_are_found_by_their_place() -> None:
    texts = {
        "main": "Votre réponse",
        "date": "Date",
        "reason": "Motif",
        "who": "Personne",
        "period": "Durée",
        "cleaning": "Mesures ?",
        "measures": "Lesquelles ?",
        "available": "En ligne ?",
        "evidence": "Preuve",
        "paid": "Payé ?",
        "other": "Autrement ?",
        "final": "Définitive ?",
    }
    c6: dict[str, Given] = {
        "main": True,
        "date": "2023-05-01",
        "reason": "motif",
        "who": "un gérant",
        "cleaning": True,
        "measures": "formation",
        "available": True,
        "evidence": "E1",
    }
    c7: dict[str, Given] = {"main": True, "other": False, "final": True, "paid": True}
    reading = read("4.1.0", {"C6": c6, "C7": c7}, texts=texts)
    (conviction,) = convictions(reading)
    assert (conviction.note, conviction.declared_name) == ("motif", "un gérant")
    assert conviction.self_cleaning == SelfCleaning(claimed=True, description="formation")
    assert conviction.evidence == (PROOF,)
    (breach,) = reading.operator.tax_breaches or ()
    assert (breach.final_and_binding, breach.paid_or_arranged) == (True, True)
    assert messages(reading, "C6") == [
        "the questions on reason, person and length were read by their order",
        "was read as the question about self-cleaning, by its place",
    ]
    assert messages(reading, "C7") == ["was read as the question about payment, by its place"]


def test_criteria_that_do_not_fit_are_reported() -> None:
    data = write("4.1.0", with_answers())
    changed = data.replace(b">corruption<", b">nonsense<")
    assert [(r.criterion, r.message) for r in read_response_bytes(changed, "x.xml").remarks] == [
        ("C2", "was read by its identifier, although its code is `nonsense`, not `corruption`")
    ]
    uuid = GROUNDS["C2"].uuid.encode()
    changed = data.replace(uuid, b"0" * 36)
    assert [(r.criterion, r.message) for r in read_response_bytes(changed, "x.xml").remarks] == [
        ("C2", "the criterion, or its question, is not in the document"),
        ("C2", f"a criterion with the code `corruption` has the unknown identifier `{'0' * 36}`: not read"),
    ]
    changed = data.replace(uuid, b"0" * 36).replace(b">corruption<", b">new-ground<")
    reading = read_response_bytes(changed, "x.xml")
    expected = f"an unknown criterion was not read: code `new-ground`, identifier `{'0' * 36}`"
    assert expected in messages(reading, "")
    upper = data.replace(uuid, uuid.upper())
    assert read_response_bytes(upper, "x.xml").remarks == ()


def test_selection_criteria_are_no_matter() -> None:
    codes = (
        "prof-regist",
        "CRITERION.SELECTION.X",
        "CRITERION.UTILITIES.SELECTION.OTHER",
        "CRITERION.OTHER.X",
    )
    for code in codes:
        other = f"<cbc:ID>a</cbc:ID><cbc:CriterionTypeCode>{code}</cbc:CriterionTypeCode>"
        extra = f"<cac:TenderingCriterion>{other}</cac:TenderingCriterion>"
        assert read("4.1.0", {}, extra=extra).remarks == ()


def test_a_criterion_that_stands_twice_is_read_twice() -> None:
    data = write("2.1.1", with_answers(C6={"main": True}), texts={"C23": C23_DENIED}).decode()
    start = data.index("<cac:TenderingCriterion>", data.index(GROUNDS["C6"].uuid) - 200)
    end = data.index("</cac:TenderingCriterion>", start) + len("</cac:TenderingCriterion>")
    block = data[start:end]
    again = block.replace(
        "<cac:TenderingCriterionProperty>\n<cbc:ID>", "<cac:TenderingCriterionProperty>\n<cbc:ID>again-"
    )
    reading = read_response_bytes((data[:end] + again + data[end:]).encode(), "x.xml")
    assert "the criterion stands 2 times: each was read" in messages(reading, "C6")
    assert len(convictions(reading)) == 2
    same = read_response_bytes((data[:end] + block + data[end:]).encode(), "x.xml")
    assert [c.final for c in convictions(same)] == [None, None]
    assert any("two questions have the identifier" in message for message in messages(same, "C6"))


def test_an_answer_to_no_question_is_reported() -> None:
    stray = (
        "<cac:TenderingCriterionResponse><cbc:ValidatedCriterionPropertyID>nowhere"
        "</cbc:ValidatedCriterionPropertyID></cac:TenderingCriterionResponse>"
    )
    reading = read("4.1.0", {}, extra=stray)
    assert messages(reading, "") == ["the answer was ignored: no question has the identifier `nowhere`"]


def test_lots_and_placeholders() -> None:
    reading = read("4.1.0", {}, lots=["LOT-0001", "LOT-0002", "LOT-0001"], name="__EoName")
    assert reading.operator.lots == ("LOT-0001", "LOT-0002")
    assert reading.operator.name is None
    assert messages(reading, "") == ["`__EoName` is a placeholder: the name is unknown"]
    for whole in ("LOT-0000", "LOT-00000", "0"):
        assert read("4.1.0", {}, lots=[whole]).operator.lots is None
    assert read("2.1.1", {}, lots=["1", "2"]).operator.lots is None


def test_long_texts_are_cut_to_what_facts_allow() -> None:
    (conviction,) = convictions(read("4.1.0", {"C6": {"main": True, "reason": "x" * 20_000}}))
    assert conviction.note is not None
    assert len(conviction.note) == 10_000
    assert conviction.note.endswith("...")


@pytest.mark.parametrize(
    ("version", "profile", "expected"),
    [
        ("4.1.0", "ESPD-EDMv4.1.0", "4.1.0"),
        ("4.1.0", "ESPD-EDMv4.2.0", "4.2.0"),
        ("2.1.0", "ESPD-EDMv2.1.0-SELFCONTAINED", "2.1.0"),
        ("2.1.1", "ESPD-EDMv2.1.1-EXTENDED", "2.1.1"),
        ("3.0.0", "", "3.0.0"),
        ("2.1.1", "", "2.1.1"),
        ("3.1.0", "DV", "3.1.0"),
    ],
)
def test_versions(version: str, profile: str, expected: str) -> None:
    reading = read(version, {}, profile=profile)
    assert reading.version == expected
    newer = ["version 4.2.0 is newer than 4.1.0, the newest that is known"] if expected == "4.2.0" else []
    assert [r.message for r in reading.remarks] == newer


@pytest.mark.parametrize(
    ("version", "kind", "expected"),
    [
        ("3.0.0", "", "3.0.0"),
        ("2.1.1", "", "2.1.1"),
        ("2.1.1", "Extended", "2.1.1"),
        ("2.1.1", "REGULATED", "2.1.0"),
    ],
)
def test_versions_by_the_shape_of_the_codes(version: str, kind: str, expected: str) -> None:
    data = write(version, with_answers(), profile="").replace(f' schemeVersionID="{version}"'.encode(), b"")
    code = f"<cbc:QualificationApplicationTypeCode>{kind}</cbc:QualificationApplicationTypeCode><cbc:IssueDate>"
    data = data.replace(b"<cbc:IssueDate>", code.encode())
    assert read_response_bytes(data, "x.xml").version == expected


def test_the_version_of_the_content_is_not_the_version_of_the_model() -> None:
    mark = b'<cbc:VersionID schemeVersionID="3.3.0">1.0.0</cbc:VersionID><cbc:IssueDate>'
    data = write("3.3.0", with_answers(), profile="").replace(b"<cbc:IssueDate>", mark)
    assert read_response_bytes(data, "x.xml").version == "3.3.0"


def test_the_fixture_of_4_1_0() -> None:
    reading = read_response(FIXTURES / "response-4.1.0.xml")
    assert (reading.version, reading.operator.role) == ("4.1.0", "tenderer")
    (conviction,) = convictions(reading)
    assert conviction.offence == CHILD_LABOUR
    assert conviction.convicted_on == date(2023, 5, 1)
    assert conviction.judgment_excludes_until == date(2028, 4, 30)
    assert conviction.self_cleaning == SelfCleaning(claimed=False)
    assert conviction.evidence == (PROOF,)
    operator = reading.operator
    assert (operator.tax_breaches, operator.misconduct, operator.insolvency) == ((), (), ())
    assert reading.remarks == ()


def test_the_fixture_of_2_1_1() -> None:
    reading = read_response(FIXTURES / "response-2.1.1.xml")
    assert (reading.version, reading.operator.role) == ("2.1.1", "tenderer")
    (conviction,) = convictions(reading)
    assert (conviction.convicted_on, conviction.judgment_sets_exclusion) == (date(2023, 5, 1), None)
    (breach,) = reading.operator.tax_breaches or ()
    assert (breach.established_by, breach.paid_or_arranged, breach.decided_on) == ("other-means", False, None)
    assert reading.operator.misconduct == ()
    assert [(r.criterion, r.line > 0) for r in reading.remarks] == [("C6", True), ("C7", True)]


def test_the_fixture_of_3_3_0() -> None:
    reading = read_response(FIXTURES / "response-3.3.0.xml")
    assert (reading.version, reading.operator.role) == ("3.3.0", "relied-on-entity")
    assert [c.offence for c in convictions(reading)] == ["corruption"]
    (breach,) = reading.operator.tax_breaches or ()
    assert (breach.final_and_binding, breach.paid_or_arranged, breach.country) == (True, True, "BE")
    assert [r.criterion for r in reading.remarks] == ["C23"]


def test_a_number_for_which_the_exchange_of_vat_numbers_is_named_is_a_vat_number() -> None:
    data = write("4.1.0", with_answers())
    (number,) = re.findall(rb"<cbc:ID[^>]*>XX1234<", data)
    named = data.replace(number, b'<cbc:ID schemeAgencyID="VIES">XX1234<')
    (identifier,) = read_response_bytes(named, "response").operator.identifiers or ()
    assert identifier.scheme == "vat"
