"""Who calls, seen from outside: keys, sessions, forms of other sites, another tenant's handles, providers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import Depends, FastAPI, Request, Response
from fastapi.testclient import TestClient
from pydantic import SecretStr

from service.accounts_held import Held, held_in
from service.test_accounts_oidc import FakeProvider
from tenderlaw.service.accounts import coming_in
from tenderlaw.service.accounts.caller import Caller, caller, needs
from tenderlaw.service.accounts.coming_in import come_in, go_out, keep_session, local_path
from tenderlaw.service.accounts.keys import issue
from tenderlaw.service.accounts.links import new_link
from tenderlaw.service.accounts.oidc import Provider
from tenderlaw.service.accounts.people import add_person
from tenderlaw.service.app import create_app
from tenderlaw.service.settings import Settings

SITE = "https://here.example"


@pytest.fixture
def held(database_url: str) -> Iterator[Held]:
    with held_in(database_url) as one:
        yield one


def service(held: Held, **more: object) -> FastAPI:
    """The service with a page of sign-in as small as can be."""
    settings = Settings.model_validate({"public_url": SITE, "tenant": "north", **more})
    app = create_app(settings, database=held.database, record=held.record, clock=held.clock)

    @app.post("/tests/sign-in/{token}")
    async def sign_in(request: Request, token: str) -> Response:
        found = await come_in(request, token)
        response = Response(status_code=303 if found else 400)
        if found:
            keep_session(request, response, found)
        return response

    @app.post("/tests/sign-out")
    async def sign_out(request: Request, who: Annotated[Caller, Depends(caller)]) -> Response:
        response = Response(status_code=204)
        await go_out(request, response, who)
        return response

    @app.get("/approving")
    async def approving(who: Annotated[Caller, Depends(needs("approver"))]) -> str:
        return who.actor

    return app


def client_of(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=SITE, raise_server_exceptions=False)


def signed_in(app: FastAPI, held: Held, tenant: str = "north", person: str | None = None) -> TestClient:
    client = client_of(app)
    with held.writing() as connection:
        token = new_link(connection, held.act(tenant), person or held.first[tenant].person)
    assert client.post(f"/tests/sign-in/{token}").status_code == 303
    return client


def key_of(held: Held, tenant: str, *scopes: str) -> dict[str, str]:
    with held.writing() as connection:
        _, text = issue(connection, held.act(tenant), "System", scopes, 30)
    return {"Authorization": f"Bearer {text}"}


def test_a_session_is_a_cookie_that_no_script_and_no_plain_connection_sees(held: Held) -> None:
    app = service(held)
    client = client_of(app)
    assert client.get("/v1/me").status_code == 401
    with held.writing() as connection:
        token = new_link(connection, held.act(), held.first["north"].person)
    client.cookies.set("__Host-tenderlaw_session", "A" * 43)  # planted
    answer = client.post(f"/tests/sign-in/{token}")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-tenderlaw_session=") and "A" * 43 not in cookie
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=43200"))
    assert client.post(f"/tests/sign-in/{token}").status_code == 400
    client.cookies.clear()
    mine = re.match(r"[^=]+=([^;]+)", cookie)
    assert mine is not None
    client.cookies.set("__Host-tenderlaw_session", mine[1])
    assert client.get("/v1/me").json()["actor"] == held.first["north"].person
    assert client.get("/approving").status_code == 200
    with held.writing() as connection:
        other = new_link(connection, held.act(), held.first["north"].person)
    elsewhere = client_of(app)
    elsewhere.post(f"/tests/sign-in/{other}")
    assert elsewhere.post("/v1/me/sign-out").status_code == 204
    assert client.get("/v1/me").status_code == elsewhere.get("/v1/me").status_code == 401
    client = signed_in(app, held)
    mine = re.match(r"()(.*)", client.cookies["__Host-tenderlaw_session"])
    assert mine is not None
    assert client.post("/tests/sign-out").status_code == 204
    client.cookies.set("__Host-tenderlaw_session", mine[2])  # a copy that somebody kept
    assert client.get("/v1/me").status_code == 401


def test_another_site_cannot_act_with_a_browsers_session(held: Held) -> None:
    client = signed_in(service(held), held)
    new = {"email": "o@north.example", "title": "Olga", "roles": ["officer"]}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        answer = client.post("/v1/people", json=new, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/other-site")
    assert client.get("/v1/me", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    assert client.post("/v1/people", json=new, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 201
    with held.writing() as connection:
        token = new_link(connection, held.act(), held.first["north"].person)
    stranger = client_of(service(held))
    assert stranger.post(f"/tests/sign-in/{token}", headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_key_opens_what_its_scopes_say_and_a_bad_one_nothing(held: Held) -> None:
    client = client_of(service(held, rate_sign_in="20/minute"))
    admin, files = key_of(held, "north", "admin"), key_of(held, "north", "files")
    assert client.get("/v1/people", headers=admin).status_code == 200
    assert client.get("/v1/people", headers=files).status_code == 403
    assert client.get("/approving", headers=files).status_code == 403
    text = files["Authorization"].removeprefix("Bearer ")
    for wrong in (f"Basic {text}", text, f"Bearer {text[:-1]}", f"Bearer {text}x", "Bearer ", f"Bearer {text.lower()}"):
        answer = client.get("/v1/me", headers={"Authorization": wrong})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert (
        client.get("/v1/me", headers=[("Authorization", f"Bearer {text}"), ("Authorization", "Bearer x")]).status_code
        == 401
    )
    assert client.get(f"/v1/me?key={text}").status_code == 401
    held.clock.on(days=31)
    client = client_of(service(held))  # another process, that does not remember the key
    answer = client.get("/v1/me", headers=files)
    assert (answer.status_code, answer.json()["detail"]) == (401, "the key has expired")


def test_a_stolen_key_is_rotated_and_revoked_by_who_keeps_the_tenant(held: Held) -> None:
    client = signed_in(service(held), held)
    made = client.post("/v1/keys", json={"title": "System", "scopes": ["files"], "days": 30}).json()
    handle, old = made["key"]["key"], {"Authorization": f"Bearer {made['secret']}"}
    system = client_of(client.app)  # type: ignore[arg-type]
    assert system.get("/v1/me", headers=old).json()["tenant"] == "north"
    assert made["secret"] not in client.get("/v1/keys").text + client.get(f"/v1/keys/{handle}").text
    fresh = client.post(f"/v1/keys/{handle}/rotate", json={"overlap_hours": 1}).json()
    new = {"Authorization": f"Bearer {fresh['secret']}"}
    assert system.get("/v1/me", headers=old).status_code == system.get("/v1/me", headers=new).status_code == 200
    held.clock.on(hours=2)
    assert client.delete(f"/v1/keys/{fresh['key']['key']}").status_code == 401  # the session has ended meanwhile
    client = signed_in(client.app, held)  # type: ignore[arg-type]
    assert client.delete(f"/v1/keys/{fresh['key']['key']}").status_code == 204
    assert system.get("/v1/me", headers=old).json()["detail"] == "the key has expired"
    assert system.get("/v1/me", headers=new).json()["detail"] == "the key was revoked"


def test_bad_keys_are_limited_and_recorded_where_it_is_known_whose_they_are(held: Held) -> None:
    client = client_of(service(held, rate_sign_in="15/minute"))
    good = key_of(held, "north", "decide")
    forged = {"Authorization": good["Authorization"][:-4] + "AAAA"}
    said = [client.get("/v1/me", headers=forged).status_code for _ in range(17)]
    assert said == [401] * 15 + [429] * 2
    assert client.get("/v1/me", headers=good).status_code == 200
    # two more processes of three that share the limit: together they bear no more, and tell no more
    for _ in range(2):
        other = client_of(service(held, rate_sign_in="15/minute", workers=3))
        assert [other.get("/v1/me", headers=forged).status_code for _ in range(7)] == [401] * 5 + [429] * 2
    refused = [one for one in held.entries("north", "sign_in") if one["done"] == "refused"]
    assert len(refused) == 10 and {one["why"] for one in refused} == {"secret"}


def test_another_tenants_handle_is_answered_as_one_that_nobody_has(held: Held) -> None:
    client = signed_in(service(held), held)
    with held.writing() as connection:
        theirs = add_person(connection, held.act("south"), "s@south.example", "Sid", ["officer"]).person
        their_key, _ = issue(connection, held.act("south"), "System", ["files"], 30)
    nobody = ("person_" + "a" * 26, "key_" + "a" * 26)
    for real, made_up in zip((theirs, their_key.key), nobody, strict=True):
        for handle in (real, made_up, "%00", "..%2fx", "x" * 300):
            where = "people" if real.startswith("person") else "keys"
            asked = [client.get(f"/v1/{where}/{handle}")]
            if where == "people":
                asked.append(client.patch(f"/v1/people/{handle}", json={"title": "X"}, headers={"If-Match": "*"}))
                asked.append(client.post(f"/v1/people/{handle}/sign-in-link"))
                asked.append(client.post(f"/v1/people/{handle}/sign-out"))
            else:
                asked.append(client.post(f"/v1/keys/{handle}/rotate", json={}))
                asked.append(client.delete(f"/v1/keys/{handle}"))
            shapes = {(one.status_code, tuple(sorted(one.json())), one.json().get("detail")) for one in asked}
            assert shapes == {(404, ("instance", "status", "title", "type"), None)}


def test_a_tenant_decides_by_its_packs_where_nothing_is_kept_too(held: Held) -> None:
    app = service(held)
    boss, key, theirs = signed_in(app, held), key_of(held, "north", "files"), key_of(held, "south", "files")
    seen = boss.get("/v1/tenant").headers["etag"]
    settings = {"settings": {"packs": ["eu-2014-24", "ch-boeb"]}}
    assert boss.patch("/v1/tenant", json=settings, headers={"If-Match": seen}).status_code == 200
    client = client_of(app)
    asked = {"facts": {"procurement": {}, "operator": {"role": "tenderer"}}, "as_of": "2026-02-01"}
    other = asked | {"packs": ["gb-pa-2023"]}

    def where(answer: httpx2.Response) -> list[str]:
        return [one["pointer"] for one in answer.json()["errors"]] if answer.status_code == 422 else []

    decided = client.post("/v1/decisions", json=asked, headers=key).json()
    assert [one["pack"] for one in decided["regimes"]] == ["eu-2014-24", "ch-boeb"]
    for path, more in (
        ("decisions", {}), ("explanations", {}), ("missing-facts", {}), ("shared-findings", {}), ("comparisons", {}),
        ("regimes", {}), ("why-not", {"clause": "active-contract-monitoring"}), ("next-question", {}),
        ("interviews", {}), ("documents", {}), ("documents/values", {}), ("documents/remarks", {}),
    ):  # fmt: skip
        assert where(client.post(f"/v1/{path}", json=other | more, headers=key)) == ["/packs"], path
    draft = client.post("/v1/interviews", json=other, headers=theirs).json()["draft"]
    assert where(client.post("/v1/interviews/standing", json={"draft": draft}, headers=key)) == ["/packs"]
    lines = {**key, "Content-Type": "application/x-ndjson"}
    assert where(client.post("/v1/decisions:batch?packs=gb-pa-2023", content=b'{"facts":{}}', headers=lines)) == [
        "/packs"
    ]
    sent = {"files": ("a.csv", b"x", "text/csv")}
    assert where(client.post("/v1/imports/lists", data={"asked": json.dumps(other)}, files=sent, headers=key)) == [
        "/packs"
    ]
    kept = {"title": "A bridge", "facts": {}, "packs": ["gb-pa-2023"]}
    assert where(client.post("/v1/procurements", json=kept, headers=key)) == ["/packs"]


def test_people_are_kept_by_administrators_and_a_change_names_what_was_seen(held: Held) -> None:
    client = signed_in(service(held), held)
    made = client.post("/v1/people", json={"email": "o@north.example", "title": "Olga", "roles": ["officer"]})
    path, tag = made.headers["location"], made.headers["etag"]
    assert client.patch(path, json={"roles": ["reader"]}).status_code == 428
    assert client.patch(path, json={"roles": ["reader"]}, headers={"If-Match": tag}).json()["roles"] == ["reader"]
    assert client.patch(path, json={"roles": ["approver"]}, headers={"If-Match": tag}).status_code == 412
    bad = client.patch(path, json={"roles": ["emperor"]}, headers={"If-Match": "*"})
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/roles")
    page = client.get("/v1/people?limit=1")
    assert len(page.json()["items"]) == 1 and 'rel="next"' in page.headers["link"]
    rest = client.get("/v1/people", params={"limit": 1, "after": page.json()["next"]})
    assert len(rest.json()["items"]) == 1 and rest.json()["next"] is None
    reader = signed_in(client.app, held, person=made.json()["person"])  # type: ignore[arg-type]
    assert reader.get("/v1/people").status_code == 403
    mine = held.first["north"].person
    last = client.patch(f"/v1/people/{mine}", json={"active": False}, headers={"If-Match": "*"})
    assert last.status_code == 422
    assert client.post(f"/v1/people/{made.json()['person']}/sign-out").status_code == 204
    assert reader.get("/v1/me").status_code == 401


def test_tenants_are_made_by_who_runs_the_service_and_kept_by_their_own(held: Held) -> None:
    north, south = (signed_in(service(held), held, name) for name in ("north", "south"))
    new = {"tenant": "east", "title": "The East", "email": "e@east.example", "name": "Eve"}
    assert south.post("/v1/tenants", json=new).status_code == 403
    assert south.get("/v1/tenants").status_code == 403
    made = north.post("/v1/tenants", json=new)
    assert made.status_code == 201 and north.post("/v1/tenants", json=new).status_code == 422
    assert [one["tenant"] for one in north.get("/v1/tenants").json()["items"]] == ["east", "north", "south"]
    east = client_of(north.app)  # type: ignore[arg-type]
    assert east.post("/tests/sign-in/" + urlsplit(made.json()["path"]).query.removeprefix("token=")).status_code == 303
    mine = east.get("/v1/tenant")
    assert mine.json()["tenant"] == "east"
    match = {"If-Match": mine.headers["etag"]}
    assert east.patch("/v1/tenant", json={"settings": {"four_eyes": True}}, headers=match).json()["settings"][
        "four_eyes"
    ]
    wrong = east.patch("/v1/tenant", json={"settings": {"colour": "red"}}, headers={"If-Match": "*"})
    assert wrong.json()["errors"] == [{"pointer": "/settings/colour", "detail": "is no setting of a tenant"}]


def test_people_come_in_by_the_provider_and_only_with_what_was_begun_in_their_browser(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeProvider(held.clock, redirect=f"{SITE}/sign-in/provider/back")
    monkeypatch.setattr(
        coming_in, "Provider", lambda settings, now: Provider(settings, now, lambda: httpx2.MockTransport(fake))
    )
    said = {"oidc_issuer": "https://id.example", "oidc_client_id": "tenderlaw", "oidc_client_secret": SecretStr("hush")}
    app = service(held, **said)
    with held.writing() as connection:
        one = add_person(connection, held.act(), "o@north.example", "Olga", ["officer"])
    client = client_of(app)
    client.follow_redirects = False
    out = client.get("/sign-in/provider?then=/v1/me")
    answer = fake.authorize(out.headers["location"])
    cookie = out.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/sign-in/provider"))
    stranger = client_of(app)
    assert stranger.get("/sign-in/provider/back", params=answer).status_code == 401
    stranger.get("/sign-in/provider", follow_redirects=False)  # their own, and another's answer
    assert stranger.get("/sign-in/provider/back", params=answer).status_code == 401
    back = client.get("/sign-in/provider/back", params=answer)
    assert (back.status_code, back.headers["location"]) == (303, "/v1/me")
    assert client.get("/v1/me").json()["actor"] == one.person
    assert client.get("/sign-in/provider/back", params=answer).status_code == 401  # once
    fake.claims = {"sub": "2", "email": "who@north.example"}
    answer = fake.authorize(client.get("/sign-in/provider").headers["location"])
    assert client.get("/sign-in/provider/back", params=answer).status_code == 403
    answer = fake.authorize(client.get("/sign-in/provider").headers["location"])
    held.clock.on(minutes=11)
    assert client.get("/sign-in/provider/back", params=answer).status_code == 401


def test_nobody_is_led_to_another_site_after_signing_in() -> None:
    for other in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/\nx", "", None):
        assert local_path(other) == "/"
    assert local_path("/bidders/x?lang=de") == "/bidders/x?lang=de"


def test_a_clock_put_back_shortens_no_session_and_a_stale_use_is_written_once_a_minute(held: Held) -> None:
    client = signed_in(service(held), held)
    held.clock.on(minutes=50)
    assert client.get("/v1/me").status_code == 200
    held.clock.on(hours=-3)
    assert client.get("/v1/me").status_code == 200
    held.clock.on(hours=3, minutes=50)
    assert client.get("/v1/me").status_code == 200
    held.clock.at += timedelta(minutes=61)
    assert client.get("/v1/me").status_code == 401
