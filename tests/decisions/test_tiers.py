"""Tiers: limits hold in proportion to the points that can be had, and what need not apply can raise and never lower."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenderlaw.decisions import decide
from tenderlaw.decisions.model.policies import TierResult
from tenderlaw.decisions.policies import installed_policies

BASELINE = next(one for one in installed_policies() if one.typed.pack.id == "baseline")
MODEL = BASELINE.typed.pack.models.case
ORDER = ("low", "medium", "high")
TRUTHS = st.sampled_from([True, False, None])
LISTED = st.fixed_dictionaries(
    {"name": st.just("uniforms"), "supplied_as": st.sampled_from(["delivered", "input"]), "listed": TRUTHS,
     "country_listed": TRUTHS, "listed_for_country": TRUTHS, "forced_labour_for_country": st.just(False)}
).filter(lambda one: not (one["listed_for_country"] and False in (one["listed"], one["country_listed"])))  # fmt: skip
PROCUREMENTS = st.fixed_dictionaries(
    {
        "cpv_codes": st.sampled_from([None, ["79110000-8"], ["79713000-5"], ["90919200-4"], ["18100000-0"]]),
        "contract_kind": st.sampled_from(["services", "works", "supplies", None]),
        "supply_chain": st.fixed_dictionaries({"tiers": st.sampled_from(["one", "two", "three-or-more", None])}),
        "workforce": st.fixed_dictionaries(
            {"temporary_or_seasonal": TRUTHS, "migrant_or_low_skilled_through_brokers": TRUTHS}
        ),
        "lowest_price_only": TRUTHS,
        "short_lead_time": TRUTHS,
        "place_of_work_listed": TRUTHS,
    }
)


def tier(procurement: dict[str, Any], **operator: Any) -> TierResult:
    data = {"procurement": procurement, "operator": {"role": "tenderer", **operator}}
    case = MODEL.model_validate(data)
    found = decide(case, as_of=date(2026, 2, 1), packs=(), policies=[BASELINE]).policies[0].tier
    assert found is not None
    return found


@settings(max_examples=40)
@given(PROCUREMENTS, st.lists(LISTED, max_size=1))
def test_the_points_make_the_tier_in_exact_proportion_to_those_that_can_be_had(
    procurement: dict[str, Any], goods: list[dict[str, Any]]
) -> None:
    found = tier(procurement | {"goods": goods})
    share = Fraction(found.score, found.most)
    by_points = "high" if share >= Fraction(8, 12) else "medium" if share >= Fraction(4, 12) else "low"
    assert found.tier == max([by_points, *(one.to for one in found.raised)], key=ORDER.index)
    assert (found.score, found.most) == (sum(f.points for f in found.factors), sum(f.most for f in found.factors))
    assert all(0 <= factor.points <= factor.most for factor in found.factors)
    for factor in found.factors:
        if factor.level is not None:
            assert factor.level.points <= factor.points
            assert factor.level.facts


@settings(max_examples=40)
@given(PROCUREMENTS.filter(lambda one: one["contract_kind"] in ("services", "works")), LISTED)
def test_a_good_never_lowers_the_tier_of_services_or_works(procurement: dict[str, Any], good: dict[str, Any]) -> None:
    without, with_good = tier(procurement | {"goods": []}), tier(procurement | {"goods": [good]})
    assert ORDER.index(with_good.tier) >= ORDER.index(without.tier)
    assert Fraction(with_good.score, with_good.most) >= Fraction(without.score, without.most)


@settings(max_examples=40)
@given(PROCUREMENTS, st.lists(LISTED, max_size=1))
def test_not_knowing_what_kind_of_contract_it_is_never_makes_it_safer(
    procurement: dict[str, Any], goods: list[dict[str, Any]]
) -> None:
    unknown = tier(procurement | {"contract_kind": None, "goods": goods})
    for kind in ("services", "works", "supplies"):
        known = tier(procurement | {"contract_kind": kind, "goods": goods})
        assert ORDER.index(unknown.tier) >= ORDER.index(known.tier)


@pytest.mark.parametrize(
    ("convictions", "raised", "open_"),
    [
        ([{"offence": "child-labour", "final_on": "1999-01-01"}], ["conviction"], []),
        ([{"offence": "child-labour", "knowledge": "alleged"}], [], []),
        ([{"offence": "corruption", "final_on": "2024-01-01"}], [], []),
        ([{"final_on": "2024-01-01"}], [], ["conviction"]),
        # one that is alleged does not lift one that is there
        ([{"offence": "child-labour", "knowledge": "alleged"}, {"offence": "stgb-232"}], ["conviction"], []),
    ],
)
def test_a_conviction_raises_however_old_and_an_allegation_does_not(
    convictions: list[dict[str, Any]], raised: list[str], open_: list[str]
) -> None:
    known: dict[str, Any] = {"practices": [], "recruiters": [], "linked_persons": [], "supplier_on_import_list": False}
    found = tier({"cpv_codes": ["79110000-8"]}, convictions=convictions, **known)
    assert [one.id for one in found.raised] == raised
    assert [one.id for one in found.may_be_raised if one.id == "conviction"] == open_
    if raised:
        assert found.raised[0].facts[0].path.endswith(".offence")


def test_a_list_without_a_code_says_nothing_of_the_industry() -> None:
    workforce = {"migrant_or_low_skilled_through_brokers": True}
    empty, left_out = tier({"cpv_codes": [], "workforce": workforce}), tier({"workforce": workforce})
    assert empty == left_out
    assert "procurement.cpv_codes" in empty.factors[0].missing
    told = tier({"cpv_codes": [], "naics_code": "561720", "workforce": workforce})
    assert told.tier == "high"
