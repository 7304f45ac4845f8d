"""What was erased through the service is gone from the files of the database too, its key before all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from service.accounts_held import held_in
from tenderlaw.record import erasing
from tenderlaw.record.checkpoints import latest_note
from tenderlaw.record.erasing import erase
from tenderlaw.record.faults import TamperedError
from tenderlaw.record.ledger import Record
from tenderlaw.service.jobs import housekeeping
from tenderlaw.service.jobs.worker import Worker
from tenderlaw.service.pack_sets import PackSets
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.database import Database


def test_a_worker_writes_over_what_others_erased_and_tries_again_while_somebody_reads(tmp_path: Path) -> None:
    with held_in(f"sqlite:///{tmp_path / 'held.sqlite'}") as held:
        files = [tmp_path / "held.sqlite", tmp_path / "held.sqlite-wal"]
        with held.writing() as connection:
            held.record.vault.seal(connection, "north", "bidder_x", "facts", b"of a person")
        with held.database.reading() as connection:
            key = connection.execute(
                select(tables.subject_key.c.wrapped_key).where(tables.subject_key.c.subject == "bidder_x")
            ).scalar_one()
        worker = Worker(held.database, held.record, PackSets(None), Settings())  # type: ignore[arg-type]
        with held.database.reading() as older:
            older.execute(select(tables.tenant)).all()
            with held.writing() as connection:
                erase(connection, held.record, "north", "bidder_x", "person_a", "request")
            assert any(key in one.read_bytes() for one in files)
            worker.send()
            assert any(key in one.read_bytes() for one in files), "the older state is read: it cannot be gone yet"
        worker._looked_at = None
        worker.send()
        assert not any(key in one.read_bytes() for one in files)


def test_one_tenants_damaged_record_keeps_no_other_from_being_erased_and_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(database: Database, record: Record, tenant: str, on: date, actor: str) -> list[str]:
        if tenant == "north":
            raise TamperedError([Fault("record of north", 0, 0, "", "is not as it was written")])
        return erasing.erase_due(database, record, tenant, on, actor)

    monkeypatch.setattr(housekeeping, "erase_due", damaged)
    with held_in(f"sqlite:///{tmp_path / 'held.sqlite'}") as held:
        housekeeping.kept_house(held.database, held.record)
        with held.database.reading() as connection:
            assert latest_note(connection, "south") is not None and latest_note(connection, "north") is None
