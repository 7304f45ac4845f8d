"""Interviews under every shipped pack: they end, and come to what the decision on the answers comes to."""

from __future__ import annotations

import re
from datetime import date

import pytest
from oracles import MOST, answer_from

from tenderlaw.decisions import decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.interview import Standing, answered, begin, case_of, standing
from tenderlaw.interview.phrases import LANGUAGES, phrases_in

PACKS = tuple(installed_regimes())


@pytest.mark.parametrize("regime", PACKS, ids=lambda regime: regime.id)
def test_a_worked_case_is_asked_for_until_its_answers_decide(regime: Regime) -> None:
    case, source = next(worked_cases(regime.typed))
    whole = decide(source.data, as_of=case.as_of, packs=[regime]).facts  # type: ignore[arg-type]
    begun = {"procurement": {"authority": whole["procurement"].get("authority", {})}}  # type: ignore[attr-defined]
    now = standing(begin(begun, as_of=case.as_of, packs=[regime]))
    for _ in range(MOST):
        if now.next is None:
            break
        path, answer = answer_from(whole, now.next, now.interview)
        said = answered(now.interview, path, answer)
        assert said.faults == ()
        now = said.standing
    assert now.next is None
    decided = decide(case_of(now.interview), as_of=case.as_of, packs=[regime])
    assert (now.outcome, now.award) == (decided.outcome, decided.award.may_proceed)


def knowing_nothing(packs: tuple[Regime, ...]) -> Standing:
    now = standing(begin(as_of=date(2026, 2, 1), packs=packs))
    asked = set()
    while now.next is not None:
        assert now.next.path not in asked
        asked.add(now.next.path)
        now = answered(now.interview, now.next.path, None).standing
    return now


def test_under_all_packs_together_nobody_is_cleared_who_knows_nothing() -> None:
    end = knowing_nothing(PACKS)
    assert (end.outcome, end.award, end.why) == ("undetermined", "unknown", "not_known")
    assert end.decision.outcome == "undetermined"
    assert {one.path for one in end.unknown} >= {"procurement.authority.country"}


def test_what_is_presumed_leaves_out_a_law_that_an_answer_brings_back() -> None:
    banks = tuple(one for one in PACKS if one.id.startswith("mdb-"))
    now = standing(begin(as_of=date(2026, 2, 1), packs=banks))
    assert (now.outcome, now.questions) == ("out_of_scope", ())
    financed = next(one for one in now.presumed if one.path == "procurement.financed_by")
    told = answered(now.interview, financed.path, "world-bank")
    assert told.standing.outcome == "undetermined"
    assert [one.after for one in told.settled if one.about == "regime"] == ["true"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_written_as_the_language_writes(language: str) -> None:
    for key, text in phrases_in(language).items():
        assert text == text.strip(), key
        assert set(re.findall(r"\{[a-z_]+\}", text)) == set(re.findall(r"\{[a-z_]+\}", phrases_in("en")[key])), key
        if language == "fr" and not key.startswith("understood"):
            assert not re.search(r"(^|[^\u00a0]):(\s|$)|(^|[^\u202f])[;?!](\s|$)|'", text), text
