"""What a worker does now and then: what nobody needs any more goes, and files whose time is over are erased."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, delete, or_, select

from tenderlaw.record.checkpoints import sign_checkpoint
from tenderlaw.record.erasing import erase_due
from tenderlaw.record.faults import TamperedError
from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.first import SYSTEM
from tenderlaw.service.accounts.sessions import swept
from tenderlaw.service.accounts.tenants import Tenant, tenants
from tenderlaw.service.http.logs import log_event
from tenderlaw.service.jobs.book import ENDED
from tenderlaw.service.jobs.endings import erase_work
from tenderlaw.service.jobs.pdfs import KIND as PDF
from tenderlaw.service.jobs.steady import looked_at_clock
from tenderlaw.store import tables
from tenderlaw.store.database import Database
from tenderlaw.store.moments import moment_text

__all__ = ["EVERY", "kept_house"]

EVERY: Final = 600.0
"""Seconds between two times."""
_LOG: Final = timedelta(days=30)
"""How long it is kept what was sent to webhooks."""
_PDF: Final = timedelta(hours=1)
"""How long the PDF of a document lies here of which nothing is kept."""
_JOB: Final = tables.job


def kept_house(database: Database, record: Record) -> int:
    """Remove sessions that are over, old keys of requests, old messages; erase what is due, then sign each record.

    How much was erased: nothing while the clock may be wrong.
    """
    now = record.now()
    with database.writing() as connection:
        steady = looked_at_clock(connection, now)
        swept(connection, now)
        gone = tables.idempotency
        connection.execute(delete(gone).where(gone.c.expires_at <= moment_text(now)))
        sent = tables.delivery
        old = sent.c.created_at <= moment_text(now - _LOG)
        connection.execute(delete(sent).where(sent.c.state != "waiting", old))
        every = tenants(connection, limit=100_000)
    if not steady:
        hint = "nothing is erased by retention until it has gone on for days; `tenderlaw doctor` says until when"
        log_event(logging.WARNING, "the clock has jumped", hint=hint)
    return sum(_kept_for(database, record, tenant, now, steady=steady) for tenant in every)


def _kept_for(database: Database, record: Record, tenant: Tenant, now: datetime, *, steady: bool) -> int:
    """Erase what is due of a tenant `now`, and sign what came since its last checkpoint; how much was erased.

    A record that was tampered with is neither gone on with nor signed, and that is told; others are kept all the same.
    """
    count = 0
    try:
        if steady:
            count += len(erase_due(database, record, tenant.tenant, now.date(), SYSTEM))
        count += _erase_old_work(database, record, tenant, now, steady=steady)
        with database.writing() as connection:
            sign_checkpoint(connection, record, tenant.tenant)
    except TamperedError as error:
        log_event(logging.ERROR, "a record is not as it was signed", kind=type(error).__name__)
    return count


def _erase_old_work(database: Database, record: Record, tenant: Tenant, now: datetime, *, steady: bool) -> int:
    """Erase the files of work that ended so long ago as the tenant keeps files; PDFs of what is not kept before.

    A PDF is made again by whoever asks, so that it waits for no clock to be right.
    """
    days = tenant.settings.retention_days
    act, key = Act(record, tenant.tenant, SYSTEM, now), tables.subject_key.c
    old = and_(_JOB.c.kind == PDF, _JOB.c.ended_at <= moment_text(act.now - _PDF))
    if days is not None and steady:
        old = or_(old, _JOB.c.ended_at <= moment_text(act.now - timedelta(days=days)))
    has_files = select(key.subject).where(key.tenant == tenant.tenant, key.wrapped_key != b"")
    query = select(_JOB.c.job).where(
        _JOB.c.tenant == tenant.tenant, _JOB.c.state.in_(ENDED), old,
        _JOB.c.job.in_(has_files), _JOB.c.legal_hold.is_(False),
    )  # fmt: skip
    with database.writing() as connection:
        locked = query.limit(100).with_for_update(skip_locked=True, of=_JOB)  # one that is being held is left alone
        found = connection.execute(locked).scalars().all()
        for job in found:
            erase_work(connection, act, job, "retention")
    return len(found)
