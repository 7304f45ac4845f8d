"""Whoever approves is led from the first page to what waits; a new procurement is of the authority of the house."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from service.filing import ENTRY, GROUND
from service.pages.at_desk import AtDesk, at_desk, token_in
from service.pages.filed import OPEN, bought, decided_file, hand
from tenderlaw.service.files.documents import DocumentAsked, issue_document, prepare_document
from tenderlaw.service.files.erasing import erase_file
from tenderlaw.service.files.taking import StepAsked, take_step
from tenderlaw.store import tables


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('second')}/t.sqlite") as one:
        yield one


def test_a_step_that_waits_is_told_on_the_first_page_to_those_who_may_approve_it(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk, title="Cleaning of schools"), OPEN)
    approver = desk.signed_in("approver")
    assert 'href="/steps"' not in approver.get("/procurements").text
    weighed = StepAsked("self-cleaning", "accepted", "measures weighed", ENTRY, "eu-2014-24", GROUND, "self-cleaning")
    with desk.held.writing() as connection:
        take_step(connection, hand(desk, four_eyes=True), bidder, weighed)
    assert "1 step waits for you as the second person" in approver.get("/procurements").text
    assert 'href="/steps"' not in desk.signed_in("officer").get("/procurements").text
    waiting = approver.get("/steps").text
    assert OPEN["name"] in waiting and "Cleaning of schools" in waiting
    with desk.held.writing() as connection:
        erase_file(connection, hand(desk, rights=frozenset({"reader", "officer", "approver"})), bidder, "request")
    assert "No step waits." in approver.get("/steps").text
    assert 'href="/steps"' not in approver.get("/procurements").text


def test_a_document_that_waits_is_downloaded_by_nobody_but_who_may_approve_it(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), OPEN)
    with desk.held.writing() as connection:
        mine = hand(desk, four_eyes_documents=True)
        prepared = prepare_document(connection, mine, bidder, DocumentAsked("file-note", "html"))
        place = f"/documents/{issue_document(connection, mine, prepared).document}"
    officer, approver = desk.signed_in("officer"), desk.signed_in("approver")
    assert f'href="{place}"' in approver.get("/steps").text
    shown = officer.get(place).text
    assert "waits for approval" in shown and f"{place}/file" not in shown and "/approval" not in shown
    assert "iframe" not in shown and "iframe" in approver.get(place).text
    for one in ("file", "preview"):
        assert [who.get(f"{place}/{one}").status_code for who in (officer, approver)] == [409, 200]
    form = {"form_token": token_in(approver.get(place).text), "verdict": "approved"}
    assert "may go out" in approver.post(f"{place}/approval", data=form).text
    assert officer.get(f"{place}/file").status_code == 200


def test_a_new_procurement_is_of_the_authority_that_the_settings_of_the_house_name(desk: AtDesk) -> None:
    officer = desk.signed_in("officer")
    tenant = tables.tenant.c
    with desk.held.writing() as connection:
        connection.execute(update(tables.tenant).where(tenant.tenant == "north").values(title="City of Exampleton"))
    page = officer.get("/procurements/new").text
    day = {"as_of-day": "1", "as_of-month": "2", "as_of-year": "2026"}
    begun = officer.post("/procurements/new", data={"form_token": token_in(page), "title": "Paving", **day})
    home = str(begun.url.path).removesuffix("/questions")
    assert "City of Exampleton" in officer.get(f"{home}/answers").text
