"""Coming in and going out: a link once, a form of ours alone, what was typed never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.pages.at_desk import AtDesk, at_desk, token_in
from tenderlaw.service.accounts.coming_in import local_path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path}/t.sqlite") as one:
        yield one


def test_a_link_lets_in_once_and_leads_to_where_one_wanted_to_go(desk: AtDesk) -> None:
    link, client = desk.link("officer"), desk.nobody()
    wanted = client.get("/signed-in?x=1", follow_redirects=False)
    assert wanted.status_code == 303
    shown = client.get(wanted.headers["Location"])
    assert shown.status_code == 200 and 'name="to" value="/signed-in?x=1"' in shown.text
    form = {"token": f"http://127.0.0.1:8000/sign-in?token={link}", "to": "/signed-in?x=1"}
    inside = client.post("/sign-in", data=form, follow_redirects=True)
    assert inside.status_code == 200 and "Robin Officer" in inside.text and "You are signed in" in inside.text
    again = desk.nobody().post("/sign-in", data={"token": link})
    assert again.status_code == 422 and "<title>Error: " in again.text and "This link is not valid" in again.text
    assert 'href="#token"' in again.text


def test_looking_at_a_link_does_not_use_it(desk: AtDesk) -> None:
    link, client = desk.link("officer"), desk.nobody()
    for _ in range(2):
        assert "It works once" in client.get("/sign-in", params={"token": link}).text
    assert client.post("/sign-in", data={"token": link}, follow_redirects=False).status_code == 303


def test_going_out_ends_the_session_and_takes_a_form_of_ours(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    cookie = dict(client.cookies)
    token = token_in(client.get("/signed-in").text)
    assert client.post("/sign-out", data={"form_token": "0" * 64}).status_code == 403
    assert (
        client.post("/sign-out", data={"form_token": token}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )
    assert "You are signed out." in client.post("/sign-out", data={"form_token": token}).text
    stolen = desk.nobody()
    stolen.cookies.update(cookie)
    assert stolen.get("/signed-in", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "", "evil", None])
def test_nobody_is_led_elsewhere(to: str | None) -> None:
    assert local_path(to) == "/"


def test_what_was_typed_when_the_session_ended_is_shown_and_sent_again(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    old = token_in(client.get("/signed-in").text)
    desk.held.clock.on(hours=2)
    typed = {"form_token": old, "answer": "a long <text> that was typed", "x": "2"}
    lost = client.post("/sign-out", data=typed)
    assert lost.status_code == 401
    assert 'name="answer" value="a long &lt;text&gt; that was typed"' in lost.text
    assert old not in lost.text
    client.post("/sign-in", data={"token": desk.link("officer")})
    stale = client.post("/sign-out", data=typed)
    assert stale.status_code == 403 and "a long &lt;text&gt;" in stale.text
    assert client.post("/sign-out", data={**typed, "form_token": token_in(stale.text)}).status_code == 200
    # a page of another site gets nothing shown to send again
    other = client.post("/sign-out", data=typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert other.status_code in (401, 403) and "a long" not in other.text


def test_problems_are_pages_for_people(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    absent = client.get("/nowhere")
    assert absent.status_code == 404 and "<h1" in absent.text and "Robin Officer" not in absent.headers
    large = client.post("/sign-out", content=b"a=" + b"x" * 5_000_000,
                        headers={"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert large.status_code == 413 and "too large" in large.text
    assert client.post("/sign-out", data={"a": "\0"}).status_code == 400
    assert client.post("/sign-out", content=b"{}", headers={"Content-Type": "application/json"}).status_code == 415
