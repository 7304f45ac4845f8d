"""Many write together: each is whole, one that fails spoils no other, and a backup is of one moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select

from tenderlaw.store import schema, tables
from tenderlaw.store.backup import back_up
from tenderlaw.store.database import Database, open_database
from tenderlaw.store.faults import DatabaseFullError, DatabaseSettingError, StoreError
from tenderlaw.store.together import Together


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    schema.upgrade(opened)
    yield opened
    opened.close()


def write(connection: Connection, name: str) -> str:
    connection.execute(insert(tables.pack_set).values(digest=name, archive=b"", created_at="a"))
    return name


def held(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.pack_set)).scalar_one()


def test_all_that_is_handed_in_is_written_and_each_is_told(database: Database) -> None:
    together = Together(database)
    futures = [together.submit(lambda connection, n=n: write(connection, str(n))) for n in range(200)]
    assert [future.result(30) for future in futures] == [str(n) for n in range(200)]
    assert held(database) == 200
    together.close()
    with pytest.raises(RuntimeError, match="was closed"):
        together.submit(lambda _: None)


def test_one_that_fails_undoes_its_own_writing_alone(database: Database) -> None:
    together, first = Together(database), threading.Event()

    def waits(connection: Connection) -> str:
        first.wait(30)
        return write(connection, "first")

    def fails(connection: Connection) -> None:
        write(connection, "half")
        raise ZeroDivisionError

    handed = [together.submit(waits), together.submit(fails), together.submit(lambda one: write(one, "first"))]
    handed.append(together.submit(lambda connection: write(connection, "last")))
    first.set()
    together.close()
    assert handed[0].result(30) == "first"
    assert isinstance(handed[1].exception(30), ZeroDivisionError)
    assert handed[2].exception(30) is not None
    assert handed[3].result(30) == "last"
    assert held(database) == 2


def test_where_the_disk_is_full_those_that_still_fit_are_written(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "full.sqlite"), connections=1)
    schema.upgrade(database)
    together, go = Together(database), threading.Event()

    def large(connection: Connection) -> None:
        go.wait(30)
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.execute(insert(tables.pack_set).values(digest="l", archive=b"x" * 100_000, created_at="a"))

    def small(connection: Connection) -> str:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        return write(connection, "s")

    futures = [together.submit(large), together.submit(small)]
    go.set()
    together.close()
    assert isinstance(futures[0].exception(30), DatabaseFullError)
    assert futures[1].result(30) == "s"
    assert held(database) == 1
    database.close()


def test_a_database_that_is_away_is_said_to_everybody(tmp_path: Path) -> None:
    database = open_database("postgresql://127.0.0.1:1/none", wait=1)
    together = Together(database)
    futures = [together.submit(lambda connection: write(connection, "x")) for _ in range(3)]
    together.close()
    assert all(isinstance(future.exception(30), StoreError) for future in futures)
    database.close()


def test_a_backup_is_whole_and_of_one_moment_while_others_write(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "x.sqlite"))
    schema.upgrade(database)
    stop = threading.Event()

    def goes_on() -> None:
        n = 0
        while not stop.is_set():
            with database.writing() as connection:  # two rows or none
                write(connection, f"{n}a")
                write(connection, f"{n}b")
            n += 1

    thread = threading.Thread(target=goes_on)
    thread.start()
    try:
        while held(database) < 20:
            pass
        back_up(database, tmp_path / "copy.sqlite")
    finally:
        stop.set()
        thread.join()
    copy = open_database(str(tmp_path / "copy.sqlite"))
    assert schema.pending(copy) == ()
    assert held(copy) % 2 == 0
    assert 20 <= held(copy) <= held(database)
    with copy.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o077 == 0
    copy.close()
    for there in ("copy.sqlite", "x.sqlite", "nowhere/copy.sqlite"):
        with pytest.raises(StoreError):
            back_up(database, tmp_path / there)
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]
    database.close()


def test_a_backup_of_postgresql_is_for_its_own_tools(tmp_path: Path) -> None:
    database = open_database("postgresql://127.0.0.1:1/none")
    with pytest.raises(DatabaseSettingError, match="pg_dump"):
        back_up(database, tmp_path / "copy")
    database.close()
