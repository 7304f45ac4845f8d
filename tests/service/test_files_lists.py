"""Lists searched for a bidder: what was found is among its facts, and an entry that changed is judged anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from interop.ftm_samples import company, sanction, written
from service.filing import CLEAN, DAY, OFFICER, READER, begun
from service.filing import database as database  # noqa: PLC0414 - a fixture
from tenderlaw.service.files.answers import AnswersGiven, record_answers
from tenderlaw.service.files.deciding import File, read_file
from tenderlaw.service.files.faults import ChangedError
from tenderlaw.service.files.list_search import record_search, search_lists
from tenderlaw.service.files.taking import StepAsked, take_step
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store import tables
from tenderlaw.store.database import Database

HIT = StepAsked("name-hit", "different", "another firm of that name", "operator.listings[0]")


def searched(connection: Connection, bidder: str, *files: Path) -> File:
    file = read_file(connection, OFFICER, bidder)
    return record_search(connection, OFFICER, search_lists(OFFICER, file.bidder, files, DAY))


def listings(file: File) -> list[dict[str, Any]]:
    operator: Any = file.bidder.facts["operator"]
    return operator["listings"]


def extract(folder: Path, **properties: Any) -> Path:
    named = {"name": ["Example Facility Services AB"]} | properties
    return written(folder, company(properties=named), sanction())


def test_a_hit_is_judged_and_judged_anew_where_the_entry_of_the_list_changes(
    database: Database, tmp_path: Path
) -> None:
    _, bidder = begun(database, CLEAN)
    with database.writing() as connection:
        file = searched(connection, bidder, extract(tmp_path))
        assert [(one["entry"], one["matched_by"]) for one in listings(file)] == [("s", "name")]
        step = take_step(connection, OFFICER, bidder, HIT).step
        assert step.said.entry == file.bidder.draft.listed["sam-exclusions/s"]
        # the same list again: nothing has changed
        file = searched(connection, bidder, extract(tmp_path))
        assert [one.state for one in file.steps] == ["standing"]
        # another number in the list: what it says of the bidder is the same, and it may be another firm
        file = searched(connection, bidder, extract(tmp_path, uniqueEntityId=["QWKZ4T8N2LM6"]))
        assert [one["matched_by"] for one in listings(file)] == ["name"]
        assert [one.state for one in file.steps] == ["reopened"]
        # no longer on the list
        file = searched(connection, bidder, written(tmp_path, company(properties={"name": ["Others"]}), sanction()))
        assert not listings(file)
        kinds = select(tables.entry.c.kind, tables.entry.c.payload).where(tables.entry.c.subject == bidder)
        found = [payload["found"] for kind, payload in connection.execute(kinds).all() if kind == "list"]
        assert found == [1, 1, 1, 0]


def test_entries_that_somebody_gave_stay_and_a_search_of_what_changed_is_not_kept(
    database: Database, tmp_path: Path
) -> None:
    given = {"list": "sam-exclusions", "entry": "by-hand", "matched_by": "identifier"}
    _, bidder = begun(database, {**CLEAN, "listings": [given]})
    with database.writing() as connection:
        file = searched(connection, bidder, extract(tmp_path))
        assert [one["entry"] for one in listings(file)] == ["by-hand", "s"]
        file = searched(connection, bidder, extract(tmp_path, name=["Others"]))
        assert [one["entry"] for one in listings(file)] == ["by-hand"]
        late = search_lists(OFFICER, file.bidder, [extract(tmp_path)], DAY)
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "Another"}))
        with pytest.raises(ChangedError):
            record_search(connection, OFFICER, late)
    (tmp_path / "no.jsonl").write_text("{}")
    with database.reading() as connection, pytest.raises(InputInvalidError):
        search_lists(OFFICER, read_file(connection, READER, bidder).bidder, [tmp_path / "no.jsonl"], DAY)
