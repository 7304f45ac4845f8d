"""Sessions of people: kept here, not in the cookie, so that each can be ended at once.

The cookie holds a token, the table its digest. A session ends when it was not used for a while, at the latest some
hours after it began, and a new one begins at each sign-in: a token that somebody was given before is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, delete, insert, select, update

from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.service.accounts.tokens import digest_of, is_token, new_token
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text

__all__ = ["Lives", "Seen", "ended", "ended_everywhere", "opened", "seen", "swept", "used"]

_SESSION: Final = tables.session
_PERSON: Final = tables.person
_TENANT: Final = tables.tenant
_SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly the last use is kept: so seldom is it written."""


@dataclass(frozen=True, slots=True)
class Lives:
    """How long a session lives unused, and at most."""

    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seen:
    """A session that lives: whose it is, and whether its last use is to be written."""

    tenant: str
    person: str
    title: str
    roles: tuple[str, ...]
    digest: str
    stale: bool
    language: str | None = None
    """The language that their tenant has set for pages."""
    packs: tuple[str, ...] | None = None
    """The packs of law by which their tenant decides; None: all."""


def opened(connection: Connection, act: Act, by: str, lives: Lives, old: str | None = None) -> str:
    """The token of a new session of who acts; `by` says how they signed in; a session `old` of their browser ends."""
    if old is not None and is_token(old):
        connection.execute(delete(_SESSION).where(_SESSION.c.digest == digest_of(old)))
    token = new_token()
    connection.execute(
        insert(_SESSION).values(
            digest=digest_of(token),
            tenant=act.tenant,
            person=act.actor,
            created_at=act.at,
            seen_at=act.at,
            expires_at=moment_text(act.now + lives.absolute),
        )
    )
    noted(connection, act, "sign_in", act.actor, {"done": "signed in", "by": by})
    return token


def seen(connection: Connection, token: str, now: datetime, lives: Lives) -> Seen | None:
    """Whose session it is, or nothing where it ended, or they may no longer come in. Writes nothing."""
    if not is_token(token):
        return None
    digest = digest_of(token)
    joined = and_(_PERSON.c.tenant == _SESSION.c.tenant, _PERSON.c.person == _SESSION.c.person)
    query = (
        select(_SESSION, _PERSON.c.title, _PERSON.c.roles, _TENANT.c.settings)
        .join(_PERSON, joined)
        .join(_TENANT, _TENANT.c.tenant == _SESSION.c.tenant)
        .where(_SESSION.c.digest == digest, _PERSON.c.active, _SESSION.c.expires_at > moment_text(now))
        .where(_SESSION.c.seen_at > moment_text(now - lives.idle))
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    stale = row.seen_at < moment_text(now - _SEEN_EVERY)
    language, packs = row.settings.get("language"), row.settings.get("packs")
    chosen = None if packs is None else tuple(packs)
    return Seen(row.tenant, row.person, row.title, tuple(row.roles), digest, stale, language, chosen)


def used(connection: Connection, digest: str, now: datetime) -> None:
    """Write that a session was used; a clock that was put back shortens nothing."""
    at = moment_text(now)
    connection.execute(update(_SESSION).where(_SESSION.c.digest == digest, _SESSION.c.seen_at < at).values(seen_at=at))


def ended(connection: Connection, act: Act, token: str) -> None:
    """End a session: sign out."""
    found = connection.execute(
        delete(_SESSION).where(
            _SESSION.c.digest == digest_of(token), _SESSION.c.tenant == act.tenant, _SESSION.c.person == act.actor
        )
    )
    if found.rowcount:
        noted(connection, act, "sign_in", act.actor, {"done": "signed out"})


def ended_everywhere(connection: Connection, act: Act, person: str) -> int:
    """End every session of somebody, and every link that waits for them; how many sessions there were."""
    table = tables.sign_in
    connection.execute(delete(table).where(table.c.tenant == act.tenant, table.c.person == person))
    mine = and_(_SESSION.c.tenant == act.tenant, _SESSION.c.person == person)
    count = connection.execute(delete(_SESSION).where(mine)).rowcount
    noted(connection, act, "sign_in", person, {"done": "signed out everywhere", "sessions": count})
    return count


def swept(connection: Connection, now: datetime) -> None:
    """Remove sessions and links whose time is over."""
    at = moment_text(now)
    connection.execute(delete(_SESSION).where(_SESSION.c.expires_at <= at))
    # a link that was used stays a day, so that a second try can be told to whom it happened
    gone = moment_text(now - timedelta(days=1))
    connection.execute(delete(tables.sign_in).where(tables.sign_in.c.expires_at <= gone))
