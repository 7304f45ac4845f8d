"""Finding what a person names: a tenant, and an entry by its number or by the handle of what it recorded."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from tenderlaw.record.faults import NotInRecordError
from tenderlaw.record.ledger import size_of
from tenderlaw.sources.faults import Fault, nearest, quoted
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle

__all__ = ["seq_of", "tenant_named"]

_RECORDED: Final = (tables.decision, tables.step, tables.document)


def tenant_named(connection: Connection, name: str | None) -> str:
    """The tenant of this handle, or the only one. Raises NotInRecordError."""
    known = list(connection.execute(select(tables.tenant.c.tenant)).scalars())
    if name is None and len(known) == 1:
        return str(known[0])
    if name in known:
        return str(name)
    if name is None:
        message = "there are several tenants" if known else "there is no tenant yet"
        raise NotInRecordError([Fault("--tenant", 0, 0, "", message, nearest("", known))])
    raise NotInRecordError([Fault("--tenant", 0, 0, "", f"there is no tenant {quoted(name)}", nearest(name, known))])


def seq_of(connection: Connection, tenant: str, name: str) -> int:
    """The number of an entry, by it or by the handle of a decision, a step or a document. Raises NotInRecordError."""
    if name.isascii() and name.isdigit() and 0 < int(name) <= size_of(connection, tenant):
        return int(name)
    for table in _RECORDED if is_handle(name) else ():
        query = select(table.c.seq).where(table.c.tenant == tenant, table.c[table.name] == name)
        found = connection.execute(query).scalar()
        if found is not None:
            return int(found)
    hint = "the number of an entry, or the handle of a decision, a step or a document"
    raise NotInRecordError([Fault("record", 0, 0, "", f"{quoted(name)} is on no record", hint)])
