"""What an administrator does: people and their roles, keys of systems, and what the tenant chose for itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.service.accounts.acts import Act, RefusedError
from tenderlaw.service.accounts.caller import Caller, forgotten
from tenderlaw.service.accounts.keys import ApiKey, issue, key_of, keys, revoke, rotate
from tenderlaw.service.accounts.links import LIFE, new_link
from tenderlaw.service.accounts.people import add_person, change_person, people, person_of
from tenderlaw.service.accounts.rights import ROLES, SCOPES
from tenderlaw.service.accounts.sessions import ended_everywhere
from tenderlaw.service.accounts.tenants import change_tenant, tenant_of
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.jobs.hands import act_of
from tenderlaw.service.pages.engine_words import told
from tenderlaw.service.pages.forms.errors import FormError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.once import new_number, shown_once
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Administrator
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.work import acting, reading
from tenderlaw.store.moments import moment_text

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
MOST: Final = 1_000
_OVERLAP: Final = timedelta(hours=24)
_WRONG: Final[Mapping[str, str]] = {
    "/email": "email_wrong",
    "/title": "title_wrong",
    "/roles": "roles_wrong",
    "/active": "roles_wrong",
    "/scopes": "scopes_wrong",
    "/days": "days_wrong",
    "/settings/retention_days": "retention_wrong",
}
"""What is said of a field that was refused."""


def _errors(request: Request, error: RefusedError) -> tuple[FormError, ...]:
    """What was refused, at its field, in the words of the page."""
    key, language = _WRONG.get(error.pointer), language_of(request)
    field = error.pointer.rpartition("/")[2]
    return (FormError(field, said(f"administration.{key}", language) if key else told(str(error.detail), language)),)


@router.get("/people")
async def everybody(request: Request, who: Administrator) -> Response:
    """Who works here, and a form for somebody new."""
    return await _everybody(request, who)


async def _everybody(
    request: Request, who: Caller, typed: Posted | None = None, errors: tuple[FormError, ...] = ()
) -> Response:
    rows = sorted(
        await reading(request, who, lambda connection, hand: people(connection, hand.tenant, limit=MOST)),
        key=lambda one: (not one.active, one.title.casefold()),
    )
    chosen = typed.all_of("roles") if typed else ("officer",)
    return page(
        request,
        "administration/people.html",
        status=422 if errors else 200,
        rows=rows,
        roles=list(ROLES),
        typed=typed or {},
        chosen=chosen,
        errors=errors,
    )


@router.post("/people")
async def add(request: Request, who: Administrator) -> Response:
    """Adds somebody, and leads to where a link is made for them."""
    form = await came_from(request, who)
    try:
        one = await acting(request, who, add_person, form.get("email", ""), form.get("title", ""), form.all_of("roles"))
    except RefusedError as error:
        return await _everybody(request, who, form, _errors(request, error))
    return go(request, f"/people/{one.person}", "person_added")


@router.get("/people/{handle}")
async def somebody(request: Request, who: Administrator, handle: str) -> Response:
    """Somebody, and what may be done."""
    return await _somebody(request, who, handle)


async def _somebody(
    request: Request,
    who: Caller,
    handle: str,
    typed: Posted | None = None,
    errors: tuple[FormError, ...] = (),
    link: str | None = None,
) -> Response:
    one = await reading(request, who, lambda connection, hand: person_of(connection, hand.tenant, handle))
    return page(
        request,
        "administration/person.html",
        status=422 if errors else 200,
        one=one,
        roles=list(ROLES),
        title=typed.get("title", "") if typed else one.title,
        chosen=typed.all_of("roles") if typed else one.roles,
        minutes=int(LIFE.total_seconds()) // 60,
        link=link,
        errors=errors,
    )


@router.post("/people/{handle}")
async def change(request: Request, who: Administrator, handle: str) -> Response:
    """Changes somebody's name and roles, lets them in or not, makes a link, ends their sessions."""
    form = await came_from(request, who)
    what = form.get("what", "")
    try:
        if what == "link":
            token = await acting(request, who, new_link, handle)
            own = desk_of(request).settings.public_url or str(request.base_url).rstrip("/")
            return await _somebody(request, who, handle, link=f"{own}/sign-in?token={token}")
        if what == "out":
            await acting(request, who, _signed_out, handle)
        elif what in ("bar", "admit"):
            await acting(request, who, change_person, handle, active=what == "admit")
        else:
            await acting(request, who, change_person, handle, title=form.get("title", ""), roles=form.all_of("roles"))
    except RefusedError as error:
        return await _somebody(request, who, handle, form if what == "change" else None, _errors(request, error))
    forgotten(desk_of(request))  # with whoever is no administrator any more, their keys have ended
    return go(request, f"/people/{handle}", "saved")


def _signed_out(connection: Connection, act: Act, handle: str) -> None:
    ended_everywhere(connection, act, person_of(connection, act.tenant, handle).person)


@router.get("/keys")
async def every_key(request: Request, who: Administrator) -> Response:
    """The keys of systems, and a form for a new one."""
    return await _every_key(request, who)


async def _every_key(
    request: Request, who: Caller, typed: Posted | None = None, errors: tuple[FormError, ...] = ()
) -> Response:
    rows = sorted(
        await reading(request, who, lambda connection, hand: keys(connection, hand.tenant, limit=MOST)),
        key=lambda one: one.created_at,
        reverse=True,
    )
    return page(
        request,
        "administration/keys.html",
        status=422 if errors else 200,
        rows=rows,
        now=moment_text(desk_of(request).now()),
        scopes=list(SCOPES),
        typed=typed or {"days": "365"},
        chosen=typed.all_of("scopes") if typed else (),
        once=typed.get("once", "") if typed else new_number(),
        errors=errors,
    )


@router.post("/keys")
async def new_key(request: Request, who: Administrator) -> Response:
    """Issues a key, or a successor of one, and shows it once; or ends one."""
    form = await came_from(request, who)
    what, handle = form.get("what", ""), form.get("key", "")
    days = form.get("days", "365").strip()
    number = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0
    try:
        if what == "revoke":
            await acting(request, who, revoke, handle)
            forgotten(desk_of(request))
            return go(request, "/keys", "key_ended")

        def make(connection: Connection, hand: Hand) -> tuple[str, tuple[ApiKey, str]]:
            act = act_of(hand)
            if what == "rotate":
                made = rotate(connection, act, handle, 365, _OVERLAP)
            else:
                made = issue(connection, act, form.get("title", ""), form.all_of("scopes"), number)
            return f"/keys/{made[0].key}", made

        address, shown = await shown_once(request, who, form, make)
        forgotten(desk_of(request))
    except RefusedError as error:
        return await _every_key(request, who, form, _errors(request, error))
    if shown is None:
        return go(request, address)
    return page(request, "administration/key_shown.html", key=shown[0], secret=shown[1], rotated=what == "rotate")


@router.get("/keys/{handle}")
async def one_key(request: Request, who: Administrator, handle: str) -> Response:
    """A key, and what may be done with it."""
    found, now = (
        await reading(request, who, lambda connection, hand: key_of(connection, hand.tenant, handle)),
        moment_text(desk_of(request).now()),
    )
    return page(request, "administration/key.html", one=found, now=now, once=new_number())


@router.get("/house")
async def house(request: Request, who: Administrator) -> Response:
    """What the tenant chose for itself."""
    return await _house(request, who)


async def _house(
    request: Request, who: Caller, typed: Posted | None = None, errors: tuple[FormError, ...] = ()
) -> Response:
    one = await reading(request, who, lambda connection, hand: tenant_of(connection, hand.tenant))
    days = one.settings.retention_days
    kept = {
        "title": one.title,
        "four_eyes": "yes" if one.settings.four_eyes else "no",
        "four_eyes_documents": "yes" if one.settings.four_eyes_documents else "no",
        "retention_days": "" if days is None else str(days),
    }
    return page(
        request, "administration/house.html", status=422 if errors else 200, one=one, typed=typed or kept, errors=errors
    )


@router.post("/house")
async def settle(request: Request, who: Administrator) -> Response:
    """Changes what the tenant chose."""
    form = await came_from(request, who)
    days = form.get("retention_days", "").strip()
    number: object = None if not days else int(days) if days.isascii() and days.isdigit() and len(days) < 9 else days
    eyes = {name: form.get(name) == "yes" for name in ("four_eyes", "four_eyes_documents")}
    chosen = {**eyes, "retention_days": number}
    try:
        await acting(request, who, change_tenant, title=form.get("title", ""), settings=chosen)
    except RefusedError as error:
        return await _house(request, who, form, _errors(request, error))
    forgotten(desk_of(request))
    return go(request, "/house", "saved")
