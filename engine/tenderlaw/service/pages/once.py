"""A form that makes something makes it once, however often it is sent: it carries a number that counts one time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request

from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.pages.posts import Posted
from tenderlaw.service.pages.work import writing
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text

__all__ = ["FIELD", "made_once", "new_number", "shown_once"]

T = TypeVar("T")
FIELD: Final = "once"
"""The hidden field that holds the number."""
_KEPT: Final = timedelta(days=1)
_TABLE: Final = tables.idempotency
_CREATED: Final = 201


def new_number() -> str:
    """A number for a form that is about to be shown."""
    return secrets.token_urlsafe(16)


async def made_once(request: Request, who: Caller, form: Posted, make: Callable[[Connection, Hand], str]) -> str:
    """The address of what `make` makes: of what it made before, where the same form comes a second time."""
    number = form.get(FIELD, "")[:100]
    if not number:
        return await writing(request, who, make)
    digest = hashlib.sha256(f"{who.actor}\n{number}".encode()).hexdigest()
    try:
        return await writing(request, who, _made, digest, make)
    except IntegrityError:  # the same form came twice at once, and the other one made it
        return await writing(request, who, _made, digest, make)


async def shown_once(
    request: Request, who: Caller, form: Posted, make: Callable[[Connection, Hand], tuple[str, T]]
) -> tuple[str, T | None]:
    """The same, with what is shown of it a single time: None where the form comes a second time."""
    shown: list[T] = []

    def made(connection: Connection, hand: Hand) -> str:
        address, what = make(connection, hand)
        shown[:] = [what]
        return address

    address = await made_once(request, who, form, made)
    return address, shown[0] if shown else None


def _made(connection: Connection, hand: Hand, digest: str, make: Callable[[Connection, Hand], str]) -> str:
    key = f"page:{digest}"
    mine = (_TABLE.c.tenant == hand.tenant) & (_TABLE.c.key == key)
    before = connection.execute(select(_TABLE.c.response).where(mine)).scalar()
    if before is not None:
        return bytes(before).decode()
    row = {
        "tenant": hand.tenant,
        "key": key,
        "request_digest": digest,
        "status": _CREATED,
        "response": b"",
        "expires_at": moment_text(hand.record.now() + _KEPT),
    }
    connection.execute(insert(_TABLE).values(row))
    address = make(connection, hand)
    connection.execute(_TABLE.update().where(mine).values(response=address.encode()))
    return address
