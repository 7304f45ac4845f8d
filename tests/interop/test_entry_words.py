"""Types, programmes and statuses of an entry, in entities and in the extract: sets that say one thing or nothing."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ftm_samples import COMPLETED, PENDING, UEI, company, read, sanction
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.facts.base import OPEN
from tenderlaw.interop.entry_days import days_of
from tenderlaw.interop.list_files import list_files
from tenderlaw.interop.list_meanings import ListMeaning, meaning_of_list
from tenderlaw.interop.listings import ListingRow, Rejected, Said, made_row
from tenderlaw.interop.sam import read_sam

SAM = meaning_of_list("sam-exclusions")

TYPES = (
    COMPLETED,
    PENDING,
    "Voluntary Exclusion",
    "Prohibition/Restriction",
    "prohibition / restriction",
    "Debarment",
    "",
)
PROGRAMMES = ("Reciprocal", "Procurement", "NonProcurement", "Non-Procurement", "GSA")
COMMENTS = ("The entity is not itself excluded.", "By statute.", "")
STATUSES = ("Active", "INACTIVE", "inactive", "Terminated", "")


def row_of(said: Said, meaning: ListMeaning | None = SAM) -> ListingRow:
    return made_row(meaning, "x", "e", 1, names=["A"], identifiers=[], said=said, days=days_of([], [], OPEN))


def sets(words: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), max_size=3, unique=True)


@given(sets(TYPES), sets(PROGRAMMES), sets(COMMENTS), sets(STATUSES), st.randoms())
def test_words_are_sets_and_several_say_one_thing_or_nothing(
    kinds: list[str], programmes: list[str], comments: list[str], statuses: list[str], order: Any
) -> None:
    row = row_of(Said(kinds, programmes, comments, statuses))
    alone = [
        row_of(Said([kind], [programme], [comment], [])).exclusion_type
        for kind, programme, comment in itertools.product(kinds or [""], programmes or [""], comments or [""])
    ]
    assert row.exclusion_type == (alone[0] if len(set(alone)) == 1 else None)
    assert row.to_confirm or len(set(alone)) == 1
    for words in (kinds, programmes, comments, statuses):
        order.shuffle(words)
    assert row_of(Said(kinds, programmes, comments, statuses)) == row


@pytest.mark.parametrize(
    ("statuses", "meaning", "status", "to_confirm"),
    [
        (["Inactive"], SAM, "inactive", False),
        (["INACTIVE "], SAM, "inactive", False),
        (["Active"], SAM, "active", False),
        (["Active", "Inactive"], SAM, None, True),
        (["Inactive", "Active"], SAM, None, True),
        (["Withdrawn"], SAM, None, True),
        (["Inactive", "Withdrawn"], SAM, None, True),
        ([], SAM, None, False),
        ([""], SAM, None, False),
        (["Inactive"], None, "inactive", True),  # what a list that nobody explained says is to be confirmed anyway
    ],
)
def test_the_status_of_an_entry_is_read(
    statuses: list[str], meaning: ListMeaning | None, status: str | None, to_confirm: bool
) -> None:
    row = row_of(Said(["Voluntary Exclusion"], ["Reciprocal"], [], statuses), meaning)
    assert (row.status, row.to_confirm) == (status, to_confirm)


def test_an_entry_that_is_called_inactive_surely_holds_on_no_day(tmp_path: Path) -> None:
    (row,), faults = read(tmp_path, company(), sanction(status=["Inactive"], endDate=["2030-06"]))
    assert (row.status, row.listed_until, row.surely_until, faults) == ("inactive", date(2030, 6, 30), None, [])


# The extract -------------------------------------------------------------------------------------------------

HEADING = (
    "Classification", "Name", "Prefix", "First", "Middle", "Last", "Suffix", "Unique Entity ID", "Exclusion Program",
    "Excluding Agency", "Exclusion Type", "Additional Comments", "Active Date", "Termination Date", "Record Status",
    "Cross-Reference", "SAM Number", "CAGE", "NPI",
)  # fmt: skip
GIVEN = {"Classification": "Firm", "Name": "ACORN", "Exclusion Program": "Reciprocal", "Exclusion Type": COMPLETED,
         "Active Date": "01/02/2024", "Termination Date": "Indefinite", "SAM Number": "S1"}  # fmt: skip


def extract(folder: Path, *rows: dict[str, str], end: str = "\n") -> tuple[list[ListingRow], list[str]]:
    lines = [",".join(f'"{name}"' for name in HEADING)]
    lines += [",".join(f'"{(GIVEN | row).get(name, "")}"' for name in HEADING) for row in rows]
    path = folder / "extract.csv"
    path.write_bytes((end.join(lines) + end).encode())
    rejected = Rejected("extract.csv")
    assert [file.format for file in list_files([path])] == ["sam"]
    return list(read_sam(path, rejected)), [str(fault) for fault in rejected.faults]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_however_lines_end_the_extract_is_read(tmp_path: Path, end: str) -> None:
    rows, faults = extract(tmp_path, {}, {"SAM Number": "S2", "Unique Entity ID": UEI}, end=end)
    assert ([row.entry for row in rows], faults) == (["S1", "S2"], [])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Record Status": "Inactive"}, {"status": "inactive"}),
        ({"Record Status": "Active"}, {"status": "active"}),
        ({"Record Status": ""}, {"status": None}),
        ({"Record Status": "Archived"}, {"status": None, "to_confirm": True}),
        ({"Termination Date": "INDEFINITE"}, {"listed_until": OPEN}),
        ({"Termination Date": ""}, {"listed_until": None}),
        ({"Termination Date": "01/01/2023"}, {"listed_from": None, "listed_until": None, "to_confirm": True}),
        ({"Exclusion Program": "Non-Procurement"}, {"exclusion_type": "nonprocurement"}),
        ({"Exclusion Program": "non procurement"}, {"exclusion_type": "nonprocurement"}),
        ({"Exclusion Type": "ineligible (proceedings completed)"}, {"exclusion_type": "debarred"}),
        ({"Exclusion Type": "Ineligible  (Proceedings  Completed)"}, {"exclusion_type": "debarred"}),
        ({"Exclusion Type": ""}, {"exclusion_type": None}),
        ({"Name": "", "First": "Ann", "Middle": "B", "Last": "Oak"}, {"names": ("Ann B Oak", "Ann Oak", "")}),
        ({"Cross-Reference": "(also OAK LTD)"}, {"names": ("ACORN", "(also OAK LTD)")}),
    ],
)
def test_a_row_of_the_extract_says(tmp_path: Path, row: dict[str, str], expected: dict[str, Any]) -> None:
    (found,), faults = extract(tmp_path, row)
    assert faults == []
    said = {name: getattr(found, name) for name in expected}
    assert said == expected | ({"names": tuple(filter(None, expected["names"]))} if "names" in expected else {})


def test_a_number_of_another_kind_is_a_reason_to_look(tmp_path: Path) -> None:
    (row,), _ = extract(tmp_path, {"CAGE": "6V6U5", "NPI": "1234567893"})
    assert (row.keys, row.invalid) == ((), ())
    assert {"number:*:6V6U5", "number:*:1234567893"} <= set(row.unchecked)


def test_a_record_with_an_over_long_number_is_refused_with_its_line(tmp_path: Path) -> None:
    _, faults = extract(tmp_path, {}, {"SAM Number": "S" * 1001})
    assert faults == ["extract.csv:3:1: SAM Number: is longer than 1,000 characters"]
