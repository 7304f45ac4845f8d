"""Contacts of countries: read in a text on a day, they fill blanks until they ask to be checked, and never after."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.referral import Contacts, contacts_in, contacts_on
from tenderlaw.cli.app import app
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.model import Document
from tenderlaw.documents.questionnaire import values_asked
from tenderlaw.sources.faults import InputInvalidError

CLAUSES = ("criminal-referral", "awareness-notices")
PACKS = ["eu-2014-24"]
READ = date(2026, 12, 1)
LATER = date(2030, 1, 1)


def case(*performed: str, authority: str = "GB") -> dict[str, object]:
    bought: dict[str, object] = {"authority": {"name": "Example Council", "country": authority}}
    if performed:
        bought["performance"] = [{"country": one} for one in performed]
    return {"procurement": bought, "operator": {"name": "Bidder", "role": "tenderer"}}


def schedule(given_: dict[str, object], day: date = READ, kind: str = "contract-terms", **fill: str) -> Document:
    chosen = "authority-file" if kind == "authority-file" else "contract-terms"
    return clause_schedule(given_, as_of=day, packs=PACKS, with_clauses=CLAUSES, fill_ins=fill, draft=True, kind=chosen)


def blank(document: Document, name: str) -> tuple[str, bool]:
    found = next(one for one in document.fill_ins if one.id == name)
    return found.value, found.missing


def test_a_blank_is_filled_with_the_contact_of_the_country_of_performance_and_else_of_the_authority() -> None:
    assert blank(schedule(case("CA")), "hotline") == ("Canadian Human Trafficking Hotline (1-833-900-1010)", False)
    assert blank(schedule(case()), "hotline") == ("Modern Slavery & Exploitation Helpline (08000 121 700)", False)
    assert "1-833-900-1010" not in blank(schedule(case("GB", authority="CA")), "hotline")[0]


def test_several_countries_have_their_contacts_and_one_without_any_leaves_the_blank_open() -> None:
    value, missing = blank(schedule(case("GB", "US")), "hotline")
    assert not missing
    assert "United Kingdom" in value
    assert "United States" in value
    assert blank(schedule(case("GB", "SE")), "hotline")[1]


def test_a_place_that_is_not_known_leaves_the_blank_open() -> None:
    assert blank(schedule(case("GB", "undetermined")), "hotline")[1]
    bought = {"authority": {"name": "A", "country": "GB"}, "performance": [{"country": "GB"}, {}]}
    assert contacts_on(READ, bought).chosen(("hotline",)) == ()


def test_what_a_house_says_prevails() -> None:
    assert blank(schedule(case(), hotline="our own line"), "hotline") == ("our own line", False)


def test_after_its_day_a_contact_fills_nothing_and_the_file_of_the_authority_says_so() -> None:
    sent = schedule(case(), LATER)
    assert blank(sent, "hotline")[1]
    assert sent.notes == schedule(case(), LATER, hotline="x").notes
    assert any("08000" not in one and "Modern Slavery" in one and "left open" in one for one in sent.to_check)
    kept = schedule(case(), LATER, "authority-file")
    assert set(kept.to_check) <= set(kept.notes)
    assert not schedule(case(), LATER, hotline="x", authority_contact="y", support_organisation="z").to_check
    read = schedule(case(), READ, "authority-file")
    assert any("to be checked after" in one and "modernslaveryhelpline" in one.lower() for one in read.notes)


def test_what_is_missing_names_the_contact_that_asks_to_be_checked() -> None:
    with pytest.raises(InputInvalidError) as error:
        clause_schedule(case(), as_of=LATER, packs=PACKS, with_clauses=CLAUSES)
    told = next(one for one in error.value.faults if one.field == "hotline")
    assert "Modern Slavery & Exploitation Helpline" in told.hint
    assert "was to be checked" in " ".join(values_asked(case(), as_of=LATER, packs=PACKS, with_clauses=CLAUSES).split())


def test_the_verb_lists_contacts_and_says_which_ask_to_be_checked() -> None:
    done = CliRunner().invoke(app, ["referral", "gb", "--as-of", "2030-01-01"])
    assert done.exit_code == 0
    assert "08000 121 700" in done.stdout
    assert "asks to be checked since" in done.stdout
    said = json.loads(CliRunner().invoke(app, ["referral", "CA", "--as-of", "2026-12-01", "--json"]).stdout)
    assert [(one["country"], one["asks_to_be_checked"]) for one in said] == [("CA", False)]
    assert CliRunner().invoke(app, ["referral", "XX", "--as-of", "2026-12-01"]).exit_code == 2
    assert CliRunner().invoke(app, ["referral", "GB"]).exit_code == 2


def test_every_contact_is_cited_dated_and_asked_for_by_a_kind_that_some_blank_knows() -> None:
    known = contacts_in()
    assert {"GB", "DE", "FR", "NL", "US", "CA", "AU", "NO", "CH"} <= set(known)
    for contacts in known.values():
        for one in contacts:
            assert one.source.url.startswith("http")
            assert one.check_after <= one.read_on + timedelta(days=366)
    asked = [fill for one in load_library().clauses.values() for fill in one.said.fill_ins if fill.referral]
    assert {fill.id for fill in asked} == {"hotline", "authority_contact", "support_organisation"}


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.sampled_from(sorted(contacts_in())))
def test_no_day_is_both_filled_and_to_be_checked_by_one_contact(day: date, country: str) -> None:
    held = Contacts(day, (country,), contacts_in())
    for kinds in (("hotline",), ("support",), ("police", "hotline", "inspectorate")):
        late = held.to_check(kinds)  # type: ignore[arg-type]
        assert set(late) <= set(held.chosen(kinds))  # type: ignore[arg-type]
        assert all(one.check_after < day for _, one in late)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("phone: call me", "phone"),
        ("url: ftp://example.org", "url"),
        ("kind: friend", "kind"),
        ("read_on:", "read_on"),
    ],
)
def test_a_faulty_contact_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    good = ["id: x", "kind: hotline", "name: X", "phone: '123'", "source: {title: T, url: 'https://x.example'}"]
    good += ["read_on: 2026-01-01", "check_after: 2026-06-01"]
    key = line.partition(":")[0]
    lines = [line if one.startswith(key) else one for one in good] + ([line] if key == "url" else [])
    text = "country: GB\ncontacts:\n  - " + "\n    ".join(lines) + "\n"
    (tmp_path / "gb.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputInvalidError) as error:
        contacts_in(tmp_path)
    assert any(said in one.field for one in error.value.faults)


def test_a_contact_that_nobody_can_reach_and_a_file_of_another_name_are_refused(tmp_path: Path) -> None:
    text = "country: GB\ncontacts:\n  - {id: x, kind: hotline, name: X, source: {title: T, url: 'https://x.example'}, "
    (tmp_path / "gb.yaml").write_text(text + "read_on: 2026-01-01, check_after: 2026-06-01}\n", encoding="utf-8")
    with pytest.raises(InputInvalidError, match="no way to reach it"):
        contacts_in(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "fr.yaml").write_text(
        text + "phone: '1234', read_on: 2026-01-01, check_after: 2026-06-01}\n", encoding="utf-8"
    )
    with pytest.raises(InputInvalidError, match="is not the name of its file"):
        contacts_in(other)
