"""On French and German pages nothing is said in English that is not marked so: every text of a journey is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from service.pages.at_desk import AtDesk, at_desk
from service.pages.filed import CONVICTED, bought, decided_file
from service.pages.test_files_in_pages import hidden
from tenderlaw.interview.phrases import phrases_in as interview_in
from tenderlaw.service.pages.phrases import phrases_in

PAGES = (
    "/procurements", "/procurements/new", "{procurement}", "{procurement}/answers", "{procurement}/change",
    "{procurement}/comparison", "{procurement}/bidders/new", "{bidder}", "{bidder}/questions", "{bidder}/answers",
    "{bidder}/steps", "{bidder}/documents", "{bidder}/duties", "{bidder}/retention", "{decision}", "{decision}/replay",
    "{bidder}/entry?entry=operator.linked_persons%5B0%5D", "{bidder}/remove?entry=operator.linked_persons%5B0%5D",
    "{bidder}/questions?path=operator.linked_persons%5B0%5D.link&to=answers", "/steps", "/screening", "/duties",
    "/packs", "/record", "/house",
)  # fmt: skip
ENGLISH = frozenset((
    "the", "of", "and", "is", "that", "to", "it", "not", "be", "which", "this", "by", "are", "has", "have", "with",
    "from", "its", "whether", "does", "who", "what", "they", "there",
))  # fmt: skip
CITED = re.compile(r"\bparas?\. \d|List of Goods|[a-z]\. \d")
"""Provisions, which are cited in their own form in every language."""
NAMES = "City of Example", "the managing director", "Deductible VAT"
VOID = ("input", "br", "meta", "link", "img", "hr")


class Texts(HTMLParser):
    """The texts that stand in the language of the page, attributes that are read out among them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        apart = tag in ("bdi", "code", "script", "option") or ("lang" in given and tag != "html")
        apart = apart or any(one in (given.get("class") or "") for one in ("tl-mono", "tl-case"))
        if tag not in VOID:
            self.open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(apart for _, apart in self.open):
            self.found.append(" ".join(data.split()))


def english(text: str, catalogue: frozenset[str]) -> bool:
    for name in NAMES:
        text = text.replace(name, "")
    words = re.findall(r"[a-zà-ÿ]+", text.lower())
    return text in catalogue or (sum(word in ENGLISH for word in words) >= 2 and not CITED.search(text))


def catalogue(language: str) -> frozenset[str]:
    """Phrases of English pages that the language says otherwise."""
    said = {
        str(one[key])
        for one, other in ((phrases_in("en"), phrases_in(language)), (interview_in("en"), interview_in(language)))
        for key in one
        if one[key] != other[key] and " " in str(one[key])
    }
    return frozenset(said)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('languages')}/t.sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def places(desk: AtDesk) -> dict[str, str]:
    procurement = bought(desk, ["baseline"])
    bidder, decision = decided_file(desk, procurement, CONVICTED)
    return {
        "procurement": f"/procurements/{procurement}",
        "bidder": f"/bidders/{bidder}",
        "decision": f"/decisions/{decision}",
    }


def stray(client: TestClient, address: str, language: str) -> list[str]:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200 and f'<html lang="{language}"' in answer.text, address
    return stray_in(answer.text, language)


def stray_in(page: str, language: str) -> list[str]:
    texts = Texts()
    texts.feed(page)
    return [one for one in texts.found if english(one, catalogue(language))]


@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_page_of_a_journey_says_anything_in_english_that_is_not_marked(
    desk: AtDesk, places: dict[str, str], language: str
) -> None:
    client = desk.signed_in("officer", "auditor", "approver", "administrator")
    found = {one: stray(client, one.format(**places), language) for one in PAGES}
    assert {address: texts for address, texts in found.items() if texts} == {}
    new = f"{places['procurement']}/bidders/new"
    for name, text in (("c.yaml", "operator: {nam: x}"), ("c.yaml", "a: ["), ("c.json", "{"), ("c.xml", "<a/>")):
        kind = "espd" if name.endswith("xml") else "case"
        form = hidden(client.get(f"{new}?from={kind}", headers={"Accept-Language": language}).text)
        files = {kind: (name, text.encode(), "text/plain")}
        refused = client.post(new, data=form, files=files, headers={"Accept-Language": language})
        assert refused.status_code == 422 and stray_in(refused.text, language) == [], (name, text)


def test_a_text_in_english_is_found() -> None:
    assert stray_in("<html lang=de><p>Answer what the authority knows of the bidder</p>", "de") != []
    assert stray_in("<html lang=de><p><span lang=en>of the bidder that is</span></p>", "de") == []
    assert stray_in("<html lang=de><p>Check the answers</p>", "de") != []
