"""What begins after the as-of date, in columns: it counts for nothing, and a person must look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import Checked, agree
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.rows import arrow_schema

DAY, LATER = date(2026, 2, 1), date(2026, 2, 2)
BOUGHT = {
    "authority": {"country": "SE", "kind": "sub-central"}, "contract_kind": "services", "specific_services": False,
    "framework_call_off": False, "stage": "before-award", "call_sent_on": "2025-11-30",
    "estimated_value_excluding_vat": {"amount": 480000, "currency": "EUR"},
}  # fmt: skip
CLEAN: dict[str, Any] = {
    "role": "tenderer", "convictions": [], "linked_persons": [], "tax_breaches": [], "misconduct": [], "insolvency": [],
    "exclusions_by_judgment": [], "derogations": [], "statements": [], "listings": [], "violations": [],
}  # fmt: skip
CONVICTION = {"offence": "corruption", "final": True, "judgment_sets_exclusion": False,
              "self_cleaning": {"claimed": False}}  # fmt: skip
EVENT = {"kind": "professional-misconduct", "grave": True, "demonstrated": True, "penalised_by_authority": False,
         "self_cleaning": {"claimed": False}}  # fmt: skip
BREACH = {"established_by": "judicial-decision", "final_and_binding": True, "demonstrated": False, "paid": False,
          "binding_arrangement": False, "paid_or_arranged": False}  # fmt: skip
PERSON = {"link": "controller", "link_until": "open", "convictions": [{**CONVICTION, "final_on": "2024-01-01"}]}
SITUATION = {"kind": "bankruptcy", "ongoing": True, "able_to_perform": False, "self_cleaning": {"claimed": False}}


def supplier(**lists: Any) -> dict[str, Any]:
    return EconomicOperator.model_validate({**CLEAN, **lists}).model_dump(exclude_none=True)


def dated(day: date) -> list[tuple[dict[str, Any], str]]:
    """Suppliers against whom something begins on the day, and what each comes to once it has."""
    return [
        (supplier(convictions=[{**CONVICTION, "final_on": day}]), "must_exclude"),
        (supplier(linked_persons=[{**PERSON, "link_from": day}]), "must_exclude"),
        (supplier(misconduct=[{**EVENT, "occurred_on": day}]), "may_exclude"),
        (supplier(insolvency=[{**SITUATION, "opened_on": day}]), "may_exclude"),
        (supplier(tax_breaches=[{**BREACH, "decided_on": day}]), "must_exclude"),
        (supplier(listings=[{"list": "a-list", "listed_from": day}]), "not_excluded"),
        (supplier(violations=[{"substantiated": True, "determined_on": day}]), "not_excluded"),
        (supplier(linked_persons=[{"link": "controller", "link_from": day, "convictions": []}]), "not_excluded"),
    ]


def test_columns_leave_out_what_is_not_there_yet_and_say_so(tmp_path: Path) -> None:
    held = [*dated(DAY), *dated(LATER)]
    rows = [{"row": n, "supplier": f"S{n}", **facts} for n, (facts, _) in enumerate(held)]
    file, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema()).drop_columns(["row"]), file)
    part = Part(file, file.name, 0, len(rows), tuple(pq.read_schema(file).names), numbered=False)
    screening = Screening.of(Procurement.model_validate(BOUGHT), DAY, installed_regimes(("eu-2014-24",)))
    Here().decide(screening.program(pq.read_schema(file)), part, target)
    found = pq.read_table(target).sort_by("row").to_pylist()
    assert agree(screening, [Checked(row, one) for row, one in zip(rows, found, strict=True)], "in") == len(rows)
    now, later = found[: len(held) // 2], found[len(held) // 2 :]
    assert [one["outcome"] for one in now] == [outcome for _, outcome in dated(DAY)]
    assert {one["outcome"] for one in later} == {"not_excluded"}
    assert all(one["review"] for one in later)
    assert all(one["last_day"] is None and one["missing"] == [] for one in later)
