"""Every worked case of every installed pack of duties, and nothing in these packs that no case reaches."""

from __future__ import annotations

import pytest

from tenderlaw.decisions.coverage import duty_coverage_of
from tenderlaw.decisions.duty_cases import DutyCaseResult, duty_differences, run_duty_cases
from tenderlaw.decisions.installed import installed_duties
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs import conditions
from tenderlaw.packs.walking import walk

RESULTS = {regime.id: list(run_duty_cases(regime)) for regime in installed_duties()}
ALL = [pytest.param(result, id=f"{pack}:{result.case.id}") for pack, results in RESULTS.items() for result in results]


@pytest.mark.parametrize("result", ALL)
def test_a_worked_case_comes_out_as_the_law_says(result: DutyCaseResult) -> None:
    assert result.differences == ()


@pytest.mark.parametrize("regime", installed_duties(), ids=lambda regime: regime.id)
def test_every_duty_and_every_element_is_reached_both_ways(regime: Regime) -> None:
    assert duty_coverage_of(regime).gaps == ()


def test_a_wrong_expectation_is_found() -> None:
    (result,) = [one for one in RESULTS["gb-msa-2015"] if one.case.id == "ms-05"]
    wrong = result.case.expect.model_copy(update={"outcome": "owes_nothing", "duties": ()})
    assert len(list(duty_differences(wrong, result.found))) == 2


@pytest.mark.parametrize("regime", installed_duties(), ids=lambda regime: regime.id)
def test_a_duty_of_each_year_says_from_which_year_on_it_is_owed(regime: Regime) -> None:
    for typed in regime.typed.duties:
        if typed.duty.over == "financial_years":
            asked = {
                test.ref.names[0]
                for _, test in walk(typed.when, "financial_years")
                if isinstance(test, conditions.Test)
            }
            assert asked & {"begins_on", "ends_on"}, typed.duty.id
