"""Pages of screenings: asked with a file, done as long work, read row by row, each row explained."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse

from tenderlaw.decisions.model.outcome import OUTCOMES
from tenderlaw.record.faults import ErasedError
from tenderlaw.service.accounts.acts import RefusedError
from tenderlaw.service.accounts.caller import Caller, kept
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.erasing import erasure_asked
from tenderlaw.service.files.faults import FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import Procurement, list_procurements
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.blobs import PART, SealedFile
from tenderlaw.service.jobs.book import Job, ask_to_cancel, jobs
from tenderlaw.service.jobs.endings import erase_screening, hold_screening
from tenderlaw.service.jobs.hands import act_of
from tenderlaw.service.jobs.results import Filter, Results, results_of
from tenderlaw.service.jobs.screening import KIND, ScreeningOrder, Upload, enter_screening, order_kept
from tenderlaw.service.pages.engine_words import fault_said, refusal_said
from tenderlaw.service.pages.following import followed, work_of
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError
from tenderlaw.service.pages.forms.typed import day_in
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.packs import clause_titles
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Approver, Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.views.decision import decision_view
from tenderlaw.service.pages.views.links import NOWHERE
from tenderlaw.service.pages.views.record import names_in
from tenderlaw.service.pages.views.screening import JobView, job_view, row_views
from tenderlaw.service.pages.work import reading, writing
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
T = TypeVar("T")
_A_PAGE: Final = 50
_MOST: Final = 200


@router.get("/screening")
async def listed(request: Request, who: Reader) -> Response:
    """The screenings, the newest first."""
    language = language_of(request)

    def find(connection: Connection, hand: Hand) -> list[JobView]:
        names = names_in(connection, hand.tenant)
        return [job_view(one, names, language) for one in jobs(connection, hand.tenant, KIND, limit=_MOST)]

    rows = await reading(request, who, find)
    return page(request, "screening/list.html", rows=rows, may_ask=who.may("officer"))


@router.get("/screening/new")
async def ask(request: Request, who: Officer) -> Response:
    """The form."""
    return await _form(request, who, {})


async def _form(
    request: Request, who: Caller, typed: Posted | dict[str, str], errors: tuple[FormError, ...] = ()
) -> Response:
    def find(connection: Connection, hand: Hand) -> list[Procurement]:
        return list(list_procurements(connection, hand, limit=_MOST).items)

    bought = await reading(request, who, find)
    return page(
        request, "screening/new.html", status=422 if errors else 200, typed=typed, bought=bought, errors=errors,
        days={name: {part: typed.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
              for name in ("as_of", "versus")},
    )  # fmt: skip


@router.post("/screening/new")
async def begin(request: Request, who: Officer) -> Response:
    """Puts the work on the table, and leads to where it is seen how far it is."""
    form, language = await came_from(request, who), language_of(request)
    try:
        order, file, lists = _order(form, language)

        def enter(connection: Connection, hand: Hand) -> Job:
            return enter_screening(connection, hand, order, file, lists)

        job = await writing(request, who, enter)
    except FormInvalidError as error:
        return await _form(request, who, form, error.errors)
    except RefusedError as error:
        why = refusal_said(Fault("", 0, 0, "", str(error.detail)), language)
        return await _form(request, who, form, (FormError(error.pointer.strip("/"), why),))
    except (InputInvalidError, FileRefusedError) as error:
        errors = tuple(FormError("", fault_said(one, language)) for one in error.faults[:10])
        return await _form(request, who, form, errors)
    return go(request, f"/screening/{job.job}", "screening_begun")


def _order(form: Posted, language: str) -> tuple[ScreeningOrder, Upload, list[Upload]]:
    """What was asked. Raises FormInvalidError where something is left out."""
    procurement = form.get("procurement", "")
    if not procurement:
        raise FormInvalidError("procurement", said("screening.procurement_missing", language))
    as_of, versus = (day_in(form, name, language) for name in ("as_of", "versus"))
    if as_of is None:
        raise FormInvalidError("as_of-day", said("errors.day_needed", language))
    file = form.file("file")
    if file is None:
        raise FormInvalidError("file", said("errors.file_missing", language))
    lists = [Upload(one.name, io.BytesIO(one.data)) for one in form.uploads.get("list", ())]
    order = ScreeningOrder(
        procurement=procurement,
        as_of=date.fromisoformat(as_of),
        versus=date.fromisoformat(versus) if versus else None,
    )
    return order, Upload(file.name, io.BytesIO(file.data)), lists


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked; gone once it was erased."""

    order: ScreeningOrder | None
    name: str
    lists: tuple[str, ...] = ()
    """The names of the files of lists."""


@router.get("/screening/{handle}")
async def one(request: Request, who: Reader, handle: str, after: int = 0) -> Response:
    """How far a screening is; once it is done, what it came to and its rows."""
    desk, language = desk_of(request), language_of(request)
    job = await work_of(request, who, handle, KIND)
    names = await reading(request, who, lambda connection, hand: names_in(connection, hand.tenant))
    view = job_view(job, names, language)
    asked = await desk.work(_asked, request, job)
    context: dict[str, object] = {"rows": (), "more": None}
    if job.state == "done" and asked.order is not None:
        wanted = _wanted(request)
        first = after if 0 <= after < 2**53 else 0
        found, more = await _of(request, job, lambda results: results.page(wanted, first, _A_PAGE))
        context |= {
            "rows": row_views(found, desk.packs.current.regimes, language),
            "more": more,
            "wanted": wanted,
            "query": _query(request),
        }
    approves = who.may("approver") and view.ended
    context |= {
        "held": job.legal_hold,
        "may_hold": approves,
        "may_end": approves and not job.legal_hold if view.ended else who.may("officer"),
        "asked_for": await reading(request, who, erasure_asked, handle) is not None,
    }
    shown = {"view": view, "asked": asked, "outcomes": OUTCOMES, **context}
    return await followed(request, who, job, "screening/one.html", **shown)


def _asked(request: Request, job: Job) -> Asked:
    try:
        return Asked(*order_kept(*kept(desk_of(request)), job))
    except ErasedError:
        return Asked(None, "")


def _wanted(request: Request) -> Filter:
    said_ = request.query_params
    truth = {"yes": True, "no": False}
    return Filter(
        outcome=said_["outcome"] if said_.get("outcome") in OUTCOMES else None,
        changed=truth.get(said_.get("changed", "")),
        review=truth.get(said_.get("review", "")),
        supplier=said_.get("supplier", "")[:200] or None,
    )


def _query(request: Request) -> str:
    """The filter as it stands in the address, for the next page and for the files."""
    names = ("outcome", "changed", "review", "supplier")
    return urlencode([(name, request.query_params[name]) for name in names if request.query_params.get(name)])


@router.get("/screening/{handle}/rows/{row}")
async def explained(request: Request, who: Reader, handle: str, row: int) -> Response:
    """A row decided alone, on the same facts by the same packs, with its reasons."""
    desk, language = desk_of(request), language_of(request)
    job = await work_of(request, who, handle, KIND)
    found = await _of(request, job, lambda results: results.decided_alone(desk.packs, row))
    views = {
        name: await desk.work(decision_view, decision, found.regimes, language)
        for name, decision in found.decisions.items()
    }
    return page(
        request,
        "screening/row.html",
        job=job.job,
        row=row,
        supplier=found.supplier,
        d=views["decision"],
        before=views.get("before"),
        links=NOWHERE,
        titles=clause_titles(desk.packs.current.library, language),
    )


@router.get("/screening/{handle}/rows.{form}")
async def file(request: Request, who: Reader, handle: str, form: str) -> Response:
    """All rows that are wanted, for a spreadsheet (no cell is a formula) or a program; or those that were set aside."""
    job = await work_of(request, who, handle, KIND)
    wanted = _wanted(request)
    makers: dict[str, tuple[str, Callable[[Results], Iterator[bytes]]]] = {
        "csv": ("text/csv; charset=utf-8", lambda results: results.table(wanted)),
        "jsonl": ("application/x-ndjson", lambda results: results.lines(wanted)),
        "parquet": ("application/vnd.apache.parquet", lambda results: _parts(results.file("rows"))),
        "rejects": ("application/x-ndjson", lambda results: _parts(results.file("rejects"))),
    }
    if form not in makers:
        raise Problem("not-found")
    media_type, make = makers[form]
    parts = await _of(request, job, make)
    name = "rejects.jsonl" if form == "rejects" else f"screening.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(parts, 200, headers, media_type)


def _parts(sealed: SealedFile) -> Iterator[bytes]:
    return iter(partial(sealed.read, PART), b"")


@router.post("/screening/{handle}/end")
async def end(request: Request, who: Officer, handle: str) -> Response:
    """Ends work under way; of work that ended, erases what was uploaded and what came of it."""
    form = await came_from(request, who)
    job = await work_of(request, who, handle, KIND)
    erase = form.get("what") == "erase"

    def ended(connection: Connection, hand: Hand) -> str:
        if erase:
            return "erased" if erase_screening(connection, hand, job.job) else "asked"
        ask_to_cancel(connection, act_of(hand), job.job)
        return "ended"

    return go(request, f"/screening/{handle}", f"screening_{await writing(request, who, ended)}")


@router.post("/screening/{handle}/hold")
async def hold(request: Request, who: Approver, handle: str) -> Response:
    """Holds what was uploaded and what came of it, or lifts the hold, with reasons."""
    form, language = await came_from(request, who), language_of(request)
    what, reasons = form.get("what", ""), form.get("reasons", "")
    if not reasons.strip():
        raise Problem("input-invalid", said("steps.reasons_missing", language))
    await writing(request, who, hold_screening, handle, held=what == "hold", reasons=reasons)
    return go(request, f"/screening/{handle}", "screening_held" if what == "hold" else "screening_lifted")


async def _of(request: Request, job: Job, function: Callable[[Results], T]) -> T:
    desk = desk_of(request)
    try:
        return await desk.work(lambda: function(results_of(*kept(desk), job)))
    except ErasedError as error:
        raise Problem("erased") from error
