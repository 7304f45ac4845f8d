"""What a worker does now and then: what nobody needs any more goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, delete, select

from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.service.accounts.first import SYSTEM
from tenderlaw.service.accounts.sessions import swept
from tenderlaw.service.accounts.tenants import Tenant, tenants
from tenderlaw.service.jobs.blobs import erased
from tenderlaw.service.jobs.book import ENDED
from tenderlaw.store import tables
from tenderlaw.store.database import Database
from tenderlaw.store.moments import moment_text

__all__ = ["EVERY", "erase_work", "kept_house"]

EVERY: Final = 600.0
"""Seconds between two times."""
_LOG: Final = timedelta(days=30)
"""How long it is kept what was sent to webhooks."""
_JOB: Final = tables.job


def kept_house(database: Database, record: Record) -> None:
    """Remove sessions that are over, old keys of requests, old messages; erase files of work by the tenant's rule."""
    now = record.now()
    with database.writing() as connection:
        swept(connection, now)
        gone = tables.idempotency
        connection.execute(delete(gone).where(gone.c.expires_at <= moment_text(now)))
        sent = tables.delivery
        old = sent.c.created_at <= moment_text(now - _LOG)
        connection.execute(delete(sent).where(sent.c.state != "waiting", old))
        every = tenants(connection, limit=100_000)
    for tenant in every:
        _erase_old_work(database, record, tenant, now)


def _erase_old_work(database: Database, record: Record, tenant: Tenant, now: datetime) -> None:
    days = tenant.settings.retention_days
    if days is None:
        return
    old = moment_text(now - timedelta(days=days))
    key = tables.subject_key.c
    has_files = select(key.subject).where(key.tenant == tenant.tenant, key.wrapped_key != b"")
    query = select(_JOB.c.job).where(
        _JOB.c.tenant == tenant.tenant, _JOB.c.state.in_(ENDED), _JOB.c.ended_at <= old, _JOB.c.job.in_(has_files)
    )
    with database.writing() as connection:
        act = Act(record, tenant.tenant, SYSTEM, now)
        for (job,) in connection.execute(query.limit(100)).all():
            erase_work(connection, act, job, "retention")


def erase_work(connection: Connection, act: Act, job: str, why: Literal["erasure", "retention"]) -> None:
    """Erase what was uploaded for a piece of work and what came of it; that there was such work stays."""
    erased(connection, act.record, act.tenant, job)
    noted(connection, act, why, job, {"done": "files of work erased"})
