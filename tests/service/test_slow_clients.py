"""Clients that send or read too slowly, many at once: they get an answer if any is due, and hold nothing for long."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from tenderlaw.service.processes.door import HEAD_BYTES, PatientProtocol
from tenderlaw.service.processes.listening import listening

_LEFT = threading.Event()


class _Hasty(PatientProtocol):
    head_seconds = 0.4
    body_seconds = 0.6
    read_seconds = 0.4


async def _app(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    body = b""
    while True:
        message: MutableMapping[str, Any] = await receive()
        if message["type"] == "http.disconnect":
            _LEFT.set()
            return
        body += message["body"]
        if not message["more_body"]:
            break
    large = scope["path"] == "/large"
    after = dict(scope["headers"]).get(b"x-after", b"none")
    answer = b"x" * 40_000_000 if large else b"read %d after %b" % (len(body), after)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(answer))]})
    await send({"type": "http.response.body", "body": answer})


@contextmanager
def _served() -> Iterator[tuple[int, uvicorn.Server]]:
    door = listening("127.0.0.1", 0)
    config = uvicorn.Config(
        _app, http=_Hasty, loop="uvloop", ws="none", lifespan="off", log_config=None, timeout_keep_alive=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([door])))
    thread.start()
    try:
        yield door.getsockname()[1], server
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def served() -> Iterator[tuple[int, uvicorn.Server]]:
    with _served() as found:
        yield found


def _all_of(client: socket.socket) -> bytes:
    client.settimeout(10)
    answer = b""
    while part := client.recv(65_536):
        answer += part
    return answer


def _emptied(server: uvicorn.Server) -> None:
    until = time.monotonic() + 10
    while server.server_state.connections:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_more_connections_than_a_process_bears_are_told_when_to_come_again(
    served: tuple[int, uvicorn.Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Hasty, "most_connections", 30)
    request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    held = [socket.create_connection(("127.0.0.1", served[0])) for _ in range(_Hasty.most_connections + 1)]
    try:
        held[-1].sendall(request)  # the last to come: all others are there by then
        answer = _all_of(held[-1])
        assert answer.startswith(b"HTTP/1.1 503 ") and b"retry-after: 1" in answer
        assert b"application/problem+json" in answer and b'"type":"/problems/busy"' in answer
        held.pop(0).close()
        while len(served[1].server_state.connections) >= _Hasty.most_connections:
            time.sleep(0.01)
        with socket.create_connection(("127.0.0.1", served[0])) as client:
            client.sendall(request)
            assert _all_of(client).endswith(b"read 0 after none")
    finally:
        for one in held:
            one.close()


def test_a_head_that_does_not_end_is_answered_408(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        for byte in b"GET / HTT":
            client.send(bytes([byte]))
            time.sleep(0.01)
        answer = _all_of(client)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


def test_a_further_request_has_a_deadline_too(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
        answer = b""
        while b"read 0" not in answer:
            answer += client.recv(65_536)
        client.send(b"GET / HTTP/1.1\r\nhost")
        assert _all_of(client).startswith(b"HTTP/1.1 408 ")


def test_lines_before_a_request_hold_nothing(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"\r\n\r\n")
        assert _all_of(client).startswith(b"HTTP/1.1 408 ")
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
        answer = b""
        while b"read 0" not in answer:
            answer += client.recv(65_536)
        client.send(b"\r\n")
        assert _all_of(client).startswith(b"HTTP/1.1 408 ")


def test_a_head_beyond_measure_is_answered_431(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"GET / HTTP/1.1\r\nhost: a\r\nx: ")
        client.sendall(b"y" * HEAD_BYTES)
        assert _all_of(client).startswith(b"HTTP/1.1 431 ")


def test_what_two_programs_could_read_differently_is_refused(served: tuple[int, uvicorn.Server]) -> None:
    for head in (
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked, identity\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\n folded: b\r\n\r\n",
        b"GET / HTTP/1.1\nhost: a\n\n",
    ):
        with socket.create_connection(("127.0.0.1", served[0])) as client:
            client.send(head)
            answer = _all_of(client)
            assert answer.startswith(b"HTTP/1.1 400 "), head
            assert b"application/problem+json" in answer


def test_lines_after_a_body_are_no_head_and_have_a_measure(served: tuple[int, uvicorn.Server]) -> None:
    head = b"POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n"
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(head + b"x-after: b\r\n\r\n")
        assert b"read 2 after none" in _all_of(client)
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(head + b"x-after: ")
        time.sleep(0.05)
        client.sendall(b"y" * HEAD_BYTES + b"y")
        assert _all_of(client).startswith(b"HTTP/1.1 431 ")


def test_a_body_is_read_though_another_protocol_is_asked_for(served: tuple[int, uvicorn.Server]) -> None:
    other = b"host: a\r\nconnection: upgrade\r\nupgrade: h2c\r\n"
    further = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"
    for framed, body in (
        (b"content-length: %d" % len(further), further),
        (b"transfer-encoding: chunked", b"%x\r\n%b\r\n0\r\n\r\n" % (len(further), further)),
    ):
        for parts in ([body], [b"", body], [body[:5], body[5:]]):
            with socket.create_connection(("127.0.0.1", served[0])) as client:
                client.sendall(b"POST / HTTP/1.1\r\n" + other + framed + b"\r\n\r\n" + parts[0])
                for part in parts[1:]:
                    time.sleep(0.02)
                    client.sendall(part + further)  # what follows is neither this body nor read as a request
                answer = _all_of(client)
            assert answer.count(b"HTTP/1.1 ") == 1 and answer.count(b"read %d " % len(further)) == 1, (parts, answer)
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"GET / HTTP/1.1\r\n" + other + b"\r\n")
        time.sleep(0.02)
        client.send(further.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n"))
        assert _all_of(client).count(b"HTTP/1.1 200 ") == 2


def test_what_came_whole_is_answered_before_what_follows_is_refused(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"GET / HTTP/1.1\r\nhost: a\r\n\r\nno request\r\n\r\n")
        assert _all_of(client).startswith(b"HTTP/1.1 200 ")


def test_a_body_that_does_not_end_is_answered_408_and_the_application_told(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc")
        assert _all_of(client).startswith(b"HTTP/1.1 408 ")
    assert _LEFT.wait(10)
    _emptied(served[1])


def test_a_body_in_time_is_read_whole(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 6\r\n\r\nabc")
        time.sleep(0.2)
        client.send(b"def")
        assert b"read 6" in _all_of(client)


def test_who_reads_nothing_of_a_large_answer_is_let_go(served: tuple[int, uvicorn.Server]) -> None:
    with socket.create_connection(("127.0.0.1", served[0])) as client:
        client.send(b"GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        _emptied(served[1])


def test_many_idle_clients_are_let_go_while_others_are_answered(served: tuple[int, uvicorn.Server]) -> None:
    port, server = served
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(400)]
    try:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.send(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            assert b"read 0" in _all_of(client)
        _emptied(server)
    finally:
        for one in idle:
            one.close()
