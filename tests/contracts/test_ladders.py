"""What the clause on graduated remedies says of each measure, as a table: when it may be taken, when it must wait."""

from __future__ import annotations

from datetime import date

import pytest
from test_laws_of_records import of_data, plain

DAY = date(2026, 4, 10)
RUNGS = ("warning", "corrective-plan", "replacement", "withholding", "suspension", "termination")
BREACH = {"id": "one", "kind": "wages", "found_on": "2026-03-02", "established": True, "ended_on": "open"}
NO_HEARING = {"stated_on": "open", "commented_on": "open"}
HEARD = {"stated_on": "2026-03-03", "commented_on": "2026-03-05"}
TIME_OVER = {"stated_on": "2026-03-03", "commented_on": "open"}
TIME_RUNS = {"stated_on": "2026-04-01", "commented_on": "open"}
MINOR = {"serious": False, "danger": False, "milder_measures": "not-taken"}
AFTER = ["after_hearing"]
FIRST = ["available", *["after_milder"] * 4, "barred"]


def measures(facts: dict[str, object], taken: list[str] | None) -> tuple[list[str], str | None]:
    """How each measure stands after a breach, and which is the next."""
    data = plain("legal-advice")
    data["operator"]["incidents"] = [{**BREACH, **facts}]
    data["operator"]["measures"] = [{"incident": "one", "rung": one, "taken_on": "2026-03-20"} for one in taken or ()]
    if taken is None:
        del data["operator"]["measures"]
    (incident,) = of_data(data, DAY, "gb-pcr-2015").incidents
    assert tuple(one.rung for one in incident.rungs) == RUNGS
    return [one.state for one in incident.rungs], next((one.rung for one in incident.rungs if one.next), None)


@pytest.mark.parametrize(
    ("facts", "taken", "states", "following"),
    [
        # heard, not serious: the mildest first; termination only where milder ones have failed
        ({**MINOR, **HEARD}, [], FIRST, "warning"),
        ({**MINOR, **TIME_OVER}, [], FIRST, "warning"),
        ({**MINOR, **HEARD}, ["warning"], ["taken", "available", *["after_milder"] * 3, "barred"], "corrective-plan"),
        (
            {**MINOR, **HEARD, "milder_measures": "failed"},
            ["warning", "corrective-plan", "replacement", "withholding", "suspension"],
            [*["taken"] * 5, "available"],
            "termination",
        ),
        ({**MINOR, **HEARD, "milder_measures": "hopeless"}, [], ["available"] * 6, "termination"),
        ({**MINOR, **HEARD, "milder_measures": "failed"}, ["warning"], ["taken", *["available"] * 5], "termination"),
        # serious: any measure
        ({**MINOR, **HEARD, "serious": True}, [], ["available"] * 6, "warning"),
        # nobody acts before the hearing, unless there is danger: then the work alone may be suspended
        ({**MINOR, **NO_HEARING}, [], ["after_hearing", *["after_milder"] * 4, "barred"], "warning"),
        ({**MINOR, **TIME_RUNS}, [], ["after_hearing", *["after_milder"] * 4, "barred"], "warning"),
        ({**MINOR, **NO_HEARING, "danger": True}, [], [*AFTER * 4, "available", "barred"], "suspension"),
        (
            {**MINOR, **NO_HEARING, "danger": True, "serious": True},
            [],
            [*AFTER * 4, "available", "after_hearing"],
            "suspension",
        ),
        # what is not known
        ({**HEARD, "danger": False}, [], ["available", *["unknown"] * 5], "warning"),
        ({**MINOR, **HEARD}, None, ["unknown"] * 5 + ["barred"], None),
        (MINOR, [], ["unknown"] * 5 + ["barred"], None),
    ],
)
def test_measures_stand_as_the_clause_says(
    facts: dict[str, object], taken: list[str] | None, states: list[str], following: str | None
) -> None:
    assert measures(facts, taken) == (states, following)


def test_a_breach_that_is_not_established_opens_no_measure() -> None:
    data = plain("legal-advice")
    data["operator"]["incidents"] = [{**BREACH, "established": False}]
    found = of_data(data, DAY, "gb-pcr-2015")
    assert [(one.state, one.rungs) for one in found.incidents] == [("not_established", ())]
    assert found.termination.state == "no_ground"
    del data["operator"]["incidents"][0]["established"]
    found = of_data(data, DAY, "gb-pcr-2015")
    assert {one.state for one in found.incidents[0].rungs} == {"unknown"}
    assert found.termination.state == "unknown"
    assert "operator.incidents[0].established" in found.missing


def test_an_audit_of_which_it_is_not_known_whether_it_counts_leaves_the_duty_unknown() -> None:
    data = plain("cleaning")
    del data["operator"]["audit_reports"][0]["independent"]
    found = of_data(data, date(2027, 4, 20), "eu-2014-24")
    audits = [one for one in found.duties if one.duty == "independent-audits/audit"]
    assert [one.state for one in audits] == ["unknown", "unknown", "not_yet"]
    assert audits[0].missing == ("operator.audit_reports[0].independent",)


def test_what_is_due_before_performance_may_be_done_before_the_contract_is_concluded() -> None:
    data = plain("cleaning")
    data["operator"]["handed_in"][1]["handed_in_on"] = "2026-02-20"
    found = of_data(data, date(2026, 3, 1), "eu-2014-24")
    assert [one.state for one in found.duties if one.duty == "subcontractor-register/register"] == ["done"]


def test_what_one_measure_lacks_before_the_hearing_is_not_said_of_the_next() -> None:
    data = plain("legal-advice")
    data["operator"]["incidents"] = [{**BREACH, "serious": False, "milder_measures": "failed"}]
    data["operator"]["measures"] = []
    (incident,) = of_data(data, DAY, "gb-pcr-2015").incidents
    lacks = {one.rung: one.missing for one in incident.rungs}
    path = "operator.incidents[0]"
    assert lacks["suspension"] == (f"{path}.stated_on", f"{path}.danger")  # in danger it may be taken at once
    assert lacks["termination"] == lacks["warning"] == (f"{path}.stated_on",)
