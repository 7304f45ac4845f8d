"""A day of the supplier itself on which something begins: rows read it as cases do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenderlaw.decisions import decide
from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.rows import arrow_schema

DAY = date(2026, 2, 1)
BOUGHT = {"authority": {"organization": "united-nations", "agency": "unaids"}, "stage": "before-award"}
LISTED = {
    "list": "un-ineligibility-list", "exclusion_type": "ineligible", "decided_by": "unicef", "matched_by": "identifier",
    "listed_from": date(2025, 3, 3), "listed_until": date(9999, 12, 31),
}  # fmt: skip


@pytest.mark.parametrize("granted_on", [date(2026, 2, 1), date(2026, 2, 2), None])
def test_a_fact_of_a_supplier_that_begins_later_is_not_there_and_asks_for_a_look(
    granted_on: date | None, tmp_path: Path
) -> None:
    regimes = installed_regimes(("un-supplier",))
    facts = {"exception_granted": True, "exception_granted_on": granted_on, "listings": [LISTED]}
    file, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    schema = arrow_schema(models_of(regimes).operator_given)
    pq.write_table(pa.Table.from_pylist([{"supplier": "S1", **facts}], schema=schema).drop_columns(["row"]), file)
    part = Part(file, file.name, 0, 1, tuple(pq.read_schema(file).names), numbered=False)
    screening = Screening.of(Procurement.model_validate(BOUGHT), DAY, regimes)
    Here().decide(screening.program(pq.read_schema(file)), part, target)
    (row,) = pq.read_table(target).to_pylist()
    operator = {"role": "tenderer", **{name: value for name, value in facts.items() if value is not None}}
    said = decide({"procurement": BOUGHT, "operator": operator, "entities": ()}, as_of=DAY, packs=regimes)
    assert (row["outcome"], row["review"]) == (said.outcome, bool(said.regimes[0].review_notes))
    assert said.outcome == ("must_exclude" if granted_on == date(2026, 2, 2) else "not_excluded")
