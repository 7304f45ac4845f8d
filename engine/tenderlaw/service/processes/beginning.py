"""What has to be there before the service answers: a database that is up to date, a master key, an administrator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, make_url, select
from sqlalchemy.exc import IntegrityError

from tenderlaw.record.ledger import Record
from tenderlaw.record.vault import Vault, make_key_file, read_key, read_key_file
from tenderlaw.service.accounts.first import First, first_start, link_for
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.store import tables
from tenderlaw.store.database import Database, open_database
from tenderlaw.store.schema import need_current, upgrade, version

__all__ = [
    "KEY_FILE",
    "Begun",
    "begun",
    "key_file_of",
    "master_key_of",
    "need_right_key",
    "new_link",
    "place_of",
    "record_of",
]

KEY_FILE: Final = "tenderlaw.key"
"""The master key's file where none is named: beside the SQLite file, or in the working folder."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What was found or made; `settings` name the master key for every process."""

    settings: Settings
    place: str
    """The database's address without its password."""
    migrated: tuple[str, ...]
    """The migrations that were done."""
    new_key: Path | None
    """The master key's file, if it was made now."""
    first: First | None
    """The administrator's sign-in link, on the first start."""


def begun(settings: Settings, *, migrate: bool = True) -> Begun:
    """Bring everything up to date, or say what is not.

    Raises a TenderlawError: the database is away or of a newer program, migrations are pending (`migrate` is false), or
    there are entries under a master key that is not here, or is another.
    """
    database = open_database(settings.database_url, connections=1)
    try:
        if not migrate:
            need_current(database)
        # before the key: a database that cannot be reached leaves no key behind
        settings, new_key = _with_key(settings, database)
        done = upgrade(database)
        record = record_of(settings)
        try:
            first = first_start(database, record, settings.tenant)
        except IntegrityError:  # another machine came first, just now
            first = None
        with database.reading() as connection:
            need_right_key(connection, record.vault)
        return Begun(settings, place_of(database), done, new_key, first)
    finally:
        database.close()


def new_link(settings: Settings, email: str | None) -> First | None:
    """A new sign-in link for somebody, or for the administrator; None where nobody of that address may come in."""
    database = open_database(settings.database_url, connections=1)
    try:
        need_current(database)
        settings, _ = _with_key(settings, database)
        return link_for(database, record_of(settings), settings.tenant, email)
    finally:
        database.close()


def place_of(database: Database) -> str:
    """The database's address as a person gave it, without a password."""
    return re.sub(r"^(\w+)\+\w+:", r"\1:", database.place)


def key_file_of(settings: Settings) -> Path:
    """Where the master key lies if it is in a file."""
    if settings.master_key_file is not None:
        return settings.master_key_file
    url = make_url(settings.database_url) if "://" in settings.database_url else None
    if url is None:
        return Path(settings.database_url).absolute().parent / KEY_FILE
    beside = Path(url.database or ".").absolute().parent if url.get_backend_name() == "sqlite" else Path.cwd()
    return beside / KEY_FILE


def need_right_key(connection: Connection, vault: Vault) -> None:
    """Raise KeyWrongError unless the master key is the one under which every tenant's key lies."""
    column = tables.tenant.c
    for tenant, wrapped in connection.execute(select(column.tenant, column.wrapped_key)):
        vault.unwrap(wrapped, f"tenant\0{tenant}")


def master_key_of(settings: Settings) -> bytes:
    """The master key that the settings name. Raises InputInvalidError where it cannot be read."""
    if settings.master_key is not None:
        return read_key(settings.master_key.get_secret_value(), "TENDERLAW_MASTER_KEY")
    return read_key_file(key_file_of(settings))


def record_of(settings: Settings) -> Record:
    """The record under the master key that the settings name. Raises InputInvalidError where that cannot be read."""
    return Record(Vault(master_key_of(settings)))


def _with_key(settings: Settings, database: Database) -> tuple[Settings, Path | None]:
    if settings.master_key is not None:
        return settings, None
    file = key_file_of(settings)
    named = settings.model_copy(update={"master_key_file": file})
    try:
        there = file.exists()
    except OSError:
        there = True  # whoever reads it says why it cannot be read
    if there:
        return named, None
    if settings.master_key_file is not None or not _is_empty(database):
        hint = "put it back, or name it by TENDERLAW_MASTER_KEY_FILE or TENDERLAW_MASTER_KEY"
        raise InputInvalidError([Fault(str(file), 0, 0, "", "the master key of this database is not here", hint)])
    make_key_file(file)
    return named, file


def _is_empty(database: Database) -> bool:
    """Whether nothing was ever kept here under any key."""
    if version(database) is None:
        return True
    with database.reading() as connection:
        return connection.execute(select(tables.tenant.c.tenant).limit(1)).first() is None
