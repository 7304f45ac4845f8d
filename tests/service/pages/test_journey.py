"""From an ESPD to the answers checked and decided in a real browser: with scripts and without, wide and narrow, by
keyboard alone. Every page on the way is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.pages.at_desk import AtDesk
from service.pages.in_browser import chromium, served
from service.pages.looked_at import Looked

RESPONSE = Path(__file__).resolve().parents[3] / "examples" / "espd-response" / "response.xml"
ANSWERS = {
    "In which country is the contracting authority?": "Sweden",
    "Is the contract for works, supplies or services?": "services",
    "What kind of buyer is it?": "another contracting authority, such as a regional or local one",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AtDesk, str]]:
    with served(f"sqlite:///{tmp_path_factory.mktemp('journey')}/t.sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def opened(browser: Browser, *, scripts: bool = True, width: int = 1100) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    context.set_default_timeout(15_000)
    return context.new_page()


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1100)], ids=["narrow", "without-scripts"])
def test_from_an_espd_to_a_decision(
    place: tuple[AtDesk, str], browser: Browser, scripts: bool, width: int, tmp_path: Path
) -> None:
    desk, base = place
    page, looked = opened(browser, scripts=scripts, width=width), Looked(scripts, axe=False)
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
    page.get_by_label("Title").fill(f"Cleaning of offices, {width}")
    for label, text in (("Day", "1"), ("Month", "2"), ("Year", "2026")):
        page.get_by_label(label, exact=True).fill(text)
    went_on(page, "Continue")
    answered(page, looked, lambda: "procurement" in page.url and not page.get_by_text("Nothing is left").count())
    page.goto(page.url.split("/questions")[0])
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
    answered(page, looked, lambda: not page.get_by_text("Nothing is left").count(), most=4)
    page.goto(page.url.split("/questions")[0])
    looked.at(page)
    page.get_by_role("link", name="Check the answers and decide").click()
    looked.at(page)
    if scripts:
        page.emulate_media(media="print")
        assert page.locator("dd.govuk-summary-list__actions").first.is_hidden()
        page.emulate_media(media="screen")
    went_on(page, "Decide on these answers")
    assert "/decisions/" in page.url
    page.context.close()


def went_on(page: Page, button: str) -> None:
    """Press a button that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def answered(page: Page, looked: Looked, asks: Callable[[], bool], most: int = 6) -> None:
    """Answer what is known, and say of the rest that it is not known yet."""
    for number in range(most):
        if not asks():
            return
        if number < 3:
            looked.at(page)
        said = ANSWERS.get(page.locator("h1").inner_text().strip())
        if page.locator("input[type=radio]").count():
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
