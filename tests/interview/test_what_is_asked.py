"""Nothing is asked that cannot change the result, and nothing that can is left out: every answer is tried."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

import tenderlaw
from tenderlaw.decisions import decide
from tenderlaw.interview import Interview, answered, begin, case_of, standing

PACKS: Final = tenderlaw.load_packs(["orchard"], folders=[Path(__file__).parent / "packs"])
DAY: Final = date(2026, 2, 1)
FACTS: Final = (
    "procurement.for_fruit", "procurement.high_trees", "operator.trees_cut", "operator.without_leave",
    "operator.replanted", "operator.sprayed", "operator.bees_harmed", "operator.sound_ladders",
)  # fmt: skip
"""Every fact that can change the result; whether the neighbours were told changes none."""
Known = tuple[tuple[str, bool], ...]


@cache
def result(known: Known) -> tuple[str, str]:
    """What the law makes of these facts; those left out are unknown."""
    case: dict[str, dict[str, object]] = {"procurement": {}, "operator": {"role": "tenderer"}}
    for path, value in known:
        group, _, name = path.partition(".")
        case[group][name] = value
    decided = decide({**case, "entities": []}, as_of=DAY, packs=PACKS)
    return decided.outcome, decided.award.may_proceed


def can_change(path: str, known: dict[str, bool], unknown: frozenset[str]) -> bool:
    """Whether, however the other open facts come to be answered, an answer to this one may change the result."""
    others = [one for one in FACTS if one not in known and one not in unknown and one != path]
    for values in product((True, False, None), repeat=len(others)):
        rest = {**known, **{one: value for one, value in zip(others, values, strict=True) if value is not None}}
        found = {result(tuple(sorted({**rest, path: value}.items()))) for value in (True, False)}
        found.add(result(tuple(sorted(rest.items()))))
        if len(found) > 1:
            return True
    return False


worlds = st.fixed_dictionaries(dict.fromkeys(FACTS, st.booleans()))


@settings(max_examples=15)
@given(worlds, st.sets(st.sampled_from(FACTS[1:]), max_size=2))
def test_a_question_is_asked_exactly_where_its_answer_can_change_the_result(
    world: dict[str, bool], not_known: set[str]
) -> None:
    interview = begin({"procurement": {}, "entities": []}, as_of=DAY, packs=PACKS)
    known: dict[str, bool] = {}
    unknown: frozenset[str] = frozenset()
    now = standing(interview)
    while now.next is not None:
        path = now.next.path
        assert can_change(path, known, unknown), path
        now = answered(now.interview, path, None if path in not_known else world[path]).standing
        if path in not_known:
            unknown |= {path}
        else:
            known[path] = world[path]
    left = [path for path in FACTS if path not in known and path not in unknown]
    assert not [path for path in left if can_change(path, known, unknown)]
    assert (now.outcome, now.award) == result(tuple(sorted(known.items())))


def test_it_stops_as_soon_as_the_outcome_stands_and_says_so() -> None:
    now = standing(begin({"procurement": {"for_fruit": True}, "entities": []}, as_of=DAY, packs=PACKS))
    for path, value in (("trees_cut", "yes"), ("without_leave", "yes"), ("replanted", "no")):
        assert now.why == "asks"
        now = answered(now.interview, f"operator.{path}", value).standing
    assert (now.outcome, now.award, now.settled, now.why) == ("must_exclude", "no", True, "settled")
    assert now.questions == ()
    assert now.said.startswith("Nothing that is still unknown can change the result: the bidder must be excluded")


def test_the_award_is_asked_for_once_the_outcome_stands() -> None:
    clean = {"trees_cut": False, "sprayed": False}
    now = standing(
        begin({"procurement": {"for_fruit": True}, "operator": clean, "entities": []}, as_of=DAY, packs=PACKS)
    )
    assert (now.outcome, now.settled, now.award) == ("not_excluded", True, "unknown")
    assert {one.path: one.stage for one in now.questions} == {
        "procurement.high_trees": "award", "operator.sound_ladders": "award",
    }  # fmt: skip
    assert now.others == 1, "the neighbours"
    assert "You may stop here" in now.said
    only = begin(
        {"procurement": {"for_fruit": True}, "operator": clean, "entities": []}, as_of=DAY, packs=PACKS, aim="outcome"
    )
    assert standing(only).questions == ()


def test_whoever_knows_nothing_is_never_told_that_nothing_is_wrong() -> None:
    now = standing(begin({"procurement": {"for_fruit": True}}, as_of=DAY, packs=PACKS))
    asked = []
    while now.next is not None:
        asked.append(now.next.path)
        now = answered(now.interview, now.next.path, "not known").standing
    assert (now.outcome, now.settled, now.why) == ("undetermined", False, "not_known")
    assert len(set(asked)) == len(asked), "nothing is asked twice"
    assert {one.path for one in now.unknown} == set(asked)
    assert decide(case_of(now.interview), as_of=DAY, packs=PACKS).outcome == "undetermined"


def test_the_number_of_questions_that_remain_is_never_passed() -> None:
    now = standing(begin({"procurement": {}, "entities": []}, as_of=DAY, packs=PACKS))
    left = now.at_most
    while now.next is not None:
        now = answered(now.interview, now.next.path, now.next.path != "operator.sprayed").standing
        assert now.at_most < left
        left = now.at_most
    assert left == 0


def test_an_interview_is_not_changed_by_what_follows() -> None:
    start = begin(as_of=DAY, packs=PACKS)
    after = answered(start, "procurement.for_fruit", "yes").interview
    assert isinstance(after, Interview)
    assert start.facts == {"procurement": {}, "operator": {"role": "tenderer"}}
    assert after.facts["procurement"] == {"for_fruit": True}
