"""What a database can do to a person: be away, be busy, have no room, be damaged, have another schema."""

from __future__ import annotations

from tenderlaw.sources.faults import TenderlawError

__all__ = [
    "DatabaseAwayError",
    "DatabaseBusyError",
    "DatabaseDamagedError",
    "DatabaseFullError",
    "DatabaseSettingError",
    "SchemaError",
    "StoreError",
]


class StoreError(TenderlawError):
    """The database did not take or give what was asked: nothing was written. Exit code 11."""

    exit_code = 11


class DatabaseAwayError(StoreError):
    """It cannot be reached or opened; later it may be."""


class DatabaseBusyError(StoreError):
    """Others held it longer than we wait; the same may be tried again at once."""


class DatabaseFullError(StoreError):
    """Its disk has no room left."""


class DatabaseDamagedError(StoreError):
    """The file is no database, or is broken."""


class SchemaError(StoreError):
    """Its tables are of another version than this program's."""


class DatabaseSettingError(StoreError):
    """The address of the database cannot be used. Exit code 2."""

    exit_code = 2
