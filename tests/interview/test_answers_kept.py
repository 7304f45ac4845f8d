"""Answers are changed, taken back, checked, kept as a draft and taken up again from whatever was there before."""

from __future__ import annotations

import json

import pytest
from begun import BOUGHT, CLEAN, DAY, PACKS, ROOT, about, convicted, told

from tenderlaw.decisions import decide
from tenderlaw.interop.espd import read_response
from tenderlaw.interview import (
    answers_to_check,
    back,
    begin,
    forgotten,
    from_espd,
    from_plain,
    removed,
    settled_by,
    standing,
    to_plain,
)
from tenderlaw.sources.faults import InputInvalidError


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


def test_policies_are_asked_for_last() -> None:
    start = begin({"procurement": BOUGHT, "operator": CLEAN}, as_of=DAY, packs=PACKS, policies=["baseline"])
    now = standing(start)
    stages = [one.stage for one in now.questions]
    assert stages == sorted(stages, key=("entry", "scope", "outcome", "award", "policy").index)
    assert stages[-1] == "policy"
    assert all(one.needed_for for one in now.questions)


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


def test_an_answer_in_the_place_of_a_declared_one_says_so_and_the_same_one_leaves_it_declared() -> None:
    one = begin({"operator": {**CLEAN, "country": "SE"}}, as_of=DAY, packs=PACKS, source="espd")
    same = told(one, ("operator.country", "Sweden")).interview
    assert same.sources["operator.country"] == "espd"
    other = told(same, ("operator.country", "Norway"), ("operator.convictions", "none")).interview
    assert other.sources["operator.country"] == "corrected-espd" and other.sources["operator.convictions"] == "typed"
    assert told(other, ("operator.country", "SE")).interview.sources["operator.country"] == "corrected-espd"
    grown = told(other, ("operator.misconduct", "add")).interview
    assert grown.sources["operator.misconduct"] == "corrected-espd"
