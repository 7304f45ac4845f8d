"""The tenant of the caller; and, for administrators of the first one, which others there are: never what is in them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.service.accounts.caller import Caller, caller, forgotten, needs
from tenderlaw.service.accounts.links import new_link
from tenderlaw.service.accounts.tenants import Tenant, change_tenant, create_tenant, tenant_of, tenants
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.filing import said
from tenderlaw.service.api.once import Once, writes_once
from tenderlaw.service.api.transactions import read, written
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import etag, need_match
from tenderlaw.service.http.paging import After, Limit, cursor, cursor_of, link_next
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.hands import act_of

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["tenants"], route_class=DoorRoute, responses=PROBLEMS)
Administrator = Annotated[Caller, Depends(needs("administrator"))]


class TenantChange(BaseModel):
    """What changes of the tenant; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, max_length=200)
    settings: dict[str, Any] | None = Field(None, max_length=20, description="four_eyes, retention_days, packs, ...")


class NewTenant(BaseModel):
    """A tenant, and who comes first."""

    model_config = ConfigDict(extra="forbid")

    tenant: str = Field(max_length=40, description="A short name: small letters, digits and hyphens.")
    title: str = Field(max_length=200)
    email: str = Field(max_length=200, description="Of the first administrator.")
    name: str = Field(max_length=200, description="Of the first administrator.")


class MadeTenant(BaseModel):
    """A tenant, and the link by which its first administrator comes in once; it is shown once."""

    tenant: Tenant
    person: str
    path: str


class TenantName(BaseModel):
    """That there is a tenant."""

    tenant: str
    title: str
    created_at: str


class TenantsPage(BaseModel):
    """Some tenants, and where to go on."""

    items: list[TenantName]
    next: str | None


@router.get("/tenant")
async def mine(request: Request, response: Response, who: Annotated[Caller, Depends(caller)]) -> Tenant:
    """The caller's tenant and its settings."""
    found = await read(request, who, tenant_of)
    response.headers["ETag"] = _tag(found)
    return found


@router.patch("/tenant")
async def change(request: Request, response: Response, body: TenantChange, who: Administrator) -> Tenant:
    """Change the tenant's title or settings."""

    def changed(connection: Connection, act: Act) -> Tenant:
        need_match(request, _tag(tenant_of(connection, act.tenant, lock=True)))
        return change_tenant(connection, act, title=body.title, settings=body.settings)

    found = await written(request, who, changed)
    forgotten(desk_of(request))
    response.headers["ETag"] = _tag(found)
    return found


@router.get("/tenants")
async def every(
    request: Request, response: Response, who: Administrator, after: After = None, limit: Limit = 50
) -> TenantsPage:
    """Which tenants there are."""
    _need_first(request, who)
    place = cursor_of(after, str)
    start = str(place[0]) if place else ""
    found = await read(request, who, lambda connection, _: tenants(connection, start, limit + 1))
    more = cursor(found[limit - 1].tenant) if len(found) > limit else None
    link_next(request, response, more)
    names = [TenantName(tenant=one.tenant, title=one.title, created_at=one.created_at) for one in found[:limit]]
    return TenantsPage(items=names, next=more)


@router.post("/tenants", status_code=201, response_model=None, responses={201: {"model": MadeTenant}})
async def new(request: Request, body: NewTenant, who: Administrator, once: Once = None) -> Response:
    """Make a tenant, and a link for its first administrator. It is on record here and there."""
    _need_first(request, who)

    def made(connection: Connection, hand: Hand) -> tuple[None, Response]:
        act = act_of(hand)
        theirs = Act(act.record, body.tenant, act.actor, act.now)
        tenant, person = create_tenant(connection, theirs, body.title, body.email, body.name)
        token = new_link(connection, theirs, person.person)
        noted(connection, act, "tenant", act.tenant, {"done": "made another", "tenant": tenant.tenant})
        public = desk_of(request).settings.public_url or ""
        one = MadeTenant(tenant=tenant, person=person.person, path=f"{public}/sign-in?token={token}")
        return None, said(one, None, 201)

    return await writes_once(request, who, once, made)


def _need_first(request: Request, who: Caller) -> None:
    """Raise Problem unless they keep the tenant that was there from the start: who runs the service."""
    if who.tenant != desk_of(request).settings.tenant:
        raise Problem("not-allowed", "tenants are kept by administrators of the first one")


def _tag(one: Tenant) -> str:
    return etag(one.title, one.settings.model_dump_json())
