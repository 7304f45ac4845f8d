"""A layer of a State speaks in columns where it speaks in a single case, and what it extends is silent."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from anything import any_suppliers, codes_of

from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.facts.case import parse_case
from tenderlaw.packs.installed import load_packs
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import Checked, agree
from tenderlaw.screening.tables.rows import arrow_schema

LAYERS = Path(__file__).resolve().parents[1] / "jurisdictions" / "layers"
LAYER, DIRECTIVE = regimes_of(load_packs(["xx-transposition", "eu-2014-24"], [LAYERS]).values())
CASES = list(worked_cases(LAYER.typed))[:3]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_a_layer_extends_is_silent_in_columns_as_in_the_case(number: int) -> None:
    case, source = CASES[number]
    screening = Screening.of(parse_case(source).procurement, case.as_of, [LAYER, DIRECTIVE])
    assert [one.regime.id for one in screening.regimes] == ["xx-transposition"]
    assert [one.pack for one in screening.outside] == ["eu-2014-24"]
    suppliers = any_suppliers(number, 40, case.as_of, codes_of([LAYER, DIRECTIVE]))
    rows = [{"row": n, "supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(suppliers)]
    (batch,) = pa.Table.from_pylist(rows, schema=arrow_schema()).combine_chunks().to_batches()
    found = screening.program(batch.schema).run(batch).to_pylist()
    assert agree(screening, [Checked(row, one) for row, one in zip(rows, found, strict=True)], "in") == len(rows)


SUBMITTED, _ = regimes_of(load_packs(["nl-aw2012", "eu-2014-24"]).values())
DECIDED = {case.id: (case, source) for case, source in worked_cases(SUBMITTED.typed)}


@pytest.mark.parametrize(
    "name", ["NL-1", "decided-after-the-five-years", "no-day-of-submission", "submitted-2026-05-11"]
)
def test_a_period_that_must_cover_the_day_of_submission_does_so_in_columns(name: str) -> None:
    case, source = DECIDED[name]
    screening = Screening.of(parse_case(source, SUBMITTED.typed.pack.models.case).procurement, case.as_of, [SUBMITTED])
    suppliers = any_suppliers(len(name), 60, case.as_of, codes_of([SUBMITTED]))
    rows = [{"row": n, "supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(suppliers)]
    (batch,) = pa.Table.from_pylist(rows, schema=arrow_schema()).combine_chunks().to_batches()
    found = screening.program(batch.schema).run(batch).to_pylist()
    assert agree(screening, [Checked(row, one) for row, one in zip(rows, found, strict=True)], "in") == len(rows)
