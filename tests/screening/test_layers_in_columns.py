"""A layer of a State speaks in columns where it speaks in a single case, and what it extends is silent."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from anything import any_suppliers, codes_of

from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.facts.case import parse_case
from tenderlaw.facts.operator import EconomicOperator
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


BARRED, _ = regimes_of(load_packs(["fr-ccp", "eu-2014-24"]).values())


def test_what_is_effective_in_a_state_is_so_before_its_parts_in_columns() -> None:
    (found,) = [one for one in worked_cases(BARRED.typed) if one[0].id == "measures-and-an-exclusion-for-a-region"]
    case = parse_case(found[1], BARRED.typed.pack.models.case)
    screening = Screening.of(case.procurement, found[0].as_of, [BARRED])
    suppliers = [EconomicOperator.model_validate(given(case.operator, country)) for country in ("FR", "FR-BRE", "IT")]
    rows = [{"row": n, "supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(suppliers)]
    (batch,) = pa.Table.from_pylist(rows, schema=arrow_schema()).combine_chunks().to_batches()
    decided = screening.program(batch.schema).run(batch).to_pylist()
    assert [row["outcome"] for row in decided] == ["must_exclude", "must_exclude", "not_excluded"]
    assert agree(screening, [Checked(row, one) for row, one in zip(rows, decided, strict=True)], "in") == len(rows)


def given(operator: EconomicOperator, country: str) -> dict[str, object]:
    """The operator, with the exclusion that the judgment of a court there sets."""
    facts = operator.model_dump(mode="json", exclude_none=True)
    (conviction,) = facts["convictions"]
    entailed = {"final_on": "2023-06-01", "judgment_sets_exclusion": True, "judgment_excludes_until": "2026-01-10"}
    other = {**conviction, **entailed, "offence": "other", "country": country}
    return {**facts, "convictions": [conviction, other], "exclusions_by_judgment": []}
