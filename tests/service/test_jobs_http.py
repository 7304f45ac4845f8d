"""Screenings over HTTP: asked with files, looked at, read whole, erased; each by who may, in their own tenant."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from service.accounts_held import Held, held_in
from service.screening_held import FORMULA, ORDER, SETS, in_csv, in_json_lines, worker
from service.test_accounts_http import SITE, key_of, service, signed_in
from tenderlaw.service.accounts.people import add_person
from tenderlaw.service.accounts.tenants import change_tenant
from tenderlaw.service.app import create_app
from tenderlaw.service.jobs.housekeeping import kept_house
from tenderlaw.service.settings import Settings
from tenderlaw.store import tables

ASKED = ORDER.model_dump(mode="json")


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with held_in(f"sqlite:///{tmp_path / 'a.sqlite'}") as one:
        yield one


def client_of(held: Held, tenant: str = "north", *scopes: str, **more: object) -> TestClient:
    settings = Settings.model_validate({"public_url": SITE, "tenant": "north", **more})
    app = create_app(settings, database=held.database, record=held.record, clock=held.clock, packs=SETS)
    headers = key_of(held, tenant, *(scopes or ("files",)))
    return TestClient(app, base_url=SITE, headers=headers, raise_server_exceptions=False)


def approver_of(held: Held, tenant: str = "north") -> TestClient:
    """A person with the role, as a browser is."""
    with held.writing() as connection:
        one = add_person(connection, held.act(tenant), f"{secrets.token_hex(4)}@a.example", "Ada", ["approver"])
    return signed_in(service(held), held, tenant, one.person)


def ask(client: TestClient, data: bytes, name: str = "s.jsonl", **order: object) -> httpx2.Response:
    return client.post("/v1/screenings", data={"order": json.dumps({**ASKED, **order})}, files={"file": (name, data)})


def test_a_screening_is_asked_looked_at_read_and_erased(held: Held) -> None:
    client = client_of(held)
    asked = ask(client, in_csv(), "Zulieferer.csv", versus="2023-01-01")
    assert asked.status_code == 202, asked.text
    where, job = asked.headers["location"], asked.json()["job"]
    waiting = client.get(where)
    assert (waiting.json()["state"], waiting.headers["retry-after"]) == ("waiting", "1")
    base = f"/v1/screenings/{job}"
    assert client.get(f"{base}/rows").status_code == 409
    worker(held).once()
    said: dict[str, Any] = client.get(base).json()
    assert (said["state"], said["name"], said["order"]["as_of"]) == ("done", "Zulieferer.csv", "2026-02-01")
    assert said["counts"]["rows"] == 4 and said["counts"]["rejects"] == 1
    first = client.get(f"{base}/rows?limit=2")
    rest = client.get(f"{base}/rows", params={"limit": 2, "after": first.json()["next"]})
    rows = first.json()["items"] + rest.json()["items"]
    assert [row["supplier"] for row in rows] == ["A", FORMULA, "Ünal & Söhne"] and rest.json()["next"] is None
    only = client.get(f"{base}/rows?outcome=must_exclude&changed=true").json()["items"]
    assert [row["supplier"] for row in only] == [FORMULA]
    why = client.get(f"{base}/rows/{only[0]['row']}").json()
    assert why["decision"]["outcome"] == "must_exclude" and why["before"]["outcome"] != "must_exclude"
    table = client.get(f"{base}/rows.csv")
    assert [row["supplier"] for row in csv.DictReader(io.StringIO(table.text))][1] == "'" + FORMULA
    assert table.headers["content-disposition"] == 'attachment; filename="screening.csv"'
    assert len(client.get(f"{base}/rows.jsonl").text.splitlines()) == 3
    assert pq.read_table(io.BytesIO(client.get(f"{base}/rows.parquet").content)).num_rows == 3
    assert json.loads(client.get(f"{base}/rejects.jsonl").text)["supplier"] == "C"
    assert client.get(f"{base}/manifest").json()["rows"] == 4
    assert client.get("/v1/screenings").json()["items"][0]["job"] == job
    assert client.delete(base).status_code == 403, "what officers and keys may not end of a bidder's file, neither here"
    first, second = approver_of(held), approver_of(held)
    with held.writing() as connection:
        change_tenant(connection, held.act(), settings={"four_eyes": True, "retention_days": 1})
        connection.execute(update(tables.job).values(ended_at="2026-11-01T00:00:00.000000Z"))
    for hold in (True, False):
        said = {"held": hold, "reasons": "a claim"}
        assert first.put(f"{base}/hold", json=said).status_code == 204
        if hold:
            assert first.delete(base).status_code == 409 and client.get(base).json()["legal_hold"]
            assert kept_house(held.database, held.record) == 0
    assert [one.delete(base).status_code for one in (first, first)] == [202, 202]
    assert client.get(f"{base}/rows").status_code == 200
    assert second.delete(base).status_code == 204
    assert client.get(f"{base}/rows").status_code == 410
    assert client.get(base).json()["order"] is None and client.get(where).json()["state"] == "done"


def test_what_makes_something_is_done_once_with_a_key_of_ones_own(held: Held) -> None:
    client, admin = client_of(held), client_of(held, "north", "admin")
    order, once = {"order": json.dumps(ASKED)}, {"Idempotency-Key": "a-1"}

    def sent(data: bytes) -> httpx2.Response:
        return client.post("/v1/screenings", data=order, files={"file": ("s.csv", data)}, headers=once)

    answers = [sent(in_csv()), sent(in_csv()), sent(in_csv() + b"\n")]
    assert [one.status_code for one in answers] == [202, 202, 422]
    assert answers[0].content == answers[1].content and answers[1].headers["location"].endswith(
        answers[0].json()["job"]
    )
    assert answers[2].json()["type"] == "/problems/key-reused" and len(client.get("/v1/jobs").json()["items"]) == 1
    person = {"email": "o@north.example", "title": "Olga", "roles": ["reader"]}
    made = [admin.post("/v1/people", json=person, headers={"Idempotency-Key": "p"}) for _ in range(2)]
    assert made[0].content == made[1].content and made[0].headers["etag"] == made[1].headers["etag"]
    tried = [admin.post("/v1/pack-trials", headers={"Idempotency-Key": "t"}).json()["job"] for _ in range(2)]
    assert tried[0] == tried[1]
    hook = {"url": "https://93.184.215.14/in", "events": ["decision"]}
    tenant = {"tenant": "west", "title": "West", "email": "w@west.example", "name": "Wim"}
    for number, (path, body) in enumerate((
        ("keys", {"title": "System", "scopes": ["decide"]}), ("webhooks", hook), ("tenants", tenant),
        (f"people/{made[0].json()['person']}/sign-in-link", {}),
    )):  # fmt: skip
        both = [admin.post(f"/v1/{path}", json=body, headers={"Idempotency-Key": f"s-{number}"}) for _ in range(2)]
        assert [one.status_code for one in both] == [201, 409] and "shown once" in both[1].json()["detail"], path
    assert len(admin.get("/v1/webhooks").json()["items"]) == 1


def test_a_screening_is_its_own_tenants_and_asked_by_officers_alone(held: Held) -> None:
    client = client_of(held)
    job = ask(client, in_json_lines()).json()["job"]
    worker(held).once()
    stranger, decider, auditor = client_of(held, "south"), client_of(held, "north", "decide"), client_of(held, "south")
    paths = ("", "/rows", "/rows/0", "/rows.csv", "/rows.jsonl", "/rows.parquet", "/rejects.jsonl", "/manifest")
    nobodys = "job_" + "a" * 26
    for path in paths:
        theirs, made_up = (stranger.get(f"/v1/screenings/{one}{path}").json() for one in (job, nobodys))
        assert {**theirs, "instance": ""} == {**made_up, "instance": ""} and theirs["status"] == 404
    other = approver_of(held, "south")
    for method in ("GET", "DELETE"):
        for where in (f"/v1/jobs/{job}", f"/v1/screenings/{job}"):
            assert other.request(method, where).status_code == 404
    assert auditor.get("/v1/screenings").json()["items"] == []
    assert ask(decider, in_json_lines()).status_code == 403
    assert decider.get(f"/v1/screenings/{job}").status_code == 403


def test_what_cannot_be_screened_is_refused_with_the_place(held: Held) -> None:
    client = client_of(held, max_upload=2_000_000)
    for data, name, order, status, pointer in (
        (in_csv(), "../s.csv", {}, 422, "/file"),
        (b"PK\x03\x04xl", "s.csv", {}, 422, "/file"),
        (in_csv(), "s.xlsx", {}, 422, "/file"),
        (in_csv(), "s.csv", {"as_of": "some day"}, 422, "/order/as_of"),
        (in_csv(), "s.csv", {"colour": "red"}, 422, "/order/colour"),
        (in_csv(), "s.csv", {"facts": {**ASKED["facts"], "stage": "some day"}}, 422, "/facts/stage"),
        (in_csv(), "s.csv", {"packs": ["none"]}, 422, "/packs/0"),
    ):
        answer = ask(client, data, name, **order)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.text
    assert ask(client, b"supplier\n" + b"x" * 2_500_000, "s.csv").status_code == 413
    assert ask(client, b"supplier\n" + b"x" * 10_000_000, "s.csv").status_code == 413
    twice = client.post("/v1/screenings", data={"order": '{"as_of": 1, "as_of": 2}'}, files={"file": ("s.csv", b"x")})
    assert twice.status_code == 400
    assert client.get("/v1/jobs").json()["items"] == []


def test_work_is_ended_by_officers_and_packs_are_tried_by_administrators(held: Held) -> None:
    client = client_of(held)
    job = ask(client, in_json_lines()).json()["job"]
    assert client.delete(f"/v1/jobs/{job}").json()["state"] == "cancelled"
    assert client.post("/v1/pack-trials").status_code == 403
    admin = client_of(held, "north", "admin")
    held.clock.on(seconds=1)
    tried = admin.post("/v1/pack-trials")
    assert tried.status_code == 202 and tried.json()["kind"] == "packs"
    listed = client.get("/v1/jobs?limit=1").json()
    assert listed["items"][0]["kind"] == "packs" and listed["next"] is not None
    assert [one["job"] for one in client.get(f"/v1/jobs?after={listed['next']}").json()["items"]] == [job]
    assert client.get("/v1/jobs?kind=screening").json()["items"][0]["job"] == job
