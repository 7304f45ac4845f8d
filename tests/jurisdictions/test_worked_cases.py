"""Every worked case of every installed pack, and every ground with a case that has it and one that lacks it."""

from __future__ import annotations

import pytest

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.coverage import grounds_taken_over
from tenderlaw.decisions.worked_cases import differences, worked_cases
from worked_of_law import results_of

REGIMES = {regime.id: regime for regime in installed_regimes()}


@pytest.mark.parametrize("pack", REGIMES)
def test_the_worked_cases_of_a_pack_come_out_as_the_law_says(pack: str) -> None:
    """One test a pack: its cases are decided once, by whichever process has this test."""
    results = results_of(pack)
    assert {result.case.id: result.differences for result in results if result.differences} == {}
    assert len({result.case.id for result in results}) == len(results) > 0
    every_ground_has_a_case_with_it_and_a_case_without_it(pack)


def every_ground_has_a_case_with_it_and_a_case_without_it(pack: str) -> None:
    """Of a layer, every ground that is its own, or that its choices make another than that of its parent."""
    regime = REGIMES[pack]
    inherited = grounds_taken_over(regime, installed_regimes())
    assert set(inherited.values()) <= set(REGIMES), "the cases of an inherited ground are those of an installed pack"
    found: dict[str, set[frozenset[str]]] = {}
    for result in results_of(pack):
        states: dict[str, set[str]] = {}
        for finding in (finding for one in result.decision.regimes for finding in one.findings):
            states.setdefault(finding.ground, set()).add(finding.state)
        for ground, held in states.items():
            found.setdefault(ground, set()).add(frozenset(held))
    for ground in (typed.ground.id for typed in regime.typed.grounds if typed.ground.id not in inherited):
        assert any("applies" in held for held in found[ground]), ground
        assert frozenset(("not_triggered",)) in found[ground], ground


def test_the_twelve_cases_of_the_directive_are_there() -> None:
    ids = {case.id for case, _ in worked_cases(REGIMES["eu-2014-24"].typed)}
    assert {f"EU-{number}" for number in range(1, 13)} <= ids


def test_a_wrong_expectation_is_found() -> None:
    (result,) = [result for result in results_of("eu-2014-24") if result.case.id == "EU-1"]
    wrong = result.case.expect.model_copy(update={"outcome": "not_excluded", "grounds": ()})
    assert len(list(differences(wrong, result.decision))) == 2
