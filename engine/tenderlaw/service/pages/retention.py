"""How long a file is kept: held while a claim needs it, kept until a day, erased for good; every proof stays valid."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.record.erasing import Due, Ground
from tenderlaw.record.faults import HeldError
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.bidders import bidder_row
from tenderlaw.service.files.erasing import due_files, erase_file, erasure_asked, hold_file, keep_file_until
from tenderlaw.service.files.faults import FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.engine_words import refusal_said
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError
from tenderlaw.service.pages.forms.typed import day_in, typed_day
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Approver, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.work import reading, writing

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
GROUNDS: Final[tuple[Ground, ...]] = get_args(Ground)


@router.get("/retention")
async def due(request: Request, who: Reader) -> Response:
    """The files that may go today; nothing is done to them here."""
    today = desk_of(request).now().date()

    def find(connection: Connection, hand: Hand) -> tuple[list[Due], int | None]:
        return due_files(connection, hand, today), hand.retention_days

    rows, days = await reading(request, who, find)
    return page(request, "retention/due.html", rows=rows, days=days, today=today)


@router.get("/bidders/{handle}/retention")
async def one(request: Request, who: Reader, handle: str) -> Response:
    """How long a file is kept, and what may be done about it."""
    return await _page(request, who, handle)


async def _page(
    request: Request, who: Caller, handle: str, typed: Posted | None = None, errors: tuple[FormError, ...] = ()
) -> Response:
    def find(connection: Connection, hand: Hand) -> tuple[Any, int | None, bool]:
        hand.need("reader")
        asked_for = erasure_asked(connection, hand, handle) is not None
        return bidder_row(connection, hand, handle), hand.retention_days, asked_for

    row, days, asked_for = await reading(request, who, find)
    kept = typed_day(row.retention_until, "until") if row.retention_until else {}
    shown = typed or kept
    return page(
        request,
        "retention/one.html",
        status=422 if errors else 200,
        row=row,
        days=days,
        grounds=GROUNDS,
        typed=typed or {},
        until={part: shown.get(f"until-{part}", "") for part in ("day", "month", "year")},
        errors=errors,
        may_end=who.may("approver"),
        asked_for=asked_for,
    )


@router.post("/bidders/{handle}/retention")
async def change(request: Request, who: Approver, handle: str) -> Response:
    """Holds a file or lifts the hold, keeps it until a day, or erases it."""
    form, language = await came_from(request, who), language_of(request)
    what = form.get("what", "")
    if what not in ("hold", "lift", "keep", "erase"):
        raise Problem("malformed")
    try:
        if what in ("hold", "lift"):
            reasons = form.get("reasons", "").strip()
            if not reasons:
                raise FormInvalidError("reasons", said("steps.reasons_missing", language))
            await writing(request, who, hold_file, handle, held=what == "hold", reasons=reasons)
        elif what == "keep":
            await _keep(request, who, handle, form, language)
        elif what == "erase":
            ground = form.get("ground", "")
            if ground not in GROUNDS:
                raise FormInvalidError("ground", said("retention.ground_missing", language))
            if form.get("sure") != "yes":
                raise FormInvalidError("sure", said("retention.not_sure", language))
            what = "erase" if await writing(request, who, erase_file, handle, ground) else "asked"
    except FormInvalidError as error:
        return await _page(request, who, handle, form, error.errors)
    except HeldError:
        return await _page(request, who, handle, form, (FormError("ground", said("retention.held_error", language)),))
    except FileRefusedError as error:
        errors = tuple(FormError("", refusal_said(one, language)) for one in error.faults[:5])
        return await _page(request, who, handle, form, errors)
    return go(request, f"/bidders/{handle}/retention", f"retention_{what}")


async def _keep(request: Request, who: Caller, handle: str, form: Posted, language: str) -> None:
    """Keep the file until a day that a provision says; without a day, as long as the authority keeps files."""
    day, source = day_in(form, "until", language), form.get("source", "").strip()
    if day is not None and not source:
        raise FormInvalidError("source", said("retention.source_missing", language))
    await writing(request, who, keep_file_until, handle, date.fromisoformat(day) if day else None, source)
