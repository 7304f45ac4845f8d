"""What a company owes outside any procurement: by the day, for each year, and never a guess."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.calendar_of_duties import calendar_of
from tenderlaw.decisions.cases import company_in
from tenderlaw.decisions.choosing import load_duties
from tenderlaw.decisions.duties import Duties, duties_of
from tenderlaw.decisions.installed import installed_duties
from tenderlaw.decisions.last_days import last_day
from tenderlaw.packs.model.duties import Due
from tenderlaw.sources.faults import InputInvalidError, PackInvalidError
from tenderlaw.sources.tree import Source

PACK = """
id: reports
title: Reports Act (made up)
version: "1"
kind: duties
in_force: {from: 2020-01-01, cite: s. 1}
duties:
  - id: report
    title: Report for the year
    cite: s. 2
    over: financial_years
    when:
      several:
        - own.turnover: {more_than: {value: turnover}}
        - own.employees: {more_than: 50}
        - own.balance_sheet_total: {more_than: {value: balance}}
      at_least: 2
      year_before.own.employees: {more_than: 50}
    due: {after: ends_on, months: 6, cite: s. 3}
    done_on: report.published_on
    elements:
      - {id: published, title: Publication, cite: s. 4, met: {report.published: true}}
      - {id: signed, title: Signature, cite: s. 5, when: {report.published: true}, met: {report.signed: true}}
      - {id: translated, title: Translation, cite: s. 6, obligation: voluntary, met: {report.translated: true}}
    consequences: [{title: A fine, cite: s. 7}]
  - id: register
    title: Entry in the register
    cite: s. 8
    when: {business_in: {includes: SE}}
    due: {after: founded_on, each_year: 02-29, cite: s. 8}
    elements: [{id: entered, title: Entry, cite: s. 8, met: {in_register: true}}]
values:
  - {id: turnover, title: Turnover, cite: s. 2, currency: NOK, by: [as_of],
     versions: [{from: 2020-01-01, amount: 70000000, cite: s. 2}]}
  - {id: balance, title: Balance, cite: s. 2, currency: NOK, by: [as_of],
     versions: [{from: 2020-01-01, amount: 35000000, cite: s. 2}]}
"""
FACTS = """
facts:
  - name: report
    of: financial_years
    kind: group
    title: The report for the year
    fields:
      - {name: published, kind: truth, title: Whether it was published}
      - {name: published_on, kind: day, title: Day of publication}
      - {name: signed, kind: truth, title: Whether it was signed}
      - {name: translated, kind: truth, title: Whether it was translated}
  - {name: founded_on, of: operator, kind: day, title: Day of foundation}
  - {name: in_register, of: operator, kind: truth, title: Whether it is in the register}
"""
NEVER = PACK.replace("in_force: {from: 2020-01-01, cite: s. 1}", "in_force: {pending: no day was set, cite: s. 1}")
OFFICES = """
id: offices
title: Offices Act (made up)
version: "1"
kind: duties
in_force: {from: 2020-01-01, cite: s. 1}
duties:
  - {id: sign, title: A sign, cite: s. 2, over: offices, when: {not: {operator.business_in: {includes: SE}}},
     elements: [{id: sign, title: A sign, cite: s. 2, met: {signed: true}}]}
"""
OF_OFFICES = (
    "facts: [{name: offices, of: operator, kind: list, title: T, fields: [{name: signed, kind: truth, title: T}]}]"
)
LARGE = {"turnover": {"amount": "70000000.01", "currency": "NOK"}, "employees": 51}
NOTHING = {"amount": 0, "currency": "NOK"}
BEFORE = {"ends_on": "2024-06-30", "own": {"employees": 60, "turnover": NOTHING, "balance_sheet_total": NOTHING}}
WHOLE = {"published": True, "published_on": "2025-12-31", "signed": True}


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    for name, said in (("reports", PACK), ("never", NEVER.replace("id: reports", "id: never"))):
        (folder / name).mkdir()
        (folder / name / "pack.yaml").write_text(said, "utf-8")
        (folder / name / "facts.yaml").write_text(FACTS, "utf-8")
    (folder / "offices").mkdir()
    (folder / "offices" / "pack.yaml").write_text(OFFICES, "utf-8")
    (folder / "offices" / "facts.yaml").write_text(OF_OFFICES, "utf-8")
    return folder


def decided(packs: Path, facts: dict[str, Any], day: date, pack: str = "reports") -> Duties:
    regimes = load_duties([pack], folders=[packs])
    company, _ = company_in(Source("facts", facts, {}), regimes)
    return duties_of(company, as_of=day, packs=regimes)


def years(report: dict[str, Any] | None = None, **own: Any) -> dict[str, Any]:
    year = {"ends_on": "2025-06-30", "own": {**LARGE, **own}, **({"report": report} if report is not None else {})}
    return {"financial_years": [year, BEFORE], "business_in": []}


@pytest.mark.parametrize(
    ("report", "day", "state"),
    [
        (WHOLE, date(2026, 1, 1), "met"),
        ({**WHOLE, "published_on": "2026-01-01"}, date(2026, 2, 1), "late"),
        (WHOLE, date(2025, 12, 30), "open"),
        ({**WHOLE, "published_on": "2026-02-02"}, date(2026, 2, 1), "unmet"),
        ({"published": False}, date(2025, 12, 31), "open"),
        ({"published": False}, date(2026, 1, 1), "unmet"),
        ({"published": True, "published_on": "2025-12-31"}, date(2026, 1, 1), "unknown"),
        ({"published": True, "signed": True}, date(2026, 1, 1), "unknown"),
        (None, date(2025, 12, 31), "open"),
        (None, date(2026, 1, 1), "unknown"),
    ],
)
def test_a_duty_is_met_late_open_or_not_by_its_day(
    packs: Path, report: dict[str, Any] | None, day: date, state: str
) -> None:
    (duty,) = decided(packs, years(report), day).companies[0].regimes[0].duties
    assert (duty.state, duty.due, duty.of) == (state, date(2025, 12, 31), date(2025, 6, 30))
    assert (duty.state == "unknown") is bool(duty.missing)


@pytest.mark.parametrize(
    ("own", "outcome"),
    [
        ({}, "owes"),
        ({"employees": 50, "balance_sheet_total": {"amount": 35000000, "currency": "NOK"}}, "owes_nothing"),
        ({"employees": 50}, "unknown"),
        ({"employees": 50, "balance_sheet_total": {"amount": 35000001, "currency": "NOK"}}, "owes"),
        ({"turnover": {"amount": 90000000, "currency": "SEK"}}, "unknown"),
    ],
)
def test_two_of_three_figures_decide_and_a_missing_one_is_no_no(packs: Path, own: dict[str, Any], outcome: str) -> None:
    assert decided(packs, years(**own), date(2026, 1, 1)).companies[0].regimes[0].outcome == outcome


def test_the_year_before_is_asked_for_where_it_was_not_given(packs: Path) -> None:
    only = {"financial_years": [{"ends_on": "2025-06-30", "own": LARGE}], "business_in": []}
    (regime,) = decided(packs, only, date(2026, 1, 1)).companies[0].regimes
    assert (regime.outcome, regime.missing) == ("unknown", ("operator.financial_years",))
    small = {"ends_on": "2024-06-30", "own": {"turnover": NOTHING, "balance_sheet_total": NOTHING}}
    poor = {"financial_years": [{"ends_on": "2025-06-30", "own": LARGE}, small], "business_in": []}
    (regime,) = decided(packs, poor, date(2026, 1, 1)).companies[0].regimes
    assert regime.missing == ("operator.financial_years[1].own.employees",)


def test_a_year_that_has_not_ended_owes_nothing(packs: Path) -> None:
    assert decided(packs, years(), date(2025, 6, 29)).companies[0].regimes[0].outcome == "owes_nothing"
    assert decided(packs, years(), date(2025, 6, 30)).companies[0].regimes[0].outcome == "owes"


def test_a_day_of_the_calendar_comes_next_after_its_event(packs: Path) -> None:
    for founded, due in (("2023-02-28", date(2024, 2, 29)), ("2024-02-29", date(2025, 2, 28))):
        facts = {"financial_years": [], "business_in": ["SE"], "founded_on": founded, "in_register": False}
        (duty,) = decided(packs, facts, date(2026, 1, 1)).companies[0].regimes[0].duties
        assert (duty.due, duty.state, duty.about) == (due, "unmet", "operator")


def test_who_does_not_know_from_when_a_duty_runs_does_not_know_whether_it_is_late(packs: Path) -> None:
    facts = {"financial_years": [], "business_in": ["SE"], "in_register": False}
    (duty,) = decided(packs, facts, date(2026, 1, 1)).companies[0].regimes[0].duties
    assert (duty.state, duty.missing) == ("unknown", ("operator.founded_on",))
    (duty,) = decided(packs, {**facts, "in_register": True}, date(2026, 1, 1)).companies[0].regimes[0].duties
    assert duty.state == "met"


def test_nothing_is_surely_owed_for_entries_that_nobody_gave(packs: Path) -> None:
    facts = {"business_in": [], "offices": None}
    regimes = load_duties(["offices"], folders=[packs])
    company, _ = company_in(Source("facts", facts, {}), regimes)
    (regime,) = duties_of(company, as_of=date(2026, 1, 1), packs=regimes).companies[0].regimes
    assert (regime.outcome, regime.missing) == ("unknown", ("operator.offices",))


@pytest.mark.parametrize("due", [{"months": 6}, {"days": 3660}, {"each_year": "05-31"}, {"each_year": "12-31"}])
def test_the_last_day_of_a_duty_ends_with_the_calendar(due: dict[str, Any]) -> None:
    for day in (date(9999, 12, 31), date(9999, 12, 30), date(9999, 7, 1)):
        assert day <= last_day(Due.model_validate({"after": "ends_on", "cite": "s. 1", **due}), day) <= date.max


def test_a_law_that_is_not_in_force_says_so_and_owes_nothing(packs: Path) -> None:
    (regime,) = decided(packs, years(), date(2026, 1, 1), "never").companies[0].regimes
    assert (regime.outcome, regime.duties, regime.reason) == ("not_in_force", (), "not in force: no day was set (s. 1)")
    (regime,) = decided(packs, years(), date(2019, 12, 31)).companies[0].regimes
    assert regime.outcome == "not_in_force"


def test_each_company_of_a_group_is_decided_by_itself(packs: Path) -> None:
    found = decided(packs, {"operator": years(WHOLE), "group": [{"financial_years": [], "business_in": []}, {}]},
                    date(2026, 1, 1))  # fmt: skip
    assert [one.operator for one in found.companies] == ["operator", "group[0]", "group[1]"]
    assert [one.regimes[0].outcome for one in found.companies] == ["owes", "owes_nothing", "unknown"]
    assert found.companies[2].regimes[0].missing[0] == "group[1].financial_years"


def test_what_no_duty_reads_is_said(packs: Path) -> None:
    facts = {**years(WHOLE), "country": "SE", "turnover": {"amount": 1, "currency": "NOK"}}
    assert decided(packs, facts, date(2026, 1, 1)).companies[0].unread == ("operator.country", "operator.turnover")
    begun = {"financial_years": [{"ends_on": "2025-06-30", "begins_on": "2024-07-01"}, BEFORE], "business_in": []}
    assert "operator.financial_years[0].begins_on" not in decided(packs, begun, date(2026, 1, 1)).companies[0].unread


def test_the_same_facts_come_to_the_same_duties_and_the_same_calendar(packs: Path) -> None:
    one, other = (decided(packs, years({"published": False}), date(2026, 1, 1)) for _ in range(2))
    assert one.id == other.id
    assert calendar_of(one) == calendar_of(other)
    text = calendar_of(one).decode()
    assert "DTSTART;VALUE=DATE:20251231\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "BEGIN:VEVENT" not in calendar_of(decided(packs, years(WHOLE), date(2026, 1, 1))).decode()


@given(st.text(max_size=300))
def test_a_calendar_has_lines_of_75_octets_and_its_text_comes_back(name: str) -> None:
    from tenderlaw.decisions.calendar_of_duties import _folded, _text  # noqa: PLC0415

    pieces = list(_folded(_text(name)))
    assert all(len(piece) <= 75 for piece in pieces)
    whole = b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode("utf-8", "surrogatepass")
    assert whole == _text(name)


YEAR = {"ends_on": "2025-06-30"}
SUM = "is not what the operator and its subsidiaries come to"
EIGHT = {"with_subsidiaries": {"employees": 8}}
FIVE = {**YEAR, "own": {"employees": 5}}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"financial_years": [{"own": {}}]}, "`ends_on` is required"),
        ({"financial_years": [{**YEAR, "begins_on": "2025-07-01"}]}, "`ends_on` lies before `begins_on`"),
        (
            {"financial_years": [{**FIVE, "subsidiaries": [{"employees": 2}], "with_subsidiaries": {"employees": 8}}]},
            SUM,
        ),
        ({"financial_years": [{**FIVE, "with_subsidiaries": {"employees": 4}}]}, SUM),
        ({"operator": {}, "groups": []}, "unknown field `groups` (did you mean `group`?)"),
        ({"operator": {}, "group": [{"foundd_on": "2020-01-01"}]}, "group[0].foundd_on: unknown field `foundd_on`"),
    ],
)
def test_a_fault_in_a_company_is_told_with_its_place(packs: Path, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(InputInvalidError) as refused:
        decided(packs, facts, date(2026, 1, 1))
    assert said in str(refused.value)


def test_the_command_tells_duties_as_text_as_json_and_as_a_calendar(packs: Path, tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    file.write_text(json.dumps(years({"published": False})), "utf-8")
    words = ["duties", str(file), "--as-of", "2026-01-01", "--pack", "reports", "--packs-in", str(packs)]
    told = CliRunner().invoke(app, [*words, "--ics", str(tmp_path / "days.ics")])
    assert told.exit_code == 0, told.output
    assert "[unmet] Report for the year for the year to 2025-06-30 (s. 2)" in told.output
    assert (tmp_path / "days.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    data = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert data["companies"][0]["regimes"][0]["duties"][0]["state"] == "unmet"


def test_a_calendar_is_not_written_over_the_company_nor_where_no_folder_is(packs: Path, tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    file.write_text("{}", "utf-8")
    words = ["duties", str(file), "--as-of", "2026-01-01", "--pack", "reports", "--packs-in", str(packs), "--ics"]
    for place, said in ((file, "is the input"), (tmp_path / "none" / "days.ics", "there is no folder")):
        assert said in str(CliRunner().invoke(app, [*words, str(place)]).exception)
    assert file.read_text("utf-8") == "{}"


def test_what_a_case_gives_besides_is_said_to_be_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"operator": {}, "entities": [{"role": "subcontractor"}], "group": []}), "utf-8")
    words = ["duties", str(file), "--as-of", "2026-01-01", "--pack", "nl-wzk"]
    assert "passed over: entities\n" in CliRunner().invoke(app, words).output
    assert json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)["passed_over"] == ["entities"]


def test_nothing_is_said_of_years_that_were_not_given(packs: Path) -> None:
    (regime,) = decided(packs, {"financial_years": [], "business_in": []}, date(2026, 1, 1)).companies[0].regimes
    assert regime.reason == "it owes nothing for the financial years given (s. 2; s. 8)"


def test_every_shipped_pack_of_duties_is_unknown_of_a_company_of_which_nothing_is_known() -> None:
    company, _ = company_in(Source("facts", {}, {}), installed_duties())
    for regime in duties_of(company, as_of=date(2026, 11, 29)).companies[0].regimes:
        assert regime.outcome in ("unknown", "not_in_force"), regime.pack


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("kind: duties", "kind: regime"), "duties of companies stand in a pack of `kind: duties`"),
        (("duties:\n", "grounds: []\nscope: {role: tenderer}\nduties:\n"), "a pack of duties has no `scope`"),
        (("months: 6", "months: 6, days: 3"), "a duty is due after `months`, after `days` or on a day of `each_year`"),
        (("each_year: 02-29", "each_year: 02-30"), "`02-30` is no day of any year"),
        (("over: financial_years", "over: goods"), "`goods` is no list of the operator"),
        (("done_on: report.published_on", "done_on: report.published"), "is a truth, not a day"),
        (("at_least: 2", "at_least: 4"), "`several` takes `at_least`"),
        (("{from: 2020-01-01, cite: s. 1}", "{cite: s. 1}"), "a law is in force `from` a day, or is `pending`"),
    ],
)
def test_a_fault_in_a_duty_is_told_with_its_place(tmp_path: Path, changed: tuple[str, str], said: str) -> None:
    (tmp_path / "reports").mkdir()
    assert changed[0] in PACK
    (tmp_path / "reports" / "pack.yaml").write_text(PACK.replace(*changed, 1), "utf-8")
    (tmp_path / "reports" / "facts.yaml").write_text(FACTS, "utf-8")
    with pytest.raises(PackInvalidError) as refused:
        load_duties(["reports"], folders=[tmp_path])
    assert said in str(refused.value)
