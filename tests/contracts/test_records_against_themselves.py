"""What a record holds against itself or the clause is said, and what was done once counts once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from test_laws_of_records import of_data, plain

from tenderlaw.contracts import ContractRecord

DAY = date(2026, 4, 10)
BREACH = {
    "id": "one", "kind": "wages", "found_on": "2026-03-02", "established": True, "serious": False, "danger": False,
    "milder_measures": "under-way", "stated_on": "2026-03-03", "commented_on": "2026-03-05", "ended_on": "open",
}  # fmt: skip


def recorded(incident: dict[str, Any], rung: str, day: str, contract: dict[str, Any] | None = None) -> ContractRecord:
    """A contract with a breach and one measure."""
    data = plain("legal-advice")
    data["operator"]["incidents"] = [{**BREACH, **incident}]
    data["operator"]["measures"] = [{"incident": "one", "rung": rung, "taken_on": day}]
    data["procurement"]["contract"].update(contract or {})
    return of_data(data, DAY, "gb-pcr-2015")


def test_a_termination_that_the_clause_barred_is_said_to_be_one() -> None:
    found = recorded({}, "termination", "2026-03-20")
    against = "taken on 20 March 2026, although what the clause asks for it does not hold"
    assert (found.termination.state, found.termination.ways[0].reason) == ("taken", against)
    assert found.notes == (
        f"Termination after one: {against}",
        "the contract was terminated after one, and procurement.contract.ended_on does not say when it ended: here it "
        "runs on",
    )


def test_a_termination_that_the_clause_allows_and_that_ended_the_contract_is_no_contradiction() -> None:
    found = recorded({"serious": True}, "termination", "2026-03-20", {"ended_on": "2026-03-20"})
    assert (found.termination.state, found.notes) == ("taken", ())


@pytest.mark.parametrize(
    ("incident", "day", "note"),
    [
        ({}, "2026-02-20", "operator.measures[0].taken_on lies before operator.incidents[0].found_on"),
        (
            {"stated_on": "open", "commented_on": "open"},
            "2026-03-20",
            "Written warning after one: taken on 20 March 2026, before the buyer had stated the breach in writing",
        ),
        (
            {"milder_measures": "not-taken"},
            "2026-03-20",
            "operator.incidents[0].milder_measures says that no milder measure was taken, and operator.measures[0] "
            "is one",
        ),
        (
            {},
            "2026-04-11",
            "lies after the day asked, so that what begins then counts for nothing yet: operator.measures[0].taken_on",
        ),
    ],
)
def test_a_measure_that_does_not_go_with_its_breach_is_said(incident: dict[str, Any], day: str, note: str) -> None:
    assert note in recorded(incident, "warning", day).notes


def test_where_there_is_danger_the_work_is_suspended_next_also_after_the_hearing() -> None:
    data = plain("legal-advice")
    data["operator"]["incidents"] = [{**BREACH, "serious": True, "danger": True}]
    (incident,) = of_data(data, DAY, "gb-pcr-2015").incidents
    assert [one.rung for one in incident.rungs if one.next] == ["suspension"]


def audits(reports: list[dict[str, Any]], day: date) -> list[tuple[str, date | None]]:
    """The audits of a contract of three years from 1 April 2026, one a year."""
    data = plain("cleaning")
    data["operator"]["audit_reports"] = [{"site": "Depot", "independent": True, **one} for one in reports]
    found = of_data(data, day, "eu-2014-24")
    return [(one.state, one.due) for one in found.duties if one.duty == "independent-audits/audit"]


def test_the_last_year_of_a_contract_has_its_duty_too() -> None:
    every = [{"audited_on": f"{year}-03-01"} for year in (2027, 2028, 2029)]
    assert [state for state, _ in audits(every, date(2029, 3, 31))] == ["done"] * 3
    assert [state for state, _ in audits(every[:2], date(2029, 3, 31))] == ["done", "done", "due"]


def test_what_is_recorded_twice_was_done_once() -> None:
    twice = [{"audited_on": "2027-04-01"}] * 2
    assert [state for state, _ in audits(twice, date(2028, 5, 1))][:2] == ["done", "overdue"]


def test_a_duty_that_two_clauses_ask_alike_is_shown_by_the_entry_for_one_of_them() -> None:
    data = plain("construction")
    contract = data["procurement"]["contract"]
    contract.update(clauses=["active-contract-monitoring", "monitoring-and-enforcement"], alternates=[])
    data["operator"]["handed_in"] = [{"duty": "monitoring-and-enforcement/check", "handed_in_on": "2026-10-01"}]
    found = of_data(data, date(2026, 12, 1), "gb-pa-2023")
    checks = [one for one in found.duties if one.duty.endswith("/check")]
    assert [(one.state, len(one.passages)) for one in checks] == [("done", 2), ("due", 2)]


def test_an_entry_for_a_period_that_its_duty_does_not_have_is_said() -> None:
    data = plain("construction")
    data["procurement"]["contract"].update(clauses=["monitoring-and-enforcement"], alternates=[])
    check = {"duty": "monitoring-and-enforcement/check", "handed_in_on": "2026-10-01"}
    data["operator"]["handed_in"] = [{**check, "period_ending": day} for day in ("2026-11-05", "2035-01-01")]
    found = of_data(data, date(2026, 12, 1), "gb-pa-2023")
    assert [note for note in found.notes if "period" in note] == [
        "operator.handed_in[1].period_ending: monitoring-and-enforcement/check has no period here that 1 January 2035 "
        "falls into, so that the entry shows nothing"
    ]


def test_who_is_late_with_everything_is_not_told_that_there_is_no_ground_and_nothing_else() -> None:
    data = plain("cleaning")
    data["operator"].update(handed_in=[], incidents=[], measures=[], audit_reports=[], training_records=[])
    data["operator"].update(corrective_plans=[], corrective_steps=[], misconduct=[], insolvency=[], statements=[])
    found = of_data(data, date(2029, 3, 1), "eu-2014-24")
    assert (found.outcome, found.termination.state) == ("needs_action", "no_ground")
    assert "what is overdue may be a breach" in found.termination.reason
