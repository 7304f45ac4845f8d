"""The client against the service: it is up to date, gives what is answered, and takes nothing else for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from tests.service.test_api import EXAMPLE, facts_of

import tenderlaw.client
from tenderlaw.client import BatchEndedError, Client, ProblemError, decide_many
from tenderlaw.service.api.description import description_of
from tenderlaw.service.app import create_app
from tenderlaw.service.client_source import client_source
from tenderlaw.service.settings import Settings

FACTS = facts_of(EXAMPLE / "case.yaml")


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with TestClient(create_app(Settings())) as http:
        yield http


@pytest.fixture(scope="module")
def client(http: TestClient) -> Client:
    return Client("http://testserver", http=http)


def test_it_is_made_from_the_description_of_today() -> None:
    folder = Path(tenderlaw.client.__file__).parent
    for name, text in client_source(description_of(create_app(Settings()))).items():
        assert (folder / name).read_text(encoding="utf-8") == text, "python -m tenderlaw.service.client_source"


def test_it_decides_and_says_by_what(client: Client) -> None:
    decision = client.decide_case(facts=FACTS, packs=["eu-2014-24"])
    assert decision["outcome"] == "must_exclude"
    assert client.last.pack_set == client.pack_sets()["in_force"]
    again = client.decide_case(facts=FACTS, packs=["eu-2014-24"], pack_set=client.pack_sets()["in_force"])
    assert again == decision


def test_a_refusal_is_raised_with_its_places(client: Client) -> None:
    with pytest.raises(ProblemError) as found:
        client.decide_case(facts={}, as_of="20260101")
    assert (found.value.status, found.value.type) == (422, "/problems/input-invalid")
    assert found.value.errors[0]["pointer"] == "/as_of"
    assert found.value.request_id
    with pytest.raises(ProblemError):
        client.pack("../../healthz")


def test_files_go_out_and_come_in(client: Client) -> None:
    letter = client.documents(facts=FACTS, kind="exclusion", format="docx", draft=True)
    assert (letter.name, letter.data[:2]) == ("exclusion.docx", b"PK")
    other = client.documents(facts=FACTS, kind="exclusion", format="docx", draft=True, language="de")
    page = client.redlines(old=letter.data, new=("neu.docx", other.data), format="html")
    assert page.media_type == "text/html"
    read = client.imports_espd(content=(EXAMPLE.parent / "espd-response" / "response.xml").read_bytes())
    assert read["operator"]


def test_many_cases_are_decided_and_the_end_is_looked_for(client: Client) -> None:
    lines = list(decide_many(client, [{"facts": FACTS}, {"facts": {}}], packs=["eu-2014-24"]))
    assert [one["status"] for one in lines] == [200, 422]
    broken = Client(
        "http://x", http=answering(200, b'{"batch": {}}\n{"index": 0, "status": 200}\n', "application/x-ndjson")
    )
    with pytest.raises(BatchEndedError):
        list(decide_many(broken, [{"facts": FACTS}]))


def answering(
    status: int, content: bytes, kind: str, headers: Any = None, times: list[int] | None = None
) -> httpx2.Client:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if times is not None:
            times.append(1)
        return httpx2.Response(status, content=content, headers={"Content-Type": kind, **(headers or {})})

    return httpx2.Client(transport=httpx2.MockTransport(answer))


@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [
        (200, b"<html>not_excluded</html>", "text/html"),
        (502, b"<html>", "text/html"),
        (500, b'{"outcome": "not_excluded"}', "application/json"),
        (302, b"", "text/plain"),
    ],
)
def test_what_is_no_answer_of_the_service_is_none(status: int, content: bytes, kind: str) -> None:
    with pytest.raises(ProblemError):
        Client("http://x", http=answering(status, content, kind)).decide_case(facts=FACTS)


def test_it_asks_again_only_where_nothing_was_begun() -> None:
    times: list[int] = []
    busy = b'{"type": "/problems/busy", "status": 503}'
    kind, wait = "application/problem+json", {"Retry-After": "0"}
    with pytest.raises(ProblemError):
        Client("http://x", retries=2, http=answering(503, busy, kind, wait, times)).healthz()
    assert len(times) == 3
    times.clear()
    long = b'{"type": "/problems/too-long", "status": 503}'
    with pytest.raises(ProblemError):
        Client("http://x", retries=2, http=answering(503, long, kind, wait, times)).healthz()
    assert len(times) == 1


@pytest.mark.parametrize("state", ["done", "failed"])
def test_a_pdf_that_is_long_work_is_waited_for(state: str) -> None:
    said = iter([
        httpx2.Response(202, json={"state": "waiting"}, headers={"Location": "/v1/jobs/job_a"}),
        httpx2.Response(200, json={"state": "running"}, headers={"Retry-After": "0"}),
        httpx2.Response(200, json={"state": state, "problem": {"type": "/problems/too-large", "title": "too much"}}),
        httpx2.Response(200, content=b"%PDF", headers={"Content-Type": "application/pdf"}),
    ])  # fmt: skip
    paths: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        paths.append(request.url.path)
        return next(said)

    client = Client("http://x", http=httpx2.Client(transport=httpx2.MockTransport(answer)))
    if state == "failed":
        with pytest.raises(ProblemError, match="too much"):
            client.documents(facts=FACTS, format="pdf")
    else:
        assert client.documents(facts=FACTS, format="pdf").data == b"%PDF"
        assert paths == ["/v1/documents", "/v1/jobs/job_a", "/v1/jobs/job_a", "/v1/jobs/job_a/file"]
