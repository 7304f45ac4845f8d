"""What every request has in common: how it is read, refused, limited and answered."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict

from tenderlaw.service.app import create_app
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.handlers import problem_of
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError
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
