"""Entities of FollowTheMoney for tests: a company that stands in the exclusion records, and its sanction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tenderlaw.interop.ftm import read_ftm
from tenderlaw.interop.listings import ListingRow, Rejected

UEI = "QWKZ4T8N2LM5"
COMPLETED, PENDING = "Ineligible (Proceedings Completed)", "Ineligible (Proceedings Pending)"


def written(folder: Path, *entities: object, name: str = "e.ftm.json") -> Path:
    path = folder / name
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in entities) + "\n", "utf-8")
    return path


def read(folder: Path, *entities: object) -> tuple[list[ListingRow], list[str]]:
    rejected = Rejected("e.ftm.json")
    rows = list(read_ftm(written(folder, *entities), rejected))
    return rows, [str(fault) for fault in rejected.faults]


def company(**more: Any) -> dict[str, Any]:
    properties = {"name": ["Acorn"], "uniqueEntityId": [UEI], "topics": ["debarment"]} | more.pop("properties", {})
    return {"id": "c", "schema": "Company", "datasets": ["us_sam_exclusions"], "properties": properties} | more


def sanction(**properties: Any) -> dict[str, Any]:
    given = {"entity": ["c"], "provisions": [COMPLETED], "program": ["Reciprocal"], "startDate": ["2024-01-02"]}
    return {"id": "s", "schema": "Sanction", "datasets": ["us_sam_exclusions"], "properties": given | properties}
