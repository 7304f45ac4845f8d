"""An interview: begun from anything, answered in words, changed later, kept as plain data, and given out as a case."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import tenderlaw
from tenderlaw.decisions import decide
from tenderlaw.facts.questions import LANGUAGES as QUESTIONS
from tenderlaw.interop.espd import read_response
from tenderlaw.interview import (
    Answered,
    Interview,
    answered,
    answers_to_check,
    asked_about,
    back,
    begin,
    case_of,
    forgotten,
    from_espd,
    from_plain,
    removed,
    settled_by,
    standing,
    to_plain,
)
from tenderlaw.interview.phrases import LANGUAGES, phrases_in
from tenderlaw.sources.faults import InputInvalidError

PACKS: Final = tenderlaw.load_packs(["eu-2014-24"])
DAY: Final = date(2026, 2, 1)
ROOT: Final = Path(__file__).resolve().parents[2]
BOUGHT: Final = {
    "authority": {"country": "SE", "kind": "sub-central"},
    "contract_kind": "works",
    "call_sent_on": "2026-01-05",
    "estimated_value_excluding_vat": {"amount": "9000000", "currency": "EUR"},
}
CLEAN: Final = {
    "role": "tenderer", "linked_persons": [], "tax_breaches": [], "misconduct": [], "insolvency": [],
    "exclusions_by_judgment": [], "statements": [], "derogations": [],
}  # fmt: skip


def about(operator: dict[str, object] | None = None, **facts: object) -> Interview:
    """An interview about a bidder for a procurement that the directive governs."""
    return begin({"procurement": BOUGHT, "operator": operator or {}, **facts}, as_of=DAY, packs=PACKS)


def told(interview: Interview, *answers: tuple[str, object]) -> Answered:
    """What became of the last of several answers; none of them was refused."""
    for path, answer in answers:
        said = answered(interview, path, answer)
        assert said.faults == (), path
        interview = said.interview
    return said


def test_the_questions_of_the_scope_come_first() -> None:
    now = standing(begin(as_of=DAY, packs=PACKS))
    assert {one.stage for one in now.questions} == {"scope"}
    assert now.outcome == "undetermined"
    assert now.next is not None
    assert now.next.path == "procurement.authority.country"
    assert [one.law for one in now.next.needed_for] == ["Directive 2014/24/EU on public procurement"]
    assert now.at_most > len(now.questions), "those of the bidder come after"


def test_an_answer_says_at_once_what_it_settled() -> None:
    said = told(about(), ("operator.tax_breaches", "none"))
    assert said.echo == "none"
    assert [(one.about, one.after) for one in said.settled] == [("finding", "not_triggered")] * 2
    assert said.settled[0].said.endswith("(art. 57(2) first subparagraph): this ground is not given.")
    country = answered(begin(as_of=DAY, packs=PACKS), "procurement.authority.country", "Canada")
    assert [one.about for one in country.settled] == ["outcome", "regime"]
    assert country.standing.outcome == "out_of_scope"
    assert country.standing.why == "settled"


def test_an_entry_is_added_and_asked_about_under_a_caption() -> None:
    said = told(about(CLEAN, entities=[]), ("operator.convictions", "add"))
    asked = said.standing.next
    assert asked is not None
    assert (asked.path, asked.caption) == ("operator.convictions[0].offence", "Convictions 1")
    assert "child-labour" in [one.word for one in asked.question.choices]
    said = told(said.interview, ("operator.convictions[0].offence", "Child labour"))
    assert said.standing.next is not None
    assert said.standing.next.caption == "Convictions 1: Child labour"


def convicted(interview: Interview) -> Answered:
    return told(
        interview,
        ("operator.convictions", "add"),
        ("operator.convictions[0].offence", "child-labour"),
        ("operator.convictions[0].final", "yes"),
        ("operator.convictions[0].final_on", "31.1.2024"),
        ("operator.convictions[0].judgment_sets_exclusion", "no"),
        ("operator.convictions[0].self_cleaning.claimed", "no"),
    )


def test_it_stops_where_nothing_can_change_the_result() -> None:
    said = convicted(about(CLEAN, entities=[]))
    assert (said.standing.outcome, said.standing.award, said.standing.why) == ("must_exclude", "no", "settled")
    assert said.settled[0].said == "Outcome: the bidder must be excluded (before: not determined yet)."
    finding = next(one for one in said.settled if one.about == "finding")
    assert "child labour" in finding.said.lower()
    assert said.standing.questions == ()
    assert decide(case_of(said.interview), as_of=DAY, packs=PACKS).outcome == "must_exclude"


def test_a_list_that_is_not_finished_clears_nobody() -> None:
    """One conviction that is over says nothing of others that nobody has named yet."""
    said = told(
        about(CLEAN, entities=[]),
        ("operator.convictions", "add"),
        ("operator.convictions[0].final", "no"),
    )
    assert said.standing.outcome == "undetermined"
    assert said.standing.next is not None
    assert said.standing.next.another
    unfinished = case_of(said.interview)
    assert decide(unfinished, as_of=DAY, packs=PACKS).outcome == "undetermined"
    said = told(said.interview, ("operator.convictions", "none"))
    assert said.standing.outcome == "not_excluded"
    assert [one.after for one in said.settled if one.about == "outcome"] == ["not_excluded"]
    assert case_of(said.interview)["operator"]["convictions"] == [{"final": False}]  # type: ignore[index]


def test_whether_there_are_more_may_be_not_known() -> None:
    said = told(
        about(CLEAN, entities=[]),
        ("operator.convictions", "add"),
        ("operator.convictions[0].final", "no"),
        ("operator.convictions", "not known"),
    )
    assert said.standing.outcome == "undetermined"
    assert "operator.convictions" in {one.path for one in said.standing.unknown}
    assert decide(case_of(said.interview), as_of=DAY, packs=PACKS).outcome == "undetermined"


def test_an_entry_that_lacks_what_makes_it_one_is_asked_for_it_first() -> None:
    said = told(about({**CLEAN, "convictions": []}), ("entities", "add"))
    assert said.standing.next is not None
    assert (said.standing.next.path, said.standing.next.stage) == ("entities[0].role", "entry")
    refused = answered(said.interview, "entities", "add")
    assert [one.field for one in refused.faults] == ["entities[0].role"]
    refused = answered(said.interview, "entities[0].role", "not known")
    assert [one.message for one in refused.faults] == ["without it there is no such entry"]
    assert decide(case_of(said.interview), as_of=DAY, packs=PACKS).outcome == "undetermined"
    said = told(said.interview, ("entities[0].role", "subcontractor"), ("entities", "none"))
    assert said.standing.outcome == "not_excluded"


def test_a_fact_from_which_several_follow_is_asked_first() -> None:
    one = {
        **CLEAN,
        "convictions": [
            {"offence": "fraud", "final": True, "final_on": "2024-01-31", "judgment_sets_exclusion": False}
        ],
    }
    now = standing(about(one, entities=[]))
    assert [one.path.rpartition(".")[2] for one in now.questions[:2]] == ["claimed", "compensation"]
    after = told(now.interview, ("operator.convictions[0].self_cleaning.claimed", "no"))
    assert after.standing.outcome == "must_exclude"


@pytest.mark.parametrize(
    ("path", "answer", "message"),
    [
        ("operator.convictions[0].final", "perhaps", "`perhaps` is neither yes nor no"),
        ("operator.convictions[3].final", "yes", "is about an entry that the list does not have"),
        ("operator.nonsense", "yes", "`operator.nonsense` leads to no fact"),
        ("operator[0]..", "yes", "`operator[0]..` leads to no fact"),
        ("procurement.call_sent_on", "1.2.2026", "`1.2.2026` may be read as 2026-02-01 and as 2026-01-02"),
        ("procurement.contract_kind", 7, "this value is not one of the known values"),
        ("operator.tender", "yes", "is asked for by its parts, and not as one value"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(path: str, answer: object, message: str) -> None:
    start = about({**CLEAN, "convictions": [{}]})
    said = answered(start, path, answer)
    assert [one.message for one in said.faults][:1] == [message] or said.faults[0].message.endswith("known values")
    assert said.faults[0].field == path
    assert said.interview is start


def test_an_answer_that_contradicts_another_is_refused_with_both_places() -> None:
    start = told(
        about(CLEAN),
        ("operator.linked_persons", "add"),
        ("operator.linked_persons[0].link_from", "2025-05-01"),
    ).interview
    said = answered(start, "operator.linked_persons[0].link_until", "2024-05-01")
    assert [(one.field, one.message) for one in said.faults] == [
        ("operator.linked_persons[0].link_until", "`link_until` lies before `link_from`")
    ]
    assert said.interview is start
    assert answered(start, "operator.linked_persons[0].link_until", "open").faults == ()


def test_an_answer_is_changed_later_and_the_others_stay() -> None:
    done = convicted(about(CLEAN, entities=[])).interview
    said = told(done, ("procurement.authority.country", "CA"))
    assert said.standing.outcome == "out_of_scope"
    lines = {one.path: one for one in answers_to_check(said.interview)}
    late = lines["operator.convictions[0].final_on"]
    assert (late.answer, late.needed, late.state) == ("31 January 2024", False, "given")
    again = told(said.interview, ("procurement.authority.country", "SE"))
    assert again.standing.outcome == "must_exclude"
    assert again.interview.facts == done.facts


def test_going_back_keeps_every_answer() -> None:
    done = convicted(about(CLEAN)).interview
    assert back(done) == "operator.convictions[0].self_cleaning.claimed"
    assert back(done, "operator.convictions[0].offence") == "operator.convictions"
    assert back(done, "operator.convictions") is None
    assert back(begin(as_of=DAY, packs=PACKS)) is None


def test_answers_to_check_tell_given_from_not_known_and_open() -> None:
    end = told(about(CLEAN), ("operator.convictions", "not known")).interview
    lines = {one.path: one for one in answers_to_check(end, "fr")}
    assert lines["operator.convictions"].state == "not_known"
    assert lines["operator.convictions"].needed
    assert lines["entities"].state == "open"
    country = lines["procurement.authority.country"]
    assert (country.answer, country.source, country.question.language) == ("Suède", "case", "fr")


def test_an_entry_is_taken_out_and_what_is_behind_it_moves_up() -> None:
    start = told(
        about(CLEAN),
        ("operator.linked_persons", "add"),
        ("operator.linked_persons[0].link", "other"),
        ("operator.linked_persons", "add"),
        ("operator.linked_persons[1].link", "controller"),
        ("operator.linked_persons[1].link_from", "not known"),
    ).interview
    after = removed(start, "operator.linked_persons[0]")
    assert after.facts["operator"]["linked_persons"] == [{"link": "controller"}]  # type: ignore[index]
    assert after.unknown == ("operator.linked_persons[0].link_from",)
    nobody = removed(after, "operator.linked_persons[0]")
    assert "linked_persons" not in nobody.facts["operator"]  # type: ignore[operator]
    assert nobody.growing == ()
    assert "operator.linked_persons" in {one.path for one in standing(nobody).questions}
    with pytest.raises(InputInvalidError, match="there is no such entry"):
        removed(nobody, "operator.linked_persons[0]")


def test_an_answer_that_is_forgotten_is_asked_again() -> None:
    start = told(about(CLEAN), ("operator.convictions", "not known")).interview
    assert "operator.convictions" not in {one.path for one in standing(start).questions}
    assert "operator.convictions" in {one.path for one in standing(forgotten(start, "operator.convictions")).questions}


def test_a_draft_is_plain_data_and_comes_back_the_same() -> None:
    start = told(
        about(CLEAN), ("operator.convictions", "add"), ("operator.convictions[0].final", "not known")
    ).interview
    plain = json.loads(json.dumps(to_plain(start)))
    assert from_plain(plain, packs=PACKS) == start
    assert from_plain(plain).regimes[0].digest == PACKS[0].digest
    for wrong in (
        {**plain, "answers": 1},
        {**plain, "as_of": "soon"},
        {**plain, "unknown": ["a b"]},
        {"as_of": "2026-01-01"},
    ):
        with pytest.raises(InputInvalidError):
            from_plain(wrong)


def test_it_begins_from_a_former_case_and_from_a_decision() -> None:
    former = decide({"procurement": BOUGHT, "operator": CLEAN, "entities": []}, as_of=DAY, packs=PACKS)
    again = begin(former.facts, as_of=DAY, packs=PACKS, source="former")
    assert {again.sources[path] for path in ("procurement.contract_kind", "operator.insolvency")} == {"former"}
    assert [one.path for one in standing(again).questions] == [
        one.path for one in standing(about(CLEAN, entities=[])).questions
    ]


def test_it_begins_from_an_espd_response() -> None:
    file = sorted((ROOT / "tests" / "fixtures").rglob("*espd*response*.xml")) or sorted(
        (ROOT / "examples").rglob("*.xml")
    )
    reading = read_response(file[0], "tenderer")
    start = from_espd(reading, BOUGHT, as_of=DAY, packs=PACKS)
    assert start.sources["operator.role"] == "espd"
    assert start.sources["procurement.contract_kind"] == "case"
    asked = {one.path for one in standing(start).questions}
    given = set(start.sources)
    assert asked.isdisjoint(given - {one.path for one in standing(start).questions if one.given})


def test_what_was_given_and_does_not_answer_is_asked_once_more_and_said() -> None:
    dollars = {**BOUGHT, "estimated_value_excluding_vat": {"amount": "9000000", "currency": "USD"}}
    now = standing(begin({"procurement": dollars}, as_of=DAY, packs=PACKS))
    assert now.next is not None
    assert now.next.path == "procurement.estimated_value_excluding_vat"
    assert now.next.given is not None
    assert "another currency" in now.next.given
    typed = answered(now.interview, now.next.path, "9000000 USD")
    assert typed.standing.why == "unfit"
    assert [one.path for one in typed.standing.unknown] == ["procurement.estimated_value_excluding_vat"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_languages_of_the_pages(language: str) -> None:
    said = told(about(), ("operator.tax_breaches", "none"))
    here = answered(about(), "operator.tax_breaches", "none", language)
    assert (here.standing.language, len(here.settled)) == (language, len(said.settled))
    assert here.standing.next is not None
    assert here.standing.next.question.language == language
    assert language == "en" or here.standing.said != said.standing.said
    assert set(phrases_in(language)) == set(phrases_in("en"))


def test_languages_are_those_of_questions_and_another_is_refused() -> None:
    assert set(LANGUAGES) == {"en", "fr", "de"}
    assert set(LANGUAGES) < set(QUESTIONS)
    with pytest.raises(InputInvalidError, match="nobody is asked in `xx`"):
        standing(about(), "xx")


def test_policies_are_asked_for_last() -> None:
    start = begin({"procurement": BOUGHT, "operator": CLEAN}, as_of=DAY, packs=PACKS, policies=["baseline"])
    now = standing(start)
    stages = [one.stage for one in now.questions]
    assert stages == sorted(stages, key=("entry", "scope", "outcome", "award", "policy").index)
    assert stages[-1] == "policy"
    assert all(one.needed_for for one in now.questions)


def test_what_answers_as_well_is_asked_where_a_fact_is_not_known() -> None:
    entry = {"offence": "fraud", "final": True, "judgment_sets_exclusion": False, "self_cleaning": {"claimed": False}}
    start = about({**CLEAN, "convictions": [entry]}, entities=[])
    said = told(start, ("operator.convictions[0].final_on", "not known"))
    assert said.standing.next is not None
    assert said.standing.next.path == "operator.convictions[0].convicted_on", "a period that runs from it runs anyhow"
    assert (
        told(said.interview, ("operator.convictions[0].convicted_on", "2025-06-01")).standing.outcome == "must_exclude"
    )
    alone = told(about({**CLEAN, "convictions": []}), ("entities", "not known"))
    assert "operator.tenders_alone" in {one.path for one in alone.standing.questions}


def test_what_the_law_presumes_is_shown_with_the_question_that_says_otherwise() -> None:
    now = standing(about(CLEAN), "de")
    taken = {one.path: one for one in now.presumed}
    one = taken["procurement.excluded_contract"]
    assert (one.question.language, one.needed.pack) == ("de", "eu-2014-24")
    assert one.path not in {each.path for each in now.questions}
    told_otherwise = answered(now.interview, one.path, "utilities")
    assert told_otherwise.standing.outcome == "out_of_scope"


def test_what_an_answer_settles_can_be_told_later() -> None:
    one = told(about(), ("operator.tax_breaches", "none"))
    assert settled_by(one.interview, "operator.tax_breaches") == one.settled
    finished = told(
        about(CLEAN, entities=[]),
        ("operator.convictions", "add"),
        ("operator.convictions[0].final", "no"),
        ("operator.convictions", "none"),
    )
    assert settled_by(finished.interview, "operator.convictions")[0].after == "not_excluded"


def test_words_of_a_pack_are_there_to_choose_from() -> None:
    far = tenderlaw.load_packs(["us-far"])
    start = begin({"procurement": {"authority": {"country": "US", "kind": "central"}}}, as_of=DAY, packs=far)
    asked = told(start, ("operator.listings", "add")).standing.next
    assert asked is not None
    assert (asked.path, asked.stage, asked.question.kind) == ("operator.listings[0].list", "entry", "code")
    titles = {one.word: one.title for one in asked.question.choices}
    assert titles["world-bank"] == "World Bank listing of ineligible firms and individuals"
    said = told(start, ("operator.listings", "add"), (asked.path, titles["world-bank"]))
    assert said.interview.facts["operator"]["listings"] == [{"list": "world-bank"}]  # type: ignore[index]
    assert (
        answered(said.interview, asked.path, "my own list").faults[0].message == "`my own list` is not one of the words"
    )


def test_while_no_law_surely_governs_the_offences_of_those_that_may_are_offered() -> None:
    asked = asked_about(
        begin({"operator": {"convictions": [{}]}}, as_of=DAY, packs=PACKS), "operator.convictions[0].offence", "en"
    )
    assert "fraud" in {one.word for one in asked.question.choices}
