"""Problems as RFC 9457 has them: what is refused, why, and where in the request; never how the program came to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

__all__ = ["KINDS", "MEDIA_TYPE", "Kind", "Place", "Problem", "kind_of_status", "problem_response"]

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its name in addresses, its status, its title, and what it means for whoever meets it."""

    name: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """Its address, which the service answers with a page on it."""
        return f"/problems/{self.name}"


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("malformed", 400, "The request cannot be read", "It is no JSON, or breaks a rule of HTTP."),
        Kind("not-signed-in", 401, "Nobody is signed in", "Give a key that is valid now, or sign in."),
        Kind("not-allowed", 403, "This is not allowed to you", "A role or the scope of the key does not allow it."),
        Kind("other-site", 403, "The request comes from another site", "A page of another site, or one kept too long, "
             "sent it. Open the page again."),
        Kind("not-found", 404, "There is nothing of that name", "There is none, or it is not yours to see."),
        Kind("pack-unknown", 404, "No such pack", "`GET /v1/packs` lists those that are there."),
        Kind("method-not-allowed", 405, "This cannot be done with that", "The header `Allow` says what can."),
        Kind("not-acceptable", 406, "Not in that form", "The answer is not there in a form that was asked for."),
        Kind("too-slow", 408, "The request took too long to arrive", "Send it again, at once."),
        Kind("conflict", 409, "Something else stands against it", "The state of the thing does not allow it now."),
        Kind("pack-changed", 409, "The packs are not those expected", "Look at the packs that are there, and name "
             "their digest."),
        Kind("in-progress", 409, "The same request is being answered", "Wait, then send it again."),
        Kind("erased", 410, "It was erased", "What it said is gone for good; that it was there is on record."),
        Kind("changed", 412, "It has changed meanwhile", "Read it again, and say with `If-Match` what you saw."),
        Kind("too-large", 413, "The request is too large", "Send less, or ask for a job."),
        Kind("address-too-long", 414, "The address is too long", "Ask for less at a time."),
        Kind("wrong-type", 415, "The request is of another type", "The header `Content-Type` says what it holds."),
        Kind("wrong-host", 421, "This service does not answer to that name", "Use the address that it was given."),
        Kind("input-invalid", 422, "The request cannot be meant so", "`errors` says where and what would be right."),
        Kind("key-reused", 422, "The Idempotency-Key was used for another request", "Give each request its own."),
        Kind("condition-missing", 428, "Say which state you change", "Give the ETag that you saw as `If-Match`."),
        Kind("rate-limited", 429, "Too many requests", "Wait as long as `Retry-After` says."),
        Kind("headers-too-large", 431, "The headers are too large", "Send fewer or shorter ones."),
        Kind("internal", 500, "The service failed", "Nothing was decided. Tell whoever runs it the request's id."),
        Kind("evaluators-disagree", 500, "The engine does not trust its own answer", "Two evaluators disagree: nothing "
             "was decided. Report it, with the facts."),
        Kind("pack-invalid", 500, "A pack of rules cannot be used", "Nothing was decided. Whoever runs the service "
             "must mend the pack."),
        Kind("not-installed", 501, "A part is not installed", "Whoever runs the service can install it."),
        Kind("busy", 503, "Too much is asked at once", "Nothing was begun. Wait as long as `Retry-After` says."),
        Kind("too-long", 503, "It takes longer than a request may", "Ask for less at a time, or for a job."),
        Kind("database-away", 503, "The database does not answer", "Nothing was written. Try again in a moment."),
        Kind("database-full", 507, "The database has no room", "Nothing was written. Whoever runs the service must "
             "make room."),
    )
}  # fmt: skip
"""Every kind of problem, by name."""

_BY_STATUS: Final[Mapping[int, str]] = {
    400: "malformed", 401: "not-signed-in", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed",
    406: "not-acceptable", 408: "too-slow", 409: "conflict", 410: "erased", 412: "changed", 413: "too-large",
    414: "address-too-long", 415: "wrong-type", 421: "wrong-host", 422: "input-invalid", 428: "condition-missing",
    429: "rate-limited", 431: "headers-too-large", 501: "not-installed", 503: "busy", 507: "database-full",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One thing to put right: where in the request (RFC 6901), what is wrong, what would be right."""

    pointer: str
    detail: str
    hint: str = ""

    def plain(self) -> dict[str, str]:
        """As problems carry it."""
        return {"pointer": self.pointer, "detail": self.detail, **({"hint": self.hint} if self.hint else {})}


class Problem(HTTPException):
    """What an endpoint refuses with; the handlers make the answer of it."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        errors: Sequence[Place] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = KINDS[kind]
        self.errors = tuple(errors)
        super().__init__(self.kind.status, detail, dict(headers) if headers else None)

    def plain(self, request_id: str) -> dict[str, object]:
        """The members of the answer."""
        return {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            **({"detail": self.detail} if self.detail else {}),
            "instance": f"urn:request:{request_id}",
            **({"errors": [one.plain() for one in self.errors]} if self.errors else {}),
        }


def kind_of_status(status: int) -> str:
    """The kind of problem that stands for a status where nothing says more."""
    return _BY_STATUS.get(status, "internal" if status >= 500 else "malformed")


def problem_response(problem: Problem, request_id: str) -> Response:
    """The answer in JSON. It is never kept by a cache, and no client can take it for a decision."""
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return Response(orjson.dumps(problem.plain(request_id)), problem.kind.status, headers, MEDIA_TYPE)
