"""Pages of long work: found by its handle, and asked for again by themselves where whoever looks wants that."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.service.accounts.caller import Caller, kept
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.book import ENDED, Job, job_of
from tenderlaw.service.jobs.outcomes import problem_kept
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import page
from tenderlaw.service.pages.views.record import names_in
from tenderlaw.service.pages.views.work import progress_view
from tenderlaw.service.pages.work import reading

__all__ = ["followed", "problem_of", "work_of"]

_SECONDS: Final = "5"


async def work_of(request: Request, who: Caller, handle: str, kind: str) -> Job:
    """The work of this handle. Raises Problem for one of another kind, as for one that is not there."""
    job = await reading(request, who, lambda connection, hand: job_of(connection, hand.tenant, handle))
    if job.kind != kind:
        raise Problem("not-found")
    return job


async def problem_of(request: Request, job: Job) -> dict[str, object] | None:
    """The problem with which it failed, if it did."""
    desk = desk_of(request)
    return await desk.work(problem_kept, *kept(desk), job) if job.state == "failed" else None


async def followed(request: Request, who: Caller, job: Job, template: str, **context: object) -> Response:
    """The page of a piece of work, with how far it is as `view` unless it is given otherwise, and its `problem`."""
    auto = request.query_params.get("auto") == "1"
    if "view" not in context:
        names = await reading(request, who, lambda connection, hand: names_in(connection, hand.tenant))
        context["view"] = progress_view(job, names, language_of(request))
    answer = page(request, template, status=200, auto=auto, problem=await problem_of(request, job), **context)
    if auto and job.state not in ENDED:
        answer.headers["Refresh"] = _SECONDS
    return answer
