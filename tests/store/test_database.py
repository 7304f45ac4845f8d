"""A database of either kind: one state for who reads, all or nothing for who writes, and a sentence where it fails."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database
from tenderlaw.store.faults import (
    DatabaseAwayError,
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseFullError,
    DatabaseSettingError,
    SchemaError,
)
from tenderlaw.store.handles import is_handle, new_handle

NODE = {"tenant": "t", "level": 1, "i": 0, "hash": b"h" * 32}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    schema.upgrade(opened)
    yield opened
    opened.close()


def test_migrations_make_what_the_tables_say_and_take_it_away_again(database_url: str) -> None:
    database = open_database(database_url)
    try:
        assert schema.version(database) is None
        assert schema.upgrade(database) == ("0001",)
        assert (schema.upgrade(database), schema.pending(database)) == ((), ())
        with database.reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, tables.METADATA) == []
        with database.writing() as connection:
            row = {"title": "x", "settings": {}, "created_at": "a", "wrapped_key": b""}
            connection.execute(insert(tables.tenant).values(tenant="t", **row))
            changed = {"title": "x", "revision": 1, "created_at": "a", "changed_at": "a"}
            connection.execute(insert(tables.procurement).values(tenant="t", procurement="p", **changed))
            connection.execute(insert(tables.node).values(NODE))
        schema.downgrade(database)
        assert schema.pending(database) == ("0001",)
        with pytest.raises(SchemaError, match="0001 pending"):
            schema.need_current(database)
        assert schema.upgrade(database) == ("0001",)
    finally:
        database.close()


def test_tables_of_a_newer_program_are_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for asked in (schema.pending, schema.upgrade, schema.downgrade):
        with pytest.raises(SchemaError, match="`9999`, which this program does not know"):
            asked(database)


@pytest.mark.parametrize("table", ["entry", "node", "checkpoint"])
def test_nothing_in_the_record_is_changed_or_deleted(database: Database, table: str) -> None:
    with database.writing() as connection:
        connection.execute(insert(tables.node).values(NODE))
        connection.execute(insert(tables.checkpoint).values(tenant="t", size=1, note="n"))
        row = {"at": "a", "kind": "step", "actor": "p", "subject": "s", "payload": {}, "leaf_hash": b"h"}
        connection.execute(insert(tables.entry).values(tenant="t", seq=1, **row))
    other = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}" if database.dialect == "sqlite" else "TRUNCATE {0}"
    for statement in ("DELETE FROM {0}", "UPDATE {0} SET tenant = 'u'", other):
        with pytest.raises(DBAPIError, match="is append-only"), database.writing() as connection:
            connection.exec_driver_sql(statement.format(table))


def test_who_reads_cannot_write_and_sees_one_state(database: Database) -> None:
    with pytest.raises((DBAPIError, DatabaseAwayError)), database.reading() as connection:
        connection.execute(insert(tables.node).values(NODE))
    count = select(func.count()).select_from(tables.node)
    with database.reading() as reader:
        before = reader.execute(count).scalar()
        with database.writing() as writer:
            writer.execute(insert(tables.node).values(NODE))
        assert reader.execute(count).scalar() == before == 0
    with database.reading() as reader:
        assert reader.execute(count).scalar() == 1


def test_what_raises_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(insert(tables.node).values(NODE))
        _ = 1 / 0
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tables.node)).scalar() == 0


def test_a_row_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), database.writing() as connection:
        changed = {"title": "x", "revision": 1, "created_at": "a", "changed_at": "a"}
        connection.execute(insert(tables.procurement).values(tenant="nobody", procurement="p", **changed))


def test_waiting_for_a_writer_ends_with_busy(database_url: str) -> None:
    patient, hasty = open_database(database_url), open_database(database_url, wait=0.2)
    schema.upgrade(patient)
    try:
        with patient.writing() as first:
            first.execute(insert(tables.pack_set).values(digest="d", archive=b"", created_at="a"))
            with pytest.raises(DatabaseBusyError, match="is busy"), hasty.writing() as second:
                second.execute(insert(tables.pack_set).values(digest="d", archive=b"", created_at="a"))
    finally:
        patient.close()
        hasty.close()


def test_threads_that_wait_for_connections_wait_with_an_end(database_url: str) -> None:
    database = open_database(database_url, wait=0.1, connections=1)
    try:
        with database.reading(), pytest.raises(DatabaseBusyError), database.reading():
            pass
    finally:
        database.close()


def test_a_full_disk_is_said_and_undone(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "full.sqlite"), connections=1)
    schema.upgrade(database)
    with pytest.raises(DatabaseFullError, match="no room left"), database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.execute(insert(tables.pack_set).values(digest="d", archive=b"x" * 100_000, created_at="a"))
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert connection.execute(select(func.count()).select_from(tables.pack_set)).scalar() == 0
    database.close()


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_text("Dear Sir or Madam, " * 1000)
    database = open_database(str(file))
    with pytest.raises(DatabaseDamagedError, match="no database of ours"), database.reading():
        pass
    database.close()


@pytest.mark.parametrize("address", ["postgresql://127.0.0.1:1/none", "postgresql://nobody@/x?host=/nowhere"])
def test_a_database_that_is_away_is_said_to_be(address: str) -> None:
    database = open_database(address, wait=1)
    with pytest.raises(DatabaseAwayError, match="cannot be reached"), database.writing():
        pass
    database.close()


@pytest.mark.parametrize(
    "address", ["mysql://h/x", "sqlite://", "sqlite:///:memory:", "://", "sqlite:///x?mode=ro", "sqlite:////no/where/x"]
)
def test_an_address_that_cannot_be_used_is_refused_with_one_that_can(address: str) -> None:
    with pytest.raises(DatabaseSettingError, match=r"sqlite:///tenderlaw.sqlite"):
        open_database(address)


def test_no_message_holds_the_password() -> None:
    database = open_database("postgresql://me:hush@127.0.0.1:1/x", wait=1)
    with pytest.raises(DatabaseAwayError) as error, database.reading():
        pass
    assert "hush" not in str(error.value) + database.place
    database.close()


def test_what_was_committed_is_on_the_disk(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "x.sqlite"))
    with database.reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 2, 1, 5000, 1]
    database.close()


def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    opened = [open_database(database_url) for _ in range(3)]
    done: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda one=one: done.append(schema.upgrade(one))) for one in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in opened:
        one.close()
    assert sorted(done) == [(), (), ("0001",)]


def test_handles_have_a_form_and_are_never_alike() -> None:
    made = {new_handle("case") for _ in range(100)}
    assert len(made) == 100
    assert all(is_handle(one, "case") and not is_handle(one, "step") for one in made)
    assert not any(map(is_handle, ("", "case_", "case_" + "A" * 26, "case_" + "a" * 27, "'; DROP", "a" * 27)))


def test_sqlite_itself_would_find_a_broken_file(database: Database, tmp_path: Path) -> None:
    if database.dialect != "sqlite":
        pytest.skip("a matter of SQLite")
    with sqlite3.connect(tmp_path / "tenderlaw.sqlite") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
