"""Columns set aside the rows that a single case refuses because their facts contradict each other, and no others."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from anything import RandomFacts, codes_of
from pydantic import ValidationError

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "facts"))
from test_relations import CONFLICTS, CONVICTION, EXCLUSION, case_with, contradicting, euro

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.rows import arrow_schema

Row = dict[str, Any]
DAY = date(2026, 2, 1)
OF_OPERATORS = [
    operator
    for model, relation in CONFLICTS
    if (operator := case_with(model, contradicting(relation))["operator"]) != {"role": "tenderer"}
]


def refused(operator: object) -> bool:
    """Whether a single case refuses the operator."""
    try:
        EconomicOperator.model_validate(operator)
    except ValidationError:
        return True
    return False


def faulty(operators: Sequence[object], folder: Path) -> list[bool]:
    """Which of the operators columns set aside."""
    rows = [{"row": n, "supplier": f"S{n}", **_lists(one)} for n, one in enumerate(operators)]
    file, target = folder / "in.parquet", folder / "out.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema()).drop_columns(["row"]), file)
    part = Part(file, file.name, 0, len(rows), tuple(pq.read_schema(file).names), numbered=False)
    screening = Screening.of(Procurement(), DAY, installed_regimes())
    Here().decide(screening.program(pq.read_schema(file)), part, target)
    return [row["faulty"] for row in pq.read_table(target).sort_by("row").to_pylist()]


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lists(part) for name, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value


def test_each_contradiction_sets_its_row_aside(tmp_path: Path) -> None:
    assert len(OF_OPERATORS) > 20
    assert faulty(OF_OPERATORS, tmp_path) == [True] * len(OF_OPERATORS)


def test_portions_and_judgments_set_their_rows_aside(tmp_path: Path) -> None:
    other = {**EXCLUSION, "excluded_until": date(2028, 1, 1)}
    operators: list[Row] = [
        {
            "role": "subcontractor",
            "subcontract": {"value": euro(10), "performance": [{"estimated_value": euro(amount)}]},
        }
        for amount in (9, 10, 11)
    ] + [
        {"role": "tenderer", "convictions": convictions, "exclusions_by_judgment": exclusions}
        for convictions, exclusions in (
            ([CONVICTION], [EXCLUSION]),
            ([CONVICTION], [other]),
            ([CONVICTION], [EXCLUSION, other]),
            ([CONVICTION, {**CONVICTION, "judgment_excludes_until": date(2028, 1, 1)}], [EXCLUSION, other]),
            ([{**CONVICTION, "final_on": DAY - timedelta(days=9)}], [other]),
            ([], [other]),
        )
    ]
    operators = [{**one, "convictions": [_known(entry) for entry in one.get("convictions", [])]} for one in operators]
    expected = [False, False, True, False, True, True, False, False, False]
    assert [refused(one) for one in operators] == expected
    assert faulty(operators, tmp_path) == expected


def _known(entry: Row) -> Row:
    return {name: value for name, value in entry.items() if value is not None}


def test_whatever_a_single_case_refuses_is_set_aside_and_nothing_else(tmp_path: Path) -> None:
    maker = RandomFacts(random.Random(5), DAY, codes_of(installed_regimes()))
    operators = [{**maker.group(EconomicOperator), "role": "tenderer"} for _ in range(300)]
    expected = [refused(one) for one in operators]
    assert 30 < sum(expected) < 290
    assert faulty(operators, tmp_path) == expected
