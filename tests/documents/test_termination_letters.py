"""A contract is not ended by a letter that gives notice of the intention: the two are letters of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from letter_sample import FILL_INS, text_of, without

import tenderlaw
from tenderlaw.decisions import Decision
from tenderlaw.documents.letters import letter

NOBODY: dict[str, Any] = {
    one: []
    for one in (
        "convictions", "linked_persons", "tax_breaches", "misconduct", "insolvency", "listings",
        "exclusions_by_judgment", "derogations",
    )
}  # fmt: skip
CONVICTION = {
    "offence": "modern-slavery-2015-s1", "final": True, "convicted_on": "2026-05-04", "source": "verified",
    "circumstances": "continuing-or-likely",
}  # fmt: skip
SUBCONTRACTOR = {"role": "subcontractor", "subcontracting_known_at_award": False}
RELIED_ON = {"role": "relied-on-entity"}


def decided(operator: dict[str, Any], *entities: dict[str, Any]) -> Decision:
    procurement = {
        "id": "RB-17",
        "title": "Office cleaning",
        "authority": {"name": "Exampleshire", "country": "GB", "devolved_to": "none", "kind": "sub-central"},
        "contract_kind": "services",
        "specific_services": False,
        "contract_type": "none",
        "award_route": "competitive",
        "under_framework": False,
        "under_dynamic_purchasing_system": False,
        "subcontracting_information_requested": True,
        "debarment_of_subcontractors_checked": True,
        "stage": "awarded",
        "awarded_on": "2026-04-01",
        "commenced_on": "2026-03-01",
        "estimated_value_including_vat": {"amount": "220000", "currency": "GBP"},
    }
    facts = {
        "procurement": procurement,
        "operator": {"name": "Example Ltd", "role": "tenderer", **NOBODY, "statements": [], **operator},
        "entities": [{"name": f"Entity {number} Ltd", **NOBODY, **one} for number, one in enumerate(entities)],
    }
    return tenderlaw.decide(facts, as_of=date(2026, 6, 1), packs=["gb-pa-2023"])


def test_notice_of_the_intention_ends_nothing_and_tells_what_may_be_done_before() -> None:
    text = text_of("intention-to-terminate", decided({"convictions": [CONVICTION]}))
    assert "we intend to terminate the contract" in text
    assert "This letter does not terminate it." in text
    assert "We terminate" not in text
    assert "reasonable opportunity to make representations" in text
    assert "(s.78(7))" in text
    assert "31 January 2032" in text
    assert "Slavery and human trafficking" in text
    assert "without the name of their law are those of the following: Procurement Act 2023." in text


def test_the_termination_says_when_notice_was_given_and_how_representations_were_considered() -> None:
    decision = decided({"convictions": [CONVICTION]})
    text = text_of("termination", decision, notified_on="2026-05-20")
    assert "On 20 May 2026 we gave you notice that we intended to terminate" in text
    assert FILL_INS["representations"] in text
    assert "opportunity to make representations about" not in text
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        letter("termination", decision, fill_ins=without("notified_on", "representations"))
    assert {one.field for one in found.value.faults} == {"notified_on", "representations"}
    with pytest.raises(tenderlaw.InputInvalidError, match="2026-06-01 is not before the day of the letter"):
        text_of("termination", decision, notified_on="2026-06-01")


def test_the_grounds_of_a_sub_contractor_and_of_an_associated_person_are_named_where_they_bear_it() -> None:
    both = [one | {"convictions": [CONVICTION]} for one in (SUBCONTRACTOR, RELIED_ON)]
    for kind in ("intention-to-terminate", "termination"):
        text = text_of(kind, decided({}, *both))
        for name in ("Entity 0 Ltd", "Entity 1 Ltd"):
            assert f"Slavery and human trafficking (Sch 6 paras 23-25, 33, 34): {name} was" in text
    notice = text_of("intention-to-terminate", decided({}, both[0]))
    assert "cease sub-contracting" in notice
    assert "cease sub-contracting" not in text_of("intention-to-terminate", decided({}, both[1]))


def test_what_applies_to_an_entity_whose_part_bears_no_termination_is_not_named() -> None:
    told = {"role": "subcontractor", "subcontracting_known_at_award": True, "status_known_at_award": True}
    text = text_of("termination", decided({"convictions": [CONVICTION]}, told | {"convictions": [CONVICTION]}))
    assert "Example Ltd was" in text
    assert "Entity 0 Ltd" not in text


def test_no_notice_goes_before_a_termination_whose_law_wants_none() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="no provision that was asked makes termination available"):
        text_of("intention-to-terminate", decided({}))
