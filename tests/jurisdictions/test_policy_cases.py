"""Every worked case of every shipped policy; and every clause of the library, with every alternate, in some case."""

from __future__ import annotations

import pytest

from tenderlaw.clauses.library import load_library
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.coverage import policy_coverage_of
from tenderlaw.decisions.model.prescriptions import Prescription
from tenderlaw.decisions.policies import installed_policies
from tenderlaw.decisions.policy_cases import PolicyCaseResult, policy_differences, run_policy_cases
from worked_of_law import results_of

RESULTS = {policy.typed.pack.id: list(run_policy_cases(policy)) for policy in installed_policies()}
ALL = [pytest.param(result, id=f"{name}:{result.case.id}") for name, results in RESULTS.items() for result in results]


@pytest.mark.parametrize("result", ALL)
def test_a_worked_case_comes_out_as_the_policy_says(result: PolicyCaseResult) -> None:
    assert result.differences == ()


@pytest.mark.parametrize("policy", installed_policies(), ids=lambda policy: policy.typed.pack.id)
def test_every_prescription_and_alternate_of_a_policy_has_a_case(policy: object) -> None:
    assert policy_coverage_of(policy).gaps == ()  # type: ignore[arg-type]


def test_the_worked_examples_of_the_tiering_are_there() -> None:
    ids = [result.case.id for result in RESULTS["baseline"]]
    assert {f"RT-{number}" for number in range(1, 6)} <= set(ids)
    assert all(len({result.case.id for result in results}) == len(results) for results in RESULTS.values())


def test_everything_that_raises_the_tier_has_a_case() -> None:
    policy = next(one for one in installed_policies() if one.typed.pack.id == "baseline")
    tiering = policy.typed.tiering
    assert tiering is not None
    tiers = [result.decision.tier for result in RESULTS["baseline"]]
    assert {one.id for tier in tiers if tier for one in tier.raised} == {one.said.id for one in tiering.raises}


def test_every_level_of_every_factor_has_a_case() -> None:
    policy = next(one for one in installed_policies() if one.typed.pack.id == "baseline")
    tiering = policy.typed.tiering
    assert tiering is not None
    wanted = {(factor.id, one.level.id) for factor, levels in tiering.factors for one in levels}
    tiers = [result.decision.tier for result in RESULTS["baseline"]]
    held = {(one.factor, one.level.id) for tier in tiers if tier for one in tier.factors if one.level}
    assert wanted - held == set()


def test_every_offence_of_a_shipped_pack_that_the_tiering_ought_to_know_is_known_to_it() -> None:
    baseline = next(one for one in installed_policies() if one.typed.pack.id == "baseline")
    known = {one.id for one in baseline.typed.pack.offences if one.under}
    found = {one.id for regime in installed_regimes() for one in regime.typed.pack.offences if one.under in known}
    assert found - known == set(), "add them to policies/risk-tiers/offences.yaml"


def test_every_points_of_every_factor_have_a_case() -> None:
    found: dict[str, set[int]] = {}
    for result in RESULTS["baseline"]:
        for factor in result.decision.tier.factors if result.decision.tier else ():
            if not factor.unknown:
                found.setdefault(factor.factor, set()).add(factor.points)
    names = ("industry", "chain", "workforce", "context", "commodity", "location")
    assert found == {name: {0, 1, 2} for name in names}


def test_every_clause_of_the_library_and_every_alternate_is_chosen_in_some_worked_case() -> None:
    decided: list[tuple[Prescription, ...]] = [one.decision.clauses for found in RESULTS.values() for one in found]
    for regime in installed_regimes():
        decided += [one.clauses for result in results_of(regime.id) for one in result.decision.regimes]
    chosen = {
        (one.clause, name)
        for clauses in decided
        for one in clauses
        if one.state == "prescribed"
        for name in ("", *one.alternates)
    }
    # what comes along with every document of a part needs no rule that asks for it
    library = {name: one for name, one in load_library().clauses.items() if not one.said.accompanies}
    wanted = {
        (clause, name) for clause in library for name in ("", *(one.id for one in library[clause].said.alternates))
    }
    assert sorted(wanted - chosen) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"tier": "low"}, "tier: expected low, found high (6 points)"),
        ({"score": 5}, "score: expected 5, found 6"),
        ({"factors": {"chain": 2}}, "factor chain: expected 2, found 1"),
        ({"factors": {"chian": 2}}, "factor chian: expected 2, found no such factor"),
        ({"most": 12}, "most: expected 12, found 9"),
        ({"levels": {"chain": "none"}}, "level of chain: expected none, found two-tiers-or-partly-known"),
        ({"raised": ()}, "raised: expected [], found ['brokers-in-a-named-sector']"),
        ({"may_be_raised": ("conviction",)}, "may_be_raised: expected ['conviction'], found []"),
        ({"missing": ("procurement.goods",)}, "missing: expected ['procurement.goods'], found []"),
        (
            {"clauses": {"subcontractor-register": "prescribed"}},
            "clause subcontractor-register: expected prescribed, found not_prescribed",
        ),
        (
            {"clauses": {"no-recruitment-fees": ("fees-found",)}},
            "clause no-recruitment-fees: expected prescribed with ['fees-found'], found prescribed",
        ),
        (
            {"clauses": {"nope": "unknown"}},
            "clause nope: expected unknown, found no such prescription",
        ),
        ({"risks": ()}, "risks: expected [], found ['unlicensed-brokers', 'unknown-chain', 'price-or-time']"),
    ],
)
def test_a_wrong_expectation_is_found(expected: dict[str, object], said: str) -> None:
    result = next(one for one in RESULTS["baseline"] if one.case.id == "RT-1")
    empty = type(result.case.expect)()
    assert list(policy_differences(empty.model_copy(update=expected), result.decision)) == [said]


def test_a_policy_without_a_tiering_has_no_tier_to_expect() -> None:
    result = RESULTS["afdb"][0]
    wrong = type(result.case.expect)(tier="low")
    assert list(policy_differences(wrong, result.decision)) == ["tier: the policy has no tiering"]
