"""Another master key: what the old one wraps is wrapped by the new one, in one transaction, and nothing else changes.

For when the old one may have been seen. Whoever saw it and a copy of the database made before reads that copy still.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from tenderlaw.record.checkpoints import sealed_as
from tenderlaw.record.vault import Vault
from tenderlaw.store import tables

__all__ = ["rekey"]


def rekey(connection: Connection, old: Vault, new: Vault) -> int:
    """Wrap anew the keys of all tenants and those that sign; how many. Within `database.writing()`.

    No process of the service may run meanwhile: it would go on with the old key. Raises KeyWrongError where the old one
    is not that of this database: nothing has changed then.
    """
    tenant, signing = tables.tenant, tables.signing_key
    tenants = connection.execute(select(tenant.c.tenant, tenant.c.wrapped_key).with_for_update()).all()
    for name, wrapped in tenants:
        what = f"tenant\0{name}"
        again = new.wrap(old.unwrap(wrapped, what), what)
        connection.execute(update(tenant).where(tenant.c.tenant == name).values(wrapped_key=again))
    keys = connection.execute(select(signing.c.key, signing.c.sealed).with_for_update()).all()
    for key, sealed in keys:
        again = new.wrap(old.unwrap(sealed, sealed_as(key)), sealed_as(key))
        connection.execute(update(signing).where(signing.c.key == key).values(sealed=again))
    return len(tenants) + len(keys)
