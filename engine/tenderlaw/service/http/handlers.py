"""Whatever goes wrong becomes a problem: our faults with their places, and everything else without its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.service.desk import BusyError, TooLongError
from tenderlaw.service.http.bodies import BODY
from tenderlaw.service.http.pointers import place_of, pointer_of
from tenderlaw.service.http.problems import KINDS, Place, Problem, kind_of_status, problem_response
from tenderlaw.service.http.request_ids import request_id
from tenderlaw.service.pack_sets import PackSetChangedError, UnknownPackSetError
from tenderlaw.sources.extras import ExtraMissingError
from tenderlaw.sources.faults import InputInvalidError, InternalError, PackInvalidError, TenderlawError, quoted
from tenderlaw.store.faults import DatabaseBusyError, DatabaseFullError, StoreError

__all__ = ["PageOfProblem", "add_handlers", "problem_of"]

PageOfProblem = Callable[[Request, Problem], Response | None]
"""Makes a page of a problem for people; None where it has none. Put on `app.state.page_of_problem`."""
_MOST: Final = 100


def problem_of(error: Exception, body: object = None) -> Problem:
    """The problem that an error is for a caller. Of an error that is not ours no word passes.

    `body` is what was sent, in which places are looked for.
    """
    if isinstance(error, Problem):
        return error
    if isinstance(error, BusyError):
        return Problem("busy", "too many wait already", headers={"Retry-After": "1"})
    if isinstance(error, TooLongError):
        return Problem("too-long", "it was not done in the time that a request has", headers={"Retry-After": "5"})
    if isinstance(error, RequestValidationError):
        return Problem("input-invalid", "", _places(error.errors()))
    if isinstance(error, TenderlawError):
        return _of_ours(error, body)
    if isinstance(error, HTTPException):
        return Problem(kind_of_status(error.status_code), "", headers=error.headers)
    return Problem("internal", "nothing was decided")


def _of_ours(error: TenderlawError, body: object) -> Problem:
    if isinstance(error, StoreError):
        # an address of a database is nobody's business
        kind = "database-full" if isinstance(error, DatabaseFullError) else "database-away"
        again = {"Retry-After": "1" if isinstance(error, DatabaseBusyError) else "5"}
        return Problem(kind, "nothing was written", headers=again)
    if isinstance(error, UnknownPackSetError):
        return Problem("pack-unknown", error.faults[0].message)
    if isinstance(error, PackSetChangedError):
        return Problem("pack-changed", error.faults[0].message)
    if isinstance(error, InputInvalidError):
        sent: Mapping[str, object] = body if isinstance(body, dict) else {}
        places = [place_of(one, _root(one.file, sent), sent.get(one.file)) for one in error.faults[:_MOST]]
        return Problem("input-invalid", "" if places else str(error), places)
    if isinstance(error, PackInvalidError):
        return Problem("pack-invalid", "nothing was decided")  # what is wrong with it, the log says
    if isinstance(error, ExtraMissingError):
        return Problem("not-installed", error.faults[0].message)
    # what a room above this one refuses says itself which problem it is
    own = getattr(error, "problem", None)
    if isinstance(own, str) and own in KINDS:
        return Problem(own, "", [place_of(one) for one in error.faults[:_MOST]])
    if isinstance(error, InternalError):
        return Problem("evaluators-disagree", "nothing was decided")
    return Problem("internal", "nothing was decided")


_PARTS: Final = frozenset(("facts", "as_of", "packs", "policies", "pack_set", "values", "clause", "asked", "files"))
"""Members of requests that may be missing, and are named all the same."""


def _root(file: str, sent: Mapping[str, object]) -> str:
    """The pointer to the part of the request that a fault of ours names as its file; to all of it for another."""
    return f"/{file}" if file in _PARTS or file in sent else ""


def _places(details: Sequence[object]) -> list[Place]:
    """What pydantic finds in a body, a query or a path, in our words where it says a type."""
    out = []
    for detail in cast("Sequence[dict[str, object]]", details[:_MOST]):
        steps = cast("tuple[str | int, ...]", detail.get("loc", ()))
        kind, context = str(detail.get("type")), cast("dict[str, object]", detail.get("ctx") or {})
        where, inner = (steps[0], steps[1:]) if steps else ("body", ())
        pointer = pointer_of(inner) if where == "body" else f"#{where}{pointer_of(inner)}"
        if kind == "extra_forbidden":
            out.append(Place(pointer, f"unknown field {quoted(inner[-1] if inner else '')}"))
        elif kind == "missing":
            out.append(Place(pointer, "is required"))
        elif kind == "value_error":
            out.append(Place(pointer, str(context.get("error", "cannot be meant so"))))
        else:
            message = str(detail.get("msg", "cannot be meant so"))
            out.append(Place(pointer, message[:1].lower() + message[1:]))
    return out


def add_handlers(app: FastAPI) -> None:
    """Answer errors of these kinds with problems. What is none of them passes to the gate, which says nothing of it."""
    for kind in (Problem, HTTPException, RequestValidationError, TenderlawError, BusyError, TooLongError):
        app.add_exception_handler(kind, _handle)


async def _handle(request: Request, error: Exception) -> Response:
    problem = problem_of(error, request.scope.get(BODY))
    if problem.status_code >= 500:
        request.scope["tenderlaw.error"] = error
    page = cast("PageOfProblem | None", getattr(request.app.state, "page_of_problem", None))
    if page is not None and wants_page(request) and (made := page(request, problem)) is not None:
        return made
    return problem_response(problem, request_id(request.scope))


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks: not under `/v1`, and for a page rather than JSON."""
    return not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")
