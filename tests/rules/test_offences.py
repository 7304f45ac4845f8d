"""Offences: what is broader than what is asked settles nothing, and what was denied is something else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from strategies import TINY, Given, records, truth_of, typed

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.collections import NotOf
from tenderlaw.packs import conditions
from tenderlaw.packs.conditions import All, AnyOf, Condition, Not, Some
from tenderlaw.rules.offences import belongs, members
from tenderlaw.rules.truth import Truth

REGIMES = [regime for regime in installed_regimes() if regime.typed.pack.offences]


def asked_by(regime: Regime) -> set[frozenset[str]]:
    """Every set of offences for which a condition of the regime asks."""
    above = regime.typed.pack.categories

    def sets(condition: Condition) -> Iterator[frozenset[str]]:
        if isinstance(condition, All | AnyOf):
            for part in condition.parts:
                yield from sets(part)
        elif isinstance(condition, Not):
            yield from sets(condition.part)
        elif isinstance(condition, Some):
            yield from sets(condition.where)
        elif isinstance(condition, conditions.Test) and condition.kind == "offence":
            yield members(condition, above)

    plan = regime.evaluator.plan
    return {found for _, condition in plan.targets for found in sets(condition)}


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.typed.pack.id)
def test_a_narrower_offence_never_changes_what_a_broader_one_settled(regime: Regime) -> None:
    above = regime.typed.pack.categories
    for asked in asked_by(regime):
        test = belongs(asked, above)
        for narrow, chain in above.items():
            for broad in chain:
                assert test(broad) in (None, test(narrow)), (asked, broad, narrow)


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.typed.pack.id)
def test_whatever_else_it_is_never_changes_what_a_denied_category_settled(regime: Regime) -> None:
    above = regime.typed.pack.categories
    for asked in asked_by(regime):
        test = belongs(asked, above)
        for denied in above:
            rest = [one for one, chain in above.items() if denied not in chain]
            found = test(NotOf((denied,)))
            # a category around the one denied may leave open what is settled
            assert all(found is None or test(one) in (found, None) for one in (*rest, "other"))


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.typed.pack.id)
def test_another_name_of_an_offence_never_makes_a_yes_a_no(regime: Regime) -> None:
    above = regime.typed.pack.categories
    for asked in asked_by(regime):
        test = belongs(asked, above)
        for one in above:
            for other in ("other", "an-offence-of-another-catalogue", *list(above)[:3]):
                assert test((one, other)) is not False or test(one) is False
                assert test((other, one)) is test((one, other))


CATEGORY: Given = {"offence": {"within": "trafficking"}}


@pytest.mark.parametrize(
    ("entry", "answer"),
    [
        ({"offence": "trafficking"}, True),
        ({"offence": "child-labour"}, True),  # within it
        ({"offence": "exploitation"}, None),  # contains it
        ({"offence": "fraud"}, False),
        ({"offence": "other"}, False),
        ({"offence": "of-another-catalogue"}, None),
        ({"offence": "fraud", "also_offences": ["exploitation"]}, None),
        ({"offence": "exploitation", "also_offences": ["child-labour"]}, True),
        # a person has placed it in this catalogue, too
        ({"offence": "of-another-catalogue", "also_offences": ["fraud"]}, False),
        ({"offence": "of-another-catalogue", "also_offences": ["child-labour"]}, True),
        ({"offence": "of-another-catalogue", "also_offences": ["of-a-third-one"]}, None),
        ({"offence": "fraud", "foreign_offence": "escroquerie"}, None),
        ({"offence": "fraud", "foreign_offence": "escroquerie", "equivalence_confirmed": True}, False),
        ({"offence": "fraud", "foreign_offence": "escroquerie", "equivalence_confirmed": False}, None),
        ({"offence": "trafficking", "foreign_offence": "traite", "equivalence_confirmed": False}, False),
        ({"offence": "exploitation", "foreign_offence": "traite", "equivalence_confirmed": False}, False),
        ({"offence": "child-labour", "foreign_offence": "traite", "equivalence_confirmed": False}, None),
        ({"foreign_offence": "traite", "equivalence_confirmed": False}, None),
        ({"foreign_offence": "traite", "equivalence_confirmed": True}, None),
        ({}, None),
    ],
)
def test_an_offence_asked_by_its_category(entry: Given, answer: Truth) -> None:
    condition = typed({"some": "convictions", "where": CATEGORY})
    case = records({"role": "tenderer", "convictions": [entry], "linked_persons": []}, {})
    assert truth_of(case, condition, "both") is answer


@pytest.mark.parametrize(("given", "answer"), [("fraud", True), ("subsidy-fraud", False), ("exploitation", False)])
def test_an_offence_asked_by_its_name_alone(given: str, answer: Truth) -> None:
    case = records({"role": "tenderer", "convictions": [{"offence": given}], "linked_persons": []}, {})
    assert truth_of(case, typed({"some": "convictions", "where": {"offence": "fraud"}})) is answer


def test_the_tiny_catalogue_is_what_these_examples_need() -> None:
    assert TINY.pack.categories["child-labour"] == {"child-labour", "trafficking", "exploitation"}
