"""What the law says of ending a contract as decided on the day of the award, and the clauses that policies choose."""

from __future__ import annotations

from datetime import date

import pytest
from test_laws_of_records import of_data, plain

from tenderlaw.clauses.library import load_clauses
from tenderlaw.contracts import contract_record
from tenderlaw.decisions.cases import load_case
from tenderlaw.packs.calendars import version

DAY = date(2026, 4, 10)


@pytest.mark.parametrize(("convicted_on", "state"), [("2024-11-01", "available"), ("2025-06-01", "no_ground")])
def test_a_conviction_before_the_award_and_not_one_after_it_lets_the_contract_end(
    convicted_on: str, state: str
) -> None:
    data = plain("legal-advice")
    data["operator"]["convictions"] = [
        {
            "offence": "modern-slavery-2015-s1",
            "final": True,
            "convicted_on": convicted_on,
            "source": "verified",
            "self_cleaning": {"claimed": False},
        }
    ]
    found = of_data(data, DAY, "gb-pcr-2015").termination
    assert found.state == state
    assert [(one.source, one.cite) for one in found.ways] == (
        [("gb-pcr-2015", "reg 73(1)(b), (3)")] if state == "available" else []
    )
    del data["operator"]["convictions"]
    assert of_data(data, DAY, "gb-pcr-2015").termination.state == "unknown"


def test_the_clauses_are_those_that_a_policy_chose_on_the_day_of_the_contract() -> None:
    data = plain("cleaning")
    del data["procurement"]["contract"]["clauses"], data["procurement"]["contract"]["alternates"]
    with_policy = contract_record(data, as_of=date(2027, 4, 20), packs=["eu-2014-24"], policies=["zero-tolerance"])
    held = {one.clause: one.because for one in with_policy.clauses}
    assert "zero-tolerance" in held
    assert held["zero-tolerance"].startswith("Zero tolerance")
    assert held["interpretation"] == "goes with every clause"
    assert [one.id for one in with_policy.packs] == ["eu-2014-24", "zero-tolerance"]
    assert with_policy.calendar == version()
    left_out = contract_record(
        data,
        as_of=date(2027, 4, 20),
        packs=["eu-2014-24"],
        policies=["zero-tolerance"],
        without_clauses={"zero-tolerance": "the framework has it"},
    )
    assert "zero-tolerance" not in {one.clause for one in left_out.clauses}
    assert left_out.id != with_policy.id


def test_plain_data_and_a_case_come_to_the_same_record() -> None:
    from test_worked_contracts import FOLDER  # noqa: PLC0415

    case = load_case(FOLDER / "cases" / "legal-advice.case.yaml")
    of_case = contract_record(case, as_of=DAY, packs=["gb-pcr-2015"])
    assert of_case.id == contract_record(plain("legal-advice"), as_of=DAY, packs=["gb-pcr-2015"]).id


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("months", ["1", "999999999999999"])
def test_no_day_and_no_length_is_too_far(day: date, months: str) -> None:
    found = contract_record(
        plain("legal-advice"), as_of=day, packs=["gb-pcr-2015"], fill_ins={"statement_months": months}
    )
    assert found.outcome in ("not_concluded", "needs_action", "in_order")


def test_days_that_cannot_be_in_their_order_are_said() -> None:
    data = plain("legal-advice")
    data["procurement"]["contract"]["ends_on"] = "2025-03-31"
    found = of_data(data, DAY, "gb-pcr-2015")
    assert found.notes == ("procurement.contract.ends_on lies before procurement.contract.starts_on",)
    assert found.outcome == "unknown"


def test_every_duty_of_the_library_is_followed_up() -> None:
    library = load_clauses()
    data = plain("cleaning")
    contract = data["procurement"]["contract"]
    contract["clauses"] = list(library)
    contract["alternates"] = [f"{one.said.id}:{kind.id}" for one in library.values() for kind in one.said.alternates]
    found = of_data(data, date(2027, 4, 20), "eu-2014-24")
    told = {passage for one in found.duties for passage in one.passages}
    owed = [(one.said.id, duty) for one in library.values() for duty in one.said.duties]
    assert len(owed) > 50
    assert {f"{clause}#{duty.passage}" for clause, duty in owed if duty.over is None} <= told
    assert all(one.missing or one.missing_values for one in found.duties if one.state == "unknown")
    assert {one.state for one in found.duties} >= {"done", "due", "overdue", "unknown"}


@pytest.mark.parametrize(
    ("part", "state"), [(None, "unknown"), ("GB-SCT", "late"), ("GB-ENG", "done"), ("GB-WLS", "done")]
)
def test_a_day_that_is_in_time_in_a_part_of_the_country_alone_is_unknown_until_the_part_is_named(
    part: str | None, state: str
) -> None:
    data = plain("legal-advice")
    # twelve months after the contract end on Good Friday; Easter Monday is a holiday in England and Wales alone
    data["procurement"]["contract"] |= {"concluded_on": "2025-04-03", "holidays_of": part}
    if part is None:
        del data["procurement"]["contract"]["holidays_of"]
    data["operator"]["handed_in"][0]["handed_in_on"] = "2026-04-07"
    found = of_data(data, date(2026, 4, 10), "gb-pcr-2015").duties[0]
    assert found.state == state
    assert ("procurement.contract.holidays_of" in found.missing) is (part is None)
