"""Messages to webhooks sent: signed, to the address that was looked at, within a deadline, again later if it fails.

No redirect is followed, nothing of the answer is read but its status, no proxy of the environment is asked.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import httpx2
from sqlalchemy import ColumnElement, Connection, and_, select, update

from tenderlaw._version import __version__
from tenderlaw.record.ledger import Record
from tenderlaw.service.jobs.outgoing import Destination, OutgoingRefusedError, Resolve, destination
from tenderlaw.service.jobs.signing import headers_of
from tenderlaw.service.jobs.webhooks import DELAYS, Delivery, delivery_in, hook_in, secrets_in, told, untold
from tenderlaw.service.settings import Settings
from tenderlaw.sources.canonical import canonical
from tenderlaw.store import tables
from tenderlaw.store.database import Database
from tenderlaw.store.moments import moment_text

__all__ = ["Sender", "send_due"]

_DEADLINE: Final = 15.0
"""Seconds that one attempt may take, all in all."""
_SLOW: Final = 2.0
_REST: Final = timedelta(minutes=1)
"""Whoever takes longer than so many seconds is left alone for a while: messages of others wait behind theirs."""
_LEASE: Final = timedelta(seconds=120)
"""For so long whoever sends a message has it for itself."""
_AT_A_TIME: Final = 20
_SENT: Final = tables.delivery
_HOOK: Final = tables.webhook


@dataclass(frozen=True, slots=True)
class Sender:
    """How messages leave; tests have them go elsewhere."""

    private: bool = False
    """Whether addresses of one's own network are allowed."""
    resolve: Resolve | None = None
    transport: Callable[[], httpx2.AsyncBaseTransport | None] = lambda: None
    trusted: ssl.SSLContext | None = None
    """Whose certificates count; None: those of the system."""
    deadline: float = _DEADLINE
    slow: float = _SLOW

    def send(self, url: str, headers: dict[str, str], body: bytes) -> str:
        """Send once: the status as text, or why not, in a word."""
        try:
            to = destination(url, private=self.private, resolve=self.resolve)
            return asyncio.run(asyncio.wait_for(self._posted(to, headers, body), self.deadline))
        except OutgoingRefusedError:
            return "refused: not a public address"
        except TimeoutError:
            return "no answer in time"
        except (httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError, OSError, ValueError) as error:
            return f"no connection: {type(error).__name__}"

    async def _posted(self, to: Destination, headers: dict[str, str], body: bytes) -> str:
        client = httpx2.AsyncClient(
            transport=self.transport(),
            verify=self.trusted or True,
            trust_env=False,
            follow_redirects=False,
            timeout=self.deadline,
        )
        async with client:
            # the certificate must be that of the name, although the connection goes to the number
            extensions = {"sni_hostname": to.host} if to.scheme == "https" else {}
            own = {**headers, "host": to.authority}
            async with client.stream("POST", to.pinned, content=body, headers=own, extensions=extensions) as answer:
                return str(answer.status_code)


def send_due(database: Database, record: Record, settings: Settings, sender: Sender | None = None) -> int:
    """Send what is due; how many messages were tried."""
    by = sender or Sender(private=settings.webhooks_to_private)
    with database.reading() as connection:
        behind = untold(connection)
    if behind:
        with database.writing() as connection:
            told(connection, record.now())
    count = 0
    while count < _AT_A_TIME and (taken := _taken(database, record)) is not None:
        one, url, secrets = taken
        body = canonical(one.payload)
        signed = headers_of(secrets, one.delivery, int(record.now().timestamp()), body)
        began = time.monotonic()
        said = by.send(
            url, {"content-type": "application/json", "user-agent": f"tenderlaw/{__version__}", **signed}, body
        )
        with database.writing() as connection:
            _ended(connection, one, said, record.now())
            if time.monotonic() - began > by.slow:
                _rested(connection, one, record.now())
        count += 1
    return count


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(_SENT.c.state == "waiting", _SENT.c.next_at <= moment_text(now))


def _taken(database: Database, record: Record) -> tuple[Delivery, str, list[str]] | None:
    """The message that is next, which nobody else takes for a while; its address and the secrets of its webhook."""
    now = record.now()
    with database.reading() as connection:
        if connection.execute(select(_SENT.c.delivery).where(_due(now)).limit(1)).first() is None:
            return None
    with database.writing() as connection:
        query = select(_SENT).where(_due(now)).order_by(_SENT.c.next_at, _SENT.c.delivery).limit(1)
        row = connection.execute(query.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        one = delivery_in(row)
        leased = {"next_at": moment_text(now + _LEASE), "attempts": one.attempts + 1}
        connection.execute(update(_SENT).where(*_is(one)).values(leased))
        hook = connection.execute(
            select(_HOOK).where(_HOOK.c.tenant == one.tenant, _HOOK.c.webhook == one.webhook)
        ).one()
        secrets = secrets_in(connection, record.vault, hook_in(hook), hook.sealed_secret, moment_text(now))
    return one, hook.url, secrets


def _ended(connection: Connection, one: Delivery, said: str, now: datetime) -> None:
    """Write what came of an attempt, and when the next is; `410 Gone` turns the webhook off."""
    values: dict[str, object]
    tries = one.attempts + 1
    if len(said) == 3 and said.startswith("2"):
        values = {"state": "sent", "next_at": None, "ended_at": moment_text(now)}
    elif said == "410" or tries > len(DELAYS):
        values = {"state": "failed", "next_at": None, "ended_at": moment_text(now)}
    else:
        values = {"next_at": moment_text(now + DELAYS[tries - 1])}
    connection.execute(update(_SENT).where(*_is(one), _SENT.c.state == "waiting").values({**values, "said": said}))
    if said == "410":
        mine = (_HOOK.c.tenant == one.tenant, _HOOK.c.webhook == one.webhook)
        connection.execute(update(_HOOK).where(*mine).values(active=False))


def _rested(connection: Connection, one: Delivery, now: datetime) -> None:
    """Let what else waits for the same webhook wait a while."""
    until = moment_text(now + _REST)
    others = (_SENT.c.tenant == one.tenant, _SENT.c.webhook == one.webhook, _SENT.c.delivery != one.delivery)
    soon = (_SENT.c.state == "waiting", _SENT.c.next_at < until)
    connection.execute(update(_SENT).where(*others, *soon).values(next_at=until))


def _is(one: Delivery) -> tuple[ColumnElement[bool], ...]:
    return _SENT.c.tenant == one.tenant, _SENT.c.delivery == one.delivery
