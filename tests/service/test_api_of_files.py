"""The API of files: from a procurement to the letter and the record, by who may, once, and of the version seen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select
from starlette.requests import Request

from interop.ftm_samples import company, sanction, written
from service.accounts_held import held_in
from service.filing import CLEAN, ENTRY, GROUND, OPERATOR, PROCUREMENT
from tenderlaw.record.vault import Vault
from tenderlaw.service.accounts.caller import Caller, caller
from tenderlaw.service.accounts.rights import rights_of_roles
from tenderlaw.service.accounts.tenants import change_tenant
from tenderlaw.service.api.description import description_of
from tenderlaw.service.app import create_app
from tenderlaw.service.desk import Desk
from tenderlaw.service.settings import Settings
from tenderlaw.store import tables

CLEANED = {
    "kind": "self-cleaning", "verdict": "accepted", "reasons": "weighed", "at": ENTRY, "pack": "eu-2014-24",
    "ground": GROUND, "lift": "self-cleaning",
}  # fmt: skip


class Api:
    """Somebody who asks."""

    def __init__(self, client: TestClient, tenant: str, actor: str, role: str) -> None:
        self.client, self.who = client, {"X-Who": f"{tenant} {actor} {role}"}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.request(method, f"/v1{path}", json=body, headers={**self.who, **named})
        as_described(self.client, method, f"/v1{path}", answer)
        return answer

    def get(self, path: str, **headers: str) -> Any:
        said = self.ask("GET", path, **headers)
        assert said.status_code == 200, said.text
        return said.json()

    def tag(self, path: str) -> str:
        return self.ask("GET", path).headers["etag"]


def as_described(client: TestClient, method: str, path: str, answer: Response) -> None:
    """Every answer in JSON is what the description says of it."""
    said = description_of(client.app)  # type: ignore[arg-type]
    plain = path.partition("?")[0]
    found = [one for one in said["paths"] if re.fullmatch(re.sub(r"{[^}]*}", "[^/]+", one), plain)]
    answers = said["paths"][min(found, key=lambda one: one.count("{"))][method.lower()]["responses"]
    status = str(answer.status_code)
    described = answers.get(status) or answers.get(f"{status[0]}XX") or {}
    kind = answer.headers.get("content-type", "").partition(";")[0]
    schema = described.get("content", {}).get(kind, {}).get("schema")
    if kind in ("application/json", "application/problem+json"):
        assert schema is not None, (path, status, kind)
        jsonschema.validate(answer.json(), {**schema, "components": said["components"]})


async def named(request: Request) -> Caller:
    tenant, actor, role = request.headers["x-who"].split()
    return Caller(tenant, actor, rights_of_roles([role]))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with held_in(f"sqlite:///{tmp_path_factory.mktemp('files')}/t.sqlite") as held:
        with held.writing() as connection:
            change_tenant(connection, held.act(), settings={"packs": ["eu-2014-24"]})
            change_tenant(connection, held.act("south"), settings={"packs": ["eu-2014-24"], "four_eyes": True})
        app = create_app(Settings(), database=held.database, record=held.record, clock=held.clock)
        app.dependency_overrides[caller] = named
        with TestClient(app) as client:
            yield client


@pytest.fixture
def officer(client: TestClient) -> Api:
    return Api(client, "north", "person_o", "officer")


def filed(api: Api, operator: Any) -> tuple[str, str]:
    bought = api.ask("POST", "/procurements", {"title": "Cleaning", "facts": PROCUREMENT, "as_of": "2026-02-01"})
    assert bought.status_code == 201, bought.text
    handle = bought.json()["procurement"]
    made = api.ask("POST", f"/procurements/{handle}/bidders", {"facts": {"operator": operator, "entities": []}})
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/v1/bidders/{made.json()['bidder']}"
    return handle, made.json()["bidder"]


@pytest.mark.parametrize("apart", [False, True])
def test_a_file_is_decided_alike_before_the_transaction_that_records_it_and_within(
    officer: Api, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    monkeypatch.setattr(Desk, "decides_apart", apart)
    file = f"/bidders/{filed(officer, OPERATOR)[1]}"
    seen = officer.tag(file)
    once = {"Idempotency_Key": f"once-{apart}", "If_Match": seen}
    first = officer.ask("POST", f"{file}/decisions", {}, **once)
    assert (first.status_code, first.json()["outcome"]) == (201, "undetermined")
    name = {"answers": [{"path": "operator.name", "value": "Another"}]}
    assert officer.ask("POST", f"{file}/answers", name, If_Match=seen).status_code == 200
    again = officer.ask("POST", f"{file}/decisions", {}, **once)  # which it was, whatever the file is by now
    assert (again.status_code, again.json()) == (201, first.json())
    assert officer.ask("POST", f"{file}/decisions", {}, If_Match=seen).status_code == 412
    changed = officer.ask("POST", f"{file}/decisions", {})
    assert (changed.status_code, officer.ask("POST", f"{file}/decisions", {}).status_code) == (201, 200)
    assert officer.get(f"/decisions/{changed.json()['decision']}")["facts"]["operator"]["name"] == "Another"


def test_from_a_procurement_to_the_letter_and_the_record(client: TestClient, officer: Api) -> None:
    bought, bidder = filed(officer, OPERATOR)
    file = f"/bidders/{bidder}"
    assert officer.get(f"{file}/next-question")["questions"][0]["path"] == f"{ENTRY}.self_cleaning.accepted"
    decided = officer.ask("POST", f"{file}/decisions", {})
    assert (decided.status_code, decided.json()["outcome"]) == (201, "undetermined")
    assert officer.ask("POST", f"{file}/decisions", {}).status_code == 200
    further = officer.get(f"{file}/further-answers")["missing"][0]
    assert (further["by_step"], [one["outcome"] for one in further["answers"]]) == (
        True,
        ["must_exclude", "not_excluded"],
    )
    (one, *_) = officer.get(f"{file}/steps")["possible"]
    step = {**{name: one[name] for name in ("kind", "at", "pack", "ground", "lift")}, "reasons": "weighed"}
    taken = officer.ask("POST", f"{file}/steps", {**step, "verdict": "accepted"}, If_Match=officer.tag(file))
    assert taken.status_code == 201, taken.text
    assert (taken.json()["step"]["state"], taken.json()["decision"]["outcome"]) == ("standing", "not_excluded")
    letter = {"kind": "non-exclusion", "format": "md", "values": {}}
    refused = officer.ask("POST", f"{file}/documents", letter, If_Match=taken.headers["etag"])
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
    own = {"kind": "decision", "verdict": "admit", "reasons": "nothing is against it"}
    own_taken = officer.ask("POST", f"{file}/steps", own, If_Match=taken.headers["etag"])
    note = {"kind": "file-note", "format": "md"}
    issued = officer.ask("POST", f"{file}/documents", note, If_Match=own_taken.headers["etag"])
    assert issued.status_code == 201, issued.text
    data = client.get(issued.headers["location"], headers=officer.who)
    assert data.headers["content-type"].startswith("text/markdown")
    assert "Example Facility Services AB" in data.text
    rows = officer.get(f"/procurements/{bought}/comparison")["bidders"]
    assert [(row["outcome"], row["own"]) for row in rows] == [("not_excluded", "admit")]
    last = officer.get(f"{file}/decisions")[0]["decision"]
    assert officer.get(f"/decisions/{last}")["outcome"] == "not_excluded"
    assert officer.get(f"/decisions/{last}/replay")["state"] == "same"
    kinds = [event["kind"] for event in officer.get(f"{file}/history")["items"]]
    assert kinds == ["answers", "answers", "decision", "step", "decision", "step", "document"]
    auditor = Api(client, "north", "person_a", "auditor")
    entries = auditor.get("/record/entries?limit=200")
    assert "Example Facility" not in str(entries)
    assert "/north\n" in auditor.ask("POST", "/record/checkpoint").json()["note"]
    size = entries["size"]
    assert auditor.get(f"/record/proofs/inclusion?seq=1&size={size}")["hashes"]
    assert auditor.get(f"/record/proofs/consistency?from=1&to={size}")["root"]
    assert auditor.ask("GET", f"/record/entries/{size}/proof").status_code == 200
    assert auditor.ask("GET", "/record/verification").status_code == 404
    assert auditor.ask("POST", "/record/verification").json()["verified"]["findings"] == []
    assert auditor.get("/record/verification")["state"] == "done"
    assert len(auditor.ask("GET", "/record/export").text.splitlines()) > size
    assert officer.ask("GET", "/record/entries").status_code == 403


def test_a_change_says_which_version_was_seen(officer: Api) -> None:
    bought, bidder = filed(officer, CLEAN)
    for method, path, body in (
        ("PATCH", f"/procurements/{bought}", {"title": "Roads"}),
        ("PUT", f"/bidders/{bidder}/facts", {"facts": {"operator": CLEAN}}),
        ("POST", f"/bidders/{bidder}/answers", {"answers": [{"path": "operator.name", "value": "Other"}]}),
        ("POST", f"/bidders/{bidder}/steps", CLEANED),
        ("POST", f"/bidders/{bidder}/documents", {"kind": "file-note"}),
    ):
        assert officer.ask(method, path, body).status_code == 428
        stale = officer.ask(method, path, body, If_Match='"other"')
        assert (stale.status_code, stale.json()["type"]) == (412, "/problems/changed")
    answered = officer.ask(
        "POST", f"/bidders/{bidder}/answers", {"answers": [{"path": "operator.name", "value": "Other"}]},
        If_Match=officer.tag(f"/bidders/{bidder}"),
    )  # fmt: skip
    assert answered.json()["file"]["facts"]["operator"]["name"] == "Other"
    assert answered.headers["etag"] == officer.tag(f"/bidders/{bidder}")
    same = officer.ask("GET", f"/bidders/{bidder}", If_None_Match=answered.headers["etag"])
    assert same.status_code == 304
    changed = officer.ask(
        "PATCH", f"/procurements/{bought}", {"title": "Roads"}, If_Match=officer.tag(f"/procurements/{bought}")
    )
    assert changed.json()["title"] == "Roads"
    assert [one["title"] for one in officer.get("/procurements?search=roads")["items"]] == ["Roads"]


def test_a_request_with_one_key_is_done_once(officer: Api) -> None:
    body = {"title": "Once", "facts": {}}
    first = officer.ask("POST", "/procurements", body, Idempotency_Key="k1")
    again = officer.ask("POST", "/procurements", body, Idempotency_Key="k1")
    assert (again.status_code, again.content, again.headers["etag"]) == (201, first.content, first.headers["etag"])
    assert again.headers["location"] == first.headers["location"]
    assert len(officer.get("/procurements?search=once")["items"]) == 1
    other = officer.ask("POST", "/procurements", {**body, "title": "Twice"}, Idempotency_Key="k1")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-reused")
    stranger = Api(officer.client, "south", "person_s", "officer")
    assert stranger.ask("POST", "/procurements", body, Idempotency_Key="k1").content != first.content
    failed = officer.ask("POST", "/procurements", {"title": "Bad", "facts": {"stage": "never"}}, Idempotency_Key="k2")
    assert (failed.status_code, failed.json()["errors"][0]["pointer"]) == (422, "/facts/stage")
    assert officer.ask("POST", "/procurements", body, Idempotency_Key="k2").status_code == 201


def test_what_was_asked_with_a_key_cannot_be_tried_by_whoever_has_the_database(officer: Api) -> None:
    desk = officer.client.app.state.desk  # type: ignore[attr-defined]
    officer.ask("POST", "/procurements", {"title": "Guessed"}, Idempotency_Key="guess")
    kept = select(tables.idempotency.c.request_digest).where(tables.idempotency.c.key == "api:guess")
    with desk.database.reading() as connection:
        digest = connection.execute(kept).scalar_one()
    asked = "\n".join(("POST", "/v1/procurements", "", "person_o", '{"title": "Guessed"}')).encode()
    assert digest != hashlib.sha256(asked).hexdigest()
    assert digest == desk.record.vault.digest("north", asked), "so the text is the one that was asked"
    assert Vault(b"o" * 32).digest("north", asked) != digest != desk.record.vault.digest("south", asked)


def test_another_tenants_files_are_not_found_and_roles_are_kept(client: TestClient, officer: Api) -> None:
    bought, bidder = filed(officer, OPERATOR)
    decision = officer.ask("POST", f"/bidders/{bidder}/decisions", {}).json()["decision"]
    stranger = Api(client, "south", "person_s", "approver")
    reader = Api(client, "north", "person_r", "reader")
    paths = (f"/procurements/{bought}", f"/procurements/{bought}/bidders", f"/bidders/{bidder}",
             f"/bidders/{bidder}/history", f"/bidders/{bidder}/steps", f"/decisions/{decision}")  # fmt: skip
    for path in paths:
        assert reader.ask("GET", path).status_code == 200
        theirs = stranger.ask("GET", path)
        nobodys = stranger.ask("GET", path.replace(bidder, bidder[:-1] + "a").replace(bought, bought[:-1] + "a"))
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.json()["title"] == nobodys.json()["title"]
    assert reader.ask("POST", f"/bidders/{bidder}/decisions", {}).status_code == 403
    assert officer.ask("POST", f"/bidders/{bidder}/erasure", {"ground": "request"}).status_code == 403
    approver = Api(client, "north", "person_p", "approver")
    assert approver.ask("PUT", f"/bidders/{bidder}/hold", {"held": True, "reasons": "a claim"}).status_code == 204
    assert approver.ask("POST", f"/bidders/{bidder}/erasure", {"ground": "request"}).status_code == 409
    assert approver.ask("PUT", f"/bidders/{bidder}/hold", {"held": False, "reasons": "settled"}).status_code == 204
    assert approver.ask("POST", f"/bidders/{bidder}/erasure", {"ground": "request"}).status_code == 204
    gone = officer.ask("GET", f"/bidders/{bidder}")
    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/erased")


def test_lists_are_searched_for_a_bidder(officer: Api, tmp_path: Path) -> None:
    _, bidder = filed(officer, CLEAN)
    extract = written(tmp_path, company(properties={"name": ["Example Facility Services AB"]}), sanction()).read_bytes()
    path, tag = f"/v1/bidders/{bidder}/list-search", officer.tag(f"/bidders/{bidder}")
    refused = officer.client.post(path, files={"files": extract}, headers=officer.who)
    assert refused.status_code == 428
    found = officer.client.post(path, files={"files": extract}, headers={**officer.who, "If-Match": tag})
    as_described(officer.client, "POST", path, found)
    assert [one["matched_by"] for one in found.json()["file"]["facts"]["operator"]["listings"]] == ["name"]
    assert found.headers["etag"] == officer.tag(f"/bidders/{bidder}")
    bad = officer.client.post(path, files={"files": b"x"}, headers={**officer.who, "If-Match": found.headers["etag"]})
    assert (bad.status_code, bad.json()["type"]) == (422, "/problems/input-invalid")


def test_a_second_pair_of_eyes_by_the_api(client: TestClient) -> None:
    author = Api(client, "south", "person_s", "approver")
    other = Api(client, "south", "person_t", "approver")
    _, bidder = filed(author, OPERATOR)
    author.ask("POST", f"/bidders/{bidder}/decisions", {})
    barred = {"kind": "decision", "verdict": "admit", "reasons": "why"}
    refused = author.ask("POST", f"/bidders/{bidder}/steps", barred, If_Match=author.tag(f"/bidders/{bidder}"))
    assert refused.status_code == 409
    assert "undetermined" in refused.json()["errors"][0]["detail"]
    taken = author.ask("POST", f"/bidders/{bidder}/steps", CLEANED, If_Match=author.tag(f"/bidders/{bidder}"))
    step = taken.json()["step"]
    assert (step["state"], taken.json()["decision"]) == ("pending", None)
    assert [one["step"] for one in other.get("/steps")["items"]] == [step["step"]]
    own = author.ask("POST", f"/steps/{step['step']}/approval", {"verdict": "approved"})
    assert (own.status_code, own.json()["type"]) == (403, "/problems/not-allowed")
    done = other.ask("POST", f"/steps/{step['step']}/approval", {"verdict": "approved"})
    assert (done.status_code, done.json()["decision"]["outcome"]) == (200, "not_excluded")
