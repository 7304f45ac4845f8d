"""Pages of an administrator: people are added and let in, keys shown once, and everything is on record."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.pages.at_desk import AtDesk, at_desk, token_in
from tenderlaw.service.accounts.tenants import change_tenant
from tenderlaw.service.jobs import outgoing
from tenderlaw.service.jobs.sending import Sender, send_due
from tenderlaw.service.settings import Settings


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('administration')}/t.sqlite") as one:
        yield one


def post(client: TestClient, address: str, **form: str | list[str]) -> str:
    token = token_in(client.get("/house").text)
    return client.post(address, data={"form_token": token, **form}).text


def test_somebody_is_added_comes_in_by_a_link_and_is_let_in_no_more(desk: AtDesk) -> None:
    admin = desk.signed_in("administrator")
    assert "Enter an e-mail address" in post(admin, "/people", title="Olga", email="olga", roles="officer")
    added = post(admin, "/people", title="Olga <b>", email="olga@north.example", roles=["officer", "auditor"])
    assert "The person is added" in added
    assert "Olga &lt;b&gt;" in added
    found = re.search(r'action="(/people/person_[a-z2-7]{26})"', added)
    assert found is not None
    shown = post(admin, found[1], what="link")
    link = re.search(r"http\S+/sign-in\?token=([A-Za-z0-9_-]{43})", html.unescape(shown))
    assert link is not None
    assert link[1] not in admin.get(found[1]).text
    olga = desk.nobody()
    assert olga.post("/sign-in", data={"token": link[1]}, follow_redirects=False).status_code == 303
    assert olga.get("/procurements").status_code == 200
    assert olga.get("/people").status_code == 403
    assert "People</a>" not in olga.get("/procurements").text
    assert "What you entered is kept" in post(admin, found[1], what="change", title="Olga", roles="reader")
    assert olga.get("/record").status_code == 403
    assert "may not come in" in post(admin, found[1], what="bar")
    assert olga.get("/procurements", follow_redirects=False).status_code != 200
    assert "Let them in no more" in post(admin, found[1], what="admit")


def test_the_last_administrator_stays(desk: AtDesk) -> None:
    admin = desk.signed_in("administrator")
    first = desk.held.first["north"].person
    assert "What you entered is kept" in post(admin, f"/people/{first}", what="change", title="Ada", roles="reader")
    mine = re.findall(r'href="(/people/person_[a-z2-7]{26})">Robin', admin.get("/people").text)[0]
    assert "one administrator at least" in post(admin, mine, what="change", title="Robin", roles="reader")


def test_a_key_is_shown_once_replaced_and_ended(desk: AtDesk) -> None:
    admin = desk.signed_in("administrator")
    assert "Choose what may be done" in post(admin, "/keys", what="issue", title="System", days="30")
    assert "1 to 730" in post(admin, "/keys", what="issue", title="System", scopes="files", days="many")
    shown = post(admin, "/keys", what="issue", title="System", scopes="files", days="30")
    secret = re.search(r"tlk_([a-z2-7]{26})_[A-Za-z0-9_-]{43}", shown)
    assert secret is not None
    assert secret[0] not in admin.get("/keys").text + admin.get(f"/keys/key_{secret[1]}").text
    system = {"Authorization": f"Bearer {secret[0]}"}
    assert desk.nobody().get("/v1/me", headers=system).status_code == 200
    first = post(admin, "/keys", what="issue", title="Twice", scopes="files", days="30", once="a")
    again = post(admin, "/keys", what="issue", title="Twice", scopes="files", days="30", once="a")
    assert "tlk_" in first and "tlk_" not in again and admin.get("/keys").text.count(">Twice</a>") == 1
    rotated = post(admin, "/keys", what="rotate", key=f"key_{secret[1]}")
    assert "tlk_" in rotated
    assert "Until then both are valid" in rotated
    assert "The key has ended" in post(admin, "/keys", what="revoke", key=f"key_{secret[1]}")
    assert desk.nobody().get("/v1/me", headers=system).status_code == 401


def test_what_the_house_chose_is_kept_and_no_other_tenant_sees_it(desk: AtDesk) -> None:
    admin, other = desk.signed_in("administrator"), desk.signed_in("administrator", tenant="south")
    assert "from 1 to 36500" in post(admin, "/house", title="The North", four_eyes="yes", retention_days="-1")
    assert "What you entered is kept" in post(admin, "/house", title="The North", four_eyes="yes", retention_days="730")
    assert 'value="730"' in admin.get("/house").text
    assert "The North" not in other.get("/house").text
    theirs = desk.held.first["north"].person
    assert other.get(f"/people/{theirs}").status_code == 404
    assert (
        other.post(
            f"/people/{theirs}", data={"form_token": token_in(other.get("/house").text), "what": "bar"}
        ).status_code
        == 404
    )
    forged = admin.post("/people", data={"title": "Eve", "email": "e@x.example", "roles": "administrator"})
    assert forged.status_code == 403
    assert [entry["done"] for entry in desk.held.entries(kind="tenant")][-1] == "changed"


def test_pages_speak_the_language_of_the_house_until_somebody_chooses_another(desk: AtDesk) -> None:
    with desk.held.writing() as connection:
        change_tenant(connection, desk.held.act("north"), settings={"language": "de"})
    officer, english = desk.signed_in("officer"), {"Accept-Language": "en"}
    assert '<html lang="de"' in officer.get("/procurements", headers=english).text
    assert '<html lang="fr"' in officer.get("/procurements?lang=fr", headers=english).text
    assert '<html lang="fr"' in officer.get("/procurements", headers=english).text
    south = desk.signed_in("officer", tenant="south")
    assert '<html lang="en"' in south.get("/procurements", headers=english).text


def test_a_webhook_is_added_once_its_secret_shown_once_and_what_failed_sent_again(
    desk: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"hooks.example": "93.184.216.34", "inner.example": "192.168.0.7"}
    monkeypatch.setattr(outgoing, "resolved", lambda host, port: [names[host]])
    admin = desk.signed_in("administrator")
    assert "no machine of a private network" in post(admin, "/webhooks", url="https://inner.example/", events="key")
    assert "Choose what is told" in post(admin, "/webhooks", url="https://hooks.example/")
    form = {"url": "https://hooks.example/in?a=<b>", "events": "key", "once": "one"}
    shown = post(admin, "/webhooks", **form)
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", shown)[0]
    again = post(admin, "/webhooks", **form)
    assert secret not in again and "Nothing has been sent yet" in again
    address = re.search(r'action="(/webhooks/webhook_[a-z2-7]{26})"', again)[1]
    assert admin.get("/webhooks").text.count("hooks.example/in?a=&lt;b&gt;") == 1
    post(admin, "/keys", what="issue", title="System", scopes="files", days="30")
    away = Sender(resolve=lambda host, port: ["10.0.0.1"])
    send_due(desk.held.database, desk.held.record, Settings(), away)
    assert "one of a private network" in admin.get(address).text
    desk.held.clock.on(days=3)
    admin = desk.signed_in("administrator")
    renewed = post(admin, address, what="secret")
    assert "whsec_" in renewed and secret not in renewed and "For a day" in renewed
    assert "Turn it on again" in post(admin, address, what="off")
    assert "turned off before" in admin.get(address).text and "Send again" not in admin.get(address).text
    assert "Send again" in post(admin, address, what="on")
    delivery = re.search(r'name="delivery" value="(\w+)"', admin.get(address).text)[1]
    assert "Waiting its turn" in post(admin, address, what="again", delivery=delivery)
    assert desk.signed_in("administrator", tenant="south").get(address).status_code == 404
    assert "The webhook is removed" in post(admin, address, what="remove")
    assert desk.signed_in("officer").get("/webhooks").status_code == 403
