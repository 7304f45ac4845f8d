"""Webhooks, for administrators: which other systems are told of what is put on record, and what came of it."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.record.leaves import KINDS
from tenderlaw.service.accounts.acts import RefusedError
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
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
from tenderlaw.service.pages.forms.errors import FormError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.once import new_number, shown_once
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Administrator
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.work import acting, reading

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_MOST: Final = 50
"""Messages that the page of a webhook shows."""
_SAID: Final = {
    "refused": "said_private",
    "no answer": "said_late",
    "no connection": "said_away",
    "turned off": "said_off",
}
"""What is said of an attempt to which nobody answered, by how its word begins."""


@router.get("/webhooks")
async def every(request: Request, who: Administrator) -> Response:
    """The webhooks, and a form for a new one."""
    return await _every(request, who, once=new_number())


async def _every(
    request: Request, who: Caller, typed: Posted | None = None, errors: tuple[FormError, ...] = (), once: str = ""
) -> Response:
    rows = await reading(request, who, lambda connection, hand: webhooks(connection, hand.tenant))
    return page(
        request,
        "webhooks/list.html",
        status=422 if errors else 200,
        rows=rows,
        kinds=KINDS,
        typed=typed or {},
        chosen=typed.all_of("events") if typed else (),
        once=once,
        errors=errors,
    )


@router.post("/webhooks")
async def add(request: Request, who: Administrator) -> Response:
    """Adds a webhook and shows its secret, once: the same form sent again leads to the webhook."""
    form, desk = await came_from(request, who), desk_of(request)
    try:
        url = await desk.work(lambda: public_url(form.get("url", ""), private=desk.settings.webhooks_to_private))

        def make(connection: Connection, hand: Hand) -> tuple[str, str]:
            made, secret = add_webhook(connection, act_of(hand), url, form.all_of("events"))
            return f"/webhooks/{made.webhook}", secret

        address, secret = await shown_once(request, who, form, make)
    except RefusedError as error:
        return await _every(request, who, form, _errors(request, error), form.get("once", ""))
    return _shown(request, address, secret)


def _shown(request: Request, address: str, secret: str | None, *, renewed: bool = False) -> Response:
    """A secret, or where it was shown before the webhook itself."""
    if secret is None:
        return go(request, address)
    return page(request, "webhooks/secret.html", secret=secret, address=address, renewed=renewed)


def _errors(request: Request, error: RefusedError) -> tuple[FormError, ...]:
    field = error.pointer.strip("/")
    known = {"url": "webhooks.url_wrong", "events": "webhooks.events_wrong", "": "webhooks.too_many"}
    return (FormError(field, said(known[field], language_of(request))),)


@router.get("/webhooks/{handle}")
async def one(request: Request, who: Administrator, handle: str) -> Response:
    """A webhook, what was sent to it last, and what may be done."""

    def find(connection: Connection, hand: Hand) -> tuple[Webhook, list[Delivery]]:
        return webhook_of(connection, hand.tenant, handle), deliveries(connection, hand.tenant, handle, limit=_MOST)

    found, sent = await reading(request, who, find)
    language = language_of(request)
    answers = {each.delivery: _answer(each.said, language) for each in sent}
    return page(request, "webhooks/one.html", one=found, sent=sent, answers=answers, once=new_number())


def _answer(word: str | None, language: str) -> str:
    """What came of the last attempt: the status of the answer, or why there was none."""
    if not word:
        return ""
    key = next((key for start, key in _SAID.items() if word.startswith(start)), None)
    return said(f"webhooks.{key}", language) if key else said("webhooks.said_status", language, status=word)


@router.post("/webhooks/{handle}")
async def change(request: Request, who: Administrator, handle: str) -> Response:
    """Turns a webhook off or on, gives it another secret, sends once more what failed, or removes it."""
    form = await came_from(request, who)
    what, address = form.get("what", ""), f"/webhooks/{handle}"
    if what == "secret":

        def make(connection: Connection, hand: Hand) -> tuple[str, str]:
            return address, renew(connection, act_of(hand), handle)[1]

        return _shown(request, *await shown_once(request, who, form, make), renewed=True)
    if what == "remove":
        await acting(request, who, forget, handle)
        return go(request, "/webhooks", "webhook_removed")
    if what == "again":
        await acting(request, who, try_again, handle, form.get("delivery", ""))
    elif what in ("on", "off"):
        await acting(request, who, turn, handle, on=what == "on")
    return go(request, address, "saved")
