"""`tenderlaw contract`: what it prints, writes as a calendar and refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from test_worked_contracts import FOLDER, found_on
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.contracts.calendar import calendar_of_contract

CASE = FOLDER / "cases" / "cleaning.case.yaml"


def test_days_to_keep_are_events_of_what_is_not_done() -> None:
    found = found_on("cleaning", date(2027, 4, 20), ["eu-2014-24"])
    text = calendar_of_contract(found, "Cleaning", "de").decode().replace("\r\n ", "")
    assert text == calendar_of_contract(found, "Cleaning", "de").decode().replace("\r\n ", "")
    assert "SUMMARY:Cleaning: Prüfung durch den Auftraggeber" in text
    assert "DTSTART;VALUE=DATE:20270315" in text
    open_ = [one for one in found.duties if one.due is not None and one.state not in ("done", "late")]
    steps = [step for plan in found.plans for step in plan.steps if step.state not in ("done", "late")]
    plans = [plan for plan in found.plans if plan.state not in ("done", "late")]
    assert text.count("BEGIN:VEVENT") == len(open_) + len(steps) + len(plans)


def test_the_verb_says_the_outcome_first_and_writes_the_calendar(tmp_path: Path) -> None:
    days = tmp_path / "days.ics"
    values = str(FOLDER / "values.yaml")
    asked = ["contract", str(CASE), "--as-of", "2027-04-20", "--pack", "eu-2014-24", "--values", values]
    told = CliRunner().invoke(app, [*asked, "--ics", str(days)])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("Outcome: needs_action\n")
    assert days.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    wrong = CliRunner().invoke(app, ["contract", str(CASE), "--as-of", "April"])
    assert wrong.exit_code == 2
