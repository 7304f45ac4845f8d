"""Five purchases before the award: tier, conditions, clauses, questions and register, with nothing handed in and all.

What is expected of each stands in `expected.yaml`, written anew with `UPDATE_PURCHASES=1` and read before it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from ruamel.yaml import YAML

from tenderlaw.chains import supply_chain
from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.choosing import load_policies
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents.questionnaires.asking import questionnaire
from tenderlaw.sources.tree import read_file

FOLDER = Path(__file__).parent
DAY = date(2026, 2, 1)
Facts = dict[str, object]
SAID = cast("Mapping[str, Facts]", read_file(FOLDER / "purchases.yaml").data)
PURCHASES = sorted(SAID["purchases"])
HANDED_IN = ("nothing", "everything")


@cache
def policies() -> list[Regime]:
    return list(load_policies(["baseline"]))


def facts(purchase: str, handed_in: str) -> Facts:
    shared = cast("Mapping[str, Facts]", SAID["shared"])
    bought = {**shared["procurement"], **cast("Facts", SAID["purchases"][purchase])}
    if handed_in == "everything":  # a register that is complete is of a chain that is known
        bought["supply_chain"] = {"tiers": "two", "known": "fully"}
        return {"procurement": bought, "operator": {**shared["operator"], **SAID["handed_in"]}, "entities": []}
    return {"procurement": bought, "operator": shared["operator"], "entities": []}


def decided(purchase: str, handed_in: str) -> Decision:
    return decide(facts(purchase, handed_in), as_of=DAY, packs=["eu-2014-24"], policies=policies())


def told(purchase: str, handed_in: str) -> Facts:
    """What a decision and what follows from it say, as the file of expectations writes it."""
    decision = decided(purchase, handed_in)
    (policy,) = decision.policies
    assert policy.tier is not None
    chain = supply_chain(facts(purchase, handed_in), policies=policies(), as_of=DAY)
    return {
        "outcome": decision.outcome,
        "tier": f"{policy.tier.tier}, {policy.tier.score} of {policy.tier.most}",
        "raised": [one.id for one in policy.tier.raised],
        "conditions": {one.requirement: one.state for one in policy.requirements},
        "clauses": sorted(one.clause for one in policy.clauses if one.state == "prescribed"),
        "asked": sorted(one.path for one in questionnaire(decision, policies=policies()).asked),
        "chain": chain.outcome,
        "gaps": sorted({gap.kind for gap in chain.gaps}),
    }


@pytest.mark.parametrize("handed_in", HANDED_IN)
@pytest.mark.parametrize("purchase", PURCHASES)
def test_a_purchase_comes_to_what_is_expected_of_it(purchase: str, handed_in: str) -> None:
    expected = cast("Mapping[str, Mapping[str, Facts]]", read_file(FOLDER / "expected.yaml").data)
    assert told(purchase, handed_in) == expected[purchase][handed_in]


@pytest.mark.parametrize("purchase", PURCHASES)
def test_who_hands_in_nothing_is_never_told_that_all_is_well(purchase: str) -> None:
    decision = decided(purchase, "nothing")
    (policy,) = decision.policies
    assert decision.own_conditions is not None
    assert policy.requirements
    assert all(one.state != "met" for one in policy.requirements)


@pytest.mark.parametrize("purchase", PURCHASES)
def test_what_was_handed_in_changes_nothing_that_the_law_says(purchase: str) -> None:
    nothing, everything = (decided(purchase, handed_in) for handed_in in HANDED_IN)
    assert (nothing.outcome, nothing.award.may_proceed) == (everything.outcome, everything.award.may_proceed)


def test_expectations_are_written_anew_on_request() -> None:
    if not os.environ.get("UPDATE_PURCHASES"):
        pytest.skip("UPDATE_PURCHASES=1 writes expected.yaml anew")
    found = {one: {handed_in: told(one, handed_in) for handed_in in HANDED_IN} for one in PURCHASES}
    with (FOLDER / "expected.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(found, file)
