"""What tests of accounts begin with: a database with two tenants, a record, and a clock that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from tenderlaw.record.ledger import Record
from tenderlaw.record.vault import Vault
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.people import Person
from tenderlaw.service.accounts.tenants import create_tenant
from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database

START = datetime(2026, 11, 30, 12, 5, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Held:
    """Two tenants, `north` and `south`, each with its first administrator."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.record = Record(Vault(b"k" * 32), self.clock)
        schema.upgrade(self.database)
        self.first: dict[str, Person] = {}
        for name in ("north", "south"):
            with self.database.writing() as connection:
                act = Act(self.record, name, "system", self.clock())
                _, self.first[name] = create_tenant(
                    connection, act, f"Council of the {name}", f"admin@{name}.example", "Ada Admin"
                )

    def act(self, tenant: str = "north", actor: str | None = None) -> Act:
        return Act(self.record, tenant, actor or self.first[tenant].person, self.clock())

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.database.writing() as connection:
            yield connection

    def entries(self, tenant: str = "north", kind: str | None = None) -> list[dict[str, object]]:
        """The payloads of a tenant's record, by kind, with who acted."""
        column = tables.entry.c
        with self.database.reading() as connection:
            rows = connection.execute(select(tables.entry).where(column.tenant == tenant).order_by(column.seq)).all()
        return [{**row.payload, "actor": row.actor} for row in rows if kind in (None, row.kind)]


@contextmanager
def held_in(url: str) -> Iterator[Held]:
    """Open an empty database and put the tenants into it."""
    database = open_database(url)
    try:
        yield Held(database)
    finally:
        database.close()
