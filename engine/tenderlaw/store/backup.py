"""A copy of the database while it is written to, and what is left of what was deleted."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path
from typing import Any, Final, cast

from tenderlaw.sources.faults import Fault
from tenderlaw.store.database import Database
from tenderlaw.store.faults import DatabaseSettingError, StoreError

__all__ = ["back_up", "wipe"]

_PAGES: Final = 2000
"""Pages that are copied at a time; who writes waits no longer than for so many."""

_WIPED: Final = ("evidence", "subject_key", "blob", "bidder", "procurement")


def back_up(database: Database, to: Path) -> None:
    """Copy a SQLite database to a new file, whole and of one moment, while others read and write.

    Raises DatabaseSettingError for PostgreSQL, which has tools of its own, and for a file that is there already;
    StoreError where the copy cannot be written: then there is none.
    """
    if database.dialect != "sqlite":
        hint = "`pg_dump --format=custom`, or its own continuous archiving"
        raise DatabaseSettingError([Fault(database.place, 0, 0, "", "PostgreSQL is backed up by its own tools", hint)])
    unfinished = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
    try:
        _make(to)  # the name is taken from now on
        try:
            _make(unfinished)
            _copy(database, unfinished)
            unfinished.replace(to)
        except BaseException:
            to.unlink(missing_ok=True)
            raise
        finally:
            unfinished.unlink(missing_ok=True)
    except FileExistsError as error:
        raise DatabaseSettingError([Fault(str(to), 0, 0, "", "is there already", "name a new file")]) from error
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreError([Fault(str(to), 0, 0, "", f"the backup cannot be written: {reason}")]) from error


def _make(file: Path) -> None:
    """A new file for its owner's eyes alone: it will hold all that the database does."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def wipe(database: Database) -> bool:
    """Write over what erased rows left behind in the database's own files; its backups are for whoever keeps them.

    Whether all of it was: not where somebody reads an older state of a SQLite database meanwhile; then call it again.
    """
    if database.dialect == "sqlite":
        with (
            database.troubles(),
            database.engine.connect() as connection,
        ):  # deleted values are overwritten at once; the log keeps old pages
            return bool(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0] == 0)
    with database.troubles(), database.engine.connect() as connection:
        session = connection.execution_options(isolation_level="AUTOCOMMIT")
        session.exec_driver_sql("SET statement_timeout = 0")
        try:
            for table in _WIPED:
                session.exec_driver_sql(f"VACUUM {table}")
        finally:
            session.exec_driver_sql("RESET statement_timeout")
    return True


def _copy(database: Database, to: Path) -> None:
    with database.reading() as connection:
        # inside a transaction that reads, all steps copy one state, and others may go on writing
        connection.exec_driver_sql("SELECT name FROM sqlite_master").all()
        source = cast("sqlite3.Connection", cast("Any", connection.connection).driver_connection)
        target = sqlite3.connect(to)
        try:
            source.backup(target, pages=_PAGES)
            target.execute("PRAGMA journal_mode=DELETE").close()  # one file alone
        finally:
            target.close()
    with to.open("rb") as file:
        os.fsync(file.fileno())
