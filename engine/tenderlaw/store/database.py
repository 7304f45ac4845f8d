"""One database, SQLite in a file or PostgreSQL: how it is opened, read and written.

Reading sees one state, whatever others write meanwhile, and cannot write. Writing is whole or not at all; on SQLite one
writes at a time (`BEGIN IMMEDIATE`). Every wait has an end. What was committed is on the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from tenderlaw.sources.faults import Fault
from tenderlaw.store.faults import DatabaseAwayError, DatabaseSettingError
from tenderlaw.store.troubles import trouble_of

__all__ = ["Database", "open_database"]

_WRITING: Final = "tenderlaw_writing"
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # what an INSERT OR REPLACE replaces is deleted, which the triggers are to see
    "secure_delete=ON",  # what is erased is written over
    "cache_size=-16000",  # KiB: the upper levels of a long record stay at hand
)
Dialect = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; `place` is its address without a password. Threads may share it, processes may not."""

    place: str
    dialect: Dialect
    engine: Engine
    turn: threading.Lock | None = field(default=None, repr=False)
    """Whose turn it is to write, of the threads of a process: SQLite has those that wait sleep longer and longer."""
    wait: float = 5.0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state of everything, read only."""
        options: dict[str, Any] = {_WRITING: False}
        if self.dialect == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.troubles(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed when the block ends, undone when it raises."""
        with (
            self._its_turn(),
            self.troubles(),
            self.engine.connect().execution_options(**{_WRITING: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        if self.turn is None:
            yield
            return
        mine = self.turn.acquire(timeout=self.wait)
        try:
            yield  # who has waited in vain is told by the database that it is busy
        finally:
            if mine:
                self.turn.release()

    @contextmanager
    def troubles(self) -> Iterator[None]:
        """Raise a StoreError of ours where the database is away, busy, full or damaged; other errors pass."""
        try:
            yield
        except (DBAPIError, PoolTimeoutError) as error:
            ours = trouble_of(error, self.place)
            if ours is None:
                raise
            raise ours from error


def open_database(address: str, *, wait: float = 5.0, connections: int = 8, make: bool = True) -> Database:
    """Open `sqlite:///file`, the path of a file, or `postgresql://user:password@host/name`; nothing is read yet.

    `wait`: seconds that any step waits for others; `make`: whether SQLite may make a new file. Raises
    DatabaseSettingError for an address that cannot be used, DatabaseAwayError for a file that has to be there.
    """
    url = _url(address)
    place = url.render_as_string(hide_password=True)
    pool: dict[str, Any] = {"pool_size": connections, "max_overflow": 0, "pool_timeout": wait}
    if url.get_backend_name() == "sqlite":
        if not make and not Path(str(url.database)).is_file():
            raise DatabaseAwayError([Fault(place, 0, 0, "", "there is no such database", "name it by `--database`")])
        return Database(place, "sqlite", _sqlite(url, wait, pool), threading.Lock(), wait)
    return Database(place, "postgresql", _postgresql(url, wait, pool))


def _url(address: str) -> URL:
    if "://" not in address:
        address = f"sqlite:///{address}"
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise _unusable("is no address of a database") from error
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise _unusable(f"`{backend}` is no database that this program works with")
    if not url.database or url.database == ":memory:" or url.query:
        raise _unusable("SQLite needs a file, and nothing after it")
    return url.set(drivername="sqlite+pysqlite")


def _unusable(message: str) -> DatabaseSettingError:
    hint = "`sqlite:///tenderlaw.sqlite`, or `postgresql://user@host/name`"
    return DatabaseSettingError([Fault("database", 0, 0, "", message, hint)])


def _sqlite(url: URL, wait: float, pool: dict[str, Any]) -> Engine:
    if not Path(str(url.database)).absolute().parent.is_dir():
        raise _unusable(f"`{Path(str(url.database)).absolute().parent}` is no folder")
    engine = create_engine(url, connect_args={"timeout": wait, "check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's own connection
        raw.isolation_level = None  # the driver begins nothing by itself: we do, below
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        if connection.info.get(_WRITING) is not writing:  # what was said of a connection goes on to hold
            connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
            connection.info[_WRITING] = writing
        # two that read before they write would otherwise both see the same last entry
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgresql(url: URL, wait: float, pool: dict[str, Any]) -> Engine:
    waits = int(wait * 1000)
    settings = {
        "lock_timeout": waits,
        "statement_timeout": waits * 12,
        "idle_in_transaction_session_timeout": waits * 12,
        "TimeZone": "UTC",
        "synchronous_commit": "on",
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    given = {"connect_timeout": max(2, int(wait)), "application_name": "tenderlaw", "options": options}
    return create_engine(url, connect_args=given, pool_pre_ping=True, pool_recycle=1800, **pool)
