"""Erasing: what was kept of a person is gone, what was proved stays proved, and nothing that must be kept goes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from tenderlaw.record.checkpoints import sign_checkpoint
from tenderlaw.record.erasing import due, erase, erase_due, hold, keep_until
from tenderlaw.record.exported import verify_export, verify_proof
from tenderlaw.record.exporting import export, opened, prove
from tenderlaw.record.faults import ErasedError, HeldError, NotInRecordError, TamperedError
from tenderlaw.record.ledger import Record
from tenderlaw.record.replaying import decision_kept
from tenderlaw.record.verify import verify
from tenderlaw.store import tables
from tenderlaw.store.backup import wipe
from tenderlaw.store.database import Database, open_database

TENANT = "tenant_a"
NAME = "Anneliese Unverwechselbar"


@pytest.fixture
def told(database: Database, record: Record) -> Iterator[Database]:
    """Two bidders of whom a decision and a document are on record."""
    with database.writing() as connection:
        for bidder in ("bidder_y", "bidder_z"):
            record.append(connection, TENANT, "decision", "person_x", bidder, {"n": 1}, {"name": NAME})
            seq = record.append(connection, TENANT, "document", "person_x", bidder, {"n": 2}, {"to": NAME})
            row = {"document": f"doc_{bidder}", "bidder": bidder, "seq": seq, "kind": "letter", "format": "html"}
            rest = {"language": "en", "version": 1, "at": "2026-11-30", "by": "person_x", "state": "issued"}
            connection.execute(insert(tables.document).values(tenant=TENANT, **row, **rest))
            for blob, subject in ((f"doc_{bidder}", ""), (f"blob_{bidder}", bidder)):
                sealed = record.vault.seal(connection, TENANT, bidder, "blob", NAME.encode())
                connection.execute(
                    insert(tables.blob).values(tenant=TENANT, blob=blob, part=0, subject=subject, sealed=sealed)
                )
        sign_checkpoint(connection, record, TENANT)
    yield database


def test_what_was_kept_is_gone_and_every_proof_holds(told: Database, record: Record) -> None:
    with told.writing() as connection:
        proof = prove(connection, record, TENANT, 1)
        assert erase(connection, record, TENANT, "bidder_y", "person_x", "request") == 5
    with told.writing() as connection:
        verified = verify(connection, TENANT, vault=record.vault)
        assert (verified.findings, verified.erased, verified.evidence) == ((), 2, 2)
        assert verify_proof(proof).faults == ()
        assert verify_proof(prove(connection, record, TENANT, 1)).faults == ()
        with pytest.raises(ErasedError):
            prove(connection, record, TENANT, 1, evidence=True)
        with pytest.raises(ErasedError, match="what was decided was erased"):
            decision_kept(connection, record, TENANT, 1)
        assert opened(connection, record, TENANT, 1) is None
        assert opened(connection, record, TENANT, 3) is not None
        assert connection.execute(select(tables.blob.c.blob).order_by(tables.blob.c.blob)).scalars().all() == [
            "blob_bidder_z",
            "doc_bidder_z",
        ]
        here = select(tables.bidder).where(tables.bidder.c.tenant == TENANT, tables.bidder.c.bidder == "bidder_y")
        bidder = connection.execute(here).one()
        assert (bidder.sealed, bool(bidder.erased_at)) == (None, True)
        entry = connection.execute(select(tables.entry).where(tables.entry.c.seq == 5)).one()
        assert entry.payload == {"entries": [1, 2], "ground": "request"}
        for asked in ("bidder_y", "bidder_nobody"):
            with pytest.raises((ErasedError, NotInRecordError)):
                erase(connection, record, TENANT, asked, "person_x", "request")


def test_nothing_is_sealed_for_a_file_that_was_erased(told: Database, record: Record) -> None:
    with told.writing() as connection:
        erase(connection, record, TENANT, "bidder_y", "person_x", "request")
    with told.writing() as connection, pytest.raises(ErasedError):
        record.append(connection, TENANT, "answers", "job_late", "bidder_y", {}, {"name": NAME})


def test_an_export_after_an_erasure_verifies_and_one_that_hides_evidence_does_not(
    told: Database, record: Record
) -> None:
    with told.writing() as connection:
        erase(connection, record, TENANT, "bidder_y", "person_x", "unlawful")
    lines = list(export(told, record, TENANT, "person_x", evidence=True))
    verified = verify_export(lines)
    assert (verified.findings, verified.evidence, verified.erased) == ((), 2, 2)
    assert sum(NAME.encode() in line for line in lines) == 2
    hidden = [line for line in lines if b'"evidence":{"salt"' not in line]
    assert [one.place for one in verify_export(hidden).findings] == ["evidence of entry 3", "evidence of entry 4"]


def test_evidence_that_is_gone_without_an_erasure_was_tampered_with(told: Database, record: Record) -> None:
    with told.writing() as connection:
        connection.exec_driver_sql("DELETE FROM evidence WHERE seq = 1")
        assert [one.place for one in verify(connection, TENANT).findings] == ["evidence of entry 1"]
        with pytest.raises(TamperedError, match="is missing, and nobody erased it"):
            decision_kept(connection, record, TENANT, 1)
        with pytest.raises(NotInRecordError, match="entry 2 is no decision"):
            decision_kept(connection, record, TENANT, 2)


def test_no_byte_of_a_person_is_left_in_the_files_of_the_database(
    told: Database, record: Record, tmp_path: Path
) -> None:
    with told.writing() as connection:
        sealed = connection.execute(select(tables.evidence.c.sealed).where(tables.evidence.c.seq == 1)).scalar_one()
    if told.dialect == "sqlite":
        assert sealed in b"".join(file.read_bytes() for file in tmp_path.glob("tenderlaw.sqlite*"))
    with told.writing() as connection:
        erase(connection, record, TENANT, "bidder_y", "person_x", "request")
    if told.dialect == "sqlite":
        with told.reading() as connection:  # who reads an older state keeps it
            connection.execute(select(tables.tenant)).all()
            with told.writing() as other:
                other.execute(update(tables.tenant).values(title="x"))
            hasty = open_database(str(tmp_path / "tenderlaw.sqlite"), wait=0.1)
            assert not wipe(hasty)
            hasty.close()
    assert wipe(told)
    for file in tmp_path.glob("tenderlaw.sqlite*"):
        assert sealed not in file.read_bytes()
        assert NAME.encode() not in file.read_bytes()


def test_a_file_that_is_held_is_not_erased_by_anybody(told: Database, record: Record) -> None:
    with told.writing() as connection:
        hold(connection, record, TENANT, "bidder_y", "person_x", held=True, reasons="an appeal is pending")
        keep_until(connection, record, TENANT, "bidder_y", "person_x", date(2026, 1, 1), "art. 84(2)")
        keep_until(connection, record, TENANT, "bidder_z", "person_x", date(2026, 1, 1), "art. 84(2)")
        with pytest.raises(HeldError, match="lift the hold first"):
            erase(connection, record, TENANT, "bidder_y", "person_x", "request")
    assert erase_due(told, record, TENANT, date(2026, 1, 1)) == []
    assert erase_due(told, record, TENANT, date(2026, 1, 2)) == ["bidder_z"]
    assert erase_due(told, record, TENANT, date(2026, 1, 2)) == []
    with told.writing() as connection:
        hold(connection, record, TENANT, "bidder_y", "person_x", held=False, reasons="the appeal was withdrawn")
        assert [one.bidder for one in due(connection, TENANT, date(2026, 6, 1))] == ["bidder_y"]
        with pytest.raises(ErasedError):
            keep_until(connection, record, TENANT, "bidder_z", "person_x", None, "")
        assert verify(connection, TENANT, vault=record.vault).intact


def test_a_file_that_is_kept_longer_while_it_is_about_to_go_stays(told: Database, record: Record) -> None:
    with told.writing() as connection:
        for bidder in ("bidder_y", "bidder_z"):
            keep_until(connection, record, TENANT, bidder, "person_x", date(2026, 1, 1), "art. 84(2)")
    with ThreadPoolExecutor(1) as other, told.writing() as connection:
        keep_until(connection, record, TENANT, "bidder_y", "person_x", date(2040, 1, 1), "an appeal")
        gone = other.submit(erase_due, told, record, TENANT, date(2026, 1, 2))
        with suppress(TimeoutError):
            gone.result(0.3)
    assert gone.result() == ["bidder_z"]


def test_the_setting_of_the_tenant_says_how_long_a_file_is_kept_that_nobody_spoke_of(
    told: Database, record: Record
) -> None:
    def on(day: date) -> list[tuple[str, str]]:
        with told.reading() as connection:
            return [(one.bidder, one.until) for one in due(connection, TENANT, day)]

    assert on(date(2050, 1, 1)) == []
    with told.writing() as connection:
        _set(connection, {"retention_days": 10})
        keep_until(connection, record, TENANT, "bidder_z", "person_x", date(2040, 1, 1), "art. 84(2)")
    assert on(date(2026, 12, 10)) == []
    assert on(date(2026, 12, 11)) == [("bidder_y", "2026-12-10")]
    assert on(date(2050, 1, 1)) == [("bidder_y", "2026-12-10"), ("bidder_z", "2040-01-01")]
    with told.reading() as connection:
        assert due(connection, "tenant_b", date(2050, 1, 1)) == []


def _set(connection: Connection, settings: dict[str, object]) -> None:
    connection.execute(update(tables.tenant).where(tables.tenant.c.tenant == TENANT).values(settings=settings))
