"""The first start: a tenant, an administrator, and the link by which they come in, printed once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.links import new_link
from tenderlaw.service.accounts.tenants import create_tenant
from tenderlaw.store import tables
from tenderlaw.store.database import Database

__all__ = ["SYSTEM", "UNNAMED", "First", "first_start", "link_for"]

UNNAMED = "Contracting authority"
"""How the authority is called until the settings of the house name it."""
SYSTEM = "system"
"""Who does what nobody asked for."""


@dataclass(frozen=True, slots=True)
class First:
    """Who comes first, and the token of their link."""

    tenant: str
    person: str
    token: str


def first_start(
    database: Database, record: Record, tenant: str = "main", email: str = "administrator@localhost"
) -> First | None:
    """Make the tenant and its administrator where there is no tenant at all; nothing where there is one."""
    act = Act(record, tenant, SYSTEM, record.now())
    with database.writing() as connection:
        if connection.execute(select(tables.tenant.c.tenant).limit(1)).first() is not None:
            return None
        _, person = create_tenant(connection, act, UNNAMED, email, "Administrator")
        return First(tenant, person.person, new_link(connection, act, person.person))


def link_for(database: Database, record: Record, tenant: str, email: str | None = None) -> First | None:
    """A new link for somebody, asked for where the service runs; without an address, for an administrator.

    None where nobody of that address may come in.
    """
    act = Act(record, tenant, SYSTEM, record.now())
    column = tables.person.c
    query = select(column.person, column.roles).where(column.tenant == tenant, column.active)
    if email is not None:
        query = query.where(column.email == email.strip().lower())
    with database.writing() as connection:
        rows = connection.execute(query.order_by(column.created_at, column.person)).all()
        found = [row.person for row in rows if email is not None or "administrator" in row.roles]
        return First(tenant, found[0], new_link(connection, act, found[0])) if found else None
