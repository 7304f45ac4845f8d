"""Missing facts: each path leads to a fact, so that whoever is written to can be asked for it in words."""

from __future__ import annotations

from datetime import date

import pytest

from tenderlaw.decisions import decide
from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.questions import question_of

Facts = dict[str, object]
DAY = date(2026, 4, 1)
MODELS = models_of(installed_regimes())
BUYERS: list[Facts] = [
    {},
    *({"country": country, "kind": "central"} for country in ("AU", "DE", "FR", "GB", "NL", "US")),
    {"country": "ZZ", "kind": "international-organisation", "organization": "united-nations"},
]
MISCONDUCT = ("professional-misconduct", "conflict-of-interest", "deficient-performance", "misleading-information")
HARDLY_KNOWN: Facts = {
    "convictions": [{}],
    "linked_persons": [{"convictions": [{}]}],
    "tax_breaches": [{}],
    "misconduct": [{}, *({"kind": kind} for kind in MISCONDUCT)],
    "insolvency": [{}],
    "listings": [{"list": "sam-exclusions"}],
    "exclusions_by_judgment": [{}],
    "violations": [{}],
    "derogations": [{}],
}
"""One entry of everything, of which next to nothing is known."""


@pytest.mark.parametrize("buyer", BUYERS, ids=[str(buyer.get("country")) for buyer in BUYERS])
def test_every_missing_fact_can_be_asked_for(buyer: Facts) -> None:
    case: Facts = {
        "procurement": {"authority": buyer, "contract_kind": "services"},
        "operator": {"role": "tenderer", **HARDLY_KNOWN},
        "entities": [{"role": "subcontractor"}, {"role": "relied-on-entity", **HARDLY_KNOWN}],
    }
    missing = decide(case, as_of=DAY).missing_facts
    assert missing
    assert {question_of(fact.path, "de", MODELS).language for fact in missing} == {"de"}


def test_the_day_of_a_subcontract_for_which_another_stands_in_is_asked_of_the_subcontractor_alone() -> None:
    case: Facts = {
        "procurement": {
            "authority": {"country": "US", "kind": "central"},
            "contract_kind": "services",
            "estimated_value_excluding_vat": {"amount": 900000, "currency": "USD"},
        },
        "operator": {"role": "tenderer"},
        "entities": [
            {
                "role": "subcontractor",
                "subcontract": {
                    "value": {"amount": 60000, "currency": "USD"},
                    "commercially_available_off_the_shelf": False,
                    "first_tier": True,
                },
                "listings": [
                    {"list": "sam-exclusions", "exclusion_type": "debarment", "listed_from": "2026-01-01",
                     "listed_until": "open", "matched_by": "identifier", "covers_procurement": True},
                ],
            }
        ],
    }  # fmt: skip
    days = [one.path for one in decide(case, as_of=DAY, packs=["us-far"]).missing_facts if "subcontract.aw" in one.path]
    assert days == ["entities[0].subcontract.awarded_on"]
