"""Runs with lists: what the list says reaches the decisions, the manifest, and a run that goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow.parquet as pq
import pytest

from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.decide import decide
from tenderlaw.interop.list_files import completed_case, list_files
from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.joins.database import Database, Function
from tenderlaw.screening.joins.joined import Joined
from tenderlaw.screening.joins.list_step import list_step
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import Finished, screened
from tenderlaw.screening.tables import files
from tenderlaw.screening.tables.files import Part, inputs_of, parts_of
from tenderlaw.screening.tables.folders import files_of
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Source, read_file

ROOT = Path(__file__).resolve().parents[2]
FILE = "9.4-9.1-eligibility.yaml"
GIVEN: Any = cast("Any", read_file(ROOT / "jurisdictions" / "us-far" / "cases" / FILE).data)["given"]
FACTS = {name: value for name, value in GIVEN["operator"].items() if name != "listings"}
DAY = date(2026, 3, 20)
REGIMES = installed_regimes(("us-far",))

COLUMNS = (
    "Classification", "Name", "First", "Middle", "Last", "Unique Entity ID", "Exclusion Program", "Exclusion Type",
    "Additional Comments", "Active Date", "Termination Date", "SAM Number",
)  # fmt: skip
COMPLETED, PENDING = "Ineligible (Proceedings Completed)", "Ineligible (Proceedings Pending)"
ENTRIES = (
    ("BIRCH LTD", "BBBBBBBBBBB1", "Reciprocal", COMPLETED, "", "01/02/2024", "Indefinite"),
    ("CEDAR LTD", "CCCCCCCCCCC1", "Reciprocal", "Voluntary Exclusion", "", "01/02/2024", "01/02/2027"),
    ("ELDER LTD", "EEEEEEEEEEE1", "Reciprocal", COMPLETED, "", "01/02/2024", "03/19/2026"),
    ("FIR LTD", "FFFFFFFFFFF1", "Reciprocal", "Prohibition/Restriction", "Not itself excluded.", "01/02/2024", ""),
    ("HAZEL LTD", "HHHHHHHHHHH1", "NonProcurement", COMPLETED, "", "01/02/2024", "Indefinite"),
    ("LARCH LTD", "0BADBADBADB1", "Procurement", PENDING, "", "01/02/2024", "Indefinite"),
    ("MAPLE LTD", "MMMMMMMMMMM1", "Reciprocal", "Prohibition/Restriction", "By statute.", "01/02/2024", "Indefinite"),
    ("OAK LTD", "KKKKKKKKKKK1", "Reciprocal", COMPLETED, "", "01/02/2024", "01/31/2026"),
    ("PINE LTD", "PPPPPPPPPPP1", "Reciprocal", COMPLETED, "", "03/21/2026", "Indefinite"),
)
SUPPLIERS = {
    "birch": ("Another Name", "bbbb-bbbb-bbb1"),
    "cedar": ("Cedar", "CCCCCCCCCCC1"),
    "clean": ("Acorn", "AAAAAAAAAAA1"),
    "ended the day before": ("Elder", "EEEEEEEEEEE1"),
    "restricted": ("Fir", "FFFFFFFFFFF1"),
    "nonprocurement": ("Hazel", "HHHHHHHHHHH1"),
    "statute": ("Maple", "MMMMMMMMMMM1"),
    "ended before tenders were due": ("Oak", "KKKKKKKKKKK1"),
    "begins the day after": ("Pine", "PPPPPPPPPPP1"),
    "name alone": ("birch  ltd", "AAAAAAAAAAA2"),
    "unchecked": ("Larch", "0BADBADBADB1"),
    "no number": ("Acorn", None),
    "no number, name": ("Birch LTD", None),
}
EXPECTED = {
    "birch": ("must_exclude", True),  # the type holds ineligibility by statute, too
    "cedar": ("must_exclude", False),
    "clean": ("not_excluded", False),
    "ended the day before": ("may_exclude", False),  # after tenders were due
    "restricted": ("not_excluded", False),  # how long is not known, so that it is not surely active
    "nonprocurement": ("not_excluded", True),
    "statute": ("undetermined", False),
    "ended before tenders were due": ("not_excluded", False),
    "begins the day after": ("not_excluded", True),
    "name alone": ("not_excluded", True),
    "unchecked": ("undetermined", True),
    "no number": ("undetermined", False),
    "no number, name": ("undetermined", True),
}


def extract(folder: Path) -> Path:
    lines = [",".join(COLUMNS)]
    for number, (name, uei, programme, kind, comment, first, last) in enumerate(ENTRIES):
        lines.append(f"Firm,{name},,,,{uei},{programme},{kind},{comment},{first},{last},S{number}")
    path = folder / "extract.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def operator(name: str, uei: str | None) -> dict[str, Any]:
    return {**FACTS, "name": name, **({"identifiers": [{"scheme": "uei", "value": uei}]} if uei else {})}


def suppliers(folder: Path) -> Path:
    path = folder / "suppliers.jsonl"
    lines = [{"supplier": key, **operator(*given)} for key, given in SUPPLIERS.items()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def case(facts: dict[str, Any]) -> Any:
    data = {"procurement": GIVEN["procurement"], "operator": facts, "entities": []}
    text = json.loads(json.dumps(data, default=str))
    return case_in(Source("facts", text, {}), REGIMES)


def order(source: Path, *lists: Path, **more: Any) -> Order:
    procurement = case(operator("Acorn", None)).procurement
    steps = (list_step(lists, REGIMES),) if lists else ()
    return replace(Order(source, {"P": procurement}, REGIMES, DAY, sample=50, cap=50, steps=steps), **more)


def answers(path: Path) -> dict[str, tuple[str, bool]]:
    return {row["supplier"]: (row["outcome"], row["review"]) for row in pq.read_table(path).to_pylist()}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finished, Path]:
    """A finished run, and its table."""
    folder = tmp_path_factory.mktemp("run")
    out = folder / "out.parquet"
    return screened(order(suppliers(folder), extract(folder)), Here(), out), out


def test_each_supplier_is_decided_by_what_its_entry_says(finished: tuple[Finished, Path]) -> None:
    done, out = finished
    assert answers(out) == EXPECTED
    assert done.manifest["checked_one_by_one"] == len(SUPPLIERS)


def test_a_single_case_with_the_list_comes_to_the_same(tmp_path: Path) -> None:
    held = list_files([extract(tmp_path)])
    found = {}
    for key, facts in SUPPLIERS.items():
        completed, _ = completed_case(case(operator(*facts)), held, [one.typed for one in REGIMES])
        decision = decide(completed, as_of=DAY, packs=REGIMES)
        found[key] = (decision.outcome, decision.review)
    assert found == EXPECTED


def test_what_stays_unknown_is_said_with_what_would_settle_it(tmp_path: Path) -> None:
    packs = [one.typed for one in REGIMES]
    _, remarks = completed_case(case(operator("Acorn", None)), list_files([extract(tmp_path)]), packs)
    assert [str(one) for one in remarks if "fapiis" not in str(one)] == [
        "facts: operator.listings: whether an entry of `sam-exclusions` names it stays unknown "
        "(give its identifier of scheme `uei`)"
    ]
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "c", "schema": "Company", "datasets": ["x"], "properties": {"sanctions": [{"id": "s"}]}}')
    _, remarks = completed_case(case(operator("Acorn", "AAAAAAAAAAA1")), list_files([other]), packs)
    assert "(no file holds that list)" in str(remarks[0])


def test_the_manifest_says_what_was_read_and_found(finished: tuple[Finished, Path]) -> None:
    held = finished[0].manifest["lists"]
    assert isinstance(held, dict)
    said = dict(held)
    (file,) = said.pop("files")
    assert (file["file"], file["format"], len(file["sha256"])) == ("extract.csv", "sam", 64)
    assert said == {
        "asked_about": ["fapiis", "sam-exclusions"],
        "entries": {"sam-exclusions": {"extract.csv": 9}},
        "entries_found_by_name_alone": {"sam-exclusions": 1},
        "identifiers_that_fail_their_check": 1,
        "searched": {"sam-exclusions": ["uei"]},
        "rows_matched": 8,
        "rows_matched_by_unchecked_identifier": 1,
        "rows_matched_by_name_alone": 2,
        "rows_matched_by_linked_person_alone": 0,
        "rows_left_open": 13,  # no file holds the other list
    }


def test_without_lists_the_manifest_says_nothing_of_them(tmp_path: Path) -> None:
    done = screened(order(suppliers(tmp_path)), Here(), tmp_path / "out.parquet")
    assert "lists" not in done.manifest
    assert {outcome for outcome, _ in answers(tmp_path / "out.parquet").values()} == {"undetermined"}


def test_a_part_that_is_completed_twice_comes_to_the_same_bytes(tmp_path: Path) -> None:
    ran = order(suppliers(tmp_path), extract(tmp_path))
    written, said = [], []
    for name in ("first", "again"):
        work = tmp_path / name
        work.mkdir()
        joined = Joined(ran.steps, work, duckdb.connect())
        (given,) = parts_of(inputs_of(files_of(ran.suppliers), work, ran.model))
        joined.complete(0, given)
        written.append(joined.part(0, given).file.read_bytes())
        said.append(joined.said([0]))
    assert written[0] == written[1]
    assert said[0] == said[1]
    assert said[0]["lists"]["rows_matched"] == 8


def test_whose_outcome_changes_because_an_entry_ended_is_explained(tmp_path: Path) -> None:
    ran = order(suppliers(tmp_path), extract(tmp_path), versus=date(2026, 3, 19))
    screened(ran, Here(), tmp_path / "out.parquet", explain_changed=tmp_path / "why.jsonl")
    (why,) = [json.loads(line) for line in (tmp_path / "why.jsonl").read_text().splitlines()]
    assert (why["supplier"], why["before"]["outcome"], why["now"]["outcome"]) == (
        "ended the day before", "must_exclude", "may_exclude",
    )  # fmt: skip


class KilledError(Exception):
    pass


class Dying(Here):
    """An engine that is killed after so many computations, joins among them."""

    left = 0

    def decide(self, program: Program, part: Part, target: Path) -> None:
        self.counted()
        super().decide(program, part, target)

    def counted(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise KilledError


def watched(engine: Dying, monkeypatch: pytest.MonkeyPatch) -> Dying:
    """The engine, to which joins are told as well."""
    write = Database.write

    def told(self: Database, query: str, target: Path) -> None:
        engine.counted()
        write(self, query, target)

    monkeypatch.setattr(Database, "write", told)
    return engine


@pytest.mark.parametrize("left", [2, 3])
def test_a_run_with_lists_that_was_killed_goes_on_and_comes_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    monkeypatch.setattr(files, "PART_ROWS", 7)
    source, lists = suppliers(tmp_path), extract(tmp_path)
    screened(order(source, lists), Here(), tmp_path / "whole.parquet")
    dying = Dying()
    dying.left = left
    with pytest.raises(KilledError), monkeypatch.context() as patched:
        screened(order(source, lists), watched(dying, patched), tmp_path / "again.parquet")
    assert not (tmp_path / "again.parquet").exists()
    survivor = Dying()
    survivor.left = 4 - left  # two parts are joined and decided: nothing is computed a second time
    screened(order(source, lists), watched(survivor, monkeypatch), tmp_path / "again.parquet")
    assert survivor.left == 0
    for name in ("", ".manifest.json"):
        assert (tmp_path / f"again.parquet{name}").read_bytes() == (tmp_path / f"whole.parquet{name}").read_bytes()
    assert answers(tmp_path / "again.parquet") == EXPECTED


def test_a_run_does_not_go_on_with_another_list(tmp_path: Path) -> None:
    source, lists = suppliers(tmp_path), extract(tmp_path)
    with pytest.raises(KilledError):
        screened(order(source, lists), Dying(), tmp_path / "out.parquet")
    lists.write_text(lists.read_text() + "Firm,NEW,,,,,,,,01/02/2024,,S9\n")
    with pytest.raises(InputInvalidError, match="unfinished run with other inputs"):
        screened(order(source, lists), Here(), tmp_path / "out.parquet")


def test_a_list_that_cannot_be_read_stops_the_run_before_anything_is_written(tmp_path: Path) -> None:
    lists = extract(tmp_path)
    lists.write_text(lists.read_text() + "Firm,NEW,,,,,,,,soon,,S9\n")
    with pytest.raises(InputInvalidError, match=r"extract\.csv:11:1: Active Date: `soon` is no day"):
        screened(order(suppliers(tmp_path), lists), Here(), tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_steps_follow_one_another(tmp_path: Path) -> None:
    ran = order(suppliers(tmp_path), extract(tmp_path))
    done: Finished = screened(replace(ran, steps=(_Renamed(), *ran.steps)), Here(), tmp_path / "out.parquet")
    assert answers(tmp_path / "out.parquet")["clean"] == ("not_excluded", True)
    assert done.manifest["renamed"] == {"to": "BIRCH LTD", "rows_renamed": len(SUPPLIERS)}


class _Renamed:
    """A step that gives every supplier the name of an entry."""

    name = "renamed"
    completes: Sequence[str] = ("name",)
    tallies: Sequence[str] = ("rows_renamed",)
    functions: Mapping[str, Function] = {}

    def identity(self) -> Mapping[str, object]:
        return {"to": "BIRCH LTD"}

    def tables(self, work: Path) -> Mapping[str, Path]:
        return {}

    def said(self) -> Mapping[str, object]:
        return self.identity()

    def joined(self, tables: Database, suppliers: str) -> str:
        return f"SELECT * REPLACE ('BIRCH LTD' AS name), true AS rows_renamed FROM {suppliers}"  # noqa: S608
