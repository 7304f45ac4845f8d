"""Policies: a transparent score, where not knowing is never nothing, and which never excludes anyone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.model.policies import TierResult
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case, load_case
from tenderlaw.packs.load import load_pack

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = load_case(ROOT / "examples" / "tax-debt-arranged" / "case.yaml")
AS_OF = date(2026, 2, 1)

POLICY = """
id: own
title: A policy
version: "1"
kind: policy
tiering:
  title: Risk
  cite: proposal
  medium_from: 2
  high_from: 4
  factors:
    - id: chain
      title: Supply chain
      cite: para. 34
      unknown: 1
      levels:
        - {id: many, title: Three tiers or more, points: 2, when: {procurement.supply_chain.tiers: three-or-more}}
        - {id: two, title: Two tiers, points: 1, when: {procurement.supply_chain.tiers: two}}
    - id: sector
      title: Sector
      cite: para. 47
      unknown: 1
      levels:
        - id: cleaning
          title: Cleaning
          cite: para. 12
          points: 2
          when: {procurement.cpv_codes: {starts_with: ["909"]}}
  raised_to_high:
    - id: fees
      title: Fees found
      cite: para. 9
      when: {some: practices, where: {kind: recruitment-fees, found: true}}
clauses:
  - clause: zero-tolerance
    cite: para. 20
    obligation: voluntary
    when: {procurement.risk_tier: {in: [low, medium, high]}}
  - {clause: independent-audits, cite: para. 3(b), obligation: voluntary, when: {procurement.risk_tier: high}}
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Regime:
    folder = tmp_path_factory.mktemp("policies") / "own"
    folder.mkdir()
    (folder / "pack.yaml").write_text(POLICY, encoding="utf-8")
    return Regime.of(load_pack(folder))


def decided(policy: Regime, procurement: dict[str, object], **operator: object) -> Decision:
    data = EXAMPLE.model_dump(mode="json", exclude_none=True)
    data["procurement"] |= procurement
    data["operator"] |= operator
    return decide(Case.model_validate(data), as_of=AS_OF, packs=["eu-2014-24"], policies=[policy])


def tier(decision: Decision) -> TierResult:
    found = decision.policies[0].tier
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("procurement", "score", "name"),
    [
        ({"supply_chain": {"tiers": "one"}, "cpv_codes": ["72000000-5"]}, 0, "low"),
        ({"supply_chain": {"tiers": "two"}, "cpv_codes": ["72000000-5"]}, 1, "low"),
        ({"supply_chain": {"tiers": "two"}, "cpv_codes": ["72000000-5", "90911200-8"]}, 3, "medium"),
        ({"supply_chain": {"tiers": "three-or-more"}, "cpv_codes": ["90910000-9"]}, 4, "high"),
        # what is not known counts, and is listed
        ({"cpv_codes": ["72000000-5"]}, 1, "low"),
        ({}, 2, "medium"),
    ],
)
def test_points_add_up_to_a_tier(policy: Regime, procurement: dict[str, object], score: int, name: str) -> None:
    found = tier(decided(policy, procurement))
    assert (found.score, found.tier, found.most) == (score, name, 4)


def test_what_is_not_known_is_listed_by_factor(policy: Regime) -> None:
    found = tier(decided(policy, {"cpv_codes": ["90910000-9"]}))
    assert found.missing == ("procurement.supply_chain.tiers", "operator.practices")
    assert [(one.id, one.missing) for one in found.may_be_raised] == [("fees", ("operator.practices",))]
    assert [(factor.factor, factor.points, factor.unknown) for factor in found.factors] == [
        ("chain", 1, True), ("sector", 2, False),
    ]  # fmt: skip


def test_a_practice_found_raises_the_tier_whatever_the_points(policy: Regime) -> None:
    clean = {"supply_chain": {"tiers": "one"}, "cpv_codes": ["72000000-5"]}
    fees = [{"kind": "recruitment-fees", "found": True}]
    found = tier(decided(policy, clean, practices=fees))
    assert (found.score, found.tier, [one.id for one in found.raised]) == (0, "high", ["fees"])
    assert tier(decided(policy, clean)).raised == ()  # unknown raises nothing


def test_the_tier_chooses_clauses(policy: Regime) -> None:
    def clauses(decision: Decision) -> dict[str, str]:
        return {one.clause: one.state for one in decision.policies[0].clauses}

    low = decided(policy, {"supply_chain": {"tiers": "one"}, "cpv_codes": ["72000000-5"]})
    assert clauses(low) == {"zero-tolerance": "prescribed", "independent-audits": "not_prescribed"}
    high = decided(policy, {"supply_chain": {"tiers": "three-or-more"}, "cpv_codes": ["90910000-9"]})
    assert clauses(high) == {"zero-tolerance": "prescribed", "independent-audits": "prescribed"}


@given(
    tiers=st.sampled_from([None, "one", "two", "three-or-more"]),
    codes=st.sampled_from([None, [], ["90910000-9"], ["03000000-1"]]),
    found=st.sampled_from([None, True, False]),
)
def test_a_policy_never_changes_the_outcome(policy: Regime, tiers: object, codes: object, found: object) -> None:
    procurement: dict[str, object] = {"cpv_codes": codes}
    if tiers is not None:
        procurement["supply_chain"] = {"tiers": tiers}
    decision = decided(policy, procurement, practices=[{"kind": "recruitment-fees", "found": found}])
    alone = decide(EXAMPLE, as_of=AS_OF, packs=["eu-2014-24"])
    assert decision.outcome == alone.outcome
    assert decision.award == alone.award
    assert decision.missing_facts == alone.missing_facts


def test_a_policy_is_part_of_what_the_id_stands_for(policy: Regime) -> None:
    with_policy = decided(policy, {})
    data = EXAMPLE.model_dump(mode="json", exclude_none=True)
    without = decide(Case.model_validate(data), as_of=AS_OF, packs=["eu-2014-24"])
    assert with_policy.id != without.id
    assert [pack.id for pack in with_policy.packs] == ["eu-2014-24", "own"]
