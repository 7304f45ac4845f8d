"""What the authority alone assesses is no question: the pages say that it is left, and where it is put on record."""

from collections.abc import Iterator

import pytest

from service.filing import ENTRY, GROUND
from service.pages.at_desk import AtDesk, at_desk
from service.pages.filed import OPEN, bought, decided_file, hand
from tenderlaw.service.files.taking import StepAsked, take_step


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('assessed')}/t.sqlite") as one:
        yield one


def test_where_only_an_assessment_is_left_every_page_of_the_file_says_so(desk: AtDesk) -> None:
    bidder, decision = decided_file(desk, bought(desk), OPEN)
    officer = desk.signed_in("officer")
    for page in ("", "/questions", "/answers"):
        text = officer.get(f"/bidders/{bidder}{page}").text
        assert "One point is left, and it is for the authority to assess" in text
        assert "could still change it" not in text
    assert "found them sufficient?" in officer.get(f"/bidders/{bidder}/questions").text
    assert "1 question is open" not in officer.get(f"/bidders/{bidder}/answers").text
    decided = officer.get(f"/decisions/{decision}").text
    assert f'<a class="govuk-link" href="/bidders/{bidder}/steps">Assess what the law leaves' in decided


def test_a_step_that_stands_counts_on_every_page_of_the_file(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), OPEN)
    weighed = StepAsked("self-cleaning", "accepted", "measures weighed", ENTRY, "eu-2014-24", GROUND, "self-cleaning")
    with desk.held.writing() as connection:
        take_step(connection, hand(desk), bidder, weighed)
    officer = desk.signed_in("officer")
    for page in ("", "/questions", "/answers"):
        text = officer.get(f"/bidders/{bidder}{page}").text
        assert "Not excluded" in text and "Not determined yet" not in text and "is left, and it is" not in text


def test_a_step_names_the_ground_and_the_offence_in_the_language_of_the_page(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), OPEN)
    text = desk.signed_in("officer").get(f"/bidders/{bidder}/steps?lang=de").text
    assert "Selbstreinigung: Kinderarbeit und andere Formen des Menschenhandels (Art. 57 Abs. 6)" in text
    assert "Selbstreinigung: Selbstreinigung" not in text and "child labour or trafficking" not in text


def test_a_file_that_nobody_decided_leads_to_its_end_too(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), OPEN, decide=False)
    assert f'href="/bidders/{bidder}/retention"' in desk.signed_in("officer").get(f"/bidders/{bidder}").text


def test_a_procurement_of_which_nothing_is_left_to_ask_counts_no_questions(desk: AtDesk) -> None:
    procurement = bought(desk)
    answered = f"/procurements/{procurement}/questions?after=procurement.stage"
    officer = desk.signed_in("officer")
    for strange in ("--", "x", "operator.convictions[" + "1" * 5000):
        assert officer.get(f"/procurements/{procurement}/questions", params={"after": strange}).status_code == 200
    text = officer.get(answered).text
    assert "Nothing is left to ask" in text and "0 questions" not in text


def test_the_page_of_a_procurement_names_the_law_that_governs_it(desk: AtDesk) -> None:
    text = desk.signed_in("officer").get(f"/procurements/{bought(desk)}").text
    assert '<a class="govuk-link" href="/packs/eu-2014-24">Directive 2014/24/EU' in text


def test_what_the_law_presumes_is_shown_with_the_question_that_says_otherwise(desk: AtDesk) -> None:
    bidder, decision = decided_file(desk, bought(desk), OPEN)
    officer, asked = desk.signed_in("officer"), "questions?path=procurement.excluded_contract"
    answers, decided = (officer.get(f"/{page}").text for page in (f"bidders/{bidder}/answers", f"decisions/{decision}"))
    assert "What the law presumes" in answers and f'href="/bidders/{bidder}/{asked}&amp;to=answers"' in answers
    assert f'href="/bidders/{bidder}/{asked}"' in decided and "Say otherwise" in decided
    assert "excluded_contract<" not in answers + decided  # facts are said by their titles
    german = officer.get(f"/bidders/{bidder}/answers?lang=de").text
    assert "Was das Recht vermutet" in german and '<span lang="en">' not in german.partition('id="presumed"')[2]
