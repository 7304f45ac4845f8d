"""The published sample documents, compared with an independent walk through their XML."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from espd_builder import GROUNDS, URN
from lxml import etree

from tenderlaw.facts.events import Conviction, Evidence
from tenderlaw.facts.operator import Role
from tenderlaw.interop.espd import EspdReading, read_response
from tenderlaw.sources.faults import InputInvalidError

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "espd"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the published samples are not at {SAMPLES}")

RESPONSES: dict[str, tuple[str, Role | None]] = {
    "2.1.0": ("v2.1.0/UPRC-ESPD-Regulated-Response-2.1.0.xml", "tenderer"),
    "2.1.1": ("v2.1.1/BASIC-ESPDResponse-2.1.1.xml", "tenderer"),
    "3.3.0": ("v3.3.0/ESPD-Response.xml", None),
    "4.0.0": ("v4.0.0/ESPD-Response.xml", None),
}
REQUESTS = [
    "v2.1.0/UPRC-ESPD-Regulated-Request-2.1.0.xml",
    "v2.1.1/BASIC-ESPDRequest-2.1.1.xml",
    "v3.3.0/ESPD-Request.xml",
    "v4.1.0/ESPD-Request.xml",
]
NS = {"a": f"{URN}CommonAggregateComponents-2", "b": f"{URN}CommonBasicComponents-2"}


def read(version: str) -> EspdReading:
    path, role = RESPONSES[version]
    return read_response(SAMPLES / path, role)


class Walk:
    """Finds answers by XPath alone: criterion, words of the question, place among the equal ones."""

    def __init__(self, version: str) -> None:
        self.root = etree.parse(str(SAMPLES / RESPONSES[version][0])).getroot()

    def strings(self, path: str, **variables: str) -> list[str]:
        found = self.root.xpath(path, namespaces=NS, **variables)
        assert isinstance(found, list)
        return [" ".join(str(text).split()) for text in found]

    def answers(self, number: str, words: str, value: str, inside: str = "") -> list[str]:
        """Values of the answers to the questions of a criterion whose text begins with `words`."""
        question = (
            "//a:TenderingCriterion[normalize-space(b:ID)=$uuid]"
            f"/a:TenderingCriterionPropertyGroup//a:TenderingCriterionProperty{inside}"
            "[starts-with(normalize-space(b:Description), $words)]/b:ID/text()"
        )
        out = []
        for name in self.strings(question, uuid=GROUNDS[number].uuid, words=words):
            response = "//a:TenderingCriterionResponse[normalize-space(b:ValidatedCriterionPropertyID)=$name]"
            out += self.strings(f"{response}/{value}/text()", name=name)
        return out

    def one(self, number: str, words: str, value: str, inside: str = "") -> str | None:
        values = set(self.answers(number, words, value, inside))
        assert len(values) <= 1
        return values.pop() if values else None

    def evidence(self, number: str) -> tuple[Evidence, ...] | None:
        out = []
        for name in self.answers(number, "Evidence", "a:EvidenceSupplied/b:ID"):
            (found,) = self.root.xpath("//a:Evidence[normalize-space(b:ID)=$name]", namespaces=NS, name=name)
            reference = found.findtext("a:DocumentReference/b:ID", "", NS) or name
            url = found.findtext(".//b:URI", "", NS) or None
            issuer = found.findtext(".//a:PartyName/b:Name", "", NS) or None
            proof = Evidence(reference=reference, url=url, issuer=issuer)
            if proof not in out:
                out.append(proof)
        return tuple(out) or None


INDICATOR, DAY, TEXT = (f"a:ResponseValue/b:{name}" for name in ("ResponseIndicator", "ResponseDate", "Description"))


def convictions(reading: EspdReading) -> tuple[Conviction, ...]:
    (person,) = reading.operator.linked_persons or ()
    assert person.link == "operator-or-linked-person"
    assert person.link_until == date.max
    return person.convictions or ()


@pytest.mark.parametrize("version", RESPONSES)
def test_every_sample_is_detected_and_read(version: str) -> None:
    reading = read(version)
    assert reading.version == version
    assert reading.operator.convictions == ()
    assert len(convictions(reading)) == 6
    assert [breach.kind for breach in reading.operator.tax_breaches or ()] == ["tax", "social-security"]
    assert len(reading.operator.insolvency or ()) == 6
    assert reading.operator.derogations is None
    assert reading.operator.exclusions_by_judgment is None
    assert reading.operator.listings is None


OVER = ("3.3.0", "4.0.0")
"""Samples that declare exclusions long over, on convictions of more than five years: not what was asked about."""


@pytest.mark.parametrize("version", RESPONSES)
@pytest.mark.parametrize("place", range(6))
def test_convictions_are_what_the_xml_says(version: str, place: int) -> None:
    walk, conviction = Walk(version), convictions(read(version))[place]
    number = f"C{place + 1}"
    assert walk.one(number, "Your answer", INDICATOR) == "true"
    assert conviction.offence == GROUNDS[number].kind
    assert conviction.final is True
    assert conviction.final_on is None
    assert str(conviction.convicted_on) == walk.one(number, "Date of conviction", DAY)
    assert conviction.declared_name == walk.one(number, "Who has been convicted", TEXT)
    ends = walk.answers(number, "Length of the period", "a:ApplicablePeriod/b:EndDate")
    written = walk.one(number, "Length of the period", TEXT)
    reason = walk.one(number, "Reason", TEXT)
    if ends and version in OVER:
        assert conviction.judgment_sets_exclusion is None
        assert conviction.judgment_excludes_until is None
        assert conviction.note == f"{reason}; period of exclusion, as declared: until {ends[0]}"
    elif ends:
        assert conviction.judgment_sets_exclusion is True
        assert str(conviction.judgment_excludes_until) == ends[0]
        assert conviction.note == reason
    else:
        assert conviction.judgment_sets_exclusion is None
        assert conviction.judgment_excludes_until is None
        expected = [reason, f"period of exclusion, as declared: {written}"]
        assert conviction.note == "; ".join(dict.fromkeys(filter(None, expected)))
    assert conviction.self_cleaning is not None
    assert conviction.self_cleaning.claimed is (walk.one(number, "Have you taken", INDICATOR) == "true")
    assert conviction.self_cleaning.description == walk.one(number, "Please describe them", TEXT)
    assert conviction.source == "self-declared"
    assert conviction.evidence == walk.evidence(number)


def test_the_2_1_0_sample_has_values_of_its_own_for_each_criterion() -> None:
    reading = read("2.1.0")
    days = [conviction.convicted_on for conviction in convictions(reading)]
    assert len(set(days)) == 6
    assert {day.year for day in days if day} == {2016, 2017, 2018}
    tax, social = reading.operator.tax_breaches or ()
    assert tax.amount is not None
    assert social.amount is not None
    assert (tax.amount.amount, tax.amount.currency, tax.country) == (Decimal("123.11"), "BGN", "BG")
    assert (social.amount.amount, social.amount.currency, social.country) == (Decimal("250.12"), "HUF", "HU")
    assert reading.operator.country == "DE"
    assert reading.operator.lots is None


@pytest.mark.parametrize("version", ["2.1.0", "2.1.1", "3.3.0"])
@pytest.mark.parametrize("number", ["C7", "C8"])
def test_tax_breaches_are_what_the_xml_says(version: str, number: str) -> None:
    walk, breaches = Walk(version), read(version).operator.tax_breaches or ()
    breach = breaches[int(number == "C8")]
    amount = "a:ResponseValue/b:ResponseAmount"
    assert breach.amount is not None
    assert breach.amount.amount == Decimal(walk.one(number, "Amount concerned", amount) or "")
    code = walk.one(number, "Country", "a:ResponseValue/b:ResponseCode")
    expected = {"BG": "BG", "HU": "HU", "BEL": "BE", "DUMMY_COUNTRY_CODE": None}[code or ""]
    assert breach.country == expected
    assert walk.one(number, "Has this breach", INDICATOR) == "true"
    assert breach.established_by == "other-means"
    assert breach.paid_or_arranged is (walk.one(number, "Has the economic operator fulfilled", INDICATOR) == "true")
    # the branch of a decision is not open, whatever the samples answer in it
    assert breach.final_and_binding is None
    assert breach.decided_on is None
    assert (breach.paid, breach.binding_arrangement) == (None, None)
    parts = [walk.one(number, words, TEXT) for words in ("Please describe which", "Please describe them")]
    assert breach.description == "; ".join(dict.fromkeys(filter(None, parts)))
    assert breach.evidence == walk.evidence(number)
    assert breach.demonstrated is True


def test_unanswered_tax_questions_are_unknown_not_denied() -> None:
    reading = read("4.0.0")
    tax, social = reading.operator.tax_breaches or ()
    assert tax.model_dump(exclude_none=True) == {"kind": "tax", "note": "criterion C7 was not answered"}
    assert social.note == "criterion C8 was not answered"
    assert {r.criterion for r in reading.remarks if r.message == "the criterion was not answered"} == {
        "C7",
        "C8",
    }


@pytest.mark.parametrize("version", RESPONSES)
def test_misconduct_is_what_the_xml_says(version: str) -> None:
    walk, reading = Walk(version), read(version)
    found = {fact.kind: fact for fact in reading.operator.misconduct or ()}
    for number in ("C9", "C10", "C11", "C18", "C19", "C20", "C21", "C22", "C24"):
        fact = found[GROUNDS[number].kind]
        assert walk.answers(number, "Your answer", INDICATOR) == ["true"]
        assert fact.demonstrated is True
        assert fact.grave is (True if number == "C18" else None)
        assert fact.sanction == ("one-of-these" if number == "C22" else None)
        claimed = walk.one(number, "Have you taken", INDICATOR)
        assert (fact.self_cleaning.claimed if fact.self_cleaning else None) is (True if claimed else None)
        assert fact.evidence == walk.evidence(number)
        texts = walk.answers(number, "Please describe them", TEXT)
        measures = fact.self_cleaning.description if fact.self_cleaning else None
        assert [text for text in (fact.description, measures) if text] == texts


@pytest.mark.parametrize("version", RESPONSES)
def test_insolvency_is_what_the_xml_says(version: str) -> None:
    walk, reading = Walk(version), read(version)
    facts = dict(zip(("C12", "C13", "C14", "C15", "C16", "C17"), reading.operator.insolvency or (), strict=True))
    for number, fact in facts.items():
        assert fact.kind == GROUNDS[number].kind
        assert fact.ongoing is True
        assert fact.able_to_perform is None
        described = walk.one(number, "Please describe them", TEXT)
        able = walk.one(number, "Indicate reasons", TEXT)
        assert fact.description == f"{described}; reasons for being able to perform the contract: {able}"
        assert fact.evidence == walk.evidence(number)


@pytest.mark.parametrize(
    ("version", "conceded"), [("2.1.0", False), ("2.1.1", False), ("3.3.0", None), ("4.0.0", True)]
)
def test_true_to_c23_means_what_the_words_say(version: str, conceded: bool | None) -> None:
    reading = read(version)
    found = [f for f in reading.operator.misconduct or () if f.kind == "misrepresentation-or-undue-influence"]
    assert [f.demonstrated for f in found] == ([] if conceded is False else [conceded])
    assert any(r.criterion == "C23" and "do not say" in r.message for r in reading.remarks) is (conceded is None)


def test_repeated_equal_answers_are_one_conviction_with_all_evidence() -> None:
    walk = Walk("4.0.0")
    assert walk.answers("C1", "Date of conviction", DAY) == ["2000-01-01", "2000-01-01"]
    first = convictions(read("4.0.0"))[0]
    assert first.convicted_on == date(2000, 1, 1)


@pytest.mark.parametrize(("version", "count"), [("2.1.1", 4), ("3.3.0", 4), ("2.1.0", 0), ("4.0.0", 0)])
def test_answers_in_closed_branches_are_reported(version: str, count: int) -> None:
    ignored = [r for r in read(version).remarks if r.message.startswith("the answer was ignored: it is asked")]
    assert len(ignored) == count
    assert {r.criterion for r in ignored} == ({"C7", "C8"} if count else set())


@pytest.mark.parametrize(("version", "count"), [("2.1.0", 0), ("2.1.1", 0), ("3.3.0", 23), ("4.0.0", 23)])
def test_national_sub_criteria_are_reported_and_no_facts(version: str, count: int) -> None:
    assert sum("national sub-criterion" in r.message for r in read(version).remarks) == count


@pytest.mark.parametrize("version", ["2.1.0", "2.1.1"])
def test_samples_without_a_role_need_one_stated(version: str) -> None:
    with pytest.raises(InputInvalidError, match="the role of the operator is missing"):
        read_response(SAMPLES / RESPONSES[version][0])


@pytest.mark.parametrize("version", ["3.3.0", "4.0.0"])
def test_samples_with_a_role_give_it(version: str) -> None:
    operator = read(version).operator
    assert operator.role == "group-member"
    assert operator.name is None  # a placeholder
    assert operator.country == "BE"


@pytest.mark.parametrize("path", REQUESTS)
def test_requests_are_refused(path: str) -> None:
    with pytest.raises(InputInvalidError) as caught:
        read_response(SAMPLES / path, "tenderer")
    (fault,) = caught.value.faults
    assert fault.message == "found an ESPD Request (`QualificationApplicationRequest`), not a response"
    assert fault.hint == (
        "give the response that the economic operator filled in: its root element is `QualificationApplicationResponse`"
    )
