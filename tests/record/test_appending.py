"""Appending: one after the other whoever appends, all or nothing, and no personal data in what cannot be erased."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import orjson
import pytest
from sqlalchemy import select

from tenderlaw.record.faults import ErasedError, KeyWrongError, NotInRecordError, TamperedError
from tenderlaw.record.leaves import committed
from tenderlaw.record.ledger import Record, size_of
from tenderlaw.record.tree import leaf_hash
from tenderlaw.record.vault import Vault
from tenderlaw.record.verify import verify
from tenderlaw.store import tables
from tenderlaw.store.database import Database


def test_an_entry_is_hashed_over_its_canonical_form_and_commits_to_its_secret(
    database: Database, record: Record
) -> None:
    with database.writing() as connection:
        asked = ("tenant_a", "answers", "person_x", "case_y", {"b": 1, "a": "é"}, {"name": "Anna"})
        assert record.append(connection, *asked) == 1
        entry = connection.execute(select(tables.entry)).one()
        kept = connection.execute(select(tables.evidence)).one()
        secret = record.vault.open(connection, "tenant_a", "case_y", "evidence/1", kept.sealed)
    assert secret == b'{"name":"Anna"}'
    assert entry.commitment == committed(kept.salt, secret)
    leaf = {name: getattr(entry, name) for name in ("seq", "at", "kind", "actor", "subject", "payload", "commitment")}
    assert entry.leaf_hash == leaf_hash(orjson.dumps(leaf, option=orjson.OPT_SORT_KEYS))
    assert b"Anna" not in kept.sealed + str(entry).encode()


def test_many_threads_lose_nothing_and_share_no_number(database: Database, record: Record) -> None:
    def append(thread: int) -> None:
        for i in range(8):
            with database.writing() as connection:
                record.append(connection, f"tenant_{'ab'[i % 2]}", "step", "person_x", "case_y", {"by": thread})

    threads = [threading.Thread(target=append, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert [size_of(connection, name) for name in ("tenant_a", "tenant_b", "tenant_c")] == [24, 24, 0]
        query = select(tables.entry.c.seq).where(tables.entry.c.tenant == "tenant_a").order_by(tables.entry.c.seq)
        assert list(connection.execute(query).scalars()) == list(range(1, 25))


def test_an_entry_goes_with_what_it_records(database: Database, record: Record) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        record.append(connection, "tenant_a", "step", "person_x", "case_y", {}, {"why": "self-cleaning"})
        _ = 1 / 0
    with database.reading() as connection:
        assert size_of(connection, "tenant_a") == 0
        assert connection.execute(select(tables.evidence)).all() == []


def test_a_clock_that_goes_back_is_told_of_and_loses_nothing(database: Database, record: Record) -> None:
    hours = iter((12, 9, 13))
    late = Record(record.vault, lambda: datetime(2026, 11, 30, next(hours), tzinfo=UTC))
    with database.writing() as connection:
        for n in range(3):
            late.append(connection, "tenant_a", "step", "person_x", "case_y", {"n": n})
        verified = verify(connection, "tenant_a")
    assert verified.intact
    assert verified.remarks == ("entry 2 is dated before the one before it: the clock went back",)


def test_what_is_sealed_opens_for_its_tenant_subject_and_purpose_alone(database: Database, record: Record) -> None:
    vault = record.vault
    with database.writing() as connection:
        sealed = vault.seal(connection, "tenant_a", "case_y", "draft", b"x")
        vault.seal(connection, "tenant_a", "case_z", "draft", b"x")
        vault.seal(connection, "tenant_b", "case_y", "draft", b"x")
        assert vault.open(connection, "tenant_a", "case_y", "draft", sealed) == b"x"
        for other in (("tenant_b", "case_y", "draft"), ("tenant_a", "case_z", "draft"), ("tenant_a", "case_y", "blob")):
            with pytest.raises(TamperedError, match="is not what was sealed"):
                vault.open(connection, *other, sealed)
        with pytest.raises(TamperedError):
            vault.open(connection, "tenant_a", "case_y", "draft", sealed[:-1])
        with pytest.raises(ErasedError):
            vault.open(connection, "tenant_a", "case_unknown", "draft", sealed)
        with pytest.raises(NotInRecordError):
            vault.open(connection, "tenant_unknown", "case_y", "draft", sealed)
        with pytest.raises(KeyWrongError, match="the one with which this database was made"):
            Vault(b"o" * 32).open(connection, "tenant_a", "case_y", "draft", sealed)
        assert vault.erase(connection, "tenant_a", "case_y")
        with pytest.raises(ErasedError, match="was erased"):
            vault.open(connection, "tenant_a", "case_y", "draft", sealed)
    assert "k" * 8 not in repr(vault)
