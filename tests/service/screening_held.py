"""Screenings for tests: suppliers in each format, an order, and a worker that does it."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from service.accounts_held import Held
from tenderlaw.screening.tables.rows import arrow_schema
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.jobs.book import Job, job_of
from tenderlaw.service.jobs.screening import ScreeningOrder, Upload, enter_screening
from tenderlaw.service.jobs.worker import Worker
from tenderlaw.service.pack_sets import PackSets, installed_set
from tenderlaw.service.settings import Settings

SETS = PackSets(installed_set())
FACTS: dict[str, Any] = {
    "id": "EX-1",
    "title": "Cleaning of municipal offices",
    "authority": {"name": "City of Example", "country": "SE", "kind": "sub-central"},
    "contract_kind": "services",
    "specific_services": False,
    "estimated_value_excluding_vat": {"amount": "480000.00", "currency": "EUR"},
    "call_sent_on": "2025-11-30",
    "decision_on": "2026-02-01",
    "stage": "before-award",
}
ORDER = ScreeningOrder(facts=FACTS, as_of=date(2026, 2, 1), packs=("eu-2014-24",), sample=10)
FORMULA = '=HYPERLINK("http://evil.example")'
CONVICTED = {
    "offence": "trafficking-in-human-beings",
    "final": True,
    "final_on": "2023-06-01",
    "judgment_sets_exclusion": False,
    "self_cleaning": {"claimed": False},
}
ROWS: list[dict[str, Any]] = [
    {"supplier": "A", "country": "SE", "convictions": []},
    {"supplier": FORMULA, "country": "SE", "convictions": [CONVICTED]},
    {"supplier": "C", "country": "SE", "evidence_verified": "perhaps"},
    {"supplier": "Ünal & Söhne", "country": "SE"},
]
"""One of whom a conviction is not known, one that must be excluded, one that cannot be read, one of whom nothing is."""


def in_json_lines() -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()


def in_csv() -> bytes:
    text = "supplier;country;convictions;evidence_verified\n"
    for row in ROWS:
        cells = [row["supplier"], "SE", json.dumps(row["convictions"]) if "convictions" in row else ""]
        cells.append(row.get("evidence_verified", ""))
        text += ";".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"
    return text.encode()


def in_parquet() -> bytes:
    rows = [{name: value for name, value in row.items() if name != "evidence_verified"} for row in ROWS]
    for row in rows:
        if "convictions" in row:
            row["convictions"] = [one | {"final_on": date.fromisoformat(one["final_on"])} for one in row["convictions"]]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema()).drop_columns(["row"]), out, row_group_size=2)
    return out.getvalue()


def enter(held: Held, data: bytes, name: str = "suppliers.jsonl", tenant: str = "north", **more: object) -> Job:
    order = ORDER.model_copy(update=more)
    with held.writing() as connection:
        return enter_screening(connection, hand(held, tenant), order, Upload(name, io.BytesIO(data)))


def hand(held: Held, tenant: str = "north") -> Hand:
    """The hand of a tenant's first person."""
    one = held.first[tenant]
    return Hand(held.record, SETS.current, tenant, one.person, one.rights)


def worker(held: Held) -> Worker:
    return Worker(held.database, held.record, SETS, Settings(), beat=0.05)


def done(held: Held, job: Job) -> Job:
    """The job after a worker has done what there is."""
    worker(held).once()
    with held.database.reading() as connection:
        return job_of(connection, job.tenant, job.job)
