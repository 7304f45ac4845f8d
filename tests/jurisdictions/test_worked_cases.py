"""Every worked case of every installed pack, and every ground with a case that has it and one that lacks it."""

from __future__ import annotations

import pytest

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.coverage import grounds_taken_over
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import CaseResult, differences, run_worked_cases

RESULTS = {regime.typed.pack.id: list(run_worked_cases(regime)) for regime in installed_regimes()}
ALL = [pytest.param(result, id=f"{pack}:{result.case.id}") for pack, results in RESULTS.items() for result in results]


@pytest.mark.parametrize("result", ALL)
def test_a_worked_case_comes_out_as_the_law_says(result: CaseResult) -> None:
    assert result.differences == ()


@pytest.mark.parametrize("regime", installed_regimes(), ids=lambda regime: regime.typed.pack.id)
def test_every_ground_has_a_case_with_it_and_a_case_without_it(regime: Regime) -> None:
    """Of a layer, every ground that is its own, or that its choices make another than that of its parent."""
    results = RESULTS[regime.typed.pack.id]
    inherited = grounds_taken_over(regime, installed_regimes())
    assert set(inherited.values()) <= set(RESULTS), "the cases of an inherited ground are those of an installed pack"
    for typed in (one for one in regime.typed.grounds if one.ground.id not in inherited):
        states = [
            {f.state for r in result.decision.regimes for f in r.findings if f.ground == typed.ground.id}
            for result in results
        ]
        assert any("applies" in found for found in states), typed.ground.id
        assert any(found == {"not_triggered"} for found in states), typed.ground.id


def test_the_cases_of_a_pack_have_ids_of_their_own() -> None:
    for results in RESULTS.values():
        ids = [result.case.id for result in results]
        assert len(set(ids)) == len(ids)


def test_the_twelve_cases_of_the_directive_are_there() -> None:
    ids = {result.case.id for result in RESULTS["eu-2014-24"]}
    assert {f"EU-{number}" for number in range(1, 13)} <= ids


def test_a_wrong_expectation_is_found() -> None:
    results = [result for result in RESULTS["eu-2014-24"] if result.case.id == "EU-1"]
    (result,) = results
    wrong = result.case.expect.model_copy(update={"outcome": "not_excluded", "grounds": ()})
    assert len(list(differences(wrong, result.decision))) == 2
