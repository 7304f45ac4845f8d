"""Nothing given goes unread in silence: what no rule read is listed, and what was read is not."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from case_strategies import CLEAN, PROCUREMENT, SURE_CONVICTION, case_of, complete_cases, decided, known_facts, without
from hypothesis import HealthCheck, given, settings

Given: TypeAlias = dict[str, object]


def unread(operator: Given, procurement: Given | None = None) -> dict[str, str]:
    return {one.path: one.value for one in decided(case_of({**CLEAN, **operator}, procurement)).unread}


def test_a_case_that_was_read_whole_has_nothing_unread() -> None:
    assert unread({"convictions": [SURE_CONVICTION]}) == {}


def test_a_fact_that_no_rule_of_the_regime_asks_for_is_named_with_what_was_given() -> None:
    assert unread({"major_supplier": True}) == {"operator.major_supplier": "true"}


def test_names_and_free_text_are_left_aside() -> None:
    told = {"name": "A", "identifiers": [{"scheme": "vat", "value": "1"}]}
    assert unread({**told, "convictions": [{**SURE_CONVICTION, "note": "as told", "court": "of first instance"}]}) == {}


def test_a_fact_about_an_event_of_another_kind_is_not_taken_for_read() -> None:
    event = {"kind": "deficient-performance", "negligent": True, "occurred_on": "2024-01-01"}
    assert "operator.misconduct[0].negligent" in unread({"misconduct": [event]})


def test_facts_from_which_a_fact_that_is_read_follows_are_read() -> None:
    foreign = {**SURE_CONVICTION, "foreign_offence": "a word", "equivalence_confirmed": True, "source": "verified"}
    assert "operator.convictions[0].foreign_offence" not in unread({"convictions": [foreign]})
    denied = {**SURE_CONVICTION, "self_cleaning": {"claimed": False}}
    assert unread({"convictions": [denied]}) == {}


def test_each_operator_is_asked_for_itself() -> None:
    entity = {**CLEAN, "role": "relied-on-entity", "major_supplier": True}
    found = decided(case_of(CLEAN, entities=[entity])).unread
    assert "entities[0].major_supplier" in [one.path for one in found]
    assert not any(one.path.startswith("operator.") for one in found)


def test_where_no_regime_governs_only_the_facts_of_its_scope_were_read() -> None:
    outside: Given = {**PROCUREMENT, "authority": {"country": "US"}}
    found = {one.path for one in decided(case_of({**CLEAN, "convictions": [SURE_CONVICTION]}, outside)).unread}
    assert "operator.convictions[0].offence" in found
    assert "procurement.authority.country" not in found


def test_the_decision_written_out_carries_what_was_not_read() -> None:
    data = decided(case_of({**CLEAN, "major_supplier": True})).data()
    assert data["unread"] == [{"path": "operator.major_supplier", "value": "true"}]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(complete_cases)
def test_a_fact_that_is_unread_can_be_left_out_without_changing_the_outcome(case: Given) -> None:
    """Law: whatever is listed as unread changes neither outcome nor award."""
    decision = decided(case)
    listed = {one.path for one in decision.unread}
    for steps in known_facts(case):
        path = ""
        for step in steps:
            path += f"[{step}]" if isinstance(step, int) else f".{step}"
        if path.removeprefix(".") in listed:
            other = decided(without(case, steps))
            assert (other.outcome, other.award.may_proceed) == (decision.outcome, decision.award.may_proceed)


@pytest.mark.parametrize("day", ["2024-01-01", "2030-01-01"])
def test_a_day_is_read_whether_or_not_it_has_come(day: str) -> None:
    director = {"link": "representative", "link_from": day, "link_until": "open", "convictions": [SURE_CONVICTION]}
    assert unread({"linked_persons": [director]}) == {}
