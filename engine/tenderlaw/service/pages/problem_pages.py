"""What a person sees when something is refused or fails: what happened, what is kept, and where to go on."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tenderlaw.service.http.problems import Problem
from tenderlaw.service.http.request_ids import request_id
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import page
from tenderlaw.service.pages.phrases import phrases_in
from tenderlaw.service.pages.posts import Posted

__all__ = ["page_of_problem"]

_AT_A_LOSS: Final = "internal"
_SEE_OTHER: Final = 303


def page_of_problem(request: Request, problem: Problem) -> Response | None:
    """The page for a problem. Whoever is not signed in is led to sign in, with what they typed at hand."""
    kind = problem.kind.name
    typed = getattr(request.state, "posted", None)
    if kind == "not-signed-in" and not isinstance(typed, Posted) and not request.url.path.startswith("/sign-in"):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        there = "/sign-in" if here == "/" else f"/sign-in?to={quote(here, safe='')}"
        return RedirectResponse(there, _SEE_OTHER, {"Cache-Control": "no-store"})
    if kind in ("not-signed-in", "other-site") and isinstance(typed, Posted) and _ours(request):
        to, status = request.url.path, problem.kind.status
        made = page(request, "kept.html", status=status, typed=typed.typed, to_read=typed.to_read, to=to)
    else:
        known = kind if f"problems.{kind}_title" in phrases_in(language_of(request)) else _of_status(problem)
        made = page(
            request,
            "problem.html",
            status=problem.kind.status,
            kind=known,
            errors_said=problem.errors,
            request_id=request_id(request.scope) if problem.kind.status >= 500 else None,
            typed=typed.typed if isinstance(typed, Posted) and _ours(request) else [],
            to=request.url.path,
        )
    for name, value in (problem.headers or {}).items():
        made.headers[name] = value
    return made


def _ours(request: Request) -> bool:
    """Whether the browser itself says that the form was on a page of ours."""
    return request.headers.get("sec-fetch-site") == "same-origin"


def _of_status(problem: Problem) -> str:
    status = problem.kind.status
    if status == 503:
        return "busy"
    return _AT_A_LOSS if status >= 500 else "malformed"
