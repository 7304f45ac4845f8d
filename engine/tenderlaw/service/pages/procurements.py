"""Procurements: the list, a new one, and the page of one with its bidders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from fastapi import APIRouter
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.facts.wording import said_in
from tenderlaw.interview.facts_at import leaves
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.accounts.first import UNNAMED
from tenderlaw.service.files.approving import list_unissued, list_waiting
from tenderlaw.service.files.bidders import Bidder, count_bidders, list_bidders
from tenderlaw.service.files.deciding import Made, latest_on
from tenderlaw.service.files.drafts import ProcurementDraft
from tenderlaw.service.files.faults import ChangedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import (
    Procurement,
    change_procurement,
    create_procurement,
    list_procurements,
    read_procurement,
)
from tenderlaw.service.http.paging import cursor, cursor_of
from tenderlaw.service.pages.engine_words import unread
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError
from tenderlaw.service.pages.forms.typed import day_in, typed_day
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.once import made_once, new_number
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.rooms import ProcurementRoom
from tenderlaw.service.pages.uploads import facts_in_case
from tenderlaw.service.pages.work import reading, writing
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store import tables

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_A_PAGE: Final = 25
_LONGEST_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A procurement in the list."""

    procurement: Procurement
    bidders: int


@dataclass(frozen=True, slots=True)
class BidderLine:
    """A bidder on the page of its procurement."""

    bidder: Bidder
    latest: Made | None


Law: TypeAlias = tuple[str, str]
"""A pack, and its title."""


@router.get("/procurements")
async def listed(request: Request, who: Reader, search: str = "", after: str | None = None) -> Response:
    """The procurements, the latest first."""
    place = cursor_of(after, str, str)

    def find(connection: Connection, hand: Hand) -> tuple[list[Line], str | None, int]:
        at = None if place is None else (str(place[0]), str(place[1]))
        some = list_procurements(connection, hand, search=search[:200], after=at, limit=_A_PAGE)
        lines = [Line(one, count_bidders(connection, hand, one.procurement)) for one in some.items]
        rows = [*list_waiting(connection, hand), *list_unissued(connection, hand)] if who.may("approver") else []
        mine = [one for one in rows if one.by != who.actor]
        return lines, None if some.next is None else cursor(*some.next), len(mine)

    lines, following, waiting = await reading(request, who, find)
    return page(
        request,
        "procurements.html",
        lines=lines,
        following=following,
        search=search,
        may_begin=who.may("officer"),
        waiting=waiting,
    )


@router.get("/procurements/new")
async def ask(request: Request, who: Officer) -> Response:
    """The form for a new one."""
    return await _form(request, who, {}, once=new_number())


@router.post("/procurements/new")
async def begin(request: Request, who: Officer) -> Response:
    """Begins one, and leads to its questions."""
    form, language = await came_from(request, who), language_of(request)
    errors: list[FormError] = []
    title = _title(form, errors, language)
    as_of = _day(form, errors, language)
    facts: dict[str, object] = {}
    try:
        upload = form.file("file")
        if upload is not None:
            facts = facts_in_case(upload, language).get("procurement") or {}
    except FormInvalidError as error:
        errors += error.errors
    if errors or as_of is None:
        return await _form(request, who, form, errors=errors, once=form.get("once", ""))
    given, facts = facts, {"title": title, **facts}
    draft = ProcurementDraft(
        facts, sources={path: "case" for path, _ in leaves({"procurement": given})},
        policies=form.all_of("policies") or None,
    )  # fmt: skip

    def make(connection: Connection, hand: Hand) -> str:
        known = named_by_house(connection, hand, draft)
        return f"/procurements/{create_procurement(connection, hand, title, known, as_of).procurement}"

    try:
        address = await made_once(request, who, form, make)
    except InputInvalidError as error:
        errors = [FormError("file", unread([one], language)) for one in error.faults[:10]]
        return await _form(request, who, form, errors=errors, once=form.get("once", ""))
    return go(request, f"{address}/questions")


@router.get("/procurements/{handle}")
async def shown(request: Request, who: Reader, handle: str, after: str | None = None) -> Response:
    """One procurement with its bidders."""
    place, language = cursor_of(after, str, str), language_of(request)

    def find(connection: Connection, hand: Hand) -> tuple[Procurement, list[BidderLine], str | None, list[Law]]:
        at = None if place is None else (str(place[0]), str(place[1]))
        some = list_bidders(connection, hand, procurement=handle, after=at, limit=_A_PAGE)
        lines = [BidderLine(one, latest_on(connection, hand, one.bidder)) for one in some.items]
        following = None if some.next is None else cursor(*some.next)
        return read_procurement(connection, hand, handle), lines, following, laws_of(connection, hand, handle, language)

    one, lines, following, laws = await reading(request, who, find)
    return page(
        request,
        "procurement.html",
        one=one,
        lines=lines,
        following=following,
        laws=laws,
        may_change=who.may("officer"),
    )


def laws_of(connection: Connection, hand: Hand, handle: str, language: str) -> list[Law]:
    """The laws that surely govern a procurement by what is known of it: their packs and titles."""
    held = ProcurementRoom(handle).held(connection, hand)
    try:
        return [] if held is None else [(one.id, said_in(one.title, language)) for one in held.interview.governing]
    except InputInvalidError:  # facts that contradict one another: the questions say so
        return []


@router.get("/procurements/{handle}/change")
async def ask_change(request: Request, who: Officer, handle: str) -> Response:
    """The form for title, day and policies."""
    one = await reading(request, who, read_procurement, handle)
    return await _form(request, who, _typed(one), one=one, revision=one.revision)


@router.post("/procurements/{handle}/change")
async def change(request: Request, who: Officer, handle: str) -> Response:
    """Changes title, day and policies."""
    form, language = await came_from(request, who), language_of(request)
    one = await reading(request, who, read_procurement, handle)
    errors: list[FormError] = []
    title, as_of = _title(form, errors, language), _day(form, errors, language)
    if errors:
        return await _form(request, who, form, errors=errors, one=one, revision=form.get("revision", ""))
    draft = replace(one.draft, policies=form.all_of("policies") or None)
    try:
        await writing(
            request, who, change_procurement, handle, form.get("revision", ""), title=title, draft=draft, as_of=as_of
        )
    except ChangedError:
        errors = [FormError("", said("errors.changed", language))]
        return await _form(request, who, form, errors=errors, one=one, revision=one.revision, status=409)
    return go(request, f"/procurements/{handle}", "saved")


def named_by_house(connection: Connection, hand: Hand, draft: ProcurementDraft) -> ProcurementDraft:
    """A draft with the name of the authority as the settings of the house have it, where the draft has none."""
    title = connection.execute(select(tables.tenant.c.title).where(tables.tenant.c.tenant == hand.tenant)).scalar()
    authority = draft.facts.get("authority", {})
    if not title or title == UNNAMED or not isinstance(authority, dict) or "name" in authority:
        return draft
    return replace(draft, facts={**draft.facts, "authority": {"name": title, **authority}})


def _title(form: Posted, errors: list[FormError], language: str) -> str:
    title = " ".join(form.get("title", "").split())
    if not title:
        errors.append(FormError("title", said("errors.title_missing", language)))
    elif len(title) > _LONGEST_TITLE:
        errors.append(FormError("title", said("errors.text_long", language, most=_LONGEST_TITLE)))
    return title


def _day(form: Posted, errors: list[FormError], language: str) -> date | None:
    try:
        day = day_in(form, "as_of", language)
    except FormInvalidError as error:
        errors += error.errors
        return None
    if day is None:
        errors.append(FormError("as_of-day", said("errors.day_needed", language)))
        return None
    return date.fromisoformat(day)


def _typed(one: Procurement) -> dict[str, str]:
    return {"title": one.title, **(typed_day(one.as_of.isoformat(), "as_of") if one.as_of else {})}


async def _form(
    request: Request, who: Caller, typed: Posted | dict[str, str], *, status: int | None = None, **context: object
) -> Response:
    language, errors = language_of(request), context.get("errors")

    def policies(_: Connection, hand: Hand) -> list[tuple[str, str]]:
        return [(one.id, said_in(one.title, language)) for one in hand.packs.policies]

    one = context.get("one")
    if isinstance(typed, Posted):
        chosen: Sequence[str] = typed.all_of("policies")
    else:
        chosen = (one.draft.policies or ()) if isinstance(one, Procurement) else ()
    return page(
        request,
        "procurement_form.html",
        status=status or (422 if errors else 200),
        typed=typed,
        as_of={part: typed.get(f"as_of-{part}", "") for part in ("day", "month", "year")},
        policies=await reading(request, who, policies),
        chosen=chosen,
        **context,
    )
