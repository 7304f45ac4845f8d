"""What tests are given as a database is one: empty, of each kind, and a server comes back after it was killed."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from service.databases import Postgres, postgresql_bin


@pytest.mark.parametrize("again", [1, 2])
def test_each_test_has_an_empty_database_of_its_own(database_url: str, again: int) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE once (n integer)"))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO once VALUES (:n)"), {"n": again})
        assert connection.execute(text("SELECT n FROM once")).scalars().all() == [again]


def test_what_was_committed_survives_a_killed_server() -> None:
    programs = postgresql_bin()
    if programs is None:
        pytest.skip("no PostgreSQL is installed here")
    server = Postgres(programs)
    try:
        url = server.url(server.create())
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (n integer)"))
        server.say("CHECKPOINT")
        server.kill()
        server.start()
        with engine.begin() as connection:
            assert connection.execute(text("SELECT count(*) FROM kept")).scalar_one() == 0
    finally:
        server.remove()
