"""Screening with owners: chains are followed before suppliers are decided, and single cases have the same facts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.case import load_case
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.joins.owner_step import OwnerStep
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import Finished, screened
from tenderlaw.screening.synthetic.generate import write_owners, write_suppliers
from tenderlaw.screening.synthetic.made_up import Maker
from tenderlaw.screening.tables import files
from tenderlaw.screening.tables.vocabulary import vocabulary_of
from tenderlaw.sources.faults import InputInvalidError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
DAY = date(2025, 2, 1)
CONVICTION = {
    "offence": "trafficking-in-human-beings", "final": True, "convicted_on": "2022-01-01", "final_on": "2023-06-01",
    "judgment_sets_exclusion": False, "self_cleaning": {"claimed": False},
}  # fmt: skip
CLEAN: dict[str, Any] = {
    name: [] for name in ("linked_persons", "convictions", "tax_breaches", "misconduct", "insolvency",
                          "exclusions_by_judgment", "derogations")
}  # fmt: skip
EDGES = """subject,party,party_kind,interest,share_min,share_max,since,until,hidden
A,B,company,shares,60,60,2015-01-01,open,
B,,,,,,,,false
C,,,shares,,,2015-01-01,open,true
"""


def given(folder: Path) -> tuple[Path, Path]:
    """A owns nothing and is owned by B, which is convicted; C's owner is hidden; D stands in no edge."""
    rows: dict[str, dict[str, Any]] = {"A": {}, "B": {"convictions": [CONVICTION]}, "C": {}, "D": {}}
    lines = [json.dumps({"supplier": key, "country": "SE", **CLEAN, **more}) + "\n" for key, more in rows.items()]
    (folder / "suppliers.jsonl").write_text("".join(lines))
    (folder / "edges.csv").write_text(EDGES)
    return folder / "suppliers.jsonl", folder / "edges.csv"


def run(suppliers: Path, step: OwnerStep, target: Path, **more: Any) -> Finished:
    procurement = load_case(EXAMPLE).procurement
    order = Order(suppliers, {"P": procurement}, installed_regimes(("eu-2014-24",)), DAY, sample=40, steps=(step,))
    return screened(replace(order, **more), Here(), target)


def test_whoever_stands_behind_a_supplier_counts_in_its_decision(tmp_path: Path) -> None:
    suppliers, edges = given(tmp_path)
    done = run(suppliers, OwnerStep(suppliers, edges, None, DAY), tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert dict(zip(table["supplier"].to_pylist(), table["outcome"].to_pylist(), strict=True)) == {
        "A": "must_exclude", "B": "must_exclude", "C": "undetermined", "D": "not_excluded",
    }  # fmt: skip
    owners: Any = done.manifest["owners"]
    assert (owners["edges"], owners["rows_with_owners"], owners["rows_with_hidden_owners"]) == (3, 3, 1)
    assert owners["files"][0]["file"] == "edges.csv"
    assert done.manifest["checked_one_by_one"] == 4


SOLD = """subject,party,party_kind,interest,share_min,share_max,since,until,hidden,since_exact,until_exact
A,B,company,shares,60,60,2015-01-01,2024-06-30,,,
C,B,company,shares,60,60,2024-07-01,open,,,
D,B,company,shares,60,60,2015-01-01,2024-12-31,,,false
E,B,company,shares,60,60,2024-07-01,open,,false,
B,,,,,,,,false,,
"""
BEFORE = date(2024, 3, 1)


def test_owners_are_those_of_each_day_that_is_asked(tmp_path: Path) -> None:
    """B, which is convicted, has sold A, bought C and E, and given up D some time in 2024."""
    suppliers, edges = given(tmp_path)
    lines = [json.dumps({"supplier": key, "country": "SE", **CLEAN}) + "\n" for key in "ACDE"]
    suppliers.write_text("".join(lines) + json.dumps({"supplier": "B", "country": "SE", **CLEAN,
                                                      "convictions": [CONVICTION]}))  # fmt: skip
    edges.write_text(SOLD)

    def outcomes(name: str, day: date, versus: date | None = None) -> list[dict[str, Any]]:
        step = OwnerStep(suppliers, edges, None, day)
        explained = tmp_path / "changed.jsonl" if versus else None
        procurement = load_case(EXAMPLE).procurement
        order = Order(suppliers, {"P": procurement}, installed_regimes(("eu-2014-24",)), day, versus, 40, steps=(step,))
        screened(order, Here(), tmp_path / name, explain_changed=explained)
        return sorted(pq.read_table(tmp_path / name).to_pylist(), key=lambda row: str(row["supplier"]))

    now, then = outcomes("now.parquet", DAY), outcomes("then.parquet", BEFORE)
    both = outcomes("both.parquet", DAY, BEFORE)
    assert [(row["supplier"], row["outcome"]) for row in now] == [
        ("A", "not_excluded"), ("B", "must_exclude"), ("C", "must_exclude"), ("D", "not_excluded"),
        ("E", "must_exclude"),
    ]  # fmt: skip
    assert [row["outcome"] for row in then] == [
        "must_exclude", "must_exclude", "not_excluded", "undetermined", "not_excluded",
    ]  # fmt: skip
    assert [row["outcome"] for row in both] == [row["outcome"] for row in now]
    assert [row["before"] for row in both] == [row["outcome"] for row in then]
    changed = [json.loads(line) for line in (tmp_path / "changed.jsonl").read_text().splitlines()]
    assert {(one["supplier"], one["before"]["outcome"], one["now"]["outcome"]) for one in changed} == {
        (row["supplier"], row["before"], row["outcome"]) for row in both if row["changed"]
    }


def test_many_made_up_suppliers_are_decided_as_single_cases_decide_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PART_ROWS", 700)
    maker = Maker(3, DAY, vocabulary_of(one.typed for one in installed_regimes()))
    suppliers, edges, persons = (tmp_path / f"{name}.parquet" for name in ("suppliers", "edges", "persons"))
    write_suppliers(maker, 1500, suppliers, lambda done, total: None)
    write_owners(maker, 1500, edges, persons)
    step = OwnerStep(suppliers, edges, persons, DAY)
    done = run(suppliers, step, tmp_path / "out.parquet")
    assert done.rejects == 0
    counts: Any = done.manifest["outcomes"]
    assert set(counts["P"]) == {"must_exclude", "may_exclude", "undetermined", "not_excluded"}


def test_other_owners_are_another_run(tmp_path: Path) -> None:
    suppliers, edges = given(tmp_path)
    first = OwnerStep(suppliers, edges, None, DAY).identity()
    assert OwnerStep(suppliers, edges, None, DAY, bound=3).identity() != first
    edges.write_text(EDGES + "D,P,person,other,,,,,\n")
    assert OwnerStep(suppliers, edges, None, DAY).identity() != first


def test_owners_that_cannot_be_read_end_the_run_with_their_place(tmp_path: Path) -> None:
    suppliers, edges = given(tmp_path)
    edges.write_text("subject,party,interest\nA,B,boss\n")
    with pytest.raises(InputInvalidError, match="row 1: interest: `boss` is not one of the known words"):
        run(suppliers, OwnerStep(suppliers, edges, None, DAY), tmp_path / "out.parquet")
    with pytest.raises(InputInvalidError, match="cannot be read"):
        run(suppliers, OwnerStep(suppliers, tmp_path / "none.csv", None, DAY), tmp_path / "o.parquet")


def test_the_command_takes_owners(tmp_path: Path) -> None:
    suppliers, edges = given(tmp_path)
    command = ["screen", str(suppliers), "--procurement", str(EXAMPLE), "-o", str(tmp_path / "out.csv"),
               "--as-of", "2025-02-01", "--regimes", "eu-2014-24"]  # fmt: skip
    done = CliRunner().invoke(app, [*command, "--owners", str(edges), "--owner-steps", "4"])
    assert done.exit_code == 0, done.output
    assert "owners: edges 3" in done.output
    assert "rows with hidden owners: 1" in done.output
    assert CliRunner().invoke(app, [*command, "--persons", str(edges)]).exit_code == 2
