"""The table of packs in `jurisdictions/README.md`: its counts are those of the packs.

`UPDATE_TABLE=1` writes them anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenderlaw.sources.tree import Data, read_file

FOLDER = Path(__file__).resolve().parents[2] / "jurisdictions"
TABLE = FOLDER / "README.md"
PACKS = sorted(file.parent.name for file in FOLDER.glob("*/pack.yaml"))
ROW = re.compile(r"^\| (?:\[`([\w-]+)`\]\([^)]*\)|`([\w-]+)`) \|([^|]*)\|([^|]*)\|([^|]*)\|", re.MULTILINE)


def counts_of(pack_id: str) -> tuple[str, str]:
    """How many worked cases a pack has itself, and at how many points its own files ask a person to look."""
    own = [_read(file) for file in sorted((FOLDER / pack_id).glob("*.yaml"))]
    cases = [_read(file) for file in sorted((FOLDER / pack_id / "cases").glob("*.yaml"))]
    held = sum(len(one["cases"]) for one in cases if isinstance(one, dict) and isinstance(one.get("cases"), list))
    return str(held or "none"), str(sum(_points(one) for one in own) or "none")


def _read(file: Path) -> Data:
    return read_file(file).data


def _points(of: Data) -> int:
    """Notes for review in what a file says: `review` of a rule, a version or a period, `reviews` and the like."""
    if isinstance(of, list):
        return sum(_points(one) for one in of)
    if not isinstance(of, dict):
        return 0
    lists = [of.get(name) for name in ("reviews", "passed_over", "elsewhere")]
    entries = sum(len(held) for held in lists if isinstance(held, list))
    return entries + isinstance(of.get("review"), str | dict) + sum(_points(one) for one in of.values())


def rows() -> Iterator[tuple[str, str, str]]:
    for linked, plain, _, cases, points in ROW.findall(TABLE.read_text("utf-8")):
        yield linked or plain, cases.strip(), points.strip()


def test_the_table_names_every_pack_with_its_worked_cases_and_its_points_for_review() -> None:
    if os.environ.get("UPDATE_TABLE"):
        TABLE.write_text(ROW.sub(_with_counts, TABLE.read_text("utf-8")), "utf-8")
    assert sorted(rows()) == [(pack, *counts_of(pack)) for pack in PACKS]


def _with_counts(row: re.Match[str]) -> str:
    said = row[0].split("|")
    said[3:5] = [f" {count} " for count in counts_of(row[1] or row[2])]
    return "|".join(said)


@pytest.mark.parametrize(("told", "points"), [
    ({"grounds": [{"id": "a", "review": "why"}, {"id": "b"}]}, 1),
    ({"reviews": [{"id": "a"}, {"id": "b"}], "values": [{"versions": [{"review": {"en": "why", "de": "warum"}}]}]}, 3),
    ({"title": "review", "passed_over": [{"id": "a"}]}, 1),
])  # fmt: skip
def test_a_point_for_review_is_a_note_of_the_pack(told: Data, points: int) -> None:
    assert _points(told) == points
