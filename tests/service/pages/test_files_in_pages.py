"""Procurements, bidders and their questions: begun, answered, checked and decided, each answer kept at once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.pages.at_desk import AtDesk, at_desk
from tenderlaw.service.desk import Desk

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path}/t.sqlite") as one:
        yield one


def hidden(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    return {name: html.unescape(value) for name, value in found}


DAY = {"as_of-day": "1", "as_of-month": "2", "as_of-year": "2026"}


def begun(client: TestClient, title: str = "Cleaning of municipal offices") -> str:
    """The address of a new procurement."""
    shown = client.get("/procurements/new")
    typed = {**hidden(shown.text), "title": title, **DAY}
    answer = client.post("/procurements/new", data=typed, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/questions")


def test_a_procurement_is_begun_once_however_often_the_form_comes(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    assert "There are no procurements yet." in client.get("/procurements").text
    shown = client.get("/procurements/new")
    typed = {
        **hidden(shown.text),
        "title": " Cleaning <b> ",
        "as_of-day": "1",
        "as_of-month": "2",
        "as_of-year": "2026",
    }
    first = client.post("/procurements/new", data=typed, follow_redirects=False)
    again = client.post("/procurements/new", data=typed, follow_redirects=False)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    listed = client.get("/procurements").text
    assert listed.count("Cleaning &lt;b&gt;") == 1 and "1 February 2026" in listed
    assert "Cleaning" in client.get("/procurements?search=cLEAN").text
    assert "No procurement has" in client.get("/procurements?search=paving").text


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    form = hidden(client.get("/procurements/new").text)
    answer = client.post(
        "/procurements/new", data={**form, "title": "Kept", "as_of-day": "31", "as_of-month": "2", "as_of-year": "2026"}
    )
    assert answer.status_code == 422 and "<title>Error: " in answer.text
    assert 'href="#as_of-day"' in answer.text and 'value="Kept"' in answer.text and 'value="31"' in answer.text
    assert hidden(answer.text)["once"] == form["once"]


def test_from_an_espd_to_a_decision(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    procurement = begun(client)
    shown = client.get(f"{procurement}/bidders/new")
    assert shown.status_code == 200, shown.text
    form = hidden(shown.text)
    files = {"espd": ("response.xml", (EXAMPLES / "espd-response" / "response.xml").read_bytes(), "text/xml")}
    read = client.post(f"{procurement}/bidders/new", data={**form, "from": "espd"}, files=files, follow_redirects=False)
    assert read.status_code == 303, read.text
    bidder = read.headers["Location"].removesuffix("/read")
    said = client.get(f"{bidder}/read").text  # as often as anybody wants, and from the home of the file
    assert "The file has been read" in said and "It is self-declared" in said
    assert f"{bidder}/read" in client.get(bidder).text
    asked = client.get(f"{bidder}/questions")
    for _ in range(5):
        kept = hidden(asked.text)
        answer = {"unknown": "unknown"} if 'name="unknown"' in asked.text else {"answer": "unknown"}
        asked = client.post(f"{bidder}/questions", data={**kept, **answer})
        assert asked.status_code == 200, asked.text
    checked = client.get(f"{bidder}/answers")
    assert "from the ESPD, self-declared" in checked.text
    declared = client.get(f"{bidder}/questions?path=operator.misconduct&to=answers").text
    assert "The bidder declared this in its ESPD: none." in declared and "Correct this answer" in declared
    assert "is the authority's own answer" in html.unescape(declared)
    country = client.get(f"{bidder}/questions?path=operator.country&to=answers").text
    client.post(f"{bidder}/questions", data={**hidden(country), "answer": "NO"})
    checked = client.get(f"{bidder}/answers")
    assert "corrected by the authority; the ESPD said otherwise" in checked.text
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Desk, "decides_apart", True)  # as where several processes share a file of SQLite
        decided = client.post(f"{bidder}/decide", data=hidden(checked.text), follow_redirects=False)
    assert decided.status_code == 303 and decided.headers["Location"].startswith("/decisions/")
    again = client.post(f"{bidder}/decide", data=hidden(checked.text), follow_redirects=False)
    assert again.headers["Location"].partition("?")[0] == decided.headers["Location"].partition("?")[0]


def test_lots_and_goods_are_added_to_a_procurement_one_at_a_time(desk: AtDesk) -> None:
    client = desk.signed_in("officer")
    procurement = begun(client)
    answers = client.get(f"{procurement}/answers?lang=de").text
    assert "Einen Eintrag zu einer Liste hinzufügen" in answers and "list=procurement.goods" in answers
    form = client.get(f"{procurement}/entry?list=procurement.lots&to=answers").text
    lot = {
        **hidden(form),
        "fact_id": "1",
        "fact_contract_kind": "works",
        "fact_estimated_value_excluding_vat-amount": "7",
    }
    refused = client.post(f"{procurement}/entry", data=lot)
    assert refused.status_code == 422 and "Währung" in refused.text
    lot["fact_estimated_value_excluding_vat-currency"] = "EUR"
    for _ in range(2):  # a form sent twice adds one
        assert "Lose 1: 1" in client.post(f"{procurement}/entry", data=lot).text
    second = hidden(client.get(f"{procurement}/entry?list=procurement.lots&to=answers").text)
    kept = client.post(f"{procurement}/entry", data={**second, "fact_id": "2"}).text
    assert "Lose 2: 2" in kept and f"{procurement}/remove?entry=procurement.lots%5B1%5D" in kept
    gone = hidden(client.get(f"{procurement}/remove?entry=procurement.lots%5B0%5D").text)
    kept = client.post(f"{procurement}/remove", data=gone).text
    assert "Lose 1: 2" in kept and "Lose 2" not in kept
    asked = hidden(client.get(f"{procurement}/questions?path=procurement.goods").text)
    led = client.post(f"{procurement}/questions", data={**asked, "answer": "add"}, follow_redirects=False)
    assert (
        led.headers["Location"].startswith(f"{procurement}/entry?") and "procurement.goods" in led.headers["Location"]
    )
    assert client.get(f"{procurement}/entry?list=operator.convictions").status_code == 404
    assert desk.signed_in("reader").get(f"{procurement}/entry?list=procurement.lots").status_code == 403
