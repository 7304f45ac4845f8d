"""Every page there is, looked at in a browser: wide, with axe; narrow, gone through by keyboard alone; both with checks
of our own. A page that is added is named here, or this fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from syrupy.assertion import SnapshotAssertion

from service.pages.at_desk import AtDesk, token_in
from service.pages.by_keyboard import gone_through
from service.pages.filed import CONVICTED, GRAVE, bought, decided_file
from service.pages.in_browser import chromium, served
from service.pages.looked_at import Looked
from service.pages.test_files_in_pages import hidden
from service.pages.test_lists_pages import extract
from tenderlaw.service.accounts.keys import issue
from tenderlaw.service.jobs.webhooks import PublicUrl, add_webhook
from tenderlaw.service.pages.routes import ROUTERS
from tenderlaw.store import tables

NO_PAGE = {
    "/",  # leads on
    "/documents/{document}/file",
    "/procurements/{handle}/comparison.csv",
    "/documents/{document}/preview",
    "/documents/{document}/changes.docx",
    "/bidders/{handle}/documents/preview",
    "/screening/{handle}/rows.{form}",
}
"""Addresses that answer with a file, with a document in a frame, or lead on."""
AT_HAND = {
    "/packs/{pack}": "/packs/eu-2014-24",
    "/packs/{pack}/cases": "/packs/eu-2014-24/cases",
    "/clauses/{clause}": "/clauses/active-contract-monitoring",
    "/record/{seq}": "/record/3",
}
QUERIES = {
    "/bidders/{handle}/entry": "?entry=operator.linked_persons%5B0%5D.convictions%5B0%5D",
    "/bidders/{handle}/remove": "?entry=operator.linked_persons%5B0%5D",
    "/bidders/{handle}/questions": "?path=operator.linked_persons%5B0%5D.convictions%5B0%5D.final_on&to=answers",
    "/procurements/{handle}/entry": "?list=procurement.lots",
    "/bidders/{handle}/documents/new": "?kind=invitation&in=en",
}
TREES: dict[str, tuple[str, int | None]] = {
    "/procurements": ("body", None), "/procurements/…": ("main", 3), "/bidders/…": ("main", None),
    "/bidders/…/questions": ("main", None), "/decisions/…": ("main", 4), "/bidders/…/steps": ("main", None),
    "/bidders/…/documents/new": ("main", None), "/record/verify": ("main", None),
}  # fmt: skip
"""Pages whose tree for those who do not see is kept as it was: of which part, and how deep."""
HANDLE = re.compile(r"\b(?:bid|dec|doc|job|key|person|proc)_[a-z2-7]{26}\b|\b[0-9a-f]{64}\b")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AtDesk, str]]:
    with served(f"sqlite:///{tmp_path_factory.mktemp('pages')}/t.sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def addresses(desk: AtDesk) -> list[str]:
    """An address of each page."""
    procurement = bought(desk, ["baseline"])
    bidder, _ = decided_file(desk, procurement, CONVICTED)
    decision = listed(desk, bidder)
    decided_file(desk, procurement, GRAVE)
    before, document = documented(desk, bidder)
    handles = {"procurements": procurement, "bidders": bidder, "decisions": decision, "documents": document}
    handles |= {"people": desk.held.first["north"].person, "keys": key_at(desk), "webhooks": webhook_at(desk)}
    queries = {**QUERIES, "/documents/{document}/changes": f"?since={before}"}
    at_hand = {**AT_HAND, "/record/verify/{job}": verified(desk)}
    found = []
    for path in paths():
        handle = handles.get(path.split("/")[1], "{}")
        address = at_hand.get(path, re.sub(r"\{(handle|document)\}", handle, path))
        if "{" not in address:
            found.append(address + queries.get(path, ""))
    return found


def key_at(desk: AtDesk) -> str:
    with desk.held.writing() as connection:
        return issue(connection, desk.held.act(), "Procurement system", ["files"], 30)[0].key


def verified(desk: AtDesk) -> str:
    client = desk.signed_in("auditor")
    return client.post("/record/verify", data={"form_token": token_in(client.get("/record").text)}).url.path


def webhook_at(desk: AtDesk) -> str:
    with desk.held.writing() as connection:
        return add_webhook(connection, desk.held.act(), PublicUrl("https://hooks.example/in"), ["key"])[0].webhook


def listed(desk: AtDesk, bidder: str) -> str:
    """The decision on a file for which lists were searched, with an entry in one that a person is to judge."""
    client = desk.signed_in("officer")
    form = hidden(client.get(f"/bidders/{bidder}/lists").text)
    sent = {"lists": ("list.jsonl", extract(CONVICTED["name"]), "application/jsonl")}
    assert client.post(f"/bidders/{bidder}/lists", data=form, files=sent).status_code == 200
    return client.post(f"/bidders/{bidder}/decide", data={"form_token": form["form_token"]}).url.path.split("/")[-1]


def documented(desk: AtDesk, bidder: str) -> tuple[str, str]:
    """A document that was made twice, so that it has changes to look at: the first and the second."""
    client = desk.signed_in("officer")
    address = f"/bidders/{bidder}/documents/new"
    for place in ("Here", "There"):
        form = hidden(client.get(f"{address}?kind=invitation&in=en").text)
        made = client.post(address, data={**form, "make": "draft", "fill-place": place}, follow_redirects=False)
        assert made.status_code == 303, made.text
    with desk.held.database.reading() as connection:
        table = tables.document.c
        last, before = connection.execute(select(table.document).order_by(table.seq.desc()).limit(2)).scalars()
    return before, last


def paths() -> list[str]:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return [route.path for route in routes if "GET" in route.methods and route.path not in NO_PAGE]


@pytest.mark.parametrize("width", [1100, 320])
def test_every_page_is_whole(
    place: tuple[AtDesk, str], browser: Browser, width: int, snapshot: SnapshotAssertion
) -> None:
    desk, base = place
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page, looked = context.new_page(), Looked(axe=width > 320)
    page.goto(f"{base}/sign-in?token={desk.link('officer', 'auditor', 'approver', 'administrator')}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/procurements")
    seen = addresses(desk)
    assert len(seen) > 20
    for address in seen:
        answer = page.goto(base + address)
        assert answer is not None and answer.status == 200, (address, answer and answer.status)
        if "/sign-in" not in address:
            looked.at(page)
            wrong = [] if looked.axe else gone_through(page, everywhere=address == seen[1])
            assert wrong == [], (address, wrong)
        name = HANDLE.sub("…", address.split("?")[0])
        if looked.axe and name in TREES:
            assert tree(page, *TREES[name]) == snapshot(name=name)
    context.close()


def tree(page: Page, part: str, depth: int | None) -> str:
    """What is told of a part of a page to those who do not see it, without where links lead."""
    lines = page.locator(part).aria_snapshot(depth=depth).splitlines()
    return "\n".join(HANDLE.sub("…", line) for line in lines if not line.strip().startswith("- /url:"))


def test_what_no_keyboard_reaches_or_works_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("""<style>.bare:focus { outline: none }</style><main>
        <p><a class="bare" href="/">without focus</a> <a href="/" role="button">like a button</a> <button>well</button>
        <button tabindex="2">before others</button> <a href="/" id="trap">trap</a> <button>behind it</button></p></main>
        """)
    page.evaluate("void (trap.onkeydown = (event) => { if (event.key === 'Tab') event.preventDefault() })")
    wrong = gone_through(page, everywhere=True)
    for said in ("no visible focus: A without focus", "Space does nothing: A like a button",
                 "out of order: A without focus", "never reached: BUTTON behind it"):  # fmt: skip
        assert said in wrong, wrong
    assert not [one for one in wrong if "well" in one]
    page.close()
