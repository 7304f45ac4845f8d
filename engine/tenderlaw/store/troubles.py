"""What a driver's error means for a person: the database is away, busy, full or damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from tenderlaw.sources.faults import Fault
from tenderlaw.store.faults import (
    DatabaseAwayError,
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseFullError,
    StoreError,
)

__all__ = ["trouble_of"]

_SQLITE: Final[Mapping[int, type[StoreError]]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusyError,
    sqlite3.SQLITE_LOCKED: DatabaseBusyError,
    sqlite3.SQLITE_FULL: DatabaseFullError,
    sqlite3.SQLITE_IOERR: DatabaseAwayError,
    sqlite3.SQLITE_CANTOPEN: DatabaseAwayError,
    sqlite3.SQLITE_PERM: DatabaseAwayError,
    sqlite3.SQLITE_READONLY: DatabaseAwayError,
    sqlite3.SQLITE_CORRUPT: DatabaseDamagedError,
    sqlite3.SQLITE_NOTADB: DatabaseDamagedError,
}
"""By the lower eight bits of the extended code."""

_POSTGRESQL: Final[tuple[tuple[str, type[StoreError]], ...]] = (
    ("55P03", DatabaseBusyError),  # a lock was waited for in vain
    ("57014", DatabaseBusyError),  # a statement took too long
    ("40", DatabaseBusyError),  # serialisation, deadlock
    ("533", DatabaseBusyError),  # too many connections
    ("53100", DatabaseFullError),
    ("53", DatabaseFullError),
    ("58030", DatabaseAwayError),  # input or output
    ("08", DatabaseAwayError),
    ("57P", DatabaseAwayError),  # it shuts down or starts
    ("25P03", DatabaseAwayError),
    ("28", DatabaseAwayError),  # we are not let in
    ("3D000", DatabaseAwayError),  # there is no such database
    ("25006", DatabaseAwayError),  # a replica that only reads
    ("XX001", DatabaseDamagedError),
    ("XX002", DatabaseDamagedError),
)
"""By the beginning of the state that PostgreSQL gives, the first that fits."""

_SAYS: Final[Mapping[type[StoreError], tuple[str, str]]] = {
    DatabaseAwayError: ("cannot be reached", "nothing was written; see that it runs and that we may open it"),
    DatabaseBusyError: ("is busy", "nothing was written; try again in a moment"),
    DatabaseFullError: ("has no room left on its disk", "nothing was written; make room, then try again"),
    DatabaseDamagedError: ("is damaged, or is no database of ours", "nothing was written; put back a backup"),
}


def trouble_of(error: DBAPIError | PoolTimeoutError, place: str) -> StoreError | None:
    """The error of ours for an error of the driver, or None where it is of another kind (a mistake of the program)."""
    found = _kind(error)
    if found is None:
        return None
    message, hint = _SAYS[found]
    return found([Fault(place, 0, 0, "", f"the database {message}", hint)])


def _kind(error: DBAPIError | PoolTimeoutError) -> type[StoreError] | None:
    if isinstance(error, PoolTimeoutError):
        return DatabaseBusyError
    raw = error.orig
    if isinstance(raw, sqlite3.Error):
        return _SQLITE.get(getattr(raw, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(raw, "sqlstate", None)
    if state is None:  # the connection broke, or never was
        return DatabaseAwayError if isinstance(error, OperationalError) or error.connection_invalidated else None
    return next((kind for prefix, kind in _POSTGRESQL if state.startswith(prefix)), None)
