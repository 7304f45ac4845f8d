"""Keys of the API, for administrators."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tenderlaw.service.accounts.caller import Caller, forgotten, needs
from tenderlaw.service.accounts.keys import MOST_DAYS, ApiKey, issue, key_of, keys, revoke, rotate
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.filing import said
from tenderlaw.service.api.once import Once, writes_once
from tenderlaw.service.api.transactions import read, written
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.paging import After, Limit, cursor, cursor_of, link_next
from tenderlaw.service.jobs.hands import act_of

__all__ = ["router"]

router = APIRouter(prefix="/v1/keys", tags=["keys"], route_class=DoorRoute, responses=PROBLEMS)
Administrator = Annotated[Caller, Depends(needs("administrator"))]


class NewKey(BaseModel):
    """A key for a system."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(max_length=200, description="What it is for.")
    scopes: list[str] = Field(min_length=1, max_length=10, description="decide, files, record, admin")
    days: int = Field(365, ge=1, le=MOST_DAYS, description="For how long it is valid.")


class Rotation(BaseModel):
    """How a key is replaced."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(365, ge=1, le=MOST_DAYS, description="For how long the new key is valid.")
    overlap_hours: int = Field(24, ge=0, le=720, description="For how long the old key stays valid beside it.")


class IssuedKey(BaseModel):
    """A key with its secret, which is shown once."""

    key: ApiKey
    secret: str


class KeysPage(BaseModel):
    """Some keys, and where to go on."""

    items: list[ApiKey]
    next: str | None


@router.get("")
async def every(
    request: Request, response: Response, who: Administrator, after: After = None, limit: Limit = 50
) -> KeysPage:
    """The keys of the tenant, without their secrets."""
    place = cursor_of(after, str)
    found = await read(request, who, keys, str(place[0]) if place else "", limit + 1)
    more = cursor(found[limit - 1].key) if len(found) > limit else None
    link_next(request, response, more)
    return KeysPage(items=found[:limit], next=more)


@router.post("", status_code=201, response_model=None, responses={201: {"model": IssuedKey}})
async def new(request: Request, body: NewKey, who: Administrator, once: Once = None) -> Response:
    """Issue a key. Its secret is in this answer and nowhere else."""

    def issued(connection: Connection, hand: Hand) -> tuple[None, Response]:
        return None, _shown(*issue(connection, act_of(hand), body.title, body.scopes, body.days))

    return await writes_once(request, who, once, issued)


def _shown(key: ApiKey, secret: str) -> Response:
    return said(IssuedKey(key=key, secret=secret), None, 201, Location=f"/v1/keys/{key.key}")


@router.get("/{key}")
async def one(request: Request, key: str, who: Administrator) -> ApiKey:
    """A key, without its secret."""
    return await read(request, who, key_of, key)


@router.post("/{key}/rotate", status_code=201, response_model=None, responses={201: {"model": IssuedKey}})
async def rotated(request: Request, key: str, body: Rotation, who: Administrator, once: Once = None) -> Response:
    """Issue a key in place of this one, which stays valid for a while."""

    def issued(connection: Connection, hand: Hand) -> tuple[None, Response]:
        overlap = timedelta(hours=body.overlap_hours)
        return None, _shown(*rotate(connection, act_of(hand), key, body.days, overlap))

    answer = await writes_once(request, who, once, issued)
    forgotten(desk_of(request))
    return answer


@router.delete("/{key}", status_code=204)
async def end(request: Request, key: str, who: Administrator) -> None:
    """End a key at once."""
    await written(request, who, revoke, key)
    forgotten(desk_of(request))
