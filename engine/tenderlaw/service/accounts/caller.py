"""Who is calling: a system by its key, or a person by their session. Every endpoint asks here, and nowhere else.

@router.get("/v1/bidders/{bidder}")
async def read(bidder: str, who: Annotated[Caller, Depends(needs("reader"))]) -> ...: ...
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from weakref import WeakKeyDictionary

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.failures import Failures, share_of
from tenderlaw.service.accounts.keys import checked, last_used
from tenderlaw.service.accounts.rights import rights_of_roles
from tenderlaw.service.accounts.sessions import Lives, seen, used
from tenderlaw.service.accounts.tenants import settings_of
from tenderlaw.service.accounts.tokens import digest_of
from tenderlaw.service.desk import Desk, desk_of
from tenderlaw.service.http.csrf import form_token, need_same_origin
from tenderlaw.service.http.limits import caller_address
from tenderlaw.service.http.problems import Problem
from tenderlaw.store.database import Database

__all__ = [
    "Caller",
    "caller",
    "caller_or_none",
    "door_failures",
    "forgotten",
    "kept",
    "lives_of",
    "needs",
    "session_cookie",
]

_KEPT: Final = 1.0
"""Seconds for which a good key is taken without being looked up again: so late, at most, is one refused that another
process ended."""
_MOST_KEPT: Final = 4096

_BEARER = HTTPBearer(auto_error=False, scheme_name="key", description="A key of the API: `tlk_...`.")
_COOKIE = APIKeyCookie(
    name="tenderlaw_session", auto_error=False, scheme_name="session", description="The session of a person's browser."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, in which tenant, and what they may do."""

    tenant: str
    actor: str
    """The handle of a person or a key: what the record names."""
    rights: frozenset[str]
    packs: tuple[str, ...] | None = None
    """The packs of law by which their tenant decides; None: all."""
    title: str = ""
    """A person's name, for pages; empty for a key."""
    session: str | None = None
    """The digest of a person's session; None for a key."""
    form: str | None = None
    """What forms of pages carry, so that no other site can send them."""
    language: str | None = None
    """The language that the tenant has set for pages."""

    @property
    def is_person(self) -> bool:
        """Whether it is somebody, and no system."""
        return self.session is not None

    def may(self, right: str) -> bool:
        """Whether this is allowed to them."""
        return right in self.rights

    def act(self, record: Record) -> Act:
        """What they do now, for the record."""
        return Act(record, self.tenant, self.actor, record.now())


@dataclass(slots=True)
class _Door:
    """What a process remembers of who came in: failures, and keys that were good a moment ago."""

    failures: Failures
    good: dict[str, tuple[float, Caller]]


_DOORS: WeakKeyDictionary[Desk, _Door] = WeakKeyDictionary()


async def caller_or_none(
    request: Request,
    _key: Annotated[object, Depends(_BEARER)] = None,
    _cookie: Annotated[object, Depends(_COOKIE)] = None,
) -> Caller | None:
    """Who calls, or nobody where neither key nor session was sent, or the session ended. A bad key is refused."""
    desk = desk_of(request)
    sent = request.headers.getlist("authorization")
    if sent:
        return await _by_key(request, desk, sent)
    token = request.cookies.get(session_cookie(desk))
    if not token or desk.database is None:
        return None
    # a browser sends the cookie with whatever another site has it ask
    need_same_origin(request, desk.settings)
    found = await desk.work(_by_session, desk, kept(desk), token)
    if found is not None:  # what every page shows, and every form carries
        request.state.who, request.state.csrf, request.state.rights = found.title, found.form, found.rights
        request.state.language = found.language
    return found


async def caller(request: Request, found: Annotated[Caller | None, Depends(caller_or_none)]) -> Caller:
    """Who calls. Raises Problem where it is nobody."""
    if found is None:
        raise _not_signed_in()
    return found


def needs(right: str) -> Callable[..., Coroutine[Any, Any, Caller]]:
    """A dependency that gives who calls, where they have this right: a role, or the scope of a key."""

    async def allowed(found: Annotated[Caller, Depends(caller)]) -> Caller:
        if not found.may(right):
            raise Problem("not-allowed", f"this needs `{right}`")
        return found

    return allowed


def kept(desk: Desk) -> tuple[Database, Record]:
    """Database and record of a process that keeps something. Raises Problem in one that does not."""
    if desk.database is None or desk.record is None:
        raise Problem("not-found", "this service keeps nothing")
    return desk.database, desk.record


def lives_of(desk: Desk) -> Lives:
    """How long sessions live here."""
    said = desk.settings
    return Lives(timedelta(minutes=said.session_idle_minutes), timedelta(hours=said.session_hours))


def session_cookie(desk: Desk) -> str:
    """The name of the cookie: where people come by https, one that no other host and no plain connection can set."""
    return "__Host-tenderlaw_session" if desk.settings.secure else "tenderlaw_session"


def forgotten(desk: Desk) -> None:
    """Look every key up again: one was changed here, or what its tenant chose."""
    _door(desk).good.clear()


def door_failures(desk: Desk) -> Failures:
    """What failed in this process."""
    return _door(desk).failures


def _door(desk: Desk) -> _Door:
    held = _DOORS.get(desk)
    if held is None:
        said = desk.settings
        held = _DOORS[desk] = _Door(Failures(share_of(said.rate_sign_in, said.workers)), {})
    return held


async def _by_key(request: Request, desk: Desk, sent: list[str]) -> Caller:
    scheme, _, text = sent[0].partition(" ")
    text = text.strip()
    if len(sent) > 1 or scheme.lower() != "bearer":
        raise _not_signed_in("a key is sent as `Authorization: Bearer tlk_...`, once")
    door, digest, moment = _door(desk), digest_of(text), time.monotonic()
    held = door.good.get(digest)
    if held is not None and moment - held[0] < _KEPT:
        return held[1]
    door.good.pop(digest, None)
    database, record = kept(desk)
    found, why = await desk.work(_key_looked_up, desk, database, record, text)
    if found is None:
        if door.failures.too_many(caller_address(request.client)):
            raise Problem("rate-limited", "too many keys that are not valid", headers={"Retry-After": "60"})
        raise _not_signed_in(f"the key {why}")
    if len(door.good) >= _MOST_KEPT:
        door.good.clear()
    door.good[digest] = moment, found
    return found


_WHY: Final = {"expired": "has expired", "revoked": "was revoked"}
"""What is said to whoever has the right secret; to all others that the key is not valid."""


def _key_looked_up(desk: Desk, database: Database, record: Record, text: str) -> tuple[Caller | None, str]:
    now = desk.now()
    with database.reading() as connection:
        came = checked(connection, text, now)
        packs = None if came.key is None else settings_of(connection, came.key.tenant).packs
    if came.key is None:
        if came.known is not None:
            act = Act(record, came.known.tenant, came.known.key, now)
            _door(desk).failures.recorded(database, act, came.why)
        return None, _WHY.get(came.why, "is not valid")
    if came.key.used_on != now.date().isoformat():
        with database.writing() as connection:
            last_used(connection, came.key, now)
    return Caller(came.key.tenant, came.key.key, came.key.rights, packs), ""


def _by_session(desk: Desk, held: tuple[Database, Record], token: str) -> Caller | None:
    database, now = held[0], desk.now()
    with database.reading() as connection:
        found = seen(connection, token, now, lives_of(desk))
    if found is None:
        return None
    if found.stale:
        _write_use(database, found.digest, now)
    rights = rights_of_roles(found.roles)
    form = form_token(token)
    return Caller(
        found.tenant, found.person, rights, found.packs, found.title, found.digest, form, language=found.language
    )


def _write_use(database: Database, digest: str, now: datetime) -> None:
    with database.writing() as connection:
        used(connection, digest, now)


def _not_signed_in(detail: str = "") -> Problem:
    return Problem("not-signed-in", detail, headers={"WWW-Authenticate": "Bearer"})
