"""HTML: accessible by the judgment of axe in a real browser, whole without the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from schedule_sample import ROOT, schedule

import tenderlaw
from tenderlaw.documents.formats import write_document
from tenderlaw.documents.letters import file_note, letter

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = next((path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser")) if path.exists()), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = browser.new_context(offline=True)
        yield context.new_page()
        browser.close()


def violations(page: Page, text: bytes, width: int) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(text.decode("utf-8"))
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_schedule_has_no_violation(browser_page: Page, width: int) -> None:
    for document in (schedule(), schedule(draft=True), schedule(language="fr", fallback_language="en")):
        assert violations(browser_page, write_document(document, "html"), width) == []


def test_letters_have_no_violation(browser_page: Page) -> None:
    case = tenderlaw.load_case(ROOT / "examples" / "missing-facts" / "case.yaml")
    decision = tenderlaw.decide(case, packs=["eu-2014-24"])
    for document in (letter("request-for-documents", decision, draft=True), file_note(decision)):
        assert violations(browser_page, write_document(document, "html"), 800) == []


def test_nothing_runs_off_a_narrow_page(browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 900})
    browser_page.set_content(write_document(schedule({"contact": "x" * 3000}), "html").decode("utf-8"))
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320


def test_words_from_outside_are_never_elements(browser_page: Page) -> None:
    text = write_document(schedule({"contact": "<script>document.title = 'run'</script><img src=x>"}), "html")
    browser_page.set_content(text.decode("utf-8"))
    assert browser_page.title() != "run"
    assert browser_page.evaluate("document.querySelectorAll('script, img').length") == 0


def test_every_link_leads_somewhere_and_nothing_is_fetched() -> None:
    text = write_document(schedule(), "html").decode("utf-8")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|<script", text)


def test_a_clause_in_another_language_is_marked_as_such() -> None:
    text = write_document(schedule(language="fr", fallback_language="en"), "html").decode("utf-8")
    assert '<html lang="fr">' in text
    assert '<section lang="en" aria-labelledby="c_reporting">' in text


def test_a_blank_of_a_draft_stands_out_and_words_from_outside_keep_their_direction() -> None:
    text = write_document(schedule({"contact": "\u05e9\u05dc\u05d5\u05dd"}, draft=True), "html").decode("utf-8")
    assert "<mark>[TO BE COMPLETED: largest sum retained]</mark>" in text
    assert "<bdi>\u05e9\u05dc\u05d5\u05dd</bdi>" in text
