"""A foreign conviction that nobody has placed: its elements say what it may be, and decide nothing."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from case_strategies import CLEAN, SURE_CONVICTION, case_of, decided

from tenderlaw.decisions.model.decision import Decision

Given: TypeAlias = dict[str, object]
ELEMENTS = {"act": "recruitment", "means": "deception", "purpose": "forced-labour", "victim_is_child": False}


def decision(**facts: object) -> Decision:
    foreign = {**SURE_CONVICTION, "foreign_offence": "an offence of another State", **facts}
    del foreign["offence"]
    return decided(case_of({**CLEAN, "convictions": [foreign]}))


def about(found: Decision) -> set[str]:
    return {note.about for note in found.regimes[0].review_notes}


def test_elements_that_are_all_there_name_the_offence_for_a_person_to_confirm() -> None:
    found = decision(**ELEMENTS)
    assert "trafficking-in-human-beings" in about(found)
    assert found.unread == ()


@pytest.mark.parametrize("elements", [{}, ELEMENTS, {**ELEMENTS, "act": "none"}, {"act": "receipt"}])
def test_law_elements_never_decide(elements: Given) -> None:
    found = decision(**elements)
    plain = decision()
    assert found.outcome == plain.outcome == "undetermined"
    assert [(one.ground, one.state) for one in found.regimes[0].findings] == [
        (one.ground, one.state) for one in plain.regimes[0].findings
    ]
    assert found.missing_facts == plain.missing_facts


def test_elements_that_nobody_gave_are_named_where_others_are_given() -> None:
    reasons = [note.reason for note in decision(act="receipt").regimes[0].review_notes]
    assert any("nobody says" in reason and "operator.convictions[0].purpose" in reason for reason in reasons)


def test_of_a_conviction_that_a_person_has_placed_elements_are_not_read_and_this_is_said() -> None:
    placed = {**SURE_CONVICTION, "foreign_offence": "another word", "equivalence_confirmed": True, "act": "receipt"}
    found = decided(case_of({**CLEAN, "convictions": [placed]}))
    assert [one.path for one in found.unread] == ["operator.convictions[0].act"]
