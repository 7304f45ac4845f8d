"""Posting once: a request sent again with the same `Idempotency-Key` is answered alike, and done no second time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Annotated, Any, BinaryIO, Final

import orjson
from fastapi import Header, Request
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from starlette.responses import Response

from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.api.filing import reads, writes
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.bodies import BODY
from tenderlaw.service.http.problems import Problem
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text

__all__ = ["ANSWERS", "Once", "answered_before", "writes_once"]

Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$",
        description="A word of your own: the same request with the same word is done once, however often it is sent.",
    ),
]  # fmt: skip
ANSWERS: Final = "answers"
"""Under whose key an answer lies that says nothing of a file."""
_KEPT: Final = timedelta(hours=24)
_TABLE: Final = tables.idempotency


async def writes_once(
    request: Request,
    who: Caller,
    once: str | None,
    function: Callable[[Connection, Hand], tuple[str | None, Response]],
    *sent: str | BinaryIO,
) -> Response:
    """What a function does for the caller, whole or not at all, of a request that may be sent again for a day.

    `function` gives what the answer is about, too: it is sealed as that is (a file, or `ANSWERS`), or kept nowhere
    where it holds a secret that is shown once (None). `sent` is what a form held. Raises Problem (422) where the key
    was used for another request, (409) where a secret was shown.
    """
    if once is None:
        return (await writes(request, who, function))[1]

    def run(connection: Connection, hand: Hand) -> Response:
        before = _before(connection, hand, once, _wanted(request, hand, sent))
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
    return await reads(request, who, lambda connection, hand: _held(connection, hand, once, _wanted(request, hand, ())))


def _wanted(request: Request, hand: Hand, sent: Sequence[str | BinaryIO]) -> str:
    """What tells this request from all others; whoever has the database alone cannot try what may have been in it."""
    asked = (request.method, request.url.path, request.headers.get("if-match", ""), hand.actor)
    # numbers of JSON have no end here, which another writer would refuse
    body = json.dumps(request.scope.get(BODY), default=str, sort_keys=True)
    form = [one if isinstance(one, str) else _digest(one) for one in sent]
    return hand.record.vault.digest(hand.tenant, "\n".join((*asked, body, *form)).encode())


def _digest(file: BinaryIO) -> str:
    found = hashlib.sha256()
    file.seek(0)
    while part := file.read(2**20):
        found.update(part)
    file.seek(0)
    return found.hexdigest()


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
    if not held.response:
        raise Problem("conflict", "it was done, and answered with a secret that is shown once: end it, and ask anew")
    subject, _, data = bytes(held.response).partition(b"\n")
    opened = hand.record.vault.open(connection, hand.tenant, subject.decode(), f"answer/{key}", data)
    said_: dict[str, Any] = orjson.loads(opened)
    return Response(said_["body"].encode(), held.status, said_["headers"], "application/json")


def _keep(connection: Connection, hand: Hand, key: str, subject: str | None, response: Response) -> None:
    if subject is None:
        values: dict[str, object] = {"status": response.status_code, "response": b""}
        connection.execute(update(_TABLE).where(_mine(hand, key)).values(values))
        return
    headers = {name: response.headers[name] for name in ("location", "etag", "pack-set") if name in response.headers}
    held = orjson.dumps({"body": bytes(response.body).decode(), "headers": headers})
    sealed = hand.record.vault.seal(connection, hand.tenant, subject, f"answer/{key}", held)
    values = {"status": response.status_code, "response": subject.encode() + b"\n" + sealed}
    connection.execute(update(_TABLE).where(_mine(hand, key)).values(values))
