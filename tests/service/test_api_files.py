"""Documents out of the API and files into it; nothing of either is kept."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.service.test_api import ROOT, facts_of

from tenderlaw.decisions.cases import load_case
from tenderlaw.documents import render
from tenderlaw.service.api.documents import _SETTING
from tenderlaw.service.app import create_app
from tenderlaw.service.settings import Settings

POLICY = ROOT / "examples" / "policy-tiers"
EXCLUDED = ROOT / "examples" / "trafficking-conviction" / "case.yaml"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(max_upload=2**20))) as client:
        yield client


def made(client: TestClient, **asked: Any) -> Any:
    said = client.post("/v1/documents", json=asked)
    assert said.status_code == 200, said.text
    return said


def test_a_schedule_is_that_of_the_library(client: TestClient) -> None:
    file = ROOT / "examples" / "us-clauses" / "case.yaml"
    said = made(client, facts=facts_of(file), format="md", draft=True)
    assert said.headers["content-type"] == "text/markdown; charset=utf-8"
    assert said.headers["content-disposition"] == 'attachment; filename="contract-terms.md"'
    assert said.text == render(load_case(file), draft=True)


@pytest.mark.parametrize(
    ("form", "begins"), [("docx", b"PK"), ("odt", b"PK"), ("pdf", b"%PDF"), ("html", b"<!"), ("json", b"{")]
)
def test_a_letter_in_each_format(form: str, begins: bytes, client: TestClient) -> None:
    asked = {"facts": facts_of(EXCLUDED), "kind": "exclusion", "format": form, "draft": True}
    first, again = made(client, **asked), made(client, **asked)
    assert first.content.startswith(begins)
    assert first.content == again.content
    assert first.headers["pack-set"] == client.get("/v1/pack-sets").json()["in_force"]


def test_one_pdf_is_set_at_a_time(client: TestClient) -> None:
    asked = {"facts": facts_of(EXCLUDED), "kind": "exclusion", "format": "pdf", "draft": True}
    with _SETTING:
        said = client.post("/v1/documents", json=asked)
    assert (said.status_code, said.json()["type"], said.headers["retry-after"]) == (503, "/problems/busy", "2")
    assert made(client, **asked).content.startswith(b"%PDF")


def test_what_a_document_asks_for_and_what_is_read_before_it_is_sent(client: TestClient) -> None:
    asked = {"facts": facts_of(EXCLUDED), "kind": "exclusion"}
    said = client.post("/v1/documents/values", json=asked)
    assert said.status_code == 200
    assert ":" in said.text
    remarks = client.post("/v1/documents/remarks", json={**asked, "draft": True}).json()
    assert set(remarks) == {"to_check", "to_be_read"}
    lacking = client.post("/v1/documents", json=asked)
    assert lacking.status_code == 422
    assert lacking.json()["errors"]


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"kind": "exclusion", "with_clauses": ["no-recruitment-fees"]}, "/with_clauses"),
        ({"kind": "file-note", "values": {"a": "b"}}, "/values"),
        ({"kind": "exclusion", "policies": ["baseline"]}, "/policies"),
        ({"kind": "contract-terms", "format": "pdf", "negotiators": True}, "/negotiators"),
        ({"kind": "contract-term"}, "/kind"),
        ({"language": "tlh"}, "/language"),
        ({"values": {"no-such-fill-in": "x"}, "draft": True, "policies": ["baseline"]}, "/values/no-such-fill-in"),
    ],
)
def test_what_a_document_would_not_read_is_refused(client: TestClient, asked: Any, pointer: str) -> None:
    said = client.post("/v1/documents", json={"facts": facts_of(EXCLUDED), **asked})
    assert said.status_code == 422
    assert any(one["pointer"].startswith(pointer) for one in said.json()["errors"]), said.json()


def test_two_documents_compared(client: TestClient) -> None:
    asked = {"facts": facts_of(EXCLUDED), "kind": "exclusion", "format": "docx", "draft": True}
    old = made(client, **asked).content
    new = made(client, **{**asked, "language": "de"}).content
    files = {"old": ("../../etc/passwd", old), "new": ("new.docx", new)}
    changes = client.post("/v1/redlines", files=files, data={"format": "json"}).json()
    assert {one["kind"] for one in changes} >= {"deleted", "inserted"}
    page = client.post("/v1/redlines", files=files, data={"format": "html"})
    assert "sandbox" in page.headers["content-security-policy"]
    tracked = client.post("/v1/redlines", files=files, data={"format": "docx"})
    assert tracked.status_code == 200, tracked.text
    assert b"w:ins" in zipfile.ZipFile(io.BytesIO(tracked.content)).read("word/document.xml")
    assert client.post("/v1/redlines", files={**files, "new": ("a", b"{}")}).status_code == 422


def test_a_file_that_is_none_is_told_without_our_folders(client: TestClient) -> None:
    files = {"old": ("a.docx", b"PKx"), "new": ("b.docx", b"PKy")}
    for form in ("docx", "text"):
        said = client.post("/v1/redlines", files=files, data={"format": form})
        assert said.status_code == 422
        assert tempfile.gettempdir() not in said.text
    large = client.post("/v1/redlines", files={"old": ("a", b"x" * (2**20 + 1)), "new": ("b", b"")})
    assert large.status_code == 413


def test_an_espd_becomes_the_facts_of_an_operator(client: TestClient) -> None:
    folder = ROOT / "examples" / "espd-response"
    data = (folder / "response.xml").read_bytes()
    said = client.post("/v1/imports/espd", content=data, headers={"Content-Type": "application/xml"})
    assert said.status_code == 200, said.text
    expected = json.loads((folder / "expected.json").read_bytes())
    assert said.json()["remarks"] == expected["espd"]["remarks"]
    case = client.post(
        "/v1/imports/espd-case",
        data={"asked": json.dumps({"facts": facts_of(folder / "procurement.yaml")})},
        files=[("files", ("response.xml", data))],
    )
    assert case.status_code == 200, case.text
    decision = client.post("/v1/decisions", json={"facts": case.json()["facts"]}).json()
    assert decision["id"] == expected["id"]
    assert {**decision, "espd": expected["espd"]} == expected
    assert client.post("/v1/imports/espd", content=data, headers={"Content-Type": "text/html"}).status_code == 415
    broken = client.post("/v1/imports/espd", content=b"<a", headers={"Content-Type": "application/xml"})
    assert broken.status_code == 422
    dtd = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    refused = client.post("/v1/imports/espd", content=dtd, headers={"Content-Type": "application/xml"})
    assert refused.status_code == 422
    assert "root" not in refused.text


def test_a_list_says_what_it_says_of_a_bidder(client: TestClient, tmp_path: Path) -> None:
    facts = facts_of(EXCLUDED)
    entity = {"id": "e1", "schema": "Company", "properties": {"name": ["Nobody at all Ltd"], "country": ["us"]}}
    sanction = {
        "id": "s1",
        "schema": "Sanction",
        "properties": {"entity": ["e1"], "startDate": ["2024-01-01"], "authority": ["WB"]},
        "datasets": ["worldbank_debarred"],
    }
    entity["datasets"] = ["worldbank_debarred"]
    text = "\n".join(json.dumps(one) for one in (entity, sanction)) + "\n"
    said = client.post(
        "/v1/imports/lists",
        data={"asked": json.dumps({"facts": facts})},
        files=[("files", ("../x.json", text.encode()))],
    )
    assert said.status_code == 200, said.text
    assert set(said.json()) == {"facts", "listings", "remarks"}
    assert tempfile.gettempdir() not in said.text
    wrong = client.post(
        "/v1/imports/lists",
        data={"asked": '{"facts": {"a": 1, "a": 1}}'},
        files=[("files", ("x", b"nothing"))],
    )
    assert wrong.status_code == 400
    none = client.post(
        "/v1/imports/lists", data={"asked": json.dumps({"facts": facts})}, files=[("files", ("x", b"nothing"))]
    )
    assert none.status_code == 422
    assert tempfile.gettempdir() not in none.text
