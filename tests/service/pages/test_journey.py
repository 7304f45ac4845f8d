"""From an ESPD to the decision, its letters, the clauses and the record verified, in a real browser: with scripts and
without, wide and narrow, on either database; and by keyboard alone. Every page on the way is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import is_zipfile

import pytest
from playwright.sync_api import Browser, Page, expect

from service.pages.at_desk import AtDesk
from service.pages.in_browser import chromium, served
from service.pages.looked_at import Looked
from service.screening_held import worker

RESPONSE = Path(__file__).resolve().parents[3] / "examples" / "espd-response" / "response.xml"
ANSWERS: dict[str, str | dict[str, str]] = {
    "In which country is the contracting authority?": "Sweden",
    "Is the contract for works, supplies or services?": "services",
    "What kind of buyer is it?": "another contracting authority, such as a regional or local one",
    "Is the contract for social or other specific services that have a lighter regime (Annex XIV of the directive)?": (
        "No"
    ),
    "What is the estimated value of the whole procurement without VAT, options and renewals included?": {
        "Amount": "480000",
        "Currency": "EUR",
    },
    "On which day was the call for competition sent?": {"Day": "5", "Month": "1", "Year": "2026"},
}
"""What is answered, and by which fields; the rest is not known yet."""


@pytest.fixture
def place(database_url: str) -> Iterator[tuple[AtDesk, str]]:
    with served(database_url) as one:
        yield one


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def opened(browser: Browser, *, scripts: bool = True, width: int = 1100) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    context.set_default_timeout(15_000)
    return context.new_page()


@pytest.mark.parametrize(
    ("database_url", "scripts", "width"),
    [("sqlite", True, 320), ("postgresql", False, 1100)],
    ids=["narrow-on-sqlite", "without-scripts-on-postgresql"],
    indirect=["database_url"],
)
def test_from_an_espd_to_the_record(
    place: tuple[AtDesk, str], browser: Browser, scripts: bool, width: int, tmp_path: Path
) -> None:
    desk, base = place
    page, looked = opened(browser, scripts=scripts, width=width), Looked(scripts, axe=False)
    begun(page, looked, desk, base)
    added(page, looked)
    went_on(page, "Decide on these answers")
    assert "/decisions/" in page.url
    looked.at(page)
    home = page.locator("a[href^='/bidders/']").first.get_attribute("href")
    assert home is not None
    home = base + home.split("/questions")[0]
    written(page, looked, home, "invitation", tmp_path)
    step(page, looked, home, "Self-cleaning", "the measures do not suffice")
    step(page, looked, home, "Decision", "the bidder is excluded")
    written(page, looked, home, "exclusion", tmp_path)
    written(page, looked, home, "contract-terms", tmp_path)
    page.goto(f"{base}/record")
    looked.at(page)
    page.get_by_role("button", name="Verify the record").click()
    went_on(page, "Verify")
    worker(desk.held).once()
    page.reload()
    expect(page.locator("main")).to_contain_text("Everything is as it was written")
    looked.at(page)
    page.context.close()


def begun(page: Page, looked: Looked, desk: AtDesk, base: str) -> None:
    """Sign in, and begin a procurement: its page."""
    page.goto(f"{base}/procurements")
    looked.at(page)
    page.get_by_label("Your sign-in link").fill(f"{base}/sign-in?token={desk.link('officer', 'auditor')}")
    went_on(page, "Sign in")
    looked.at(page)
    went_on(page, "Begin a procurement")
    looked.at(page)
    went_on(page, "Continue")
    expect(page).to_have_title("Error: A new procurement – tenderlaw")
    looked.at(page)
    page.get_by_role("link", name="Give the procurement a title").click()
    page.get_by_label("Title").fill("Cleaning of offices")
    for label, text in (("Day", "1"), ("Month", "2"), ("Year", "2026")):
        page.get_by_label(label, exact=True).fill(text)
    went_on(page, "Continue")
    answered(page, looked)
    page.goto(page.url.split("/questions")[0])


def added(page: Page, looked: Looked) -> None:
    """Add a bidder with its ESPD, and answer what is still asked: the page on which it is checked."""
    looked.at(page)
    went_on(page, "Add a bidder")
    looked.at(page)
    page.get_by_label("With an ESPD Response").check()
    went_on(page, "Continue")
    looked.at(page)
    page.get_by_label("ESPD Response", exact=True).set_input_files(str(RESPONSE))
    went_on(page, "Continue")
    looked.at(page)
    went_on(page, "Go on to what is still to be asked")
    answered(page, looked, most=2)
    page.goto(page.url.split("/questions")[0])
    looked.at(page)
    page.get_by_role("link", name="Check the answers and decide").click()
    looked.at(page)
    if looked.scripts:
        page.emulate_media(media="print")
        assert page.locator("dd.govuk-summary-list__actions").first.is_hidden()
        page.emulate_media(media="screen")


def written(page: Page, looked: Looked, home: str, kind: str, folder: Path) -> None:
    """Write a document from the page of documents, and take it as DOCX."""
    page.goto(f"{home}/documents")
    looked.at(page)
    page.locator(f"a[href*='kind={kind}&']").click()
    looked.at(page)
    form = page.locator("form[method=post]", has=page.locator("#format"))
    for field in form.locator("input[type=text], textarea").all():
        name, label = field.get_attribute("name") or "", field.get_attribute("inputmode")
        parts = {"day": "20", "month": "2", "year": "2026"}
        field.fill(parts.get(name.rsplit("-", 1)[-1], "5" if label == "numeric" else "Example"))
    form.get_by_label("Format").select_option("docx")
    went_on(page, "Make the final document")
    expect(page.locator("main")).to_contain_text("made and on record")
    looked.at(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download").click()
    taken.value.save_as(folder / f"{kind}.docx")
    assert is_zipfile(folder / f"{kind}.docx")


def step(page: Page, looked: Looked, home: str, what: str, verdict: str) -> None:
    """Put a step of the authority on record, with reasons."""
    page.goto(f"{home}/steps")
    looked.at(page)
    one = page.locator("article", has=page.get_by_role("heading", name=f"{what}:")).first
    one.get_by_label(verdict).check()
    one.get_by_label("Reasons").fill("As the file says.")
    with page.expect_navigation():
        one.get_by_role("button", name="Put on record").click()


def went_on(page: Page, button: str) -> None:
    """Press a button that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def answered(page: Page, looked: Looked, most: int = 9) -> None:
    """Answer what is known, and say of the rest that it is not known yet."""
    for number in range(most):
        if not page.get_by_role("button", name="Continue").count():
            return
        if number < 3:
            looked.at(page)
        said = ANSWERS.get(page.locator("h1").inner_text().strip())
        if isinstance(said, dict):
            for label, text in said.items():
                page.get_by_label(label).first.fill(text)
        elif page.locator("input[type=radio]").count():
            page.get_by_label(said or "Not known yet", exact=True).check()
        elif said:
            page.locator("input[name=answer]").fill(said)
        else:
            page.get_by_label("Not known yet").check()
        went_on(page, "Continue")


def reached(page: Page, key: str, of: str) -> None:
    """Press a key until what has this name is focused."""
    for _ in range(120):
        page.keyboard.press(key)
        name = page.evaluate(
            "() => { const one = document.activeElement; const label = one.labels && one.labels[0];"
            " return (label || one).textContent.trim() }"
        )
        if name.startswith(of):
            return
    raise AssertionError(f"never reached: {of}")


@on_sqlite
def test_by_keyboard_alone(place: tuple[AtDesk, str], browser: Browser) -> None:
    desk, base = place
    page = opened(browser)
    page.goto(f"{base}/sign-in?token={desk.link('officer')}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the content"
    reached(page, "Tab", "Sign in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/procurements")
    reached(page, "Tab", "Begin a procurement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/procurements/new")
    reached(page, "Tab", "Title")
    page.keyboard.type("By keyboard")
    for text in ("27", "3", "2026"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions")
    page.keyboard.press("Tab")
    reached(page, "Tab", "In which country is the contracting authority?")
    page.keyboard.type("Atlantis")
    page.keyboard.press("Enter")
    # the summary of errors has the focus, and leads to the field
    expect(page).to_have_title("Error: In which country is the contracting authority? – tenderlaw")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    page.keyboard.press("Control+A")
    page.keyboard.type("France")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions?after=*")
    expect(page.locator(".tl-standing")).to_contain_text("Kept: France")
    reached(page, "Tab", "Check the answers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers")
    expect(page.get_by_text("France")).to_be_visible()
    page.context.close()


@on_sqlite
def test_in_other_languages_and_with_forced_colours(place: tuple[AtDesk, str], browser: Browser) -> None:
    desk, base = place
    page, looked = opened(browser), Looked()
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{base}/sign-in?token={desk.link('officer')}&lang=de")
    page.get_by_role("button", name="Anmelden").click()
    page.goto(f"{base}/procurements/new?lang=fr")
    looked.at(page)
    page.get_by_role("button", name="Continuer").click()
    assert page.title().startswith("Erreur : ")
    page.get_by_role("link", name="Deutsch").click()
    assert page.locator("html").get_attribute("lang") == "de"
    looked.at(page)
    page.context.close()
