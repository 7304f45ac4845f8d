"""Webhooks, for administrators: who is told of what is put on record, and what came of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tenderlaw.service.accounts.caller import Caller, needs
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.filing import made
from tenderlaw.service.api.once import Once, writes_once
from tenderlaw.service.api.transactions import read, written
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.paging import After, Limit, cursor, cursor_of, link_next
from tenderlaw.service.jobs.hands import act_of
from tenderlaw.service.jobs.webhooks import (
    Delivery,
    Webhook,
    add_webhook,
    deliveries,
    forget,
    public_url,
    renew,
    try_again,
    turn,
    webhook_of,
    webhooks,
)

__all__ = ["router"]

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], route_class=DoorRoute, responses=PROBLEMS)
Administrator = Annotated[Caller, Depends(needs("administrator"))]


class NewWebhook(BaseModel):
    """An address to tell, and of what."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2000, description="https://...")
    events: list[str] = Field(max_length=50, description="Kinds of entries of the record: decision, document, ...")


class WebhookChange(BaseModel):
    """Whether it is told."""

    model_config = ConfigDict(extra="forbid")

    active: bool


class MadeWebhook(BaseModel):
    """A webhook with its secret, which is shown once; it is that of Standard Webhooks."""

    webhook: Webhook
    secret: str


class Webhooks(BaseModel):
    """The webhooks of the tenant."""

    items: list[Webhook]


class DeliveriesPage(BaseModel):
    """Some messages, the newest first, and where to go on."""

    items: list[Delivery]
    next: str | None


@router.get("")
async def every(request: Request, who: Administrator) -> Webhooks:
    """The webhooks of the tenant."""
    return Webhooks(items=await read(request, who, webhooks))


@router.post("", status_code=201, response_model=None, responses={201: {"model": MadeWebhook}})
async def new(request: Request, body: NewWebhook, who: Administrator, once: Once = None) -> Response:
    """Tell an address of what is put on record from now on."""
    desk = desk_of(request)
    url = await desk.work(lambda: public_url(body.url, private=desk.settings.webhooks_to_private))

    def added(connection: Connection, hand: Hand) -> tuple[None, Response]:
        one, secret = add_webhook(connection, act_of(hand), url, body.events)
        return None, made(MadeWebhook(webhook=one, secret=secret), None, f"/v1/webhooks/{one.webhook}")

    return await writes_once(request, who, once, added)


@router.get("/{webhook}")
async def one(request: Request, webhook: str, who: Administrator) -> Webhook:
    """A webhook."""
    return await read(request, who, webhook_of, webhook)


@router.patch("/{webhook}")
async def change(request: Request, webhook: str, body: WebhookChange, who: Administrator) -> Webhook:
    """Turn a webhook off, or on again."""
    return await written(request, who, turn, webhook, on=body.active)


@router.post("/{webhook}/secret", status_code=201, response_model=None, responses={201: {"model": MadeWebhook}})
async def renew_secret(request: Request, webhook: str, who: Administrator, once: Once = None) -> Response:
    """Another secret. For a day what is sent is signed with the old one, too."""

    def renewed(connection: Connection, hand: Hand) -> tuple[None, Response]:
        one, secret = renew(connection, act_of(hand), webhook)
        return None, made(MadeWebhook(webhook=one, secret=secret), None, f"/v1/webhooks/{webhook}")

    return await writes_once(request, who, once, renewed)


@router.delete("/{webhook}", status_code=204)
async def remove(request: Request, webhook: str, who: Administrator) -> None:
    """Remove a webhook, with its secret and what was sent to it."""
    await written(request, who, forget, webhook)


@router.get("/{webhook}/deliveries")
async def sent(
    request: Request, response: Response, webhook: str, who: Administrator, after: After = None, limit: Limit = 50
) -> DeliveriesPage:
    """What was sent to a webhook, and what came of it."""
    place = cursor_of(after, str, str)
    before = (str(place[0]), str(place[1])) if place else None
    found = await read(request, who, deliveries, webhook, before, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    more = cursor(last.created_at, last.delivery) if last is not None else None
    link_next(request, response, more)
    return DeliveriesPage(items=found[:limit], next=more)


@router.post("/{webhook}/deliveries/{delivery}/retry", status_code=202)
async def again(request: Request, webhook: str, delivery: str, who: Administrator) -> Delivery:
    """Send a message again that failed."""
    return await written(request, who, try_again, webhook, delivery)
