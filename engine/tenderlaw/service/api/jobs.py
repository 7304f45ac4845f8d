"""Long work: how far it is, how it ended; asked to end."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from tenderlaw.documents.formats import Format
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import NotFoundError
from tenderlaw.service.accounts.caller import Caller, kept, needs
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.filing import said
from tenderlaw.service.api.once import ANSWERS, Once, writes_once
from tenderlaw.service.api.transactions import read, written
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.documents import DocumentAsked
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.paging import After, Limit, cursor, cursor_of, link_next
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.book import ENDED, Job, ask_to_cancel, job_of, jobs
from tenderlaw.service.jobs.documents import enter_document
from tenderlaw.service.jobs.hands import act_of
from tenderlaw.service.jobs.outcomes import problem_kept
from tenderlaw.service.jobs.packs import enter_packs
from tenderlaw.service.jobs.pdfs import KIND as PDF
from tenderlaw.service.jobs.pdfs import pdf_of
from tenderlaw.store.database import Database

__all__ = ["JobBody", "JobsPage", "accepted", "body_of", "page_of", "router"]

router = APIRouter(prefix="/v1", tags=["jobs"], route_class=DoorRoute, responses=PROBLEMS)
Reader = Annotated[Caller, Depends(needs("reader"))]
Whoever = Annotated[Caller, Depends(needs("decide"))]
Officer = Annotated[Caller, Depends(needs("officer"))]


class JobBody(BaseModel):
    """A piece of long work."""

    job: str
    kind: str
    state: str
    done: int
    total: int | None
    counts: dict[str, Any] | None = None
    """What came of it, in numbers."""
    problem: dict[str, Any] | None = None
    created_at: str
    started_at: str | None
    ended_at: str | None
    cancel_asked: bool
    attempts: int
    by: str
    legal_hold: bool
    """Whether its files are held, as a duty or a claim needs them."""


class NewDocument(BaseModel):
    """A document to be written and issued."""

    model_config = ConfigDict(extra="forbid")

    bidder: str = Field(max_length=64, description="The handle of the bidder's file.")
    revision: str | None = Field(None, max_length=100, description="Of the file as it was seen.")
    kind: DocumentKind
    format: Format = "pdf"
    language: str = Field("en", pattern=r"^[a-z]{2}$")
    fallback_language: str | None = Field(None, pattern=r"^[a-z]{2}$")
    draft: bool = False
    values: dict[str, str] = Field(default_factory=dict, max_length=2000)
    with_clauses: list[str] = Field(default_factory=list, max_length=500)
    without_clauses: dict[str, str] = Field(default_factory=dict, max_length=500)


class JobsPage(BaseModel):
    """Some work, the newest first, and where to go on."""

    items: list[JobBody]
    next: str | None


def body_of(job: Job, held: tuple[Database, Record] | None = None) -> JobBody:
    """A piece of work as it is told; with the faults by which it failed, where `held` is given."""
    problem: dict[str, Any] | None = None
    if job.problem is not None:
        whole = problem_kept(*held, job) if held is not None else job.problem
        problem = {name: value for name, value in (whole or {}).items() if name != "more"}
    counts = (job.result or {}).get("counts") or {
        name: value for name, value in (job.result or {}).items() if name != "files"
    }
    told = {name: getattr(job, name) for name in JobBody.model_fields if name not in ("counts", "problem")}
    return JobBody(**told, counts=counts or None, problem=problem)


def page_of(request: Request, response: Response, found: list[Job], limit: int) -> JobsPage:
    """A page of work; `found` has one more than `limit` where more follows."""
    last = found[limit - 1] if len(found) > limit else None
    more = cursor(last.created_at, last.job) if last is not None else None
    link_next(request, response, more)
    return JobsPage(items=[body_of(one) for one in found[:limit]], next=more)


def accepted(job: Job) -> tuple[str, Response]:
    """The answer to whoever asked for work, and under whose key it is kept."""
    return ANSWERS, said(body_of(job), None, 202, Location=f"/v1/jobs/{job.job}")


@router.get("/jobs")
async def every(
    request: Request,
    response: Response,
    who: Reader,
    kind: Annotated[str | None, Query(max_length=40, pattern="^[a-z_]+$")] = None,
    after: After = None,
    limit: Limit = 50,
) -> JobsPage:
    """The long work of the tenant, the newest first."""
    place = cursor_of(after, str, str)
    before = (str(place[0]), str(place[1])) if place else None
    return page_of(request, response, await read(request, who, jobs, kind, before, limit + 1), limit)


@router.get("/jobs/{job}")
async def one(request: Request, response: Response, job: str, who: Whoever) -> JobBody:
    """How far a piece of work is; `Retry-After` says when to ask again. Whoever asked for it may see it."""
    found = await _seen(request, who, job)
    if found.state not in ENDED:
        response.headers["Retry-After"] = "1"
    desk = desk_of(request)
    return await desk.work(body_of, found, kept(desk))


@router.get(
    "/jobs/{job}/file", response_model=None,
    responses={200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
)  # fmt: skip
async def file_of_job(request: Request, job: str, who: Whoever) -> Response:
    """The PDF that was set of a document of which nothing is kept: for an hour after the work has ended."""
    found = await _seen(request, who, job)
    if found.kind != PDF:
        raise Problem("not-found")
    if found.state != "done":
        raise Problem("conflict", "the PDF is not set yet" if found.state not in ENDED else "the work came to no PDF")
    desk = desk_of(request)
    data = await desk.work(pdf_of, *kept(desk), found)
    headers = {"Content-Disposition": f'attachment; filename="{found.request["name"]}"', "Cache-Control": "no-store"}
    return Response(data, 200, headers, "application/pdf")


async def _seen(request: Request, who: Caller, job: str) -> Job:
    """A piece of work that somebody may see: a reader all of the tenant's, others their own."""
    found = await read(request, who, job_of, job)
    if found.by != who.actor and not who.may("reader"):
        raise NotFoundError
    return found


@router.delete("/jobs/{job}", status_code=202)
async def cancel(request: Request, job: str, who: Officer) -> JobBody:
    """Ask a piece of work to end. What has ended stays as it is."""
    return body_of(await written(request, who, ask_to_cancel, job))


@router.post("/document-jobs", status_code=202, response_model=None, responses={202: {"model": JobBody}})
async def write_document(request: Request, body: NewDocument, who: Officer, once: Once = None) -> Response:
    """Write and issue a document of a bidder's file as long work: for a PDF of many clauses. `counts` names it."""
    asked = DocumentAsked(**body.model_dump(exclude={"bidder", "revision"}))

    def entered(connection: Connection, hand: Hand) -> tuple[str, Response]:
        return accepted(enter_document(connection, hand, body.bidder, asked, body.revision))

    return await writes_once(request, who, once, entered)


@router.post("/pack-trials", status_code=202, response_model=None, responses={202: {"model": JobBody}})
async def try_packs(
    request: Request, who: Annotated[Caller, Depends(needs("administrator"))], once: Once = None
) -> Response:
    """Read the packs anew and run the worked cases of those that changed, before they are put in force."""

    def entered(connection: Connection, hand: Hand) -> tuple[str, Response]:
        return accepted(enter_packs(connection, act_of(hand)))

    return await writes_once(request, who, once, entered)
