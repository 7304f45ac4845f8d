"""What endpoints on files have in common: the caller's hand in one transaction, versions, and posting once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Final, TypeVar

import orjson
from fastapi import Depends, Header, Path, Request
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from starlette.responses import Response

from tenderlaw.service.accounts.caller import Caller, kept, needs
from tenderlaw.service.api.transactions import handed
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.bidders import Bidder
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import Procurement
from tenderlaw.service.http.bodies import BODY
from tenderlaw.service.http.etags import etag
from tenderlaw.service.http.paging import cursor_of
from tenderlaw.service.http.problems import Place, Problem
from tenderlaw.service.jobs.hands import hand_for
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle
from tenderlaw.store.moments import is_moment, moment_text

__all__ = [
    "Approver",
    "Handle",
    "Officer",
    "Once",
    "Reader",
    "answered_before",
    "made",
    "place_in",
    "reads",
    "said",
    "tag_of",
    "writes",
    "writes_once",
]

T = TypeVar("T")
Reader = Annotated[Caller, Depends(needs("reader"))]
Officer = Annotated[Caller, Depends(needs("officer"))]
Approver = Annotated[Caller, Depends(needs("approver"))]
Handle = Annotated[str, Path(max_length=64, description="A handle, as it was given out.")]
Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$",
        description="A word of your own: the same request with the same word is done once, however often it is sent.",
    ),
]  # fmt: skip
_KEPT: Final = timedelta(hours=24)
_TABLE: Final = tables.idempotency


async def reads(request: Request, who: Caller, function: Callable[[Connection, Hand], T]) -> T:
    """What a function reads of the caller's tenant, of one state."""
    desk = desk_of(request)
    database, record = kept(desk)
    packs = desk.packs.current

    def run() -> T:
        with database.reading() as connection:
            return function(connection, hand_for(connection, record, packs, who.tenant, who.actor, who.rights))

    return await desk.work(run)


writes: Final = handed
"""What a function does for the caller, whole or not at all."""


async def writes_once(
    request: Request, who: Caller, once: str | None, function: Callable[[Connection, Hand], tuple[str, Response]]
) -> Response:
    """The same of a request that may be sent again: what it answered the first time is answered again for a day.

    `function` gives the file that the answer is about, too, for the answer is sealed as its facts are. Raises Problem
    (422) where the key was used for another request.
    """
    if once is None:
        return (await writes(request, who, function))[1]
    wanted = _wanted(request, who)

    def run(connection: Connection, hand: Hand) -> Response:
        before = _before(connection, hand, once, wanted)
        if before is not None:
            return before
        subject, response = function(connection, hand)
        _keep(connection, hand, once, subject, response)
        return response

    return await writes(request, who, run)


async def answered_before(request: Request, who: Caller, once: str | None) -> Response | None:
    """What was answered to this request before: for what is prepared at length before it is written."""
    if once is None:
        return None
    wanted = _wanted(request, who)
    return await reads(request, who, lambda connection, hand: _held(connection, hand, once, wanted))


def _wanted(request: Request, who: Caller) -> str:
    """What tells this request from all others; whoever has the database alone cannot try what may have been in it."""
    asked = (request.method, request.url.path, request.headers.get("if-match", ""), who.actor)
    # numbers of JSON have no end here, which another writer would refuse
    body = json.dumps(request.scope.get(BODY), default=str, sort_keys=True)
    _, record = kept(desk_of(request))
    return record.vault.digest(who.tenant, "\n".join((*asked, body)).encode())


def _mine(hand: Hand, key: str) -> Any:  # noqa: ANN401 - a condition
    return (_TABLE.c.tenant == hand.tenant) & (_TABLE.c.key == f"api:{key}")


def _before(connection: Connection, hand: Hand, key: str, wanted: str) -> Response | None:
    """What was answered before under this key; None where this request is the first, and the key is taken by it."""
    connection.execute(delete(_TABLE).where(_mine(hand, key), _TABLE.c.expires_at < hand.at))
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    until = moment_text(hand.record.now() + _KEPT)
    row = {"tenant": hand.tenant, "key": f"api:{key}", "request_digest": wanted, "status": 0, "expires_at": until}
    # who comes at the same time waits here until the first has ended
    # (of an insertion only what comes back says whether it was done: its count of rows is not kept for every driver)
    taken = insert(_TABLE).values(row).on_conflict_do_nothing().returning(_TABLE.c.key)
    if connection.execute(taken).first() is not None:
        return None
    return _held(connection, hand, key, wanted)


def _held(connection: Connection, hand: Hand, key: str, wanted: str) -> Response | None:
    query = select(_TABLE).where(_mine(hand, key), _TABLE.c.expires_at >= hand.at)
    held = connection.execute(query).one_or_none()
    if held is None:
        return None
    if held.request_digest != wanted:
        raise Problem("key-reused", "the `Idempotency-Key` was used for another request")
    if held.response is None:
        raise Problem("in-progress", headers={"Retry-After": "1"})
    subject, _, data = bytes(held.response).partition(b"\n")
    opened = hand.record.vault.open(connection, hand.tenant, subject.decode(), f"answer/{key}", data)
    said_: dict[str, Any] = orjson.loads(opened)
    return Response(said_["body"].encode(), held.status, said_["headers"], "application/json")


def _keep(connection: Connection, hand: Hand, key: str, subject: str, response: Response) -> None:
    headers = {name: response.headers[name] for name in ("location", "etag", "pack-set") if name in response.headers}
    held = orjson.dumps({"body": bytes(response.body).decode(), "headers": headers})
    sealed = hand.record.vault.seal(connection, hand.tenant, subject, f"answer/{key}", held)
    values = {"status": response.status_code, "response": subject.encode() + b"\n" + sealed}
    connection.execute(update(_TABLE).where(_mine(hand, key)).values(values))


def tag_of(one: Procurement | Bidder) -> str:
    """The ETag of a procurement or of a file as it is."""
    return etag("procurement" if isinstance(one, Procurement) else "bidder", one.revision, _handle(one))


def _handle(one: Procurement | Bidder) -> str:
    return one.procurement if isinstance(one, Procurement) else one.bidder


def said(data: object, tag: str | None = None, status: int = 200, **headers: str) -> Response:
    """An answer in JSON, with its version."""
    more = {} if tag is None else {"ETag": tag}
    return Response(orjson.dumps(data), status, {**more, **headers}, "application/json")


def made(data: object, tag: str | None, location: str) -> Response:
    """An answer to what made something, and where that is."""
    return said(data, tag, 201, Location=location)


def place_in(after: str | None) -> tuple[str, str] | None:
    """Where a page of files begins. Raises Problem for what is no place in a list."""
    place = cursor_of(after, str, str)
    if place is None:
        return None
    at, handle = str(place[0]), str(place[1])
    if not is_moment(at) or not is_handle(handle):
        raise Problem("input-invalid", "", [Place("#query/after", "is no place in this list", "take `next` as it is")])
    return at, handle
