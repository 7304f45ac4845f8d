"""An interview: what is asked first, how entries are added, what each answer settles, and when it stops."""

from __future__ import annotations

import pytest
from begun import BOUGHT, CLEAN, DAY, PACKS, about, convicted, told

import tenderlaw
from tenderlaw.decisions import decide
from tenderlaw.facts.questions import LANGUAGES as QUESTIONS
from tenderlaw.interview import (
    answered,
    asked_about,
    begin,
    case_of,
    standing,
)
from tenderlaw.interview.phrases import LANGUAGES, phrases_in
from tenderlaw.sources.faults import InputInvalidError


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
