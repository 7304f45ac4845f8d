"""Entries of public lists: what a row says, which identifiers count, which rows are set aside."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tenderlaw.facts.base import OPEN
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.ftm import read_ftm
from tenderlaw.interop.identifiers import key_of, valid_key
from tenderlaw.interop.list_meanings import list_meanings
from tenderlaw.interop.listings import IndexedListings, ListingRow, Rejected
from tenderlaw.interop.sam import read_sam
from tenderlaw.sources.faults import InputInvalidError

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
COLUMNS = (
    "Classification", "Name", "First", "Middle", "Last", "Unique Entity ID", "Exclusion Program", "Exclusion Type",
    "Additional Comments", "Active Date", "Termination Date", "SAM Number",
)  # fmt: skip
UEI = "QWKZ4T8N2LM5"
LEI = "213800KUD8LAJWSQ9D15"


def sam(folder: Path, *rows: dict[str, str]) -> tuple[list[ListingRow], list[str]]:
    lines = [",".join(f'"{name}"' for name in COLUMNS)]
    given = {"Classification": "Firm", "Name": "ACORN WORKS", "Active Date": "01/02/2030"}
    lines += [",".join(f'"{(given | row).get(name, "")}"' for name in COLUMNS) for row in rows]
    path = folder / "extract.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rejected = Rejected("extract.csv")
    return list(read_sam(path, rejected)), [str(fault) for fault in rejected.faults]


def ftm(folder: Path, *entities: object) -> tuple[list[ListingRow], list[str]]:
    path = folder / "entities.ftm.json"
    text = [one if isinstance(one, str) else json.dumps(one) for one in entities]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    rejected = Rejected("entities.ftm.json")
    return list(read_ftm(path, rejected)), [str(fault) for fault in rejected.faults]


@pytest.mark.parametrize(
    ("kind", "programme", "comment", "expected"),
    [
        ("Ineligible (Proceedings Pending)", "Reciprocal", "", ("proposed-for-debarment", "excludes")),
        ("Preliminarily Ineligible (Proceedings Pending)", "Procurement", "", ("proposed-for-debarment", "excludes")),
        ("Ineligible (Proceedings Completed)", "Reciprocal", "", ("debarred", "excludes")),
        ("Ineligible (Proceedings Completed)", "NonProcurement", "", ("nonprocurement", "unknown")),
        ("Voluntary Exclusion", "Reciprocal", "", ("voluntary-exclusion", "excludes")),
        ("Prohibition/Restriction", "Reciprocal", "By statute.", ("ineligible", "within-scope")),
        (
            "Prohibition/Restriction",
            "Reciprocal",
            "The entity is NOT itself excluded.",
            ("product-restriction", "none"),
        ),
        ("Another Type", "Reciprocal", "", (None, "unknown")),
        ("Ineligible (Proceedings Pending)", "", "", (None, "unknown")),
    ],
)
def test_a_row_says_what_its_type_programme_and_comment_say(
    tmp_path: Path, kind: str, programme: str, comment: str, expected: tuple[str | None, str]
) -> None:
    given = {"Exclusion Type": kind, "Exclusion Program": programme, "Additional Comments": comment}
    (row,), faults = sam(tmp_path, given)
    assert (row.exclusion_type, row.effect) == expected
    assert faults == []


def test_every_reading_of_a_list_names_its_source() -> None:
    assert "sam-exclusions" in list_meanings()
    assert all(row.cite and row.reason for meaning in list_meanings().values() for row in meaning.rows)


def test_days_and_their_absence(tmp_path: Path) -> None:
    rows, _ = sam(
        tmp_path,
        {"Termination Date": "Indefinite"},
        {"Termination Date": "01/02/2031"},
        {"Termination Date": ""},
    )
    assert [row.listed_until for row in rows] == [OPEN, date(2031, 1, 2), None]


def test_rows_that_cannot_be_read_are_set_aside_with_their_line(tmp_path: Path) -> None:
    rows, faults = sam(
        tmp_path,
        {"Active Date": "2030-01-02"},
        {"Name": "", "First": "Ann", "Last": "Oak"},
        {"Name": ""},
        {"Classification": "Frim"},
        {"SAM Number": "S1"},
        {"SAM Number": "S1"},
    )
    assert [(row.entry, row.names) for row in rows] == [
        ("line-3", ("Ann Oak",)),
        ("S1", ("ACORN WORKS",)),
        ("S1-line-7", ("ACORN WORKS",)),
    ]
    assert faults == [
        "extract.csv:2:1: Active Date: `2030-01-02` is no day (days are written MM/DD/YYYY)",
        "extract.csv:4:1: Name: the row has no name",
        "extract.csv:5:1: Classification: `Frim` is no classification (did you mean `Firm`?)",
    ]


def test_a_file_that_is_no_extract_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Name,Country\nA,B\n")
    with pytest.raises(InputInvalidError, match="Classification: there is no such column"):
        list(read_sam(path, Rejected("other.csv")))


def test_an_identifier_that_fails_its_check_is_kept_and_never_compared(tmp_path: Path) -> None:
    rows, _ = sam(tmp_path, {"Unique Entity ID": UEI}, {"Unique Entity ID": "0OIL"})
    assert rows[0].keys == (f"uei::{UEI}",)
    assert rows[1].keys == ()
    assert [one.value for one in rows[1].invalid] == ["0OIL"]


@pytest.mark.parametrize(
    ("scheme", "value", "country", "key"),
    [
        ("lei", "2138-00KU D8LA JWSQ 9D15".lower(), None, f"lei::{LEI}"),
        ("lei", LEI[:-1] + "6", None, None),
        ("vat", "DE 136.695.976", "DE", "vat:DE:136695976"),
        ("vat", "136695976", "DE-BE", "vat:DE:136695976"),
        ("vat", "136695978", "DE", None),
        ("vat", "EL 094259216", "FR", "vat:GR:094259216"),
        ("national-register", "0012 345", "GB", "national-register:GB:0012345"),
        ("national-register", "0012 345", None, None),
        ("duns", "123456789", "US", None),
    ],
)
def test_identifiers_have_one_form(scheme: str, value: str, country: str | None, key: str | None) -> None:
    assert valid_key(scheme, value, country) == key
    if key is not None:
        assert key_of(scheme, value, country) == key


def test_entities_and_their_sanctions_in_both_shapes(tmp_path: Path) -> None:
    sanction = {
        "id": "s1", "schema": "Sanction", "datasets": ["us_sam_exclusions"],
        "properties": {
            "entity": ["c1"], "provisions": ["Voluntary Exclusion"], "program": ["Reciprocal"],
            "startDate": ["2030-01-02"],
        },
    }  # fmt: skip
    company = {
        "id": "c1", "schema": "Company", "datasets": ["us_sam_exclusions"],
        "properties": {"name": ["Acorn Works"], "alias": ["Acorn"], "leiCode": [LEI], "vatCode": ["136695976"],
                       "country": ["de"]},
    }  # fmt: skip
    apart, faults = ftm(tmp_path, sanction, company)
    nested, _ = ftm(tmp_path, company | {"properties": company["properties"] | {"sanctions": [sanction]}})  # type: ignore[operator]
    (row,) = apart
    assert [(one.names, one.keys, one.exclusion_type, one.listed_from, one.listed_until) for one in (row, *nested)] == [
        (("Acorn Works", "Acorn"), (f"lei::{LEI}", "vat:DE:136695976"), "voluntary-exclusion", date(2030, 1, 2), OPEN)
    ] * 2
    assert row.list == "sam-exclusions"
    assert faults == []


def test_an_entry_of_a_list_that_nobody_explained_has_no_type(tmp_path: Path) -> None:
    company = {
        "id": "c1", "schema": "Company", "datasets": ["zz_some_List"],
        "properties": {"name": ["A"], "topics": ["debarment"],
                       "sanctions": [{"id": "s", "properties": {"startDate": ["2030"]}}]},
    }  # fmt: skip
    (row,), _ = ftm(tmp_path, company, {**company, "id": "c2", "properties": {"name": ["B"], "topics": ["debarment"]}})
    assert (row.list, row.exclusion_type, row.listed_from, row.listed_until) == ("zz-some-list", None, None, None)


def test_a_number_of_one_of_two_countries_is_not_compared(tmp_path: Path) -> None:
    company = {
        "id": "c1", "schema": "Company", "datasets": ["x"],
        "properties": {"name": ["A"], "registrationNumber": ["77"], "country": ["de"], "jurisdiction": ["fr"],
                       "sanctions": [{"id": "s", "properties": {}}]},
    }  # fmt: skip
    (row,), _ = ftm(tmp_path, company)
    assert (row.keys, len(row.invalid)) == ((), 1)


def test_lines_that_are_no_entities_are_set_aside(tmp_path: Path) -> None:
    rows, faults = ftm(tmp_path, "{", '{"id": 1}', {"id": "c", "schema": "Company", "properties": {"name": ["A"]}})
    assert rows == []
    assert [fault.split(": ")[0] for fault in faults] == ["entities.ftm.json:1:1", "entities.ftm.json:2:1"]


def test_an_operator_gets_its_entries_and_a_list_nobody_looked_at_stays_open(tmp_path: Path) -> None:
    rows, _ = sam(
        tmp_path,
        {"SAM Number": "S1", "Unique Entity ID": UEI, "Exclusion Type": "Voluntary Exclusion"},
        {"SAM Number": "S2", "Name": "Oak  Ｌtd"},
    )
    operator = EconomicOperator.model_validate(
        {"role": "tenderer", "name": "OAK LTD", "identifiers": [{"scheme": "uei", "value": UEI.lower()}]}
    )
    found = IndexedListings(rows).completed(operator, ["sam-exclusions"], ["sam-exclusions", "other-list"])
    assert [(one.list, one.entry, one.matched_by, one.exclusion_type) for one in found.listings or ()] == [
        ("sam-exclusions", "S1", "identifier", "voluntary-exclusion"),
        ("sam-exclusions", "S2", "name", None),
        ("other-list", None, None, None),
    ]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
def test_the_published_rows_are_read_by_type_and_comment() -> None:
    rejected = Rejected("sample")
    rows = list(read_sam(SAMPLES / "sam-exclusions" / "sam_exclusions_public_v2_a.csv", rejected))
    assert [(row.exclusion_type, row.effect) for row in rows] == [
        ("product-restriction", "none"),
        ("voluntary-exclusion", "excludes"),
        ("proposed-for-debarment", "excludes"),
        ("proposed-for-debarment", "excludes"),
    ]
    assert all(row.keys and not row.invalid for row in rows)
    assert rejected.faults == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
def test_published_entities_without_sanctions_make_no_entry() -> None:
    rejected = Rejected("sample")
    assert list(read_ftm(SAMPLES / "followthemoney" / "organizations_a.ftm.jsonl", rejected)) == []
    assert rejected.faults == []
