"""What every request has in common: how it is read, refused, limited and answered."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import BaseModel, ConfigDict
from starlette.responses import StreamingResponse

from tenderlaw.service.app import create_app
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http import gate
from tenderlaw.service.http.bodies import json_of
from tenderlaw.service.http.csrf import form_token, need_form_token
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import etag, need_match, same_as_seen
from tenderlaw.service.http.handlers import problem_of
from tenderlaw.service.http.limits import caller_address
from tenderlaw.service.http.logs import where_raised
from tenderlaw.service.http.paging import cursor, cursor_of
from tenderlaw.service.http.pointers import pointer_of, pointer_to
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError, PackInvalidError
from tenderlaw.store.faults import DatabaseAwayError

LIMIT = 2000


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    facts: dict[str, object]


def service(**said: Any) -> FastAPI:
    app = create_app(Settings(max_body=LIMIT, **said))
    router = APIRouter(route_class=DoorRoute)

    @router.post("/v1/echo/{name}")
    async def echo(name: str, asked: Asked) -> dict[str, object]:
        return {name: repr(asked.facts)}

    @router.get("/v1/fails/{name}")
    async def fails(name: str) -> None:
        raise RuntimeError(f"the conviction of {name}")

    @router.get("/v1/faulty")
    async def faulty() -> None:
        raise InputInvalidError([Fault("facts", 0, 0, "operator.convictions[0].final_on", "is no day", "write one")])

    @router.get("/v1/slow")
    async def slow(request: Request) -> None:
        await desk_of(request).work(time.sleep, 0.3)

    @router.get("/v1/breaks/{name}")
    async def breaks(name: str) -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"one"
            raise RuntimeError(f"the conviction of {name}")

        return StreamingResponse(parts())

    app.include_router(router)
    return app


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(service())


def test_a_body_is_read_exactly(client: TestClient) -> None:
    said = client.post("/v1/echo/a", content=b'{"facts": {"x": 0.10}}', headers={"Content-Type": "application/json"})
    assert said.json() == {"a": "{'x': Decimal('0.10')}"}


@pytest.mark.parametrize(
    ("body", "kind", "status", "name"),
    [
        (b'{"facts": {"a": 1, "a": 2}}', "application/json", 400, "malformed"),
        (b'{"facts": {"a": NaN}}', "application/json", 400, "malformed"),
        (b'{"facts": {"a": "\\ud800"}}', "application/json", 400, "malformed"),
        (b'{"facts": \xff}', "application/json", 400, "malformed"),
        (b'{"facts": ' + b'{"a":' * 70 + b"1" + b"}" * 70 + b"}", "application/json", 400, "malformed"),
        (b"[" * 1500, "application/json", 400, "malformed"),
        (b'{"facts": {"a": "' + b"x" * LIMIT + b'"}}', "application/json", 413, "too-large"),
        (b'{"facts": {}}', "text/plain", 415, "wrong-type"),
        (b'{"facts": {}}', "application/json; charset=latin-1", 415, "wrong-type"),
        (b'{"facts": {}}', "", 415, "wrong-type"),
        (b"", "application/json", 422, "input-invalid"),
        (b"[]", "application/json", 422, "input-invalid"),
        (b'{"facts": {}, "fatcs": 1}', "application/json", 422, "input-invalid"),
    ],
)
def test_what_a_body_may_not_be(client: TestClient, body: bytes, kind: str, status: int, name: str) -> None:
    said = client.post("/v1/echo/a", content=body, headers={"Content-Type": kind} if kind else {})
    problem = said.json()
    assert (said.status_code, said.headers["content-type"]) == (status, "application/problem+json")
    assert (problem["status"], problem["type"]) == (status, f"/problems/{name}")
    assert client.get(problem["type"]).json()["title"] == problem["title"]


@pytest.mark.parametrize("said", [r"x\u0000", r"\u009F", "\x7f", "\ufffe"])
def test_a_character_that_no_document_can_show_is_refused_with_its_place(client: TestClient, said: str) -> None:
    with pytest.raises(Problem) as refused:
        json_of(f'{{"values": {{"a~": [1, {{"b": "{said}"}}]}}}}'.encode())
    assert [one.pointer for one in refused.value.errors] == ["/values/a~0/1/b"]
    well = r'{"values": "\u00e9\n\\u0000", "facts": {"a": "\u0000"}}'  # of facts their models say it
    assert json_of(well.encode()) == {"values": "é\n\\u0000", "facts": {"a": "\0"}}
    assert client.get("/v1/echo/a?x=%00").status_code == 400


def test_our_faults_are_told_by_pointers(client: TestClient) -> None:
    said = client.get("/v1/faulty").json()
    assert said["errors"] == [
        {"pointer": "/facts/operator/convictions/0/final_on", "detail": "is no day", "hint": "write one"}
    ]


def test_an_error_nobody_met_says_nothing_but_the_id(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="tenderlaw.service"):
        said = TestClient(service()).get("/v1/fails/meyer?name=meyer", headers={"X-Request-Id": "abcdefgh-1"})
    assert said.status_code == 500
    assert said.json()["instance"] == "urn:request:abcdefgh-1"
    assert "meyer" not in said.text
    line = caplog.records[-1]
    assert line.__dict__["tenderlaw"]["route"] == "/v1/fails/{name}"
    assert line.__dict__["tenderlaw"]["kind"] == "RuntimeError"
    assert "meyer" not in repr(line.__dict__["tenderlaw"])
    assert line.exc_info is None


def test_every_answer_has_the_headers_that_browsers_need(client: TestClient) -> None:
    for path in ("/healthz", "/nothing", "/v1/fails/x"):
        said = client.get(path)
        assert "script-src 'self';" in said.headers["content-security-policy"]
        assert "unsafe" not in said.headers["content-security-policy"]
        assert said.headers["x-content-type-options"] == "nosniff"
        assert said.headers["cache-control"] == "no-store"
        assert said.headers["x-request-id"]
        assert "strict-transport-security" not in said.headers
    safe = TestClient(service(public_url="https://tenders.example.org"))
    assert "max-age" in safe.get("/healthz").headers["strict-transport-security"]


def test_an_answer_that_breaks_off_says_nothing_of_why(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(RuntimeError) as found:
        TestClient(service()).get("/v1/breaks/meyer")
    told = "".join(traceback.format_exception(found.value))
    assert "conviction" not in told
    assert "the answer was broken off" in told
    line = next(one for one in caplog.records if one.name == "tenderlaw.service")
    assert (line.levelname, line.__dict__["tenderlaw"]["kind"]) == ("ERROR", "RuntimeError")
    assert "meyer" not in repr(line.__dict__)


def test_a_body_that_is_packed_is_refused(client: TestClient) -> None:
    packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert client.post("/v1/echo/a", content=b"{}", headers=packed).status_code == 415


def test_metrics_name_templates_alone(client: TestClient) -> None:
    client.get("/v1/fails/meyer?name=meyer")
    client.get("/v1/nothing-of-meyer")
    text = client.get("/metrics").text
    assert 'route="/v1/fails/{name}"' in text
    assert "meyer" not in text


def test_a_strange_request_id_is_not_taken(client: TestClient) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": 'a"b c<script>'}).headers["x-request-id"].isalnum()


def test_too_many_requests_are_told_when_to_come_again() -> None:
    client = TestClient(service(rate="3/hour"))
    found = [client.get("/v1/faulty") for _ in range(4)]
    assert [one.status_code for one in found] == [422, 422, 422, 429]
    assert 0 < int(found[-1].headers["retry-after"]) <= 3600
    assert client.get("/healthz").status_code == 200


def test_the_addresses_of_a_household_are_one_however_they_are_written() -> None:
    household = ("2001:db8::1", "2001:db8:0:0:9:8:7:6", "2001:db8:0::ffff%lo")
    assert {caller_address((one, 1)) for one in household} == {"2001:0db8:0000:0000"}
    for one, said in (("::ffff:192.0.2.1", "192.0.2.1"), ("192.0.2.1", "192.0.2.1"), ("a::b:::", "a::b:::")):
        assert caller_address((one, 1)) == said


def test_other_names_are_not_answered_to() -> None:
    client = TestClient(service(hosts=("tenders.example.org", "[::1]")))
    assert client.get("/v1/faulty").status_code == 421
    assert client.get("/v1/faulty", headers={"Host": "tenders.example.org:8000"}).status_code == 422
    assert client.get("/v1/faulty", headers={"Host": "[::1]:8000"}).status_code == 422


def test_work_that_takes_too_long_or_finds_no_place_is_refused() -> None:
    slow = TestClient(service(work_seconds=0.05, threads=1, queue=1))
    said = slow.get("/v1/slow")
    assert (said.status_code, said.json()["type"]) == (503, "/problems/too-long")
    assert "retry-after" in said.headers
    desk = slow.app.state.desk  # type: ignore[attr-defined]
    assert desk.taken == 1, "a thread cannot be stopped: its place is taken until it ends"
    desk.close()
    assert desk.taken == 0


def test_an_unknown_path_or_method_is_a_problem(client: TestClient) -> None:
    assert client.get("/v1/nothing").json()["type"] == "/problems/not-found"
    said = client.delete("/v1/faulty")
    assert (said.status_code, said.headers["allow"]) == (405, "GET")


def test_no_address_of_a_database_passes() -> None:
    problem = problem_of(DatabaseAwayError([Fault("postgresql://me:***@db.internal/x", 0, 0, "", "cannot be reached")]))
    assert "internal" not in repr(problem.plain("1"))
    assert problem_of(InternalError("rete says ACME must be excluded")).plain("1")["status"] == 500
    assert "ACME" not in repr(problem_of(InternalError("rete says ACME must be excluded")).plain("1"))


def test_other_sites_may_call_only_if_they_are_named() -> None:
    asks = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in TestClient(service()).options("/v1/faulty", headers=asks).headers
    named = TestClient(service(cors_origins=("https://shop.example",)))
    assert named.options("/v1/faulty", headers=asks).headers["access-control-allow-origin"] == "https://shop.example"
    asks["Origin"] = "https://other.example"
    assert "access-control-allow-origin" not in named.options("/v1/faulty", headers=asks).headers


def test_spans_name_templates_alone_and_follow_the_caller() -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("tests")
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "_TRACER", tracer)
        said = TestClient(service()).get(
            "/v1/fails/meyer?name=meyer", headers={"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
        )
    assert said.status_code == 500
    (span,) = exporter.get_finished_spans()
    assert span.name == "GET /v1/fails/{name}"
    assert f"{span.context.trace_id:032x}" == trace_id
    assert "meyer" not in span.to_json()


def request_of(method: str, headers: dict[str, str]) -> Request:
    listed = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {"type": "http", "method": method, "headers": listed, "path": "/", "query_string": b"", "scheme": "http",
         "server": ("127.0.0.1", 8000)}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"}, True),
        ({"Origin": "http://127.0.0.1:8000"}, False),
        ({"Origin": "https://tenders.example.org"}, False),
        ({"Origin": "http://tenders.example.org"}, True),
        ({"Origin": "null"}, True),
    ],
)
def test_a_form_of_another_site_is_refused(headers: dict[str, str], refused: bool) -> None:
    known = Settings(public_url="https://tenders.example.org")
    request = request_of("POST", {"Host": "127.0.0.1:8000", **headers})
    token = form_token("session")
    if refused:
        with pytest.raises(Problem):
            need_form_token(request, known, "session", token)
        return
    need_form_token(request, known, "session", token)
    for wrong in (None, "", form_token("another"), "é"):
        with pytest.raises(Problem):
            need_form_token(request, known, "session", wrong)


def test_a_change_needs_the_version_that_was_seen() -> None:
    tag = etag("bidder", 3)
    assert etag("bidder", 31) != etag("bidder3", 1)
    need_match(request_of("PATCH", {"If-Match": f'"other", {tag}'}), tag)
    for headers, status in (({}, 428), ({"If-Match": '"other"'}, 412), ({"If-Match": f"W/{tag}"}, 412)):
        with pytest.raises(Problem) as found:
            need_match(request_of("PATCH", headers), tag)
        assert found.value.status_code == status
    assert same_as_seen(request_of("GET", {"If-None-Match": f"W/{tag}"}), tag)
    assert not same_as_seen(request_of("GET", {}), tag)


@given(st.lists(st.integers() | st.text(st.characters(exclude_characters="\0")), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_a_cursor_stands_for_the_place_it_was_made_of(place: list[int | str]) -> None:
    if any(isinstance(one, int) and abs(one) >= 2**63 for one in place):
        return
    try:
        word = cursor(*place)
    except TypeError:  # half a character is no text
        return
    assert cursor_of(word, *(type(one) for one in place)) == tuple(place)


@pytest.mark.parametrize("word", ["", "x", "WzFd=", "eyJhIjogMX0", "W251bGxd", "WyJhIl0", "//8", "WzEuNV0"])
def test_a_cursor_that_is_none_of_ours_is_refused(word: str) -> None:
    with pytest.raises(Problem):
        cursor_of(word, int)


@given(st.text(), st.text())
@settings(max_examples=60, deadline=None)
def test_pointers_lead_to_names_whatever_they_hold(name: str, inner: str) -> None:
    data = {name: {inner: [1]}}
    pointer = pointer_of((name, inner, 0))
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    assert steps == [name, inner, "0"]
    if name and inner and not (set("[].") & set(name + inner)):
        assert pointer_to(f"{name}.{inner}[0]", data) == pointer


def test_a_faulty_pack_is_told_to_whoever_runs_the_service_and_to_nobody_else() -> None:
    error = PackInvalidError([Fault("/srv/packs/harbour/pack.yaml", 3, 1, "scope", "is unknown")])
    assert "srv" not in repr(problem_of(error).plain("1"))
    assert where_raised(error)["faults"] == ["/srv/packs/harbour/pack.yaml:3:1: scope: is unknown"]
    assert "faults" not in where_raised(InputInvalidError([Fault("facts", 0, 0, "", "`meyer` is no country")]))
