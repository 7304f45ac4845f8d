"""A record of two tenants in a database of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, insert

from tenderlaw.record.checkpoints import sign_checkpoint
from tenderlaw.record.ledger import Record
from tenderlaw.record.vault import Vault
from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database

_START = datetime(2026, 11, 30, 12, 5, tzinfo=UTC)


@pytest.fixture
def record() -> Record:
    """A record whose clock goes on by a second a look."""
    seconds = count()
    return Record(Vault(b"k" * 32), lambda: _START + timedelta(seconds=next(seconds)))


@pytest.fixture
def database(database_url: str, record: Record) -> Iterator[Database]:
    """A database with two tenants, each with a procurement and two bidders."""
    opened = open_database(database_url)
    schema.upgrade(opened)
    with opened.writing() as connection:
        for name in ("tenant_a", "tenant_b"):
            _settle(connection, record, name)
    yield opened
    opened.close()


@pytest.fixture
def filled(database: Database, record: Record) -> Database:
    """A record of 21 entries, signed at 6, at 13 and, but for the last, at its end."""
    with database.writing() as connection:
        for n in range(1, 22):
            secret = {"name": "Anna", "n": n} if n % 3 == 0 else None
            record.append(connection, "tenant_a", "step", "person_x", "bidder_y", {"n": n}, secret)
            record.append(connection, "tenant_b", "step", "person_x", "bidder_y", {"n": n})
            if n in (6, 13, 20):
                sign_checkpoint(connection, record, "tenant_a")
    with database.writing() as connection:  # what the triggers refuse, an operator with the file can do
        for table in ("entry", "node", "checkpoint"):
            if database.dialect == "sqlite":
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_update")
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_delete")
            else:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    return database


def _settle(connection: Connection, record: Record, name: str) -> None:
    at = {"created_at": "2026-11-30T12:00:00.000000Z"}
    key = record.vault.new_tenant_key(name)
    row = {"tenant": name, "title": "An authority", "settings": {}, "wrapped_key": key, **at}
    connection.execute(insert(tables.tenant).values(row))
    changed = {"revision": 1, "changed_at": at["created_at"], **at}
    connection.execute(insert(tables.procurement).values(tenant=name, procurement="proc_x", title="Vans", **changed))
    for bidder in ("bidder_y", "bidder_z"):
        sealed = record.vault.seal(connection, name, bidder, "draft", b"{}")
        row = {"tenant": name, "bidder": bidder, "procurement": "proc_x", "sealed": sealed, "legal_hold": False}
        connection.execute(insert(tables.bidder).values({**row, **changed}))
