"""Laws of the reader, for whatever is answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from espd_builder import ALL_DENIED, GROUNDS, NUMBERS, Given, write
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tenderlaw.facts.base import Facts
from tenderlaw.interop.espd import EspdReading, read_response_bytes
from tenderlaw.sources.faults import InputInvalidError

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "espd"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
VERSIONS = ["2.1.0", "2.1.1", "3.0.0", "3.2.0", "3.3.0", "4.0.0", "4.1.0"]
NAMES = ["response-2.1.1.xml", "response-3.3.0.xml", "response-4.1.0.xml"]

everything: dict[str, dict[str, Given]] = {
    number: {"main": True, "cleaning": True, "available": True}
    if number in {"C1", "C2", "C3", "C4", "C5", "C6", "C9", "C18", "C19", "C22"}
    else {"main": True}
    for number in NUMBERS
} | {"C7": {"main": True, "other": True, "paid": True}, "C8": {"main": True, "other": False, "final": True}}

SOURCES = {
    **{name: (FIXTURES / name).read_bytes() for name in NAMES},
    **{f"denied in {version}": write(version, ALL_DENIED) for version in VERSIONS},
    **{f"conceded in {version}": write(version, everything) for version in VERSIONS},
}


def by_criterion(reading: EspdReading) -> dict[str, list[Facts]]:
    kinds = {ground.kind: number for number, ground in GROUNDS.items()}
    operator = reading.operator
    facts: dict[str, list[Facts]] = {number: [] for number in NUMBERS}
    for person in operator.linked_persons or ():
        for conviction in person.convictions or ():
            facts[kinds[str(conviction.offence)]].append(conviction)
    for fact in (*(operator.tax_breaches or ()), *(operator.misconduct or ()), *(operator.insolvency or ())):
        facts[kinds[str(fact.kind)]].append(fact)
    return facts


def criterion_of(root: etree._Element, name: str) -> str:
    numbers = {ground.uuid: number for number, ground in GROUNDS.items()}
    (found,) = [e for e in root.iter(f"{CAC}TenderingCriterionProperty") if e.findtext(f"{CBC}ID") == name]
    (criterion,) = found.iterancestors(f"{CAC}TenderingCriterion")
    return numbers[criterion.findtext(f"{CBC}ID") or ""]


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(SOURCES)), place=st.integers(0, 200))
def test_flipping_an_answer_changes_only_its_criterion(name: str, place: int) -> None:
    root = etree.fromstring(SOURCES[name])
    indicators = list(root.iter(f"{CBC}ResponseIndicator"))
    flipped = indicators[place % len(indicators)]
    (response,) = flipped.iterancestors(f"{CAC}TenderingCriterionResponse")
    number = criterion_of(root, response.findtext(f"{CBC}ValidatedCriterionPropertyID") or "")
    before = by_criterion(read_response_bytes(SOURCES[name], name))
    flipped.text = "false" if flipped.text == "true" else "true"
    after = by_criterion(read_response_bytes(etree.tostring(root), name))
    assert {n for n in NUMBERS if before[n] != after[n]} <= {number}


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(sorted(SOURCES)), place=st.integers(0, 200))
def test_taking_an_answer_away_never_denies(name: str, place: int) -> None:
    root = etree.fromstring(SOURCES[name])
    responses = list(root.iter(f"{CAC}TenderingCriterionResponse"))
    gone = responses[place % len(responses)]
    number = criterion_of(root, gone.findtext(f"{CBC}ValidatedCriterionPropertyID") or "")
    before = by_criterion(read_response_bytes(SOURCES[name], name))
    root.remove(gone)
    after = by_criterion(read_response_bytes(etree.tostring(root), name))
    assert {n for n in NUMBERS if before[n] != after[n]} <= {number}
    assert len(after[number]) >= len(before[number])


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(SOURCES)), seed=st.randoms(use_true_random=False))
def test_the_order_of_answers_and_criteria_is_irrelevant(name: str, seed: object) -> None:
    root = etree.fromstring(SOURCES[name])
    for tag in ("TenderingCriterionResponse", "TenderingCriterion"):
        elements = list(root.iterchildren(f"{CAC}{tag}"))
        seed.shuffle(elements)  # type: ignore[attr-defined]
        for element in elements:
            root.append(element)
    shuffled = read_response_bytes(etree.tostring(root), name)
    assert shuffled.operator == read_response_bytes(SOURCES[name], name).operator


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    start=st.integers(0, 45_000),
    length=st.integers(0, 40),
    words=st.binary(max_size=20) | st.sampled_from([b"<x>", b"&a;", b"\x00", b"ONTRUE", b"true", b"ID"]),
)
def test_a_damaged_document_gives_a_fault_or_facts(name: str, start: int, length: int, words: bytes) -> None:
    data = SOURCES[name]
    damaged = data[:start] + words + data[start + length :]
    try:
        reading = read_response_bytes(damaged, name)
    except InputInvalidError as error:
        assert error.faults
    else:
        assert set(by_criterion(reading)) == set(NUMBERS)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=300))
def test_any_text_is_kept_or_is_nothing(text: str) -> None:
    data = write("4.1.0", {**ALL_DENIED, "C6": {"main": True, "who": text}})
    (person,) = read_response_bytes(data, "x.xml").operator.linked_persons or ()
    (conviction,) = person.convictions or ()
    assert conviction.declared_name == (text.strip() or None)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_everything_declared_is_self_declared(name: str) -> None:
    for facts in by_criterion(read_response_bytes(SOURCES[name], name)).values():
        for fact in facts:
            known = fact.model_dump(exclude_none=True)
            assert known.get("source") == "self-declared" or "was not answered" in known["note"]
