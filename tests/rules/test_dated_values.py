"""Dated values whose day is unknown: what every version answers alike is the answer, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    AS_OF,
    LEAVES,
    TINY,
    Given,
    case_conditions,
    operators,
    plan_of,
    procurements,
    records,
    truth_of,
    typed,
)

from tenderlaw.packs.conditions import Condition
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.explain import explain, missing_paths
from tenderlaw.rules.truth import Truth

DATED = [leaf for leaves in (LEAVES[None],) for leaf in leaves if "'value': " in str(leaf) and "'on'" not in str(leaf)]
DAYS = sorted({version.from_ for value in TINY.pack.values for version in value.versions})
DAY = "procurement.call_sent_on"


def on(day: date | None, operator: Given, procurement: Given, condition: Condition) -> Truth:
    return truth_of(records(operator, {**procurement, "call_sent_on": day}), condition)


def buying(**facts: object) -> tuple[dict[str, object], dict[str, object]]:
    return records({"role": "tenderer", "country": "BB"}, facts)


@pytest.mark.parametrize("leaf", DATED, ids=str)
@settings(max_examples=40, deadline=None)
@given(operator=operators(), procurement=procurements())
def test_a_comparison_that_every_version_answers_alike_is_settled_though_the_day_is_unknown(
    leaf: Given, operator: Given, procurement: Given
) -> None:
    condition = typed(leaf)
    answers = {on(day, operator, procurement, condition) for day in DAYS}
    alike = answers.pop() if len(answers) == 1 else None
    assert on(None, operator, procurement, condition) is alike


@settings(max_examples=120, deadline=None)
@given(condition=case_conditions, operator=operators(), procurement=procurements(), day=st.sampled_from(DAYS))
def test_a_day_that_becomes_known_never_flips_what_was_settled_without_it(
    condition: Condition, operator: Given, procurement: Given, day: date
) -> None:
    before = on(None, operator, procurement, condition)
    if before is not None:
        assert on(day, operator, procurement, condition) is before


def test_whatever_its_version_is_said_of_a_day_that_does_not_matter() -> None:
    case = buying()
    condition = typed({"country": {"in": {"value": "risky-countries"}}})
    assert truth_of(case, condition, "both") is True  # both versions name it
    evaluator = Evaluator(plan_of((None, condition)))
    evaluation = evaluator.evaluate(*case, AS_OF)
    scope = evaluation.scopes[None][0]
    assert explain(condition, scope, evaluator, evaluation).asks.endswith("risky-countries (whatever its version)")
    assert missing_paths(condition, scope, evaluator, evaluation) == []


@pytest.mark.parametrize(
    ("amount", "answer", "missing"),
    [("999.99", False, []), ("1000", None, [DAY]), ("1500.49", None, [DAY]), ("1500.50", True, []), (None, None, None)],
)
def test_a_value_between_two_versions_waits_for_the_day(amount: object, answer: Truth, missing: list[str]) -> None:
    given_value: dict[str, object] = {"estimated_value_excluding_vat": {"amount": amount, "currency": "EUR"}}
    case = buying(**given_value) if amount else buying()
    evaluator = Evaluator(plan_of((None, TINY.scope)))
    evaluation = evaluator.evaluate(*case, AS_OF)
    assert truth_of(case, TINY.scope) is answer
    scope = evaluation.scopes[None][0]
    asked = ["procurement.estimated_value_excluding_vat", DAY] if missing is None else missing
    assert missing_paths(TINY.scope, scope, evaluator, evaluation) == asked


def test_a_version_that_is_unsettled_leaves_the_comparison_unknown() -> None:
    least = {"procurement.estimated_value": {"at_least": {"value": "band"}}}
    nothing = {"amount": "0", "currency": "EUR"}
    assert truth_of(buying(estimated_value_including_vat=nothing), typed(least)) is None


def test_a_day_for_which_there_is_no_version_stays_unknown() -> None:
    case = buying(call_sent_on="2013-12-31", estimated_value_excluding_vat={"amount": "1", "currency": "EUR"})
    assert truth_of(case, TINY.scope) is None
