"""Which regimes govern: exactly one band or none, on the right VAT basis, with the thresholds on which it turns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.governing import Governing, governing_all
from tenderlaw.facts.procurement import Procurement

BANDS = installed_regimes(("gb-sct-2015", "gb-sct-2016"))
AS_OF = date(2026, 3, 2)


def bought(**facts: object) -> Procurement:
    """A purchase of services by a Scottish council, commenced in 2026."""
    known: dict[str, object] = {
        "authority": {"country": "GB", "devolved_to": "GB-SCT", "kind": "sub-central"},
        "contract_kind": "services",
        "specific_services": False,
        "excepted": False,
        "under_framework": False,
        "under_dynamic_purchasing_system": False,
        "lots": [],
        "commenced_on": "2026-02-02",
    }
    return models_of(BANDS).procurement_given.model_validate({**known, **facts})


def money(amount: object, currency: str = "GBP") -> dict[str, object]:
    return {"amount": str(amount), "currency": currency}


def answers(procurement: Procurement) -> tuple[str, str]:
    """Whether the higher and the lower band govern."""
    higher, lower = governing_all(procurement, BANDS, AS_OF)
    return higher.governs, lower.governs


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"estimated_value_including_vat": money(207720)}, ("true", "false")),
        ({"estimated_value_including_vat": money("207719.99")}, ("false", "unknown")),
        # without VAT at the threshold that counts with VAT: it is reached whatever the rate
        ({"estimated_value_excluding_vat": money(207720)}, ("true", "false")),
        # below it without VAT: the rate decides
        ({"estimated_value_excluding_vat": money(180000)}, ("unknown", "unknown")),
        # with VAT below the threshold that counts without VAT: it is missed whatever the rate
        ({"estimated_value_including_vat": money("49999.99")}, ("false", "false")),
        (
            {"estimated_value_excluding_vat": money(80000), "estimated_value_including_vat": money(96000)},
            ("false", "true"),
        ),
        ({"estimated_value_including_vat": money(400000, "EUR")}, ("unknown", "unknown")),
        ({}, ("unknown", "unknown")),
    ],
)
def test_a_value_is_compared_on_the_vat_basis_of_the_threshold(facts: dict[str, object], expected: object) -> None:
    assert answers(bought(**facts)) == expected


def test_what_is_missing_is_the_value_on_the_basis_of_the_threshold() -> None:
    higher, _ = governing_all(bought(estimated_value_excluding_vat=money(180000)), BANDS, AS_OF)
    assert higher.missing == ("procurement.estimated_value_including_vat",)


@settings(deadline=None)
@given(
    kind=st.sampled_from(["works", "supplies", "services"]),
    amount=st.integers(0, 700_000_000).map(lambda pence: Decimal(pence) / 100),
    rate=st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.2")]),
    commenced=st.dates(date(2016, 4, 18), date(2027, 12, 31)),
    authority=st.sampled_from(["central", "sub-central"]),
    specific=st.booleans(),
)
def test_at_most_one_band_governs_whatever_is_bought(
    kind: str, amount: Decimal, rate: Decimal, commenced: date, authority: str, specific: bool
) -> None:
    values = {"excluding_vat": amount, "including_vat": (amount * (1 + rate)).quantize(Decimal("0.01"))}
    found = answers(
        bought(
            authority={"country": "GB", "devolved_to": "GB-SCT", "kind": authority},
            contract_kind=kind,
            specific_services=specific,
            commenced_on=commenced.isoformat(),
            **{f"estimated_value_{basis}": money(value) for basis, value in values.items()},
        )
    )
    assert "unknown" not in found
    assert found != ("true", "true")
    if amount < 50_000:
        assert found == ("false", "false")


def test_the_thresholds_are_those_on_which_this_procurement_turns() -> None:
    higher, _ = governing_all(bought(estimated_value_including_vat=money(480000)), BANDS, AS_OF)
    (threshold,) = higher.thresholds
    assert (threshold.value, threshold.amount, threshold.currency) == ("higher-sub-central", "207720", "GBP")
    assert (threshold.vat, threshold.operator, threshold.holds) == ("included", "at_least", "true")
    assert threshold.review is None


def test_a_figure_to_be_checked_surfaces_where_the_value_comes_near_it() -> None:
    def review(amount: object) -> str | None:
        higher, _ = governing_all(bought(estimated_value_including_vat=money(amount)), BANDS, AS_OF)
        return next(found.review for found in higher.thresholds if found.value == "higher-sub-central")

    assert review(210000) is not None
    assert review(190000) is not None
    assert review(480000) is None


def test_a_regime_that_does_not_govern_says_why() -> None:
    found: dict[str, Governing] = {
        one.pack: one for one in governing_all(bought(commenced_on="2016-04-17"), BANDS, AS_OF)
    }
    assert found["gb-sct-2016"].reason == "not in force on 17 April 2016 (SSI 2016/145 reg 1)"
    elsewhere = bought(
        authority={"country": "IE", "devolved_to": "none", "kind": "sub-central"},
        estimated_value_including_vat=money(1),
    )
    for one in governing_all(elsewhere, BANDS, AS_OF):
        assert one.governs == "false"
        assert one.explanation
