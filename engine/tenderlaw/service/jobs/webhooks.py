"""Webhooks: addresses of other systems that are told what was put on record. What is told holds no personal data.

An event is an entry of the record: what is on record is told, and nothing else. How far each webhook has been told is
kept beside it, so that nothing is left out while a worker is away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NewType

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from tenderlaw.record.leaves import KINDS
from tenderlaw.record.ledger import size_of
from tenderlaw.record.vault import Vault
from tenderlaw.service.accounts.acts import Act, NotFoundError, RefusedError, noted
from tenderlaw.service.jobs.outgoing import OutgoingRefusedError, destination
from tenderlaw.service.jobs.signing import new_secret
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle, new_handle
from tenderlaw.store.moments import moment_text

__all__ = [
    "DELAYS",
    "Delivery",
    "PublicUrl",
    "Webhook",
    "add_webhook",
    "deliveries",
    "delivery_in",
    "forget",
    "hook_in",
    "public_url",
    "renew",
    "secrets_in",
    "told",
    "try_again",
    "turn",
    "untold",
    "webhook_of",
    "webhooks",
]

MOST: Final = 20
"""Webhooks of a tenant."""
DELAYS: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800, 7200, 21_600, 43_200, 86_400))
"""How long after each attempt that failed the next is made; after the last, none."""
_OVERLAP: Final = timedelta(days=1)
_SIGNING: Final = 4
"""How many secrets sign beside a new one at most: one that was lost on its way does not end the one in use."""
_AT_A_TIME: Final = 100
_HOOK: Final = tables.webhook
_SENT: Final = tables.delivery
PublicUrl = NewType("PublicUrl", str)
"""An address that was looked at by `public_url`."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of entries of these kinds."""

    tenant: str
    webhook: str
    url: str
    events: tuple[str, ...]
    active: bool
    created_at: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message: `waiting`, `sent` or `failed`, after so many attempts; `said` is what came of the last."""

    tenant: str
    delivery: str
    webhook: str
    event: str
    payload: dict[str, Any]
    attempts: int
    next_at: str | None
    state: str
    said: str | None
    created_at: str
    ended_at: str | None


def public_url(url: str, *, private: bool = False) -> PublicUrl:
    """An address that may be told: of the form that it must have, and of no machine of this network as of now.

    Its name is resolved, so that this is asked in no transaction; when something is sent it is looked at again.
    `private` as in `destination`. Raises RefusedError.
    """
    try:
        destination(url, private=private)
    except OutgoingRefusedError as error:
        raise RefusedError(str(error), "/url") from error
    return PublicUrl(url)


def add_webhook(connection: Connection, act: Act, url: PublicUrl, events: Iterable[str]) -> tuple[Webhook, str]:
    """A new webhook and its secret, which is shown once. It is told of what comes from now on."""
    chosen = _events(events)
    if len(webhooks(connection, act.tenant)) >= MOST:
        raise RefusedError(f"a tenant has {MOST} webhooks at most")
    handle, secret = new_handle("webhook"), new_secret()
    row = {
        "tenant": act.tenant,
        "webhook": handle,
        "url": url,
        "sealed_secret": _sealed(connection, act, handle, secret),
        "events": list(chosen),
        "active": True,
        "seq": size_of(connection, act.tenant),
        "created_at": act.at,
    }
    connection.execute(insert(_HOOK).values(row))
    noted(connection, act, "webhook", handle, {"done": "added", "events": list(chosen)}, {"url": url})
    return webhook_of(connection, act.tenant, handle), secret


def webhook_of(connection: Connection, tenant: str, webhook: str) -> Webhook:
    """The webhook of this handle in this tenant. Raises NotFoundError."""
    query = select(_HOOK).where(_HOOK.c.tenant == tenant, _HOOK.c.webhook == webhook)
    row = connection.execute(query).first() if is_handle(webhook, "webhook") else None
    if row is None:
        raise NotFoundError
    return hook_in(row)


def webhooks(connection: Connection, tenant: str) -> list[Webhook]:
    """The webhooks of a tenant, the oldest first."""
    query = select(_HOOK).where(_HOOK.c.tenant == tenant).order_by(_HOOK.c.created_at, _HOOK.c.webhook)
    return [hook_in(row) for row in connection.execute(query)]


def turn(connection: Connection, act: Act, webhook: str, *, on: bool) -> Webhook:
    """Tell it no more, or again of what comes from now on."""
    before = webhook_of(connection, act.tenant, webhook)
    if before.active == on:
        return before
    mine = update(_HOOK).where(_HOOK.c.tenant == act.tenant, _HOOK.c.webhook == webhook)
    connection.execute(mine.values(active=on, seq=size_of(connection, act.tenant)))
    waiting = and_(_SENT.c.tenant == act.tenant, _SENT.c.webhook == webhook, _SENT.c.state == "waiting")
    connection.execute(
        update(_SENT).where(waiting).values(state="failed", said="turned off", ended_at=act.at, next_at=None)
    )
    noted(connection, act, "webhook", webhook, {"done": "turned on" if on else "turned off"})
    return webhook_of(connection, act.tenant, webhook)


def renew(connection: Connection, act: Act, webhook: str) -> tuple[Webhook, str]:
    """Another secret for a webhook, which is shown once; for a day what is sent is signed with those before, too."""
    found = webhook_of(connection, act.tenant, webhook)
    mine = (_HOOK.c.tenant == act.tenant, _HOOK.c.webhook == webhook)
    sealed = connection.execute(select(_HOOK.c.sealed_secret).where(*mine)).scalar_one()
    before = secrets_in(connection, act.record.vault, found, sealed, act.at)[:_SIGNING]
    secret, until = new_secret(), moment_text(act.now + _OVERLAP)
    every = _sealed(connection, act, webhook, " ".join([secret, *before, until]))
    connection.execute(update(_HOOK).where(*mine).values(sealed_secret=every))
    noted(connection, act, "webhook", webhook, {"done": "secret renewed", "old_until": until})
    return found, secret


def _sealed(connection: Connection, act: Act, webhook: str, secrets: str) -> bytes:
    """The secret as it is kept; after it, where it was renewed, those before and until when they sign beside it."""
    return act.record.vault.seal(connection, act.tenant, webhook, "webhook", secrets.encode())


def secrets_in(connection: Connection, vault: Vault, hook: Webhook, sealed: bytes, at: str) -> list[str]:
    """The secrets with which is signed what is sent at a moment, the newest first."""
    new, *before = vault.open(connection, hook.tenant, hook.webhook, "webhook", sealed).decode().split()
    return [new, *before[:-1]] if before and at < before[-1] else [new]


def forget(connection: Connection, act: Act, webhook: str) -> None:
    """Remove a webhook, its secret and what was sent to it."""
    webhook_of(connection, act.tenant, webhook)
    for table in (_SENT, _HOOK):
        connection.execute(delete(table).where(table.c.tenant == act.tenant, table.c.webhook == webhook))
    noted(connection, act, "webhook", webhook, {"done": "removed"})


def deliveries(
    connection: Connection, tenant: str, webhook: str, before: tuple[str, str] | None = None, limit: int = 50
) -> list[Delivery]:
    """What was sent to a webhook, the newest first, before the moment and handle given. Raises NotFoundError."""
    webhook_of(connection, tenant, webhook)
    query = select(_SENT).where(_SENT.c.tenant == tenant, _SENT.c.webhook == webhook)
    if before is not None:
        at, last = before
        query = query.where(or_(_SENT.c.created_at < at, and_(_SENT.c.created_at == at, _SENT.c.delivery < last)))
    rows = connection.execute(query.order_by(_SENT.c.created_at.desc(), _SENT.c.delivery.desc()).limit(limit))
    return [delivery_in(row) for row in rows]


def try_again(connection: Connection, act: Act, webhook: str, delivery: str) -> Delivery:
    """Send once more what failed. Raises NotFoundError, and RefusedError for what did not fail."""
    if not webhook_of(connection, act.tenant, webhook).active:
        raise RefusedError("the webhook is turned off")
    mine = (_SENT.c.tenant == act.tenant, _SENT.c.webhook == webhook, _SENT.c.delivery == delivery)
    found = connection.execute(select(_SENT).where(*mine)).first() if is_handle(delivery, "message") else None
    if found is None:
        raise NotFoundError
    again = update(_SENT).where(*mine, _SENT.c.state == "failed")
    values = {"state": "waiting", "next_at": act.at, "attempts": 0, "ended_at": None}
    if connection.execute(again.values(values)).rowcount != 1:
        raise RefusedError("it has not failed")
    return delivery_in(connection.execute(select(_SENT).where(*mine)).one())


def untold(connection: Connection) -> bool:
    """Whether any webhook is behind the record: asked before a transaction that writes is begun."""
    entry = tables.entry
    joined = and_(entry.c.tenant == _HOOK.c.tenant, entry.c.seq > _HOOK.c.seq)
    query = select(_HOOK.c.webhook).join(entry, joined).where(_HOOK.c.active).limit(1)
    return connection.execute(query).first() is not None


def told(connection: Connection, now: datetime) -> int:
    """Make messages of what was put on record since each webhook was last told; how many there are."""
    count, entry = 0, tables.entry
    for hook in connection.execute(select(_HOOK).where(_HOOK.c.active)).all():
        last = size_of(connection, hook.tenant)
        if last <= hook.seq:
            continue
        query = select(entry).where(entry.c.tenant == hook.tenant, entry.c.seq > hook.seq, entry.c.seq <= last)
        query = query.where(entry.c.kind.in_(hook.events)).order_by(entry.c.seq).limit(_AT_A_TIME)
        found = connection.execute(query).all()
        seq = found[-1].seq if len(found) == _AT_A_TIME else last
        mine = (_HOOK.c.tenant == hook.tenant, _HOOK.c.webhook == hook.webhook, _HOOK.c.seq == hook.seq)
        if connection.execute(update(_HOOK).where(*mine).values(seq=seq)).rowcount != 1:
            continue  # another worker tells it
        rows = [_message(hook, one, now) for one in found]
        if rows:
            connection.execute(insert(_SENT), rows)
            count += len(rows)
    return count


def _message(hook: Row[Any], entry: Row[Any], now: datetime) -> dict[str, object]:
    data = {"seq": entry.seq, "subject": entry.subject, "actor": entry.actor, **entry.payload}
    return {
        "tenant": hook.tenant,
        "delivery": new_handle("message"),
        "webhook": hook.webhook,
        "event": entry.kind,
        "payload": {"type": entry.kind, "timestamp": entry.at, "data": data},
        "attempts": 0,
        "next_at": moment_text(now),
        "state": "waiting",
        "said": None,
        "created_at": moment_text(now),
        "ended_at": None,
    }


def hook_in(row: Row[Any]) -> Webhook:
    """A row of the table as a webhook."""
    return Webhook(row.tenant, row.webhook, row.url, tuple(row.events), bool(row.active), row.created_at)


def delivery_in(row: Row[Any]) -> Delivery:
    """A row of the table as a delivery."""
    held = dict(row._mapping)
    return Delivery(**{name: held[name] for name in Delivery.__dataclass_fields__})


def _events(events: Iterable[str]) -> tuple[str, ...]:
    given = tuple(sorted(set(events)))
    known: tuple[str, ...] = KINDS
    if not given or (unknown := [one for one in given if one not in known]):
        word = f"`{unknown[0][:80]}` is no kind of entry" if given else "name at least one kind of entry"
        raise RefusedError(f"{word}; known: {', '.join(known)}", "/events")
    return given
