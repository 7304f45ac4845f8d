"""Requests that write share a commit where that helps: each is whole, told only when it is on the disk, and in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, func, insert, select

from tenderlaw.service.desk import BusyError, Desk, TooLongError
from tenderlaw.service.pack_sets import PackSets, installed_set
from tenderlaw.service.settings import Settings
from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    schema.upgrade(opened)
    yield opened
    opened.close()


def desk_of(database: Database, **settings: float) -> Desk:
    return Desk(Settings.model_validate(settings), PackSets(installed_set()), database)


def write(connection: Connection, name: str) -> str:
    connection.execute(insert(tables.pack_set).values(digest=name, archive=b"", created_at="a"))
    return name


def held(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.pack_set)).scalar_one()


def test_those_that_write_at_once_are_whole_each_for_itself(database: Database) -> None:
    desk = desk_of(database)

    async def told(number: int) -> str:
        def one(connection: Connection) -> str:
            name = write(connection, str(number))
            if number % 5 == 0:
                raise ZeroDivisionError
            return name

        found = await desk.write(one)
        assert held(database) > 0, "whoever is told is on the disk"
        return found

    async def all_of_them() -> list[str | BaseException]:
        return await asyncio.gather(*(told(number) for number in range(40)), return_exceptions=True)

    found = asyncio.run(all_of_them())
    desk.close()
    assert [one for one in found if isinstance(one, str)] == [str(number) for number in range(40) if number % 5]
    assert all(isinstance(one, ZeroDivisionError) for one in found if not isinstance(one, str))
    assert (held(database), desk.taken) == (32, 0)


def test_who_writes_waits_neither_too_long_nor_in_too_long_a_line(database: Database) -> None:
    desk = desk_of(database, threads=1, queue=1, work_seconds=0.2)

    async def line() -> list[str | BaseException]:
        slow = desk.write(lambda _: time.sleep(1.5))  # much longer than anybody may wait, however busy the machine
        others = [desk.write(lambda connection, n=n: write(connection, str(n))) for n in range(2)]
        return await asyncio.gather(slow, *others, return_exceptions=True)

    found = asyncio.run(line())
    desk.close()
    assert [type(one) for one in found] == [TooLongError, TooLongError, BusyError]
    assert held(database) == 0, "whoever has left is not written for"
