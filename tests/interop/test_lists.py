"""Entries of public lists: what a row says, which identifiers count, which rows are set aside."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.governing import may_govern
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.interop.asked import ANY_LIST, asked_lists
from tenderlaw.interop.ftm import read_ftm
from tenderlaw.interop.identifiers import key_of, valid_key
from tenderlaw.interop.list_files import ListsRead, list_files, read_lists
from tenderlaw.interop.list_meanings import list_meanings
from tenderlaw.interop.listings import ListingRow, Rejected
from tenderlaw.interop.sam import read_sam
from tenderlaw.interop.searching import IndexedListings
from tenderlaw.packs.conditions import All, AnyOf, Condition, Given, Not, Ref, Some
from tenderlaw.packs.conditions import Test as FactTest
from tenderlaw.sources.faults import InputInvalidError

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
COLUMNS = (
    "Classification", "Name", "First", "Middle", "Last", "Unique Entity ID", "Exclusion Program", "Exclusion Type",
    "Additional Comments", "Active Date", "Termination Date", "SAM Number",
)  # fmt: skip
HEADER = ",".join(COLUMNS).encode()
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


def test_an_identifier_that_fails_its_check_is_kept_and_identifies_nobody(tmp_path: Path) -> None:
    rows, _ = sam(tmp_path, {"Unique Entity ID": UEI}, {"Unique Entity ID": "0OIL"})
    assert rows[0].keys == (f"uei::{UEI}",)
    assert rows[1].keys == ()
    assert [one.value for one in rows[1].invalid] == ["0OIL"]
    assert rows[1].unchecked == ("uei::0OIL",)


@pytest.mark.parametrize(
    ("scheme", "value", "country", "key"),
    [
        ("lei", "2138-00KU D8LA JWSQ 9D15".lower(), None, f"lei::{LEI}"),
        ("lei", LEI[:-1] + "6", None, None),
        ("vat", "DE 136.695.976", "DE", "vat:DE:136695976"),
        ("vat", "136695976", "DE-BE", "vat:DE:136695976"),
        ("vat", "136695978", "DE", None),
        ("vat", "EL 094259216", "FR", "vat:GR:94259216"),
        ("national-register", "0012 345", "GB", "national-register:GB:12345"),
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
    rows, _ = ftm(tmp_path, company, {**company, "id": "c2", "properties": {"name": ["B"], "topics": ["debarment"]}})
    assert [(row.list, row.entry, row.exclusion_type, row.listed_from, row.listed_until) for row in rows] == [
        ("zz-some-list", "s", None, date(2030, 1, 1), None),
        ("zz-some-list", "c2", None, None, None),
    ]


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
    index = IndexedListings(rows)
    found = index.completed(operator, {"sam-exclusions": ["uei"]}, ["sam-exclusions", "other-list"])
    assert [(one.list, one.entry, one.matched_by, one.exclusion_type) for one in found.listings or ()] == [
        ("sam-exclusions", "S1", "identifier", "voluntary-exclusion"),
        ("sam-exclusions", "S2", "name", None),
        ("other-list", None, None, None),
    ]


def test_whoever_could_not_be_found_is_not_cleared(tmp_path: Path) -> None:
    rows, _ = sam(tmp_path, {"SAM Number": "S1", "Unique Entity ID": UEI})
    index = IndexedListings(rows)
    searched = {"sam-exclusions": ["uei"]}

    def listings(**facts: object) -> list[tuple[str, str | None, str | None]]:
        operator = EconomicOperator.model_validate({"role": "tenderer", **facts})
        done = index.completed(operator, searched, ["sam-exclusions"])
        return [(one.list, one.entry, one.matched_by) for one in done.listings or ()]

    open_ = ("sam-exclusions", None, None)
    assert listings(identifiers=[{"scheme": "uei", "value": "Z" + UEI[1:]}]) == []
    assert listings(name="Oak") == [open_]
    assert listings(identifiers=[{"scheme": "uei", "value": "0OIL"}]) == [open_]
    assert listings(identifiers=[{"scheme": "lei", "value": LEI}]) == [open_]
    assert listings(name="Acorn Works") == [("sam-exclusions", "S1", "name"), open_]
    assert listings(name="Oak", listings=[]) == []  # somebody has looked


def test_the_surest_match_of_an_entry_is_the_one_that_is_said(tmp_path: Path) -> None:
    rows, _ = sam(
        tmp_path, {"SAM Number": "S1", "Unique Entity ID": UEI}, {"SAM Number": "S2", "Unique Entity ID": "X9"}
    )
    operator = EconomicOperator.model_validate(
        {
            "role": "tenderer",
            "name": "acorn works",
            "identifiers": [{"scheme": "uei", "value": value} for value in ("x9", UEI)],
        }
    )
    done = IndexedListings(rows).completed(operator, {"sam-exclusions": ["uei"]}, ["sam-exclusions"])
    found = [(one.entry, one.matched_by) for one in done.listings or ()]
    assert found == [("S1", "identifier"), ("S2", "unchecked-identifier")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no list that can be read"),
        (b"supplier,name\nA,B\n", r"f:1:1: is no list that can be read"),
        (
            HEADER.replace(b"Exclusion Type", b"Exclusion Typo") + b"\n",
            r"f:1:1: Exclusion Type: there is no such column",
        ),
        (HEADER + b"\n", "holds no entry of a list"),
        (HEADER + b'\n"Firm","A', r"f:2:1: opens a quote that nothing closes"),
        (HEADER + b"\nFirm,A\n", r"f:2:1: has 2 cells, and the header 12"),
        (HEADER + b"\nFirm,A\0\n", r"f:2:7: holds a zero byte"),
        (HEADER + b"\nFirm,\xff\n", r"f:2:6: is not UTF-8 text"),
        (b'{"id": "a", "schema": "Company", "properties": {}}\n{"id": \n', r"f:2:1: is no entity"),
        (b'{"id": "a", "schema": "Company", "properties": {}}\n\xff\n', r"f:2:1: is no entity"),
        (b'{"id": "a", "schema": "Company", "properties": {}}\n', "holds no entry of a list"),
        (b'{"id": "s", "schema": "Sanction", "properties": {"entity": ["b"]}}\n', r"f:1:1: entity: .* not hold `b`"),
    ],
)
def test_a_file_that_is_no_whole_list_is_refused_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "f"
    path.write_bytes(content)
    with pytest.raises(InputInvalidError, match=message):
        list(read_lists(list_files([path]), ListsRead()))


def test_a_mark_of_the_order_of_bytes_is_no_part_of_the_file(tmp_path: Path) -> None:
    rows, _ = sam(tmp_path, {"SAM Number": "S1"})
    marked = tmp_path / "marked.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + (tmp_path / "extract.csv").read_bytes())
    assert [row.entry for row in read_lists(list_files([marked]), ListsRead())] == [row.entry for row in rows]
    entity = {"id": "c", "schema": "Company", "datasets": ["x"], "properties": {"sanctions": [{"id": "s"}]}}
    marked.write_bytes(b"\xef\xbb\xbf" + json.dumps(entity).encode())
    assert [row.entry for row in read_lists(list_files([marked]), ListsRead())] == ["s"]


def test_a_file_given_twice_is_refused_and_entries_of_two_files_stay_apart(tmp_path: Path) -> None:
    sam(tmp_path, {"SAM Number": "S1", "Unique Entity ID": UEI})
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes((tmp_path / "extract.csv").read_bytes())
    second.write_bytes(first.read_bytes())
    with pytest.raises(InputInvalidError, match=r"b\.csv: is the same file as .*a\.csv"):
        list_files([first, second])
    second.write_bytes(first.read_bytes().replace(b"01/02/2030", b"01/02/2029"))
    read = ListsRead()
    assert [row.entry for row in read_lists(list_files([first, second]), read)] == ["S1", "S1-in-b.csv"]
    assert read.searched == {"sam-exclusions": ("uei",)}
    assert sorted(read.entries.values()) == [1, 1]


def test_a_row_that_cannot_be_read_stops_everything_since_its_party_would_pass(tmp_path: Path) -> None:
    sam(tmp_path, {"Unique Entity ID": UEI}, *({"Active Date": "soon"} for _ in range(25)))
    with pytest.raises(InputInvalidError) as caught:
        list(read_lists(list_files([tmp_path / "extract.csv"]), ListsRead()))
    assert len(caught.value.faults) == 21
    assert "extract.csv: and 5 more rows cannot be read" in str(caught.value)


def test_entries_come_one_by_one_however_long_the_file(tmp_path: Path) -> None:
    sam(tmp_path, *({"SAM Number": f"S{number}"} for number in range(2000)), {"Active Date": "soon"})
    rows = read_lists(list_files([tmp_path / "extract.csv"]), ListsRead())
    assert next(rows).entry == "S0"  # before the last row, which cannot be read, has been


def test_packs_say_which_lists_they_ask_about() -> None:
    named = [regime.typed for regime in installed_regimes() if asked_lists([regime.typed])]
    assert named
    asked = {lists for typed in named for lists in asked_lists([typed])}
    banks = {"adb", "afdb", "ebrd", "iadb", "world-bank"}
    united_nations = {"oil-for-food-inquiry", "security-council-1267", "un-agency-sanctions", "un-ineligibility-list"}
    states = {"debarment-list", "fapiis", "sam-exclusions", "wettbewerbsregister", "ca-ineligible-suspended"}
    assert asked == states | {"ch-boeb-sanctions", "ch-cantonal-sanctions"} | banks | united_nations


@pytest.mark.parametrize(("written", "read"), [("2999-12-31", OPEN), ("2999-12-30", date(2999, 12, 30))])
def test_a_day_that_a_list_writes_for_no_end_is_open(written: str, read: date, tmp_path: Path) -> None:
    properties = {"startDate": ["2020-01-02"], "endDate": [written], "program": ["Procurement Guidelines"]}
    sanction = {"id": "s", "schema": "Sanction", "datasets": ["worldbank_debarred"], "properties": properties}
    entity = {"id": "e", "schema": "LegalEntity", "datasets": ["worldbank_debarred"], "caption": "Example"}
    file = tmp_path / "bank.json"
    file.write_text(json.dumps({**entity, "properties": {"name": ["Example"], "sanctions": [sanction]}}) + "\n")
    (row,) = read_ftm(file, Rejected("bank.json"))
    assert (row.list, row.exclusion_type, row.listed_until) == ("world-bank", None, read)


def test_lists_that_only_regimes_ask_about_which_do_not_govern_are_not_asked_about() -> None:
    regimes, days = installed_regimes(("us-far", "mdb-wb")), [date(2026, 2, 1)]
    abroad = Procurement.model_validate({"authority": {"country": "KE"}, "financed_by": ["world-bank"]})
    at_home = Procurement.model_validate({"authority": {"country": "US", "kind": "central"}})
    assert [one.id for one in may_govern(regimes, [abroad], days)] == ["mdb-wb"]
    assert [one.id for one in may_govern(regimes, [at_home], days)] == ["us-far"]
    assert len(may_govern(regimes, [abroad, at_home], days)) == 2


def listed(*parts: Condition, at_least: int = 1) -> Condition:
    return Some("listings", All(parts), at_least)


LIST_A = FactTest(Ref("item", ("list",)), "code", "is", Given("list-a"))
LIST_AB = FactTest(Ref("item", ("list",)), "code", "in", Given(("list-a", "list-b")))
OTHER = FactTest(Ref("item", ("matched_by",)), "code", "is", Given("name"))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (listed(LIST_A, OTHER), ("list-a",)),
        (listed(LIST_A, LIST_AB), ("list-a",)),
        (listed(AnyOf((LIST_A, LIST_AB))), ("list-a", "list-b")),
        (listed(AnyOf((LIST_A, OTHER))), (ANY_LIST,)),
        (listed(Not(LIST_A)), (ANY_LIST,)),
        (Not(listed(OTHER)), (ANY_LIST,)),
        (OTHER, ()),
    ],
)
def test_a_condition_asks_about_the_lists_that_its_entries_must_be_of(
    condition: Condition, expected: tuple[str, ...]
) -> None:
    (typed,) = (regime.typed for regime in installed_regimes(("eu-2014-24",)))
    assert asked_lists([replace(typed, scope=condition)]) == expected


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
