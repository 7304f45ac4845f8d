"""HTTP as the service speaks it: whoever sends or reads too slowly gives the connection back.

uvicorn bounds the pause between two requests alone. Here the head of a request, its body and the reading of an answer
have an end too, so that a thousand clients that send a byte a second hold nothing for long. Of more connections than a
process bears, those beyond are told when to come again, by a problem as all refusals are.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Final, Literal

from httptools import HttpRequestParser
from starlette.types import Receive, Scope, Send
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from tenderlaw.service.http.problems import Problem, problem_response
from tenderlaw.service.http.request_ids import begin

__all__ = ["BODY_SECONDS", "CONNECTIONS", "HEAD_BYTES", "HEAD_SECONDS", "READ_SECONDS", "PatientProtocol"]

HEAD_SECONDS: Final = 10.0
"""From the connection, or the first byte of a further request, to the end of a request's head."""
BODY_SECONDS: Final = 120.0
"""From the head to the end of the body."""
READ_SECONDS: Final = 60.0
"""For which a client may leave unread what waits for it."""
CONNECTIONS: Final = 4096
"""Connections of a process."""

HEAD_BYTES: Final = 64 * 1024
"""What a head may take before its end has come, and what stands around a body: trailers, words of its parts."""


def _refusal(status: int, phrase: str, title: str) -> bytes:
    problem = f'{{"type":"about:blank","title":"{title}","status":{status}}}'
    return (
        f"HTTP/1.1 {status} {phrase}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n"
        f"connection: close\r\ncontent-length: {len(problem)}\r\n\r\n{problem}"
    ).encode()


_UNREADABLE: Final = _refusal(400, "Bad Request", "the request is not HTTP as this service reads it")
_TOO_SLOW: Final = _refusal(408, "Request Timeout", "the request was not sent whole in time")
_TOO_LARGE: Final = _refusal(431, "Request Header Fields Too Large", "the head of the request is too large")

_Awaited = Literal["nothing", "head", "body"]


async def _full(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer whoever comes beyond the connections that a process bears; nothing of what they send is read."""
    headers = {"Retry-After": "1", "Connection": "close"}
    problem = Problem("busy", "this process bears no more connections", headers=headers)
    await problem_response(problem, begin(scope))(scope, receive, send)


class _OfBody:
    """What a parser tells that reads a body alone; what follows the body is nobody's."""

    def __init__(self, cycle: RequestResponseCycle, door: PatientProtocol) -> None:
        self._cycle, self._door = cycle, door

    def on_body(self, part: bytes) -> None:
        """A part of the body."""
        if self._cycle.more_body:
            self._door.on_body(part)

    def on_message_complete(self) -> None:
        """Its end."""
        if self._cycle.more_body:
            self._door.on_message_complete()


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with deadlines for the client; what is late is answered with 408 if anything may be said."""

    head_seconds = HEAD_SECONDS
    body_seconds = BODY_SECONDS
    read_seconds = READ_SECONDS
    most_connections = CONNECTIONS

    _coming: _Awaited = "head"
    """What of a request is due, or comes already."""
    _awaited: _Awaited = "nothing"
    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _heard = False
    _head = 0
    """Bytes of a head whose end has not come, or since the last of a body."""
    _came = b""
    _body: HttpRequestParser | None = None
    """What reads the body of a request that asks for another protocol, which httptools takes for that protocol."""
    _running: RequestResponseCycle | None = None
    """The request that is being answered; further ones may have come since."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has come: it has so long for its first request's head."""
        super().connection_made(transport)
        self._await("head")

    def data_received(self, data: bytes) -> None:
        """Something came: what is awaited now has a deadline of its own."""
        self._heard, self._came = True, data
        self.app = _full if len(self.connections) > self.most_connections else self.config.loaded_app
        super().data_received(data)
        self._await(self._coming)
        self._head += len(data)
        if self._coming != "nothing" and self._head > HEAD_BYTES:
            self._refuse(_TOO_LARGE)

    def send_400_response(self, msg: str) -> None:
        """What came is no request, or one that others might read differently."""
        del msg
        self._refuse(_UNREADABLE)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._coming, self._head = "head", 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A line of its head; what comes after the body as if it stood there, and no proxy has looked at, is let go."""
        if self._coming == "head":
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Its head is whole."""
        super().on_headers_complete()
        self._coming = "body"
        if not self.parser.should_upgrade():
            return
        for name, value in self.headers:
            if name == b"transfer-encoding" or (name == b"content-length" and int(value)):
                self.cycle.keep_alive = False
                self._body = HttpRequestParser(_OfBody(self.cycle, self))
                self._body.feed_data(b"POST / HTTP/1.1\r\n%b: %b\r\n\r\n" % (name, value))

    def _unsupported_upgrade_warning(self) -> None:
        """A request asks for another protocol, which whoever is asked may pass over: its body is read all the same."""
        error = sys.exception()
        rest = self._came[error.args[0] :] if error is not None else b""
        if self._body is not None:
            self.parser = self._body
            if rest:
                super().data_received(rest)
        elif rest:  # of the other protocol, perhaps
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """A part of its body."""
        self._head = -len(self._came)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """It is whole; where its answer was, too, the next one is due."""
        if self._body is not None and self.parser is not self._body:
            return
        super().on_message_complete()
        self._coming = "head" if self.cycle.response_complete else "nothing"

    def on_response_complete(self) -> None:
        """An answer is whole: until something comes, the pause between two requests is uvicorn's."""
        if self._coming == "nothing":
            self._coming = "head"
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone, and its deadlines with it."""
        self._await("nothing")
        self._stop_unread()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """What was answered waits to be read."""
        super().pause_writing()
        self._stop_unread()
        self._unread = self.loop.call_later(self.read_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Enough of it was read."""
        self._stop_unread()
        super().resume_writing()

    def _await(self, what: _Awaited) -> None:
        if what == self._awaited:
            return
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self._awaited = what
        if what != "nothing":
            seconds = self.head_seconds if what == "head" else self.body_seconds
            self._deadline = self.loop.call_later(seconds, self._late)

    def _late(self) -> None:
        self._deadline = None
        self._refuse(_TOO_SLOW if self._heard else b"")

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _refuse(self, answer: bytes) -> None:
        """End the connection, with an answer unless another has begun; what came whole before is answered first."""
        if self.transport.is_closing():
            return
        running = None if self._running is None or self._running.response_complete else self._running
        if running is not None and not running.more_body:
            running.keep_alive = False
            self.pipeline.clear()
            self.flow.pause_reading()
            return
        if answer and not (running is not None and running.response_started):
            self.transport.write(answer)
        self.transport.close()

    def _stop_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
