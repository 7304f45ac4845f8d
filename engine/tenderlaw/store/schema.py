"""The version of the tables: what is pending, up, down. Every change is a migration of its own, in SQL of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from tenderlaw.sources.faults import Fault
from tenderlaw.store.database import Database
from tenderlaw.store.faults import SchemaError

__all__ = ["downgrade", "need_current", "pending", "upgrade", "version"]

_LOCK: Final = 0x7E4DE21A
"""One of several processes that start at once migrates; the others wait for it."""


def version(database: Database) -> str | None:
    """The revision of the tables; None for a database with none of ours."""
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def pending(database: Database) -> tuple[str, ...]:
    """The migrations not done yet, the first first. Raises SchemaError where a newer program made the tables."""
    return _after(version(database), database.place)


def need_current(database: Database) -> None:
    """Raise SchemaError unless the tables are those of this program."""
    if missing := pending(database):
        message = f"the tables are not up to date: {', '.join(missing)} pending"
        raise SchemaError([Fault(database.place, 0, 0, "", message, "`tenderlaw serve` brings them up to date")])


def upgrade(database: Database) -> tuple[str, ...]:
    """Do all that is pending, whole or not at all; returns what was done."""
    if not pending(database):
        return ()
    with database.writing() as connection:
        _only_one(connection)
        done = _after(MigrationContext.configure(connection).get_current_revision(), database.place)
        if done:
            command.upgrade(_config(connection), "head")
    return done


def downgrade(database: Database, to: str = "base") -> None:
    """Back to an older revision; `base` takes away all tables, and the record with them."""
    pending(database)
    with database.writing() as connection:
        _only_one(connection)
        command.downgrade(_config(connection), to)


def _after(current: str | None, place: str) -> tuple[str, ...]:
    scripts = ScriptDirectory.from_config(_config())
    known = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    if current is None:
        return tuple(known)
    if current not in known:
        message = f"the tables are of version `{current}`, which this program does not know"
        raise SchemaError([Fault(place, 0, 0, "", message, "use the newer program that made them")])
    return tuple(known[known.index(current) + 1 :])


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _only_one(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
