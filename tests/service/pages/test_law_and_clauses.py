"""Pages of the law and of the clause library: each rule with its provision, values over time, what is prescribed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.pages.at_desk import AtDesk, at_desk, packs
from tenderlaw.clauses.library import load_library
from tenderlaw.decisions.regime import Regime
from tenderlaw.service.pages.phrases import LANGUAGES
from tenderlaw.service.pages.views.clause_text import Passage, clause_text
from tenderlaw.service.pages.views.library import ClauseSearch, clause_rows, clause_view, prescriptions_in
from tenderlaw.service.pages.views.packs import pack_view, period_words
from tenderlaw.service.pages.views.worked import case_decided, case_rows


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('law')}/t.sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def reader(desk: AtDesk) -> TestClient:
    return desk.signed_in("reader")


def regime(name: str) -> Regime:
    return next(one for one in packs().everything if one.id == name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pack_and_every_clause_has_a_page_in_every_language(language: str) -> None:
    library, everything = load_library(), packs().everything
    for one in everything:
        view = pack_view(one, language)
        assert len(view.mandatory) + len(view.discretionary) == len(one.typed.pack.grounds)
    prescribed = prescriptions_in(everything, language)
    for clause in library.clauses.values():
        assert clause_view(clause, library, prescribed.get(clause.said.id, ()), language).row.title
    assert len(clause_rows(library, prescribed, ClauseSearch(), language)) == len(library.clauses)


def test_every_wording_can_be_read_with_its_terms() -> None:
    library = load_library()
    for clause in library.clauses.values():
        for language in clause.bodies:
            text = clause_text(clause, library, language)
            assert text.parts and all(term.meaning and "<" not in term.meaning for term in text.terms)
            assert all(part.number for part in text.parts if isinstance(part, Passage))


def test_a_ground_stands_with_provision_period_and_what_lifts_it(reader: TestClient) -> None:
    text = reader.get("/packs/eu-2014-24").text
    assert "Child labour and other forms of trafficking in human beings" in text
    assert "art. 57(1)(f)" in text and "5 years from the final judgment (art. 57(7))" in text
    assert "Self-cleaning" in text
    pack = regime("eu-2014-24").typed.pack
    assert period_words(pack, pack.grounds[0].period, "de") == (
        "5 Jahre ab: dem rechtskräftigen Urteil (Art. 57 Abs. 7) sofern nicht ein Urteil einen anderen bestimmt"
    )


def test_thresholds_over_time_are_a_picture_with_a_table_beside_it(reader: TestClient) -> None:
    text = reader.get("/packs/eu-2014-24?lang=en").text
    pictures = re.findall(r"<svg .*?</svg>", text, flags=re.DOTALL)
    assert pictures and all('role="img"' in one and "aria-label=" in one for one in pictures)
    assert "style=" not in "".join(pictures)
    assert "EUR\xa05,404,000.00, VAT excluded" in text
    assert "Regulation (EU) 2025/2152" in text


def test_a_worked_case_is_decided_before_ones_eyes(reader: TestClient) -> None:
    rows = case_rows(regime("eu-2014-24"), "en")
    assert f"/packs/eu-2014-24/cases/{rows[0].id}".replace(" ", "%20") in reader.get("/packs/eu-2014-24/cases").text
    decided = case_decided(regime("eu-2014-24"), "EU-1")
    assert decided is not None and decided.differences == ()
    text = reader.get("/packs/eu-2014-24/cases/EU-1").text
    assert "The decision is as expected." in text and "must be excluded from this procurement" in text
    assert reader.get("/packs/eu-2014-24/cases/none").status_code == 404
    assert reader.get("/packs/of-nobody").status_code == 404


def test_clauses_are_found_by_risk_source_obligation_language_and_words(reader: TestClient) -> None:
    def found(query: str) -> set[str]:
        return set(re.findall(r'href="/clauses/([a-z0-9-]+)"', reader.get(f"/clauses?{query}").text))

    every, high = found(""), found("risk=high")
    assert high < every and "independent-audits" in high
    assert "independent-audits" not in found("risk=low")
    assert found("source=us-far") and "us-far-52-222-50" in found("source=us-far")
    assert "zero-tolerance" in found("language=nl") and found("language=nl") < every
    assert found("obligation=mandatory") < every
    assert "zero-tolerance" in found("words=knowingly+profit")
    assert found("words=%3Cscript%3E") == set()
    assert "<script>alert" not in reader.get("/clauses?words=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text


def test_a_clause_is_read_in_a_language_and_says_why_it_is_prescribed(reader: TestClient) -> None:
    text = reader.get("/clauses/zero-tolerance?text=de").text
    assert '<article class="tl-clause" lang="de">' in text
    assert "Baseline against trafficking and forced labour" in text
    assert "machine-drafted, needs review" in text
    both = [reader.get(f"/clauses/us-far-52-222-50{query}").text for query in ("", "?variant=alternate-i")]
    assert "Alternate I (MAR 2015)" not in both[0] and "Alternate I (MAR 2015)" in both[1]
    assert reader.get("/clauses/of-nobody").status_code == 404


def test_pages_of_the_law_are_for_those_who_are_signed_in(desk: AtDesk) -> None:
    for path in ("/packs", "/packs/eu-2014-24", "/clauses", "/clauses/zero-tolerance"):
        answer = desk.nobody().get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in")


def test_the_style_of_these_pages_is_ours_alone() -> None:
    style = (Path(__file__).parents[3] / "engine/tenderlaw/service/pages/static/reading.css").read_text("utf-8")
    assert "url(" not in style and "@import" not in style
