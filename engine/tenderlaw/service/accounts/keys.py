"""Keys of the API: `tlk_<id>_<secret>`, of which a digest is kept, with scopes, an end and a successor.

A key is shown once. It is replaced by rotating it: for a while both are good, so that no system stands still.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Row, insert, select, update

from tenderlaw.service.accounts.acts import Act, NotFoundError, RefusedError, alone, noted
from tenderlaw.service.accounts.rights import SCOPES, rights_of_scopes
from tenderlaw.service.accounts.tokens import digest_of, key_in, new_key, same
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle, new_handle
from tenderlaw.store.moments import moment_text

__all__ = ["MOST_DAYS", "ApiKey", "Checked", "checked", "issue", "keys", "last_used", "revoke", "revoke_of", "rotate"]

MOST_DAYS: Final = 730
"""Longest life of a key, in days."""
_KEY: Final = tables.api_key
_PERSON: Final = tables.person
_NOBODY: Final = "0" * 64
"""What is compared where there is no such key, so that it takes as long."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, without its secret."""

    tenant: str
    key: str
    title: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: str
    expires_at: str
    revoked_at: str | None
    used_on: str | None
    """The last day on which it was used."""

    @property
    def rights(self) -> frozenset[str]:
        """What may be done with it."""
        return rights_of_scopes(self.scopes)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a key that somebody sent: the key if it is good, else why not and, if it is known, whose it was."""

    key: ApiKey | None
    why: str = ""
    known: ApiKey | None = None


def issue(connection: Connection, act: Act, title: str, scopes: Iterable[str], days: int) -> tuple[ApiKey, str]:
    """A new key and its text, which is shown once. Raises RefusedError for words that are no scopes."""
    _refuse_ended(connection, act)
    given = tuple(sorted(set(scopes)))
    if not given or (unknown := [one for one in given if one not in SCOPES]):
        word = f"`{unknown[0][:80]}` is no scope" if given else "a key has at least one scope"
        raise RefusedError(f"{word}; known: {', '.join(SCOPES)}", "/scopes")
    if not 1 <= days <= MOST_DAYS:
        raise RefusedError(f"a key lives 1 to {MOST_DAYS} days", "/days")
    title = " ".join(title.split())
    if not title or len(title) > 200 or not title.isprintable():
        raise RefusedError("a title has 1 to 200 characters, none of them a control character", "/title")
    return _made(connection, act, title, given, moment_text(act.now + timedelta(days=days)))


def _refuse_ended(connection: Connection, act: Act) -> None:
    """Raise RefusedError for whoever was ended since they asked: no key of theirs comes after those that ended."""
    alone(connection, act.tenant)
    key = select(_KEY.c.revoked_at).where(_KEY.c.tenant == act.tenant, _KEY.c.key == act.actor)
    person = select(_PERSON).where(_PERSON.c.tenant == act.tenant, _PERSON.c.person == act.actor)
    by_key, one = connection.execute(key).first(), connection.execute(person).first()
    if (by_key is not None and by_key.revoked_at is not None) or (
        one is not None and not (one.active and "administrator" in one.roles)
    ):
        raise RefusedError("whoever may not keep this tenant any more issues no key")


def _made(connection: Connection, act: Act, title: str, scopes: tuple[str, ...], expires_at: str) -> tuple[ApiKey, str]:
    handle = new_handle("key")
    secret = new_key(handle.removeprefix("key_"))
    one = ApiKey(act.tenant, handle, title, scopes, act.actor, act.at, expires_at, None, None)
    connection.execute(
        insert(_KEY).values(
            tenant=one.tenant,
            key=handle,
            digest=secret.digest,
            title=title,
            scopes=list(scopes),
            created_by=act.actor,
            created_at=act.at,
            expires_at=expires_at,
            revoked_at=None,
            used_on=None,
        )
    )
    noted(connection, act, "key", handle, {"done": "issued", "scopes": list(scopes), "expires_at": expires_at})
    return one, secret.text


def rotate(connection: Connection, act: Act, key: str, days: int, overlap: timedelta) -> tuple[ApiKey, str]:
    """A new key in place of this one, which is good for `overlap` more. Raises RefusedError for one that ended."""
    old = key_of(connection, act.tenant, key)
    if old.revoked_at is not None or old.expires_at <= act.at:
        raise RefusedError("this key has ended; issue another")
    if not timedelta(0) <= overlap <= timedelta(days=30):
        raise RefusedError("both keys may be good for 30 days at most", "/overlap_hours")
    new, text = issue(connection, act, old.title, old.scopes, days)
    ends = min(old.expires_at, moment_text(act.now + overlap))
    mine = (_KEY.c.tenant == act.tenant, _KEY.c.key == key)
    connection.execute(update(_KEY).where(*mine).values(expires_at=ends))
    noted(connection, act, "key", key, {"done": "rotated", "into": new.key, "expires_at": ends})
    return new, text


def revoke(connection: Connection, act: Act, key: str) -> None:
    """End a key at once. Raises NotFoundError."""
    key_of(connection, act.tenant, key)
    ended = update(_KEY).where(_KEY.c.tenant == act.tenant, _KEY.c.key == key, _KEY.c.revoked_at.is_(None))
    if connection.execute(ended.values(revoked_at=act.at)).rowcount:
        noted(connection, act, "key", key, {"done": "revoked"})


def revoke_of(connection: Connection, act: Act, person: str) -> None:
    """End every key that somebody issued, and every key issued by one of those: they were shown the secrets."""
    issuers = {person}
    while issuers:
        theirs = (_KEY.c.tenant == act.tenant, _KEY.c.created_by.in_(issuers))
        issuers = set(connection.execute(select(_KEY.c.key).where(*theirs)).scalars())
        for key in sorted(issuers):
            revoke(connection, act, key)


def key_of(connection: Connection, tenant: str, key: str) -> ApiKey:
    """The key of this handle in this tenant. Raises NotFoundError."""
    query = select(_KEY).where(_KEY.c.tenant == tenant, _KEY.c.key == key)
    row = connection.execute(query).first() if is_handle(key, "key") else None
    if row is None:
        raise NotFoundError
    return _read(row)


def keys(connection: Connection, tenant: str, after: str = "", limit: int = 100) -> list[ApiKey]:
    """The keys of a tenant by handle, `limit` at a time, after the one given."""
    query = select(_KEY).where(_KEY.c.tenant == tenant, _KEY.c.key > after).order_by(_KEY.c.key).limit(limit)
    return [_read(one) for one in connection.execute(query)]


def checked(connection: Connection, text: str, now: datetime) -> Checked:
    """What came of a key that somebody sent. Writes nothing."""
    sent = key_in(text)
    if sent is None:
        return Checked(None, "form")
    # the handle is random and one tenant's alone, so that whoever sends it need not say which tenant it is
    row = connection.execute(select(_KEY).where(_KEY.c.key == f"key_{sent.id}")).first()
    right = same(_NOBODY if row is None else row.digest, digest_of(text))
    if row is None:
        return Checked(None, "unknown")
    one = _read(row)
    if not right:
        return Checked(None, "secret", one)
    if one.revoked_at is not None:
        return Checked(None, "revoked", one)
    return Checked(None, "expired", one) if one.expires_at <= moment_text(now) else Checked(one)


def last_used(connection: Connection, one: ApiKey, now: datetime) -> None:
    """Write the day on which a key was used last."""
    day = now.date().isoformat()
    connection.execute(update(_KEY).where(_KEY.c.tenant == one.tenant, _KEY.c.key == one.key).values(used_on=day))


def _read(row: Row[tuple[object, ...]]) -> ApiKey:
    held = row._mapping
    return ApiKey(
        held["tenant"],
        held["key"],
        held["title"],
        tuple(held["scopes"]),
        held["created_by"],
        held["created_at"],
        held["expires_at"],
        held["revoked_at"],
        held["used_on"],
    )
