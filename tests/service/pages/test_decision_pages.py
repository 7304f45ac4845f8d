"""The page of a decision: outcome first, why, what is missing and would change; replayed; in three languages."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from service.filing import CLEAN, MISCONDUCT, PROCUREMENT
from service.pages.at_desk import AtDesk, at_desk, packs, token_in
from service.pages.filed import CONVICTED, GRAVE, OPEN, bought, decided_file, hand
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.what_if import tried_answers
from tenderlaw.service.accounts.tenants import change_tenant
from tenderlaw.service.files.answers import replace_facts
from tenderlaw.service.files.recording import decide_and_record
from tenderlaw.service.pages.phrases import LANGUAGES
from tenderlaw.service.pages.views.decision import decision_view
from tenderlaw.service.pages.views.links import Links

DAY = date(2026, 2, 1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtDesk]:
    with at_desk(f"sqlite:///{tmp_path_factory.mktemp('decisions')}/t.sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def bought_once(desk: AtDesk) -> str:
    return bought(desk, ["baseline"])


@pytest.fixture(scope="module")
def reader(desk: AtDesk) -> TestClient:
    return desk.signed_in("reader")


def said(text: str) -> str:
    """A page as it is read: without tags, spaces as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).replace(" :", ":")


def test_what_it_comes_to_stands_before_why_and_why_before_what_is_missing(
    desk: AtDesk, bought_once: str, reader: TestClient
) -> None:
    _, made = decided_file(desk, bought_once, OPEN)
    text = reader.get(f"/decisions/{made}").text
    places = ["cannot be decided yet", "As of 1 February 2026", "not yet the authority", 'id="award"', 'id="next"',
              'id="why"', 'id="missing"', 'id="policies"', 'id="own"', 'id="rests"', 'id="history"']  # fmt: skip
    found = [text.index(place) for place in places]
    assert found == sorted(found)
    assert "art. 57(1)(f)" in text
    assert "Link to the operator: has power to represent it" in said(text)


def test_a_ground_names_provision_facts_days_and_what_would_lift_it(
    desk: AtDesk, bought_once: str, reader: TestClient
) -> None:
    _, made = decided_file(desk, bought_once, CONVICTED)
    text = said(reader.get(f"/decisions/{made}").text)
    for part in ("must be excluded from this procurement", "1 June 2023", "1 June 2028 (set by law)",
                 "Self-cleaning (art. 57(6)) not shown", "the managing director, Convictions, no. 1"):  # fmt: skip
        assert part in text
    assert f"/bidders/{''}" not in text  # addresses are no words


def test_what_is_missing_leads_to_its_question_and_says_what_each_answer_would_change(
    desk: AtDesk, bought_once: str, reader: TestClient
) -> None:
    unknown = {**CLEAN, "linked_persons": [{"name": "a member", "link": "governing-body-member", "link_until": "open"}]}
    bidder, made = decided_file(desk, bought_once, unknown)
    text = reader.get(f"/decisions/{made}").text
    assert f'href="/bidders/{bidder}/questions?path=operator.linked_persons%5B0%5D.convictions"' in text
    missing = said(text[text.index('id="missing"') : text.index('id="policies"')])
    assert re.search(r"none: Not excluded", missing)


def test_a_fact_that_only_a_step_gives_leads_to_the_steps(desk: AtDesk, bought_once: str, reader: TestClient) -> None:
    bidder, made = decided_file(desk, bought_once, OPEN)
    missing = reader.get(f"/decisions/{made}").text
    missing = missing[missing.index('id="missing"') :]
    assert f'href="/bidders/{bidder}/steps"' in missing[: missing.index("</tr>", missing.index("<tbody"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_decision_is_said_in_its_language(
    desk: AtDesk, bought_once: str, reader: TestClient, language: str
) -> None:
    _, made = decided_file(desk, bought_once, GRAVE)
    text = reader.get(f"/decisions/{made}?lang={language}").text
    assert f'<html lang="{language}"' in text
    words = {"en": "As of 1 February 2026", "fr": "Au 1er février 2026", "de": "Stand 1. Februar 2026"}
    assert words[language] in text
    assert ("Art. 57 Abs. 4 Buchst. c" in text) is (language == "de")
    reader.get("/decisions/x?lang=en")


def test_scripts_in_names_are_harmless(desk: AtDesk, bought_once: str, reader: TestClient) -> None:
    bidder, made = decided_file(desk, bought_once, GRAVE)
    for path in (f"/decisions/{made}", f"/decisions/{made}/replay", f"/bidders/{bidder}/steps"):
        text = reader.get(path).text
        assert "<script>alert(1)" not in text and "&lt;script&gt;alert(1)" in text, path


def test_neither_the_id_nor_a_hash_over_facts_leaves(desk: AtDesk, bought_once: str, reader: TestClient) -> None:
    bidder, made = decided_file(desk, bought_once, CONVICTED)
    with desk.held.writing() as connection:
        recorded = decide_and_record(connection, hand(desk), bidder)
    assert not recorded.new
    text = reader.get(f"/decisions/{made}").text
    assert recorded.decision.id not in text and recorded.decision.id[:16] not in text
    assert made in text


def test_a_decision_is_replayed_to_the_letter(desk: AtDesk, bought_once: str, reader: TestClient) -> None:
    _, made = decided_file(desk, bought_once, CONVICTED)
    assert "It comes to the same" in reader.get(f"/decisions/{made}/replay").text


def test_what_changed_since_the_last_decision_is_said(desk: AtDesk, bought_once: str, reader: TestClient) -> None:
    bidder, first = decided_file(desk, bought_once, CLEAN)
    with desk.held.writing() as connection:
        changed = {**CLEAN, "misconduct": [MISCONDUCT]}
        replace_facts(connection, hand(desk), bidder, {"operator": changed, "entities": []})
    assert "The file changed since this decision" in reader.get(f"/decisions/{first}").text
    with desk.held.writing() as connection:
        second = decide_and_record(connection, hand(desk), bidder).made.decision
    text = said(reader.get(f"/decisions/{second}").text)
    assert "Outcome: Not excluded before, May be excluded now" in text
    assert "Grave professional misconduct (art. 57(4)(c)): Not triggered before, Applies now" in text
    assert "decided again since" in reader.get(f"/decisions/{first}").text


def test_a_decision_of_another_tenant_is_not_there(desk: AtDesk, bought_once: str) -> None:
    _, made = decided_file(desk, bought_once, CLEAN)
    other = desk.signed_in("reader", "auditor", tenant="south")
    assert other.get(f"/decisions/{made}").status_code == 404
    assert other.get("/decisions/dec_none").status_code == 404


def test_only_who_may_see_the_record_is_led_there(desk: AtDesk, bought_once: str, reader: TestClient) -> None:
    _, made = decided_file(desk, bought_once, CLEAN)
    assert 'href="/record/' not in reader.get(f"/decisions/{made}").text
    assert 'href="/record/' in desk.signed_in("auditor").get(f"/decisions/{made}").text


def test_answers_are_tried_with_everything_else_as_it_is() -> None:
    regime = next(one for one in packs().regimes if one.id == "eu-2014-24")
    facts = {"procurement": {"authority": {"country": "SE", "kind": "sub-central"}}, "operator": {**OPEN}}
    decision = decide(facts, as_of=DAY, packs=[regime])
    for fact in decision.missing_facts:
        for tried in tried_answers(decision, fact.path, [regime]):
            assert tried.outcome in ("must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope")
    assert tried_answers(decision, "procurement.nothing", [regime]) == ()
    view = decision_view(decision, [regime], "en")
    assert Links().step("invite", "invitation") is None
    assert [one.path for one in view.missing] == [one.path for one in decision.missing_facts]
    assert "answer-questions" in [one.code for one in view.steps]
    convicted = {"procurement": {**PROCUREMENT, "stage": None}, "operator": CONVICTED}
    settled = decide(convicted, as_of=DAY, packs=[regime])
    assert (settled.outcome, settled.award.may_proceed) == ("must_exclude", "no") and settled.missing_facts
    assert decision_view(settled, [regime], "en").steps[0].code == "invite"


def test_a_step_is_taken_with_reasons_and_the_file_decided_again(desk: AtDesk, bought_once: str) -> None:
    bidder, _ = decided_file(desk, bought_once, OPEN)
    officer = desk.signed_in("officer")
    page = officer.get(f"/bidders/{bidder}/steps").text
    assert "the measures suffice" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.partition('id="possible"')[2]))
    form = {**hidden, "form_token": token_in(page), "verdict-0": "accepted", "reasons-0": ""}
    refused = officer.post(f"/bidders/{bidder}/steps", data=form)
    assert refused.status_code == 422 and "Enter the reasons" in refused.text and "<title>Error: " in refused.text
    done = officer.post(f"/bidders/{bidder}/steps", data={**form, "reasons-0": "<b>weighed</b>"})
    assert done.status_code == 200 and "decided again with it" in done.text and "Not excluded" in done.text
    taken = officer.get(f"/bidders/{bidder}/steps").text
    assert "&lt;b&gt;weighed&lt;/b&gt;" in taken and "the bidder stays in the procedure" in taken
    stale = officer.post(f"/bidders/{bidder}/steps", data={**form, "reasons-0": "kept text"})
    assert stale.status_code == 409 and "kept text" in stale.text
    assert desk.signed_in("reader").post(f"/bidders/{bidder}/steps", data=form).status_code == 403


def test_a_step_that_an_answer_contradicts_leads_to_that_answer_in_words(desk: AtDesk, bought_once: str) -> None:
    bidder, _ = decided_file(desk, bought_once, CONVICTED)
    officer = desk.signed_in("officer")
    page = officer.get(f"/bidders/{bidder}/steps").text
    assert "`" not in page.partition('id="barred"')[2]
    first = page.partition('id="possible"')[2].partition("</article>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', first))
    form = {**hidden, "form_token": token_in(page), "verdict-0": "accepted", "reasons-0": "kept text"}
    refused = officer.post(f"/bidders/{bidder}/steps", data=form)
    assert refused.status_code == 422 and "kept text" in refused.text
    assert "Does the company say that it has taken measures to show its reliability despite this?" in refused.text
    assert f'href="/bidders/{bidder}/questions?path=operator.linked_persons%5B0%5D.convictions' in refused.text


def test_a_second_person_approves_or_sends_back(desk: AtDesk) -> None:
    bidder, _ = decided_file(desk, bought(desk), OPEN)
    with desk.held.writing() as connection:
        change_tenant(connection, desk.held.act("north"), settings={"four_eyes": True})
    try:
        officer, approver = desk.signed_in("officer"), desk.signed_in("approver")
        page = officer.get(f"/bidders/{bidder}/steps").text
        assert "once a second person has approved it" in page
        rest = page.partition('id="possible"')[2]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', rest))
        form = {**hidden, "form_token": token_in(page), "verdict-0": "accepted", "reasons-0": "weighed"}
        assert "waits for a second person" in officer.post(f"/bidders/{bidder}/steps", data=form).text
        waiting = officer.get(f"/bidders/{bidder}/steps").text
        assert "waits for approval" in waiting and "One step waits for a second person" in waiting
        assert "verdict-0" not in waiting and "Nothing is left to the authority now" not in waiting
        assert bidder in approver.get("/steps").text
        page = approver.get(f"/bidders/{bidder}/steps").text
        step = re.search(r'action="/steps/(step_\w+)/verdict"', page)
        revision = re.search(r'name="revision" value="([^"]+)"', page)
        assert step and revision and "Approve" in page
        mine = officer.get(f"/bidders/{bidder}/steps").text
        assert "Take back" in mine and ">Approve<" not in mine.replace(" ", "").replace("\n", "")
        verdict = {"bidder": bidder, "revision": revision[1], "verdict": "approved"}
        done = approver.post(f"/steps/{step[1]}/verdict", data={**verdict, "form_token": token_in(page)})
        assert done.status_code == 200 and "Not excluded" in done.text
    finally:
        with desk.held.writing() as connection:
            change_tenant(connection, desk.held.act("north"), settings={"four_eyes": False})


def test_what_a_bidder_owes_is_read_from_its_file(reader: TestClient, desk: AtDesk, bought_once: str) -> None:
    bidder, made = decided_file(desk, bought_once, CONVICTED)
    assert f'href="/bidders/{bidder}/duties"' in reader.get(f"/decisions/{made}").text
    assert "Duties of this bidder" in reader.get(f"/bidders/{bidder}/duties").text
    assert desk.signed_in("reader", tenant="south").get(f"/bidders/{bidder}/duties").status_code == 404
