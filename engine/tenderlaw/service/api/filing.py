"""What endpoints on files have in common: the caller's hand in one transaction, versions, answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

import orjson
from fastapi import Depends, Path, Request
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.service.accounts.caller import Caller, kept, needs
from tenderlaw.service.api.transactions import handed
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.bidders import Bidder
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import Procurement
from tenderlaw.service.http.etags import etag
from tenderlaw.service.http.paging import cursor_of
from tenderlaw.service.http.problems import Place, Problem
from tenderlaw.service.jobs.hands import hand_for
from tenderlaw.store.handles import is_handle
from tenderlaw.store.moments import is_moment

__all__ = [
    "Approver",
    "Handle",
    "Officer",
    "Reader",
    "made",
    "place_in",
    "reads",
    "said",
    "tag_of",
    "writes",
]

T = TypeVar("T")
Reader = Annotated[Caller, Depends(needs("reader"))]
Officer = Annotated[Caller, Depends(needs("officer"))]
Approver = Annotated[Caller, Depends(needs("approver"))]
Handle = Annotated[str, Path(max_length=64, description="A handle, as it was given out.")]


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


def tag_of(one: Procurement | Bidder) -> str:
    """The ETag of a procurement or of a file as it is."""
    return etag("procurement" if isinstance(one, Procurement) else "bidder", one.revision, _handle(one))


def _handle(one: Procurement | Bidder) -> str:
    return one.procurement if isinstance(one, Procurement) else one.bidder


def said(data: object, tag: str | None = None, status: int = 200, **headers: str) -> Response:
    """An answer in JSON, with its version."""
    more = {} if tag is None else {"ETag": tag}
    return Response(orjson.dumps(data, _plain), status, {**more, **headers}, "application/json")


def _plain(data: object) -> object:
    if isinstance(data, BaseModel):
        return data.model_dump(mode="json")
    raise TypeError


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
