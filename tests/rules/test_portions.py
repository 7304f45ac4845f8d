"""Portions of a value: what they leave of it is unknown but for its amount, and so is a place that is not settled."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Given, records, truth_of, typed

from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.portions import unaccounted
from tenderlaw.rules.truth import Truth

amounts = st.decimals(0, 5000, places=2)
places = st.sampled_from(["AA", "BB", "undetermined", None])


def euro(amount: object, currency: str = "EUR") -> Given:
    return {"amount": str(amount), "currency": currency}


def buying(total: object, *portions: tuple[str | None, object]) -> Given:
    listed = [
        {"country": country, "estimated_value": None if value is None else euro(value)} for country, value in portions
    ]
    return {"estimated_value_excluding_vat": euro(total), "performance": listed}


ABROAD = typed({"sum": "performance", "of": "estimated_value", "where": {"not": {"country": "AA"}},
                "at_least": {"amount": 1000, "currency": "EUR"}})  # fmt: skip
SOME_ABROAD = typed({"some": "performance", "where": {"not": {"country": "AA"}}})


@settings(max_examples=200, deadline=None)
@given(total=amounts, given_portions=st.lists(st.tuples(places, amounts), max_size=3), elsewhere=st.booleans())
def test_wherever_the_rest_is_performed_never_changes_what_was_settled_without_it(
    total: Decimal, given_portions: list[tuple[str | None, Decimal]], elsewhere: bool
) -> None:
    rest = total - sum((value for _, value in given_portions), Decimal(0))
    if rest < 0:
        return
    partial = buying(total, *given_portions)
    place = "BB" if elsewhere else "AA"
    settled = [(place if country in (None, "undetermined") else country, value) for country, value in given_portions]
    whole = buying(total, *settled, *([(place, rest)] if rest else []))
    for condition in (ABROAD, SOME_ABROAD):
        before = truth_of(records({"role": "tenderer"}, partial), condition)
        assert before in (None, truth_of(records({"role": "tenderer"}, whole), condition))


@pytest.mark.parametrize(
    ("facts", "some", "total"),
    [
        (buying(3000, ("AA", 3000)), False, False),
        (buying(3000, ("AA", 2000)), None, None),
        (buying(3000, ("AA", "2000.01")), None, False),  # what is left is less than the figure
        (buying(3000, ("AA", 2000), ("BB", 1000)), True, True),
        (buying(3000, ("AA", 2000), ("undetermined", 1000)), None, None),
        (buying(3000, ("AA", 2000), (None, 1000)), None, None),
        (buying(3000, ("BB", 1000)), True, True),
        (buying(3000), None, None),
        (buying(999), None, False),
        (buying(0), False, False),
        ({"estimated_value_excluding_vat": euro(999)}, None, False),
        ({"estimated_value_excluding_vat": euro(3000)}, None, None),
        # a portion without a value: how much it is nobody knows, but that there is no other
        (buying(3000, ("AA", None)), False, False),
        ({**buying(3000, ("AA", 3000)), "estimated_value_excluding_vat": euro(3000, "USD")}, None, None),
        ({"performance": [{"country": "AA", "estimated_value": euro(1)}]}, False, False),
    ],
)
def test_what_is_not_accounted_for_may_be_anywhere(facts: Given, some: Truth, total: Truth) -> None:
    case = records({"role": "tenderer"}, facts)
    assert truth_of(case, SOME_ABROAD, "both") is some
    assert truth_of(case, ABROAD, "both") is total


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"country": "AA"}, None),
        ({"country": {"in": ["AA", "BB"]}}, None),
        ({"country": {"in": {"value": "risky-countries"}}}, None),
        ({"country": "undetermined"}, True),
        ({"country": {"in": ["AA", "undetermined"]}}, True),
        ({"not": {"country": "undetermined"}}, False),
    ],
)
def test_a_place_that_is_not_settled_is_unknown_unless_that_is_asked(asked: Given, answer: Truth) -> None:
    facts: Given = {**buying(10, ("undetermined", 10)), "call_sent_on": "2021-01-01"}
    assert truth_of(records({"role": "tenderer"}, facts), typed({"some": "performance", "where": asked})) is answer


@pytest.mark.parametrize(
    ("subcontract", "paths"),
    [
        ({"value": euro(10), "performance": [{"country": "AA", "estimated_value": euro(10)}]}, ["[0]"]),
        ({"value": euro(10), "performance": [{"country": "AA", "estimated_value": euro(4)}]}, ["[0]", ""]),
        ({"value": euro(10), "performance": []}, [""]),
        ({"value": euro(10)}, [""]),
        ({}, [""]),
    ],
)
def test_a_subcontract_is_accounted_for_by_its_own_portions(subcontract: Given, paths: list[str]) -> None:
    operator, _ = records({"role": "subcontractor", "subcontract": subcontract}, {})
    items = COLLECTIONS["subcontract_performance"].items(operator)
    assert [item.path for item in items] == [f"subcontract.performance{path}" for path in paths]


def test_what_is_left_is_said_in_words() -> None:
    _, procurement = records({"role": "tenderer"}, buying(3000, ("AA", "1000.50")))
    assert (
        unaccounted(procurement, "performance")
        == "portions of 3000 EUR that leave 1999.50 EUR, of which nothing is known"
    )
    _, whole = records({"role": "tenderer"}, buying(3000, ("AA", 3000)))
    assert unaccounted(whole, "performance") is None
