"""The gate: what every request passes, whatever answers it.

It gives the request an id, refuses wrong hosts and too many requests, ends slow ones, puts the security headers on,
counts, logs, and turns every error that nobody met into a problem that says nothing but the request's id.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final

from opentelemetry import propagate, trace
from opentelemetry.context import Context
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tenderlaw.service.desk import BusyError, TooLongError
from tenderlaw.service.http import request_ids
from tenderlaw.service.http.handlers import problem_of
from tenderlaw.service.http.headers import security_headers, with_headers
from tenderlaw.service.http.limits import Limits, caller_address
from tenderlaw.service.http.logs import log_event, where_raised
from tenderlaw.service.http.metrics import Metrics
from tenderlaw.service.http.problems import Problem, problem_response
from tenderlaw.service.settings import Settings
from tenderlaw.store.faults import StoreError

__all__ = ["Gate"]

_TRACER: Final = trace.get_tracer("tenderlaw.service")
_QUIET: Final = ("/healthz", "/readyz", "/metrics")
"""Routes that machines ask all the time: they are counted for no rate, and written into no log."""
_REFUSALS: Final = (Problem, BusyError, TooLongError, StoreError)
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_LONGEST_ADDRESS: Final = 8 * 2**10
_LARGEST_HEADERS: Final = 32 * 2**10
_AROUND: Final = 2**20
"""What stands around the files of a form."""


@dataclass(slots=True)
class _Passing:
    """What is known of a request on its way."""

    id: str
    begun: float
    received: int = 0
    sent: int = 0
    status: int = 0
    whole: bool = False
    """Whether its body has arrived."""
    until: float = field(default=0.0)


class Gate:
    """The outermost part of the service, around everything else."""

    def __init__(self, app: ASGIApp, settings: Settings, limits: Limits, metrics: Metrics) -> None:
        self.app = app
        self._settings = settings
        self._limits = limits
        self._metrics = metrics
        self._largest = max(settings.max_body, settings.max_upload) + _AROUND
        self._headers = security_headers(secure=settings.secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        now = time.monotonic()
        passing = _Passing(request_ids.begin(scope), now, until=now + self._settings.read_seconds)
        out = self._sending(passing, send)
        with _TRACER.start_as_current_span(
            "request", _context(scope), trace.SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            error: BaseException | None = None
            try:
                self._refuse(scope)
                await self.app(scope, self._receiving(passing, receive), out)
            except ClientDisconnect:
                passing.status = passing.status or 499
            except asyncio.CancelledError:
                passing.status = passing.status or 499
                raise
            except Exception as found:
                error = found
                await self._answer(found, passing, scope, receive, out)
            finally:
                self._tell(passing, scope, error or scope.get("tenderlaw.error"), span)

    async def _answer(self, error: Exception, passing: _Passing, scope: Scope, receive: Receive, send: Send) -> None:
        """A problem for an error that nobody met; where the answer has begun it is broken off."""
        if passing.status:
            raise RuntimeError("the answer was broken off") from None
        await problem_response(problem_of(error), passing.id)(scope, receive, send)

    def _refuse(self, scope: Scope) -> None:
        """Raise Problem for whoever may not even ask."""
        headers = Headers(scope=scope)
        said = self._settings.hosts
        if said and _name(headers.get("host", "")) not in said and scope["path"] not in _QUIET:
            raise Problem("wrong-host", "it answers to the names that it was given alone")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > _LONGEST_ADDRESS:
            raise Problem("address-too-long")
        if b"%00" in scope.get("query_string", b""):
            raise Problem("malformed", "the query holds U+0000, which no text can hold")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _LARGEST_HEADERS:
            raise Problem("headers-too-large")
        if scope["path"] not in _QUIET:
            self._limits.count(caller_address(scope.get("client")))

    def _receiving(self, passing: _Passing, receive: Receive) -> Receive:
        async def received() -> Message:
            if passing.whole:  # what comes now is that the caller leaves, which may take as long as it likes
                return await receive()
            try:
                async with asyncio.timeout(max(0.0, passing.until - time.monotonic())):
                    message = await receive()
            except TimeoutError:
                raise Problem("too-slow", headers={"Connection": "close"}) from None
            if message["type"] == "http.request":
                passing.received += len(message.get("body", b""))
                if passing.received > self._largest:  # whoever reads it may have a smaller limit
                    raise Problem("too-large", headers={"Connection": "close"})
                passing.whole = not message.get("more_body", False)
            return message

        return received

    def _sending(self, passing: _Passing, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                passing.status = message["status"]
                given = [*message.get("headers", ()), (b"x-request-id", passing.id.encode())]
                message = {**message, "headers": with_headers(given, self._headers)}
            elif message["type"] == "http.response.body":
                passing.sent += len(message.get("body", b""))
            await send(message)

        return sent

    def _tell(self, passing: _Passing, scope: Scope, error: BaseException | None, span: trace.Span) -> None:
        """Count and log, by the template of the route and nothing that was asked."""
        took = time.monotonic() - passing.begun
        route, method = _route(scope), scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(method, route, str(passing.status)).inc()
        self._metrics.seconds.labels(route).observe(took)
        if span.is_recording():
            span.update_name(f"{method} {route}")
            span.set_attribute("http.request.method", method)
            span.set_attribute("http.route", route)
            span.set_attribute("http.response.status_code", passing.status)
        # what is refused for want of room or time is no mistake of the program
        failed = error is not None and not isinstance(error, _REFUSALS)
        if route in _QUIET and not failed:
            return
        level = logging.ERROR if failed else logging.WARNING if passing.status >= 500 else logging.INFO
        traced = span.get_span_context()
        log_event(
            level,
            "request failed" if failed else "request",
            request_id=passing.id,
            method=method,
            route=route,
            status=passing.status,
            ms=round(took * 1000, 1),
            bytes_in=passing.received,
            bytes_out=passing.sent,
            **({"trace_id": trace.format_trace_id(traced.trace_id)} if traced.is_valid else {}),
            **(where_raised(error) if failed and error is not None else {}),
        )


def _name(host: str) -> str:
    """The name in a `host` header, without the port."""
    return host.rsplit(":", 1)[0].lower() if not host.endswith("]") and ":" in host else host.lower()


def _context(scope: Scope) -> Context | None:
    """The trace to which the caller says that the request belongs."""
    said = Headers(scope=scope).get("traceparent")
    return None if said is None else propagate.extract({"traceparent": said})


def _route(scope: MutableMapping[str, Any]) -> str:
    """The template of the route that answered; `none` where none did: what was asked is never a label."""
    found: object = getattr(scope.get("route"), "path", None)
    return found if isinstance(found, str) else "none"
