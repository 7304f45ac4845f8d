"""What answers a fact is a fact of the same model from which it follows."""

from __future__ import annotations

import pytest

from tenderlaw.facts.base import Facts
from tenderlaw.facts.events import Conviction, TaxBreach
from tenderlaw.facts.given_paths import answered_by
from tenderlaw.facts.operator import Derogation
from tenderlaw.facts.procurement import Authority, Performance
from tenderlaw.facts.records import ConvictionRecord, OperatorRecord, ProcurementRecord


@pytest.mark.parametrize(
    ("model", "name", "others"),
    [
        (Conviction, "final", ["final_on"]),
        (ConvictionRecord, "knowledge", ["source"]),
        (TaxBreach, "final_and_binding", ["decided_on"]),
        (Derogation, "decided", ["decided_on"]),
        (Authority, "country", ["kind", "organization"]),
        (ProcurementRecord, "commenced_on", ["call_sent_on"]),
        (ProcurementRecord, "estimated_value", ["estimated_value_excluding_vat", "estimated_value_including_vat"]),
    ],
)
def test_what_follows_from_a_fact_beside_it_is_answered_by_that(
    model: type[Facts], name: str, others: list[str]
) -> None:
    assert list(answered_by(name, model)) == others


@pytest.mark.parametrize(
    ("model", "name"),
    [(Conviction, "country"), (TaxBreach, "country"), (OperatorRecord, "country"), (Performance, "estimated_value")],
)
def test_a_fact_of_one_name_is_not_answered_by_what_answers_that_of_another_model(
    model: type[Facts], name: str
) -> None:
    assert list(answered_by(name, model)) == []
