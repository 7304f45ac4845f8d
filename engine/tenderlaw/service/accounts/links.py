"""Sign-in links: each opens one session, once, within a short while. Only a digest of it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.service.accounts.people import Person, person_of
from tenderlaw.service.accounts.tokens import digest_of, is_token, new_token
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text

__all__ = ["LIFE", "new_link", "person_of_link", "redeemed"]

LIFE: Final = timedelta(hours=1)
_LINK: Final = tables.sign_in


def new_link(connection: Connection, act: Act, person: str, life: timedelta = LIFE) -> str:
    """The token of a new link for somebody of the tenant; it is shown to whoever asked for it, and never again."""
    one, token = person_of(connection, act.tenant, person), new_token()
    connection.execute(
        insert(_LINK).values(
            digest=digest_of(token),
            tenant=one.tenant,
            person=one.person,
            expires_at=moment_text(act.now + life),
            used_at=None,
        )
    )
    noted(connection, act, "sign_in", person, {"done": "link", "minutes": int(life.total_seconds()) // 60})
    return token


def redeemed(connection: Connection, token: str, now: datetime) -> Person | None:
    """Whose link it is, once: nobody's a second time, after its time, or for somebody who may not come in.

    Two who come with the same link at once are told apart by the database: the row is changed for one of them.
    """
    if not is_token(token):
        return None
    mine, at = _LINK.c.digest == digest_of(token), moment_text(now)
    used = update(_LINK).where(mine, _LINK.c.used_at.is_(None), _LINK.c.expires_at > at).values(used_at=at)
    if connection.execute(used).rowcount != 1:
        return None
    row = connection.execute(select(_LINK.c.tenant, _LINK.c.person).where(mine)).one()
    one = person_of(connection, row.tenant, row.person)
    return one if one.active else None


def person_of_link(connection: Connection, token: str) -> tuple[str, str] | None:
    """Tenant and person of a link, used or not: for the record of an attempt that failed."""
    if not is_token(token):
        return None
    row = connection.execute(select(_LINK.c.tenant, _LINK.c.person).where(_LINK.c.digest == digest_of(token))).first()
    return None if row is None else (row.tenant, row.person)
