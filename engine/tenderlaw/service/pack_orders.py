"""One process puts a new set of packs in force; the others of the same database follow within seconds.

An order counts for processes that were there when it was given. One that starts later reads the folders anew.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from sqlalchemy import Connection, select, update

from tenderlaw.record.ledger import Record
from tenderlaw.service.desk import BusyError, Desk, TooLongError
from tenderlaw.service.http.logs import log_event, where_raised
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.store import tables
from tenderlaw.store.database import Database
from tenderlaw.store.moments import moment_text

__all__ = ["follow", "order", "reloaded", "reloaded_by_signal"]

_EVERY: Final = 2.0
"""Seconds between two looks."""
_TABLE: Final = tables.pack_set


def order(desk: Desk, tenant: str, actor: str, digest: str) -> None:
    """Have every process put this set in force, and put on record who said so."""
    if desk.database is None or desk.record is None:
        return
    with desk.database.writing() as connection:
        at = moment_text(desk.now())
        connection.execute(update(_TABLE).where(_TABLE.c.digest == digest).values(ordered_at=at))
        _noted(connection, desk.record, tenant, actor, digest)


def _noted(connection: Connection, record: Record, tenant: str, actor: str, digest: str) -> None:
    record.append(connection, tenant, "packs", actor, tenant, {"pack_set": digest})


async def reloaded(desk: Desk, tenant: str | None, actor: str, expected: str | None = None) -> PackSet:
    """Read the packs anew, run the worked cases of what is new, and put the set in force everywhere, or change nothing.

    Without a tenant nothing of it is on record. Raises as `PackSets.reload` does.
    """
    before = desk.packs.current.digest
    new = await asyncio.to_thread(desk.packs.reload, expected)
    if tenant is not None and new.digest != before:
        await desk.work(order, desk, tenant, actor, new.digest)
    log_event(logging.INFO, "packs in force", pack_set=new.digest)
    return new


async def reloaded_by_signal(desk: Desk) -> None:
    """The same for whoever runs the machine: what came of it, the log says."""
    try:
        await reloaded(desk, desk.settings.tenant, "system")
    except Exception as error:
        log_event(logging.ERROR, "the new packs are not put in force", **where_raised(error))


async def follow(desk: Desk) -> None:
    """Look again and again whether another process was told to put a set in force, and do as it did."""
    database = desk.database
    if database is None:
        return
    since: str | None = None
    while True:
        try:
            at, digest = await desk.work(_ordered, database)
            if since is not None and at > since and digest != desk.packs.current.digest:
                await asyncio.to_thread(desk.packs.adopt, digest)
                log_event(logging.INFO, "packs in force", pack_set=digest)
            since = at
        except (BusyError, TooLongError, TenderlawError) as error:  # the next look may find it
            log_event(logging.WARNING, "packs were not followed", kind=type(error).__name__)
        await asyncio.sleep(_EVERY)


def _ordered(database: Database) -> tuple[str, str]:
    """When a set was last ordered, and which; nothing twice where none ever was."""
    query = select(_TABLE.c.ordered_at, _TABLE.c.digest).where(_TABLE.c.ordered_at.is_not(None))
    with database.reading() as connection:
        row = connection.execute(query.order_by(_TABLE.c.ordered_at.desc()).limit(1)).first()
    return ("", "") if row is None else (row.ordered_at, row.digest)
