"""People of a tenant, for its administrators; and who calls."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tenderlaw.service.accounts.acts import Act, alone
from tenderlaw.service.accounts.caller import Caller, caller, forgotten, needs
from tenderlaw.service.accounts.links import LIFE, new_link
from tenderlaw.service.accounts.people import Person, add_person, change_person, people, person_of
from tenderlaw.service.accounts.sessions import ended_everywhere
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.filing import made, said
from tenderlaw.service.api.once import ANSWERS, Once, writes_once
from tenderlaw.service.api.transactions import read, written
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import etag, need_match
from tenderlaw.service.http.paging import After, Limit, cursor, cursor_of, link_next
from tenderlaw.service.jobs.hands import act_of

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["people"], route_class=DoorRoute, responses=PROBLEMS)
Administrator = Annotated[Caller, Depends(needs("administrator"))]


class Me(BaseModel):
    """Who calls, and what they may do."""

    tenant: str
    actor: str
    rights: list[str]
    is_person: bool


class NewPerson(BaseModel):
    """Somebody who is to work in the tenant."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(max_length=200)
    title: str = Field(max_length=200, description="Their name.")
    roles: list[str] = Field(max_length=10, description="reader, officer, approver, auditor, administrator")


class PersonChange(BaseModel):
    """What changes of a person; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, max_length=200)
    roles: list[str] | None = Field(None, max_length=10)
    active: bool | None = None


class PeoplePage(BaseModel):
    """Some people, and where to go on."""

    items: list[Person]
    next: str | None


class Link(BaseModel):
    """A link that opens one session, once. It is shown once."""

    path: str
    minutes: int


@router.get("/me")
async def me(who: Annotated[Caller, Depends(caller)]) -> Me:
    """Who calls."""
    return Me(tenant=who.tenant, actor=who.actor, rights=sorted(who.rights), is_person=who.is_person)


@router.post("/me/sign-out", status_code=204)
async def leave(request: Request, who: Annotated[Caller, Depends(caller)]) -> None:
    """End every session of who calls, and every link that waits for them: a machine was lost, say."""
    await written(request, who, ended_everywhere, who.actor)


@router.get("/people")
async def every(
    request: Request, response: Response, who: Administrator, after: After = None, limit: Limit = 50
) -> PeoplePage:
    """The people of the tenant."""
    place = cursor_of(after, str)
    found = await read(request, who, people, str(place[0]) if place else "", limit + 1)
    more = cursor(found[limit - 1].person) if len(found) > limit else None
    link_next(request, response, more)
    return PeoplePage(items=found[:limit], next=more)


@router.post("/people", status_code=201, response_model=None, responses={201: {"model": Person}})
async def add(request: Request, body: NewPerson, who: Administrator, once: Once = None) -> Response:
    """Add a person. They come in by a link, or by the provider."""

    def added(connection: Connection, hand: Hand) -> tuple[str, Response]:
        one = add_person(connection, act_of(hand), body.email, body.title, body.roles)
        return ANSWERS, made(one, _tag(one), f"/v1/people/{one.person}")

    return await writes_once(request, who, once, added)


@router.get("/people/{person}")
async def one(request: Request, response: Response, person: str, who: Administrator) -> Person:
    """A person."""
    found = await read(request, who, person_of, person)
    response.headers["ETag"] = _tag(found)
    return found


@router.patch("/people/{person}")
async def change(request: Request, response: Response, person: str, body: PersonChange, who: Administrator) -> Person:
    """Change somebody's name or roles, or whether they may come in; who may not is signed out everywhere.

    The keys issued by who is no administrator any more end.
    """

    def changed(connection: Connection, act: Act) -> Person:
        alone(connection, act.tenant)
        need_match(request, _tag(person_of(connection, act.tenant, person, lock=True)))
        return change_person(connection, act, person, title=body.title, roles=body.roles, active=body.active)

    found = await written(request, who, changed)
    forgotten(desk_of(request))
    response.headers["ETag"] = _tag(found)
    return found


@router.post("/people/{person}/sign-in-link", status_code=201, response_model=None, responses={201: {"model": Link}})
async def link(request: Request, person: str, who: Administrator, once: Once = None) -> Response:
    """A link by which they come in once, within the hour; hand it to nobody else."""
    public = desk_of(request).settings.public_url or ""

    def linked(connection: Connection, hand: Hand) -> tuple[None, Response]:
        token = new_link(connection, act_of(hand), person)
        one = Link(path=f"{public}/sign-in?token={token}", minutes=int(LIFE.total_seconds()) // 60)
        return None, said(one, None, 201)

    return await writes_once(request, who, once, linked)


@router.post("/people/{person}/sign-out", status_code=204)
async def out(request: Request, person: str, who: Administrator) -> None:
    """End every session of somebody, and every link that waits for them."""

    def end(connection: Connection, act: Act) -> None:
        ended_everywhere(connection, act, person_of(connection, act.tenant, person).person)

    await written(request, who, end)


def _tag(one: Person) -> str:
    return etag(one.person, one.title, *one.roles, one.active)
