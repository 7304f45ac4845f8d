"""Many suppliers screened: asked with a file, done as long work, read page by page or whole, each row explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, File, Form, Query, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from tenderlaw.record.faults import ErasedError
from tenderlaw.service.accounts.caller import Caller, kept, needs
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.endings import ASKED, HoldAsked
from tenderlaw.service.api.filing import Approver
from tenderlaw.service.api.jobs import JobBody, JobsPage, accepted, body_of, page_of
from tenderlaw.service.api.once import Once, writes_once
from tenderlaw.service.api.transactions import handed, read
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.bodies import json_of
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.paging import After, Limit, cursor, cursor_of, link_next
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.blobs import PART, SealedFile
from tenderlaw.service.jobs.book import ENDED, Job, jobs
from tenderlaw.service.jobs.endings import erase_screening, hold_screening, screening_of
from tenderlaw.service.jobs.results import Filter, Results, results_of
from tenderlaw.service.jobs.screening import KIND, ScreeningOrder, Upload, enter_screening, order_kept

__all__ = ["router"]

router = APIRouter(prefix="/v1/screenings", tags=["screenings"], route_class=DoorRoute, responses=PROBLEMS)
Reader = Annotated[Caller, Depends(needs("reader"))]
Officer = Annotated[Caller, Depends(needs("officer"))]
T = TypeVar("T")
OUTCOMES = Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
_BINARY = {"schema": {"type": "string", "format": "binary"}}


class ScreeningBody(JobBody):
    """A screening: the work, and what was asked."""

    name: str | None = None
    lists: tuple[str, ...] = ()
    """The names of the files of lists."""
    order: ScreeningOrder | None = None
    """Gone once it was erased."""


class RowsPage(BaseModel):
    """Some rows, and where to go on. A page may be short, or empty, although more follows."""

    items: list[dict[str, Any]]
    next: str | None


def wanted_rows(
    outcome: OUTCOMES | None = None,
    changed: Annotated[bool | None, Query(description="Whether the outcome is another on the other day.")] = None,
    review: Annotated[bool | None, Query(description="Whether a person must look.")] = None,
    supplier: Annotated[str | None, Query(max_length=200, description="Part of the supplier's identifier.")] = None,
) -> Filter:
    """Which rows are wanted."""
    return Filter(outcome, changed, review, supplier)


Wanted = Annotated[Filter, Depends(wanted_rows)]


@router.post("", status_code=202, response_model=None, responses={202: {"model": JobBody}})
async def ask(
    request: Request,
    who: Officer,
    order: Annotated[str, Form(max_length=2**20, description="As JSON: a ScreeningOrder.")],
    file: Annotated[UploadFile, File(description="Suppliers: .csv, .tsv, .jsonl, .ndjson or .parquet.")],
    lists: Annotated[list[UploadFile] | None, File(max_length=10, description="FollowTheMoney, SAM.")] = None,
    once: Once = None,
) -> Response:
    """Screen many suppliers. The answer comes at once; `Location` says where to see how far the work is."""
    said = _order(order)
    sent = [Upload(one.filename or "", one.file) for one in (file, *(lists or ()))]
    _need_small(request, [file, *(lists or ())])

    def entered(connection: Connection, hand: Hand) -> tuple[str, Response]:
        return accepted(enter_screening(connection, hand, said, sent[0], sent[1:]))

    form = [part for one in sent for part in (one.name, one.file)]
    return await writes_once(request, who, once, entered, order, *form)


@router.get("")
async def every(request: Request, response: Response, who: Reader, after: After = None, limit: Limit = 50) -> JobsPage:
    """The screenings of the tenant, the newest first."""
    place = cursor_of(after, str, str)
    before = (str(place[0]), str(place[1])) if place else None
    return page_of(request, response, await read(request, who, jobs, KIND, before, limit + 1), limit)


@router.get("/{job}")
async def one(request: Request, response: Response, job: str, who: Reader) -> ScreeningBody:
    """A screening, and what was asked."""
    desk = desk_of(request)
    found = await _screening(request, who, job)
    if found.state not in ENDED:
        response.headers["Retry-After"] = "1"

    def told() -> ScreeningBody:
        order: ScreeningOrder | None
        try:
            order, name, lists = order_kept(*kept(desk), found)
        except ErasedError:
            order, name, lists = None, "", ()
        body = body_of(found, kept(desk)).model_dump()
        return ScreeningBody(**body, order=order, name=name or None, lists=lists)

    return await desk.work(told)


@router.put("/{job}/hold", status_code=204, response_model=None)
async def hold_files(request: Request, job: str, body: HoldAsked, who: Approver) -> Response:
    """Hold what was uploaded and what came of it, as a duty or a claim needs it, or lift the hold."""
    await handed(
        request, who,
        lambda connection, hand: hold_screening(connection, hand, job, held=body.held, reasons=body.reasons),
    )  # fmt: skip
    return Response(status_code=204)


@router.delete("/{job}", status_code=204, response_model=None, responses=ASKED)
async def erase(request: Request, job: str, who: Approver) -> Response:
    """Erase what was uploaded and what came of it; work under way ends. That it was stays on record.

    Where the tenant has four eyes, it is asked for (202), and done once another person asks for the same.
    """
    done = await handed(request, who, lambda connection, hand: erase_screening(connection, hand, job))
    return Response(status_code=204 if done else 202)


@router.get("/{job}/rows")
async def rows(
    request: Request, response: Response, job: str, who: Reader, wanted: Wanted, after: After = None, limit: Limit = 50
) -> RowsPage:
    """Rows, by what they say."""
    place = cursor_of(after, int)
    first = int(place[0]) if place else 0
    if not 0 <= first < 2**53:
        raise Problem("input-invalid", "`after` is no place in this list")
    found, at = await _of(request, who, job, lambda results: results.page(wanted, first, limit))
    more = None if at is None else cursor(at)
    link_next(request, response, more)
    return RowsPage(items=found, next=more)


@router.get("/{job}/rows/{row}")
async def explained(request: Request, job: str, row: int, who: Reader) -> dict[str, Any]:
    """A row decided alone, on the same facts by the same packs, with its reasons."""
    packs = desk_of(request).packs
    return dict(await _of(request, who, job, lambda results: results.explained(packs, row)))


@router.get("/{job}/manifest")
async def manifest(request: Request, job: str, who: Reader) -> dict[str, Any]:
    """What the run was made of: files with their digests, packs, counts, facts that nobody read."""
    return await _of(request, who, job, lambda results: results.manifest())


@router.get("/{job}/rows.csv", response_class=Response, responses={200: {"content": {"text/csv": _BINARY}}})
async def table(request: Request, job: str, who: Reader, wanted: Wanted) -> Response:
    """All rows that are wanted, as CSV; no cell of it is a formula."""
    found = await _of(request, who, job, lambda results: results)
    return _file(found.table(wanted), "screening.csv", "text/csv; charset=utf-8")


@router.get(
    "/{job}/rows.jsonl", response_class=Response, responses={200: {"content": {"application/x-ndjson": _BINARY}}}
)
async def lines(request: Request, job: str, who: Reader, wanted: Wanted) -> Response:
    """All rows that are wanted, an object a line."""
    found = await _of(request, who, job, lambda results: results)
    return _file(found.lines(wanted), "screening.jsonl", "application/x-ndjson")


@router.get(
    "/{job}/rows.parquet",
    response_class=Response,
    responses={200: {"content": {"application/vnd.apache.parquet": _BINARY}}},
)
async def parquet(request: Request, job: str, who: Reader) -> Response:
    """All rows as the run wrote them; the manifest names the bits."""
    found = await _of(request, who, job, lambda results: results.file("rows"))
    return _file(_parts(found), "screening.parquet", "application/vnd.apache.parquet")


@router.get(
    "/{job}/rejects.jsonl", response_class=Response, responses={200: {"content": {"application/x-ndjson": _BINARY}}}
)
async def rejects(request: Request, job: str, who: Reader) -> Response:
    """The rows that were set aside, with the reasons."""
    found = await _of(request, who, job, lambda results: results.file("rejects"))
    return _file(_parts(found), "rejects.jsonl", "application/x-ndjson")


async def _of(request: Request, who: Caller, job: str, function: Callable[[Results], T]) -> T:
    desk = desk_of(request)
    found = await _screening(request, who, job)
    return await desk.work(lambda: function(results_of(*kept(desk), found)))


async def _screening(request: Request, who: Caller, job: str) -> Job:
    return await read(request, who, screening_of, job)


def _order(text: str) -> ScreeningOrder:
    try:
        return ScreeningOrder.model_validate(json_of(text.encode("utf-8"), "order"))
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", "order", *one["loc"])} for one in error.errors()]
        ) from error


def _need_small(request: Request, files: Sequence[UploadFile]) -> None:
    limit = desk_of(request).settings.max_upload
    if sum(one.size or 0 for one in files) > limit:
        raise Problem("too-large", f"the files are larger than {limit // 2**20} MiB")


def _parts(file: SealedFile) -> Iterator[bytes]:
    return iter(partial(file.read, PART), b"")


def _file(parts: Iterator[bytes], name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(parts, 200, headers, media_type)
