"""Runs over files: nothing is lost, nothing is half written, and what was killed goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from anything import any_suppliers, codes_of
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.case import load_case
from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.runs import agreement
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import screened
from tenderlaw.screening.tables import files
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.rows import arrow_schema
from tenderlaw.sources.faults import InputInvalidError, InternalError

ROOT = Path(__file__).resolve().parents[2]
PROCUREMENT = load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml").procurement
DAY = date(2025, 2, 1)
CONVICTION = {
    "offence": "trafficking-in-human-beings", "final": True, "convicted_on": "2020-01-01", "final_on": "2023-06-01",
    "judgment_sets_exclusion": False, "self_cleaning": {"claimed": False},
}  # fmt: skip


def rows(count: int, seed: int = 5) -> list[dict[str, Any]]:
    suppliers = any_suppliers(seed, count, DAY, codes_of(installed_regimes()))
    return [{"supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(suppliers)]


def parquet(path: Path, data: list[dict[str, Any]]) -> Path:
    pq.write_table(pa.Table.from_pylist(data, schema=arrow_schema()).drop_columns(["row"]), path)
    return path


def order(suppliers: Path, **more: object) -> Order:
    return replace(
        Order(suppliers, {"P": PROCUREMENT}, installed_regimes(("eu-2014-24",)), DAY, sample=20, cap=5),
        **more,  # type: ignore[arg-type]
    )


def outcomes(path: Path) -> list[tuple[str, str]]:
    table = pq.read_table(path)
    return list(zip(table["supplier"].to_pylist(), table["outcome"].to_pylist(), strict=True))


def test_lines_and_columns_come_to_the_same(tmp_path: Path) -> None:
    data = rows(60)
    suppliers = any_suppliers(5, 60, DAY, codes_of(installed_regimes()))
    lines = tmp_path / "suppliers.jsonl"
    lines.write_text(
        "".join(
            json.dumps({"supplier": f"S{n}", **one.model_dump(mode="json", exclude_none=True)}) + "\n"
            for n, one in enumerate(suppliers)
        )
    )
    screened(order(parquet(tmp_path / "suppliers.parquet", data)), Here(), tmp_path / "a.parquet")
    screened(order(lines), Here(), tmp_path / "b.parquet")
    assert outcomes(tmp_path / "a.parquet") == outcomes(tmp_path / "b.parquet")


def test_a_table_of_cells_is_read_by_dotted_names(tmp_path: Path) -> None:
    cells = tmp_path / "suppliers.csv"
    conviction = json.dumps([CONVICTION]).replace('"', '""')
    cells.write_text(f'supplier,country,convictions,tender.abnormally_low\nA,SE,"{conviction}",\nB,SE,[],false\n')
    done = screened(order(cells), Here(), tmp_path / "out.parquet")
    assert done.rejects == 0
    assert outcomes(tmp_path / "out.parquet") == [("A", "must_exclude"), ("B", "undetermined")]


def test_rows_that_cannot_be_read_are_set_aside_with_the_reason_and_their_number(tmp_path: Path) -> None:
    lines = tmp_path / "suppliers.jsonl"
    lines.write_text(
        '{"supplier": "good"}\n{"supplier": "bad", "country": "Sweden"}\nnot json\n\n{"country": "SE"}\n'
        '{"supplier": "again", "convictions": [{"final": "yes"}]}\n'
    )
    done = screened(order(lines), Here(), tmp_path / "out.parquet")
    assert [supplier for supplier, _ in outcomes(tmp_path / "out.parquet")] == ["good"]
    rejects = [json.loads(line) for line in (tmp_path / "out.parquet.rejects.jsonl").read_text().splitlines()]
    assert [(one["row"], one["supplier"]) for one in rejects] == [(1, "bad"), (2, None), (4, None), (5, "again")]
    assert "country" in rejects[0]["reasons"][0]
    assert done.rejects == 4


def test_columns_set_aside_what_a_single_case_refuses(tmp_path: Path) -> None:
    data = rows(6)
    data[1]["country"] = "Sweden"
    data[2]["convictions"] = [{"offence": "corruption", "final": False, "final_on": date(2020, 1, 1)}]
    data[3]["linked_persons"] = [{"name": "", "link": "owner-of-everything"}]
    data[4]["supplier"] = None
    done = screened(order(parquet(tmp_path / "in.parquet", data)), Here(), tmp_path / "out.parquet")
    rejects = [json.loads(line) for line in (tmp_path / "out.parquet.rejects.jsonl").read_text().splitlines()]
    assert [one["row"] for one in rejects] == [1, 2, 3, 4]
    assert [supplier for supplier, _ in outcomes(tmp_path / "out.parquet")] == ["S0", "S5"]
    assert done.manifest["rejects"] == 4


def test_rejects_can_be_refused(tmp_path: Path) -> None:
    lines = tmp_path / "suppliers.jsonl"
    lines.write_text('{"supplier": "good"}\nnot json\n')
    with pytest.raises(InputInvalidError, match=r"row 1 of suppliers\.jsonl"):
        screened(order(lines), Here(), tmp_path / "out.parquet", refuse_rejects=True)
    assert not (tmp_path / "out.parquet").exists()


def test_a_run_that_was_killed_goes_on_and_comes_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PART_ROWS", 10)
    source = parquet(tmp_path / "in.parquet", rows(35))
    screened(order(source), Here(), tmp_path / "whole.parquet")

    class KilledError(Exception):
        pass

    class Dying(Here):
        left = 2

        def decide(self, program: Program, part: Part, target: Path) -> None:
            self.left -= 1
            if self.left < 0:
                raise KilledError
            super().decide(program, part, target)

    with pytest.raises(KilledError):
        screened(order(source), Dying(), tmp_path / "again.parquet")
    assert not (tmp_path / "again.parquet").exists()
    survivor = Dying()
    survivor.left = 2  # two of the four parts are done
    screened(order(source), survivor, tmp_path / "again.parquet")
    for name in ("", ".manifest.json"):
        assert (tmp_path / f"again.parquet{name}").read_bytes() == (tmp_path / f"whole.parquet{name}").read_bytes()
    assert not (tmp_path / "again.parquet.unfinished").exists()


def test_a_run_comes_to_the_same_rows_wherever_parts_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in.parquet"
    table = pa.Table.from_pylist(rows(60), schema=arrow_schema()).drop_columns(["row"])
    pq.write_table(table, source, row_group_size=25)  # parts and row groups do not end together
    for size in (17, 1000):
        monkeypatch.setattr(files, "PART_ROWS", size)
        screened(order(source, versus=date(2024, 2, 1)), Here(), tmp_path / f"{size}.parquet")
    assert pq.read_table(tmp_path / "17.parquet").to_pylist() == pq.read_table(tmp_path / "1000.parquet").to_pylist()


def test_an_unfinished_run_of_other_inputs_is_not_taken_over(tmp_path: Path) -> None:
    source = parquet(tmp_path / "in.parquet", rows(5))
    (tmp_path / "out.parquet.unfinished").mkdir()
    (tmp_path / "out.parquet.unfinished" / "run.json").write_text('{"tenderlaw": "0", "engine": {}}')
    with pytest.raises(InputInvalidError, match="unfinished run"):
        screened(order(source), Here(), tmp_path / "out.parquet")


def test_a_disagreement_fails_before_anything_is_moved_into_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = agreement.as_columns_say
    monkeypatch.setattr(agreement, "as_columns_say", lambda *args: {**said(*args), "surely": 77})
    with pytest.raises(InternalError, match=r"disagree on in\.parquet, row 0"):
        screened(order(parquet(tmp_path / "in.parquet", rows(5))), Here(), tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_whose_outcome_changes_is_counted_listed_and_explained(tmp_path: Path) -> None:
    lines = tmp_path / "suppliers.jsonl"
    ended = {**CONVICTION, "final_on": "2020-01-31"}
    lines.write_text(
        json.dumps({"supplier": "ended", "convictions": [ended], "linked_persons": []}) + '\n{"supplier": "unknown"}\n'
    )
    done = screened(
        order(lines, versus=date(2024, 12, 1)), Here(), tmp_path / "out.parquet",
        explain_changed=tmp_path / "why.jsonl",
    )  # fmt: skip
    assert done.manifest["changes"] == {"P": {"must_exclude -> undetermined": 1}}
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["supplier"], row["before"], row["changed"]) for row in table] == [
        ("ended", "must_exclude", True), ("unknown", "undetermined", False),
    ]  # fmt: skip
    (why,) = [json.loads(line) for line in (tmp_path / "why.jsonl").read_text().splitlines()]
    assert (why["supplier"], why["before"]["outcome"], why["now"]["outcome"]) == (
        "ended", "must_exclude", "undetermined",
    )  # fmt: skip


def test_a_folder_of_parts_in_and_out(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    parquet(folder / "a.parquet", rows(5, 1))
    parquet(folder / "b.parquet", rows(7, 2))
    screened(order(folder), Here(), tmp_path / "out")
    written = sorted((tmp_path / "out").iterdir())
    assert [pq.read_metadata(file).num_rows for file in written] == [5, 7]
    assert pq.read_table(written[1])["file"].to_pylist() == ["b.parquet"] * 7


def test_columns_of_another_kind_are_a_clear_error(tmp_path: Path) -> None:
    pq.write_table(pa.table({"supplier": ["A"], "convictions": ["none"]}), tmp_path / "in.parquet")
    with pytest.raises(InputInvalidError, match="convictions: is text, and must be a list"):
        screened(order(tmp_path / "in.parquet"), Here(), tmp_path / "out.parquet")


def test_out_of_scope_is_said_of_every_row(tmp_path: Path) -> None:
    source = parquet(tmp_path / "in.parquet", rows(3))
    bought = PROCUREMENT.model_copy(update={"authority": None, "call_sent_on": date(1999, 1, 1)})
    done = screened(order(source, procurements={"P": bought}), Here(), tmp_path / "out.parquet")
    assert done.manifest["outcomes"] == {"P": {"out_of_scope": 3}}
    assert "eu-2014-24" in str(done.manifest["not_governing"])


def test_several_procurements_stand_row_by_row(tmp_path: Path) -> None:
    source = parquet(tmp_path / "in.parquet", rows(2))
    screened(order(source, procurements={"P": PROCUREMENT, "Q": PROCUREMENT}), Here(), tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [(line["row"], line["procurement"]) for line in lines] == [(0, "P"), (0, "Q"), (1, "P"), (1, "Q")]


def test_outputs_end_in_a_known_way(tmp_path: Path) -> None:
    with pytest.raises(InputInvalidError, match="must end in"):
        screened(order(tmp_path / "in.parquet"), Here(), tmp_path / "out.xlsx")


def test_an_engine_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    source = parquet(tmp_path / "in.parquet", rows(1))
    asked = ["screen", str(source), "--procurement", str(source), "-o", str(tmp_path / "o.csv"), "--engine", "duckdb"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 2
    assert "known: arrow, spark" in done.output.replace("\n", " ")
