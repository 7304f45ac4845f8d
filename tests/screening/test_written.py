"""Laws of reading: whatever way a table was written, every row of it is decided as a single case, or set aside."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from written import Written, written

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.decide import decide
from tenderlaw.facts.case import load_case
from tenderlaw.screening.engines.engine import Engine, Here
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import decided
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import screened
from tenderlaw.sources.faults import InputInvalidError

ROOT = Path(__file__).resolve().parents[2]
PROCUREMENT = load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml").procurement
DAY = date(2026, 2, 1)
EU = installed_regimes(("eu-2014-24",))
SCREENING = Screening.of(PROCUREMENT, DAY, EU)


def held_against_single_cases(made: Written, folder: Path, engine: Engine) -> None:
    """Screen a file and hold every row of it against its single case."""
    output = folder / f"{engine.name}.parquet"
    done = screened(Order(made.path, {"P": PROCUREMENT}, EU, DAY, sample=5, cap=5), engine, output)
    found = {row["row"]: row for row in pq.read_table(output).to_pylist()}
    rejects = folder / f"{output.name}.rejects.jsonl"
    lines = rejects.read_text().splitlines() if rejects.exists() else []
    aside = {row["row"]: row for row in map(json.loads, lines)}
    assert not set(found) & set(aside)
    numbers = sorted({*found, *aside})
    assert len(numbers) == len(made.rows) == done.manifest["rows"], made.how
    for number, (supplier, operator) in zip(numbers, made.rows, strict=True):
        if operator is None:
            assert number in aside, made.how
            assert aside[number]["reasons"]
            assert aside[number]["supplier"] == supplier
        else:
            assert number in found, f"{made.how}: {aside.get(number)}"
            decision = decided(SCREENING, operator)
            assert (found[number]["supplier"], found[number]["outcome"]) == (supplier, decision.outcome), made.how


def test_rows_with_characters_that_no_document_can_show_are_set_aside_with_their_places(tmp_path: Path) -> None:
    names = ["Good\nGmbH", "A\0B", "A\x1b", "A\uffff", "Ünal", "A\x85B", "A\x9fB"]
    rows = [{"supplier": str(number), "role": "tenderer", "name": name} for number, name in enumerate(names)]
    table, output = tmp_path / "s.jsonl", tmp_path / "out.parquet"
    table.write_text("\n".join(map(json.dumps, rows)))
    screened(Order(table, {"P": PROCUREMENT}, EU, DAY, sample=5, cap=5), Here(), output)
    assert [row["supplier"] for row in pq.read_table(output).to_pylist()] == ["0", "4", "5"]
    aside = [json.loads(line) for line in (tmp_path / "out.parquet.rejects.jsonl").read_text().splitlines()]
    assert [row["supplier"] for row in aside] == ["1", "2", "3", "6"]
    for row in aside:
        assert "name: " in row["reasons"][0] and "which no document can show" in row["reasons"][0]
        with pytest.raises(InputInvalidError, match=r"operator\.name: .*which no document can show"):
            decide({"operator": {"role": "tenderer", "name": names[int(row["supplier"])]}}, as_of=DAY)


@pytest.mark.parametrize("seed", range(12))
def test_law_every_row_is_decided_as_its_single_case_or_set_aside(tmp_path: Path, seed: int) -> None:
    made = written(seed, tmp_path, DAY)
    held_against_single_cases(made, tmp_path, Here())
