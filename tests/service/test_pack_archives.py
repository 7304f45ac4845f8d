"""A set of packs is kept whole with the record: whatever becomes of the files, decisions by it can be made again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tenderlaw.decisions.decide import decide
from tenderlaw.record.archives import archive_of, keep
from tenderlaw.record.faults import TamperedError
from tenderlaw.service.pack_archives import archived_in, keep_set
from tenderlaw.service.pack_sets import PackSets, UnknownPackSetError, installed_set
from tenderlaw.store import schema
from tenderlaw.store.database import open_database


def test_a_set_is_found_again_whole_after_its_files_have_changed(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "x.sqlite"))
    schema.upgrade(database)
    current = installed_set()
    assert keep_set(database, current)
    assert keep_set(database, current)
    again = PackSets(current, archived=archived_in(database))
    with pytest.raises(UnknownPackSetError):
        again.of("0" * 64)
    found = archived_in(database)(current.digest)
    assert found is not None
    assert found.digest == current.digest
    case, on = (
        {"procurement": {}, "operator": {"name": "Anna", "role": "tenderer", "convictions": []}},
        date(2026, 2, 1),
    )
    then = decide(case, as_of=on, packs=current.law(["mdb-wb"]), policies=current.own(["baseline"]))
    now = decide(case, as_of=on, packs=found.law(["mdb-wb"]), policies=found.own(["baseline"]))
    assert now.json() == then.json()
    with database.writing() as connection:
        keep(connection, "1" * 64, archive_of({}, {}, []))
    with pytest.raises(TamperedError, match="holds other packs"):
        archived_in(database)("1" * 64)
    database.close()
