"""Several ESPDs as one case, and what an authority adds to what they leave unknown."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from espd_builder import ALL_DENIED, Given, write
from hypothesis import given
from hypothesis import strategies as st

from commands import tenderlaw
from tenderlaw.decisions import decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.facts.case import Case
from tenderlaw.interop.espd import EspdReading, read_response_bytes
from tenderlaw.interop.espd.case import case_with, joined
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Source, read_yaml

ROOT = Path(__file__).resolve().parents[3]
EU = installed_regimes(("eu-2014-24",))
BOUGHT = """
title: Cleaning
authority: {name: City, country: SE, kind: sub-central}
contract_kind: services
specific_services: false
framework_call_off: false
estimated_value_excluding_vat: {amount: 480000, currency: EUR}
call_sent_on: 2024-11-30
decision_on: 2025-01-01
stage: before-award
"""
CONVICTED: dict[str, Given] = {"main": True, "date": "2023-05-01"}


def read(answers: dict[str, dict[str, Given]], role: str = "sole-tenderer", version: str = "4.1.0") -> EspdReading:
    return read_response_bytes(write(version, {**ALL_DENIED, **answers}, role=role), "x.xml")


def added(text: str, name: str = "added.yaml") -> Source:
    return read_yaml(text, name)


def outcome(case: Case) -> Decision:
    return decide(case, as_of=date(2025, 1, 1), packs=list(EU))


def fault_of(reading: EspdReading, text: str, *more: str) -> str:
    with pytest.raises(InputInvalidError) as caught:
        case_with(reading, added(text), facts=[added(one, f"facts-{n}.yaml") for n, one in enumerate(more)])
    return str(caught.value)


# What contradicts itself --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answers",
    [
        {"main": True, "date": "2012-01-01", "period": ("2012-01-01", "2015-01-01")},
        {"main": True, "period": ("2012-01-01", "2015-01-01")},
        {"main": False, "date": "2023-05-01"},
        {"main": False, "period": ("2023-05-01", "2028-05-01")},
        {"main": False, "reason": "bribery of an official"},
        {"main": False, "cleaning": True},
        {"main": [True, False]},
    ],
)
@pytest.mark.parametrize("number", ["C1", "C6"])
def test_law_an_espd_that_contradicts_itself_clears_nobody(answers: dict[str, Given], number: str) -> None:
    case = case_with(read({number: answers}), added(BOUGHT + "operator.evidence_verified: true\nentities: []\n"))
    decision = outcome(case)
    assert decision.outcome == "undetermined"
    assert any(fact.path.startswith("operator.linked_persons[0].convictions[0]") for fact in decision.missing_facts)
    (person,) = case.operator.linked_persons or ()
    assert person.convictions is not None
    (conviction,) = person.convictions
    assert conviction.note


DETAILS: dict[str, dict[str, Given]] = {
    "C7": {"other": True},
    "C9": {"cleaning": True, "measures": "a new board"},
    "C12": {"described": "the court opened proceedings"},
    "C18": {"described": "we were found to have lied"},
}


@pytest.mark.parametrize("number", sorted(DETAILS))
def test_a_denial_beside_details_is_no_denial(number: str) -> None:
    operator = read({number: {"main": False, **DETAILS[number]}}).operator
    assert sum(map(len, (operator.tax_breaches or (), operator.misconduct or (), operator.insolvency or ()))) == 1
    # what a form fills in by itself, and evidence, are none
    denied: dict[str, Given] = {name: False if value is True else "-" for name, value in DETAILS[number].items()}
    operator = read({number: {"main": False, **denied, "available": True, "evidence": "E1"}}).operator
    assert not [*(operator.tax_breaches or ()), *(operator.misconduct or ()), *(operator.insolvency or ())]


@pytest.mark.parametrize("number", ["C1", "C7", "C9", "C12"])
def test_evidence_of_what_was_not_answered_is_kept(number: str) -> None:
    operator = read({number: {"available": True, "evidence": "E1"}}).operator
    (person,) = operator.linked_persons or ()
    every = [*(person.convictions or ()), *(operator.tax_breaches or ()), *(operator.misconduct or ()),
             *(operator.insolvency or ())]  # fmt: skip
    assert [one.evidence is not None for one in every] == [True]


@pytest.mark.parametrize(
    ("attributes", "scheme"),
    [
        ('schemeAgencyID="VIES"', "vat"),
        ('schemeAgencyID=" vies "', "vat"),
        ('schemeAgencyName="VIES"', "vat"),
        ('schemeID="LEI" schemeAgencyID="VIES"', "lei"),
        ('schemeAgencyID="GLEIF"', "lei"),
        ('schemeAgencyID="OP"', "unstated"),
        ("", "unstated"),
    ],
)
def test_whoever_keeps_the_register_says_which_scheme(attributes: str, scheme: str) -> None:
    data = write("4.1.0", ALL_DENIED)
    party = f"<cac:PartyIdentification><cbc:ID {attributes}>DE136695976</cbc:ID></cac:PartyIdentification>".encode()
    start = data.index(b"<cac:Party>", data.index(b"EconomicOperatorParty")) + len(b"<cac:Party>")
    found = read_response_bytes(data[:start] + party + data[start:], "x.xml").operator.identifiers
    assert found is not None
    assert (found[0].scheme, found[0].value) == (scheme, "DE136695976")


# What the authority adds --------------------------------------------------------------------------------


def test_what_a_decision_misses_is_filled_in_by_its_path() -> None:
    reading = read({"C6": CONVICTED, "C18": {}})
    more = "operator: {evidence_verified: true, tender.abnormally_low: false}\nentities: []\n"
    first = outcome(case_with(reading, added(BOUGHT + more)))
    assert first.outcome == "undetermined"
    asked = {fact.path for fact in first.missing_facts}
    assert "operator.linked_persons[0].convictions[0].judgment_sets_exclusion" in asked
    filled = {
        "operator.linked_persons[0].convictions[0].judgment_sets_exclusion: false",
        "operator.linked_persons[0].convictions[0].self_cleaning: {claimed: false}",
        "operator.linked_persons[0].convictions[0].final_on: 2023-05-20",
        "operator.misconduct[0].demonstrated: false",
    }
    case = case_with(reading, added(BOUGHT + more), facts=[added("\n".join(sorted(filled)))])
    second = outcome(case)
    assert second.outcome == "must_exclude"
    # the same in the file of the procurement
    text = "procurement:" + BOUGHT.replace("\n", "\n  ") + "\n" + more + "\n".join(sorted(filled)) + "\n"
    assert case_with(reading, added(text)) == case


def test_an_entry_may_follow_the_last_one() -> None:
    conviction = "operator.convictions[0]: {offence: fraud, final: true, final_on: 2024-01-01}\n"
    person = "operator.linked_persons[1].link: representative\noperator.linked_persons[1].convictions: []\n"
    case = case_with(read({}), added(BOUGHT), facts=[added(conviction + person)])
    assert [one.offence for one in case.operator.convictions or ()] == ["fraud"]
    assert [one.link for one in case.operator.linked_persons or ()] == ["operator-or-linked-person", "representative"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("operator.country: SE", "already answers `country`"),
        ("operator.linked_persons[0].link: other", "already answers `linked_persons[0].link`"),
        ("operator.linked_persons: []", "already answers `linked_persons` (name what is missing of an entry, such as"),
        ("operator.linked_persons[3].link: other", "there is no entry 3: there are 1, counted from 0"),
        ("operator.linked_persons.link: other", "`operator.linked_persons` has no `link`"),
        ("operator.country.name: Sweden", "`operator.country` has no `name`"),
        (
            "operator.linked_persons[0].colour: red",
            "facts-0.yaml:1:36: operator.linked_persons[0].colour: unknown field",
        ),
        ("operator.evidence_verified: 1", "facts-0.yaml:1:29: operator.evidence_verified: `1` must be true or false"),
        ("procurement.title: Other", "stands in `added.yaml`, line 2, too"),
        ("colour: red", "facts-0.yaml:1:9: colour: unknown field"),
        ("- a", "is not a mapping"),
    ],
)
def test_what_has_no_place_or_two_is_refused_where_it_stands(text: str, message: str) -> None:
    reading = read({})
    with_country = reading.operator.model_copy(update={"country": "SE"})
    assert message in fault_of(EspdReading(reading.version, with_country, ()), BOUGHT, text)


FACTS = st.sampled_from(["operator.evidence_verified: true", "operator.tender.abnormally_low: false", "entities: []",
                         "operator.convictions[0].offence: fraud", "operator.derogations: []"])  # fmt: skip


@given(st.lists(FACTS, unique=True), st.randoms(use_true_random=False))
def test_law_the_order_and_the_files_of_what_is_added_are_irrelevant(lines: list[str], chance: object) -> None:
    reading = read({})
    whole = case_with(reading, added(BOUGHT + "\n".join(lines)))
    chance.shuffle(lines)  # type: ignore[attr-defined]
    assert case_with(reading, added(BOUGHT), facts=[added(line) for line in lines]) == whole


# Several documents --------------------------------------------------------------------------------------


def test_the_tenderer_is_the_operator_and_the_others_are_its_entities() -> None:
    corruption: dict[str, Given] = {**CONVICTED, "period": ("2023-05-01", "2028-04-30"), "cleaning": False}
    readings = [
        ("sub.xml", read({"C2": corruption}, role="subcont")),
        ("main.xml", read({})),
        ("relied.xml", read({"C4": {}}, role="oeron")),
    ]
    main, entities = joined(readings)
    assert main.operator == readings[1][1].operator
    assert [one.operator.role for one in entities] == ["subcontractor", "relied-on-entity"]
    assert [one.message for one in main.remarks if one.criterion == "C4"] == [
        "entities[1]: the criterion was not answered"
    ]
    found = added("entities[1].evidence_verified: true\nentities[0].exclusions_by_judgment: []")
    case = case_with(main, added(BOUGHT), entities, [found])
    assert [one.role for one in case.entities or ()] == ["subcontractor", "relied-on-entity"]
    assert case.entities is not None
    assert case.entities[1].evidence_verified
    decision = outcome(case)
    assert {one.state for one in decision.regimes[0].requirements if one.operator == "entities[0]"} >= {"unmet"}
    with pytest.raises(InputInvalidError, match="the ESPD already answers `entities`"):
        case_with(main, added(BOUGHT + "entities: []"), entities)


def test_of_a_group_without_a_tenderer_the_first_is_the_operator() -> None:
    readings = [("a.xml", read({}, role="group-lead")), ("b.xml", read({"C1": {}}, role="group-mem"))]
    main, entities = joined(readings)
    assert (main.operator.role, [one.operator.role for one in entities]) == ("group-member", ["group-member"])
    assert joined(readings[:1]) == (readings[0][1], ())


def test_whom_the_operator_says_it_brings_along_is_never_left_out() -> None:
    tenderer = read({})
    says = EspdReading(
        tenderer.version,
        tenderer.operator,
        (),
        {"relied-on-entity": True, "subcontractor": True, "group-member": False},
    )
    main, entities = joined([("a.xml", says), ("b.xml", read({}, role="subcont"))])
    assert [one.message for one in main.remarks] == [
        "the operator relies on the capacities of others, and no ESPD of one is given: "
        "one of which nothing is known was added"
    ]
    case = case_with(
        main, added(BOUGHT + "operator: {evidence_verified: true, tender: {abnormally_low: false}}"), entities
    )
    assert [one.role for one in case.entities or ()] == ["subcontractor", "relied-on-entity"]
    assert outcome(case).award.may_proceed == "unknown"


def test_documents_that_do_not_go_together_are_refused_or_remarked() -> None:
    with pytest.raises(InputInvalidError, match=r"b\.xml: is the same document as `a\.xml`"):
        joined([("a.xml", read({})), ("b.xml", read({}))])
    with pytest.raises(InputInvalidError, match=r"b\.xml: is of a tenderer, as `a\.xml` is \(members of a group"):
        joined([("a.xml", read({})), ("b.xml", read({"C1": {}}))])
    one, other = (EspdReading(r.version, r.operator, (), {}, procedure) for r, procedure in (
        (read({}), "P-1"), (read({}, role="subcont"), "P-2"),
    ))  # fmt: skip
    assert [remark.message for remark in joined([("a", one), ("b", other)])[0].remarks] == [
        "entities[0]: is for the procedure `P-2`, and the operator's for `P-1`"
    ]


def test_documents_and_facts_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "main.xml").write_bytes(write("4.1.0", ALL_DENIED))
    (tmp_path / "sub.xml").write_bytes(write("4.1.0", {**ALL_DENIED, "C6": {}}, role="subcont"))
    (tmp_path / "p.yaml").write_text(BOUGHT)
    (tmp_path / "f.yaml").write_text("operator: {evidence_verified: true, tender.abnormally_low: false}\n")

    def check(*words: str) -> subprocess.CompletedProcess[str]:
        return tenderlaw("check", "--pack", "eu-2014-24", *words, cwd=tmp_path)

    documents = ("--espd", "main.xml", "--espd", "subcontractor=sub.xml")
    both = check(*documents, "--procurement", "p.yaml", "--facts", "f.yaml", "--json")
    found = json.loads(both.stdout)
    assert [one["role"] for one in found["facts"]["entities"]] == ["subcontractor"]
    assert found["facts"]["operator"]["evidence_verified"] is True
    assert "entities[0]: the criterion was not answered" in [one["message"] for one in found["espd"]["remarks"]]
    assert check("--espd", "main.xml", "--espd", "main.xml", "--procurement", "p.yaml").returncode == 7
    assert check("case.yaml", "--facts", "f.yaml").returncode == 2
    (tmp_path / "f.yaml").write_text("- operator.tender\n")
    listed = check(*documents, "--procurement", "p.yaml", "--facts", "f.yaml")
    assert (listed.returncode, listed.stderr) == (
        7,
        "f.yaml:1:1: is not a mapping (write each fact by its path, `PATH: VALUE`)\n",
    )
