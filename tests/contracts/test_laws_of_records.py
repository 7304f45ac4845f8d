"""Laws of the record of a contract: what is not recorded is never in order, the day only adds, replay is exact."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, cast

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_worked_contracts import FOLDER, found_on

from tenderlaw.clauses.library import load_clauses
from tenderlaw.clauses.values import load_values
from tenderlaw.contracts import ContractRecord, contract_record
from tenderlaw.contracts.lengths import Span, ends
from tenderlaw.contracts.schema import contract_schema
from tenderlaw.decisions.cases import case_in
from tenderlaw.packs.calendars import next_working_day
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Data, Source, read_file

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
SPANS = st.builds(Span, st.integers(1, 400), st.sampled_from(["hours", "days", "working-days", "months"]))
IN_ORDER = date(2026, 4, 10)


def plain(name: str) -> dict[str, Any]:
    """A worked contract as plain data, to be changed."""
    source = read_file(FOLDER / "cases" / f"{name}.case.yaml")
    return cast("dict[str, Any]", json.loads(json.dumps(source.data, default=str)))


def of_data(data: object, day: date, pack: str) -> ContractRecord:
    """The record of plain data."""
    case = case_in(Source("case", cast("Data", data), {}), ())
    return contract_record(case, as_of=day, packs=[pack], fill_ins=load_values(FOLDER / "values.yaml"))


@given(DAYS, SPANS)
@settings(max_examples=60, deadline=None)
def test_a_period_ends_on_a_working_day_after_its_event_and_a_longer_one_not_earlier(day: date, span: Span) -> None:
    last = ends(day, span, "SE")
    assert last > day
    assert span.unit == "hours" or next_working_day("SE", last) == last
    assert ends(day, Span(span.number + 1, span.unit), "SE") >= last


@pytest.mark.parametrize(
    ("after", "span", "last"),
    [
        (date(2026, 1, 15), Span(12, "months"), date(2027, 1, 15)),
        (date(2026, 6, 30), Span(6, "months"), date(2026, 12, 31)),
        (date(2026, 1, 30), Span(1, "months"), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 3, 27), Span(30, "days"), date(2026, 4, 27)),  # 26 April is a Sunday
        (date(2026, 12, 23), Span(3, "working-days"), date(2026, 12, 29)),  # 24 December is one, 25 is none
        (date(2026, 12, 23), Span(25, "hours"), date(2026, 12, 25)),
    ],
)
def test_a_period_runs_from_the_day_after_its_event(after: date, span: Span, last: date) -> None:
    assert ends(after, span, "DE") == last


def test_the_same_record_comes_to_the_same_bytes_and_another_day_to_another_id() -> None:
    first, again = (found_on("cleaning", date(2027, 4, 20), ["eu-2014-24"]) for _ in range(2))
    assert first.json() == again.json()
    assert found_on("cleaning", date(2027, 4, 21), ["eu-2014-24"]).id != first.id


def test_a_record_is_as_its_schema_says() -> None:
    jsonschema.validate(json.loads(found_on("fishing", date(2026, 12, 1), ["un-supplier"]).json()), contract_schema())


@pytest.mark.parametrize("left_out", ["handed_in", "incidents", "measures", "corrective_plans"])
def test_what_was_not_recorded_is_never_in_order(left_out: str) -> None:
    assert found_on("legal-advice", IN_ORDER, ["gb-pcr-2015"]).outcome == "in_order"
    data = plain("legal-advice")
    del data["operator"][left_out]
    found = of_data(data, IN_ORDER, "gb-pcr-2015")
    assert found.outcome == "unknown"
    assert f"operator.{left_out}" in found.missing


def test_a_missing_value_leaves_the_day_unknown_and_is_named() -> None:
    case = case_in(read_file(FOLDER / "cases" / "legal-advice.case.yaml"), ())
    found = contract_record(case, as_of=IN_ORDER, packs=["gb-pcr-2015"])
    assert found.outcome == "unknown"
    assert [(one.state, one.due) for one in found.duties] == [("unknown", None)]
    assert found.missing_values == ("statement_months",)


@pytest.mark.parametrize(("group", "fact"), [("contract", "starts_on"), ("authority", "country")])
def test_an_unknown_day_or_place_leaves_the_day_unknown_and_is_named(group: str, fact: str) -> None:
    data = plain("construction")
    del data["procurement"][group][fact]
    found = of_data(data, date(2027, 5, 10), "gb-pa-2023")
    checks = [one for one in found.duties if one.duty == "active-contract-monitoring/check"]
    path = f"procurement.{group}.{fact}"
    assert [(one.state, one.due, path in one.missing) for one in checks] == [("unknown", None, True)]


@given(st.dates(date(2026, 3, 2), date(2027, 4, 20)), st.integers(0, 120))
@settings(max_examples=12, deadline=None)
def test_what_is_done_stays_done_as_days_pass(day: date, later: int) -> None:
    first = found_on("cleaning", day, ["eu-2014-24"])
    then = found_on("cleaning", day + timedelta(days=later), ["eu-2014-24"])
    done = {(one.duty, one.name, one.due): one.state for one in first.duties if one.state in ("done", "late")}
    assert done.items() <= {(one.duty, one.name, one.due): one.state for one in then.duties}.items()


def test_a_clause_that_there_is_not_is_refused_and_what_names_nothing_is_said() -> None:
    data = plain("legal-advice")
    data["procurement"]["contract"]["clauses"] = ["supply-chain-asurance"]
    with pytest.raises(InputInvalidError, match="there is no clause `supply-chain-asurance`"):
        of_data(data, IN_ORDER, "gb-pcr-2015")
    data["procurement"]["contract"]["clauses"] = ["remedies-ladder"]
    duty = "supply-chain-assurance/statement-update"
    found = of_data(data, IN_ORDER, "gb-pcr-2015")
    assert found.notes == (f"operator.handed_in[0].duty names {duty}, and nothing here has that name",)


def test_every_duty_and_measure_has_words_in_every_language_of_its_clause() -> None:
    for clause in load_clauses().values():
        rungs = clause.said.ladder.rungs if clause.said.ladder is not None else ()
        for title in [*(one.title for one in clause.said.duties), *(one.title for one in rungs)]:
            said = {"en", *getattr(title, "others", {})}
            assert set(clause.said.languages) <= said, (clause.said.id, title)
