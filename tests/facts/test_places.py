"""A path of a case leads to the model that holds the fact, also through lists within groups."""

from __future__ import annotations

import pytest

from tenderlaw.facts.accounts import FinancialYearRecord, Subsidiary
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.events import Evidence
from tenderlaw.facts.places import field_of, place_of
from tenderlaw.facts.procurement import Performance
from tenderlaw.facts.records import ConvictionRecord, OperatorRecord, ProcurementRecord


@pytest.mark.parametrize(
    ("path", "model", "names"),
    [
        ("entities", Case, ("entities",)),
        ("procurement.authority.country", ProcurementRecord, ("authority", "country")),
        ("entities[1].tender.abnormally_low", OperatorRecord, ("tender", "abnormally_low")),
        ("operator.linked_persons[0].convictions[1].final_on", ConvictionRecord, ("final_on",)),
        ("operator.convictions[0].self_cleaning.accepted", ConvictionRecord, ("self_cleaning", "accepted")),
        ("operator.convictions[0].evidence[2].url", Evidence, ("url",)),
        ("operator.financial_years[0].own.turnover", FinancialYearRecord, ("own", "turnover")),
        ("operator.financial_years[0].subsidiaries[1].turnover", Subsidiary, ("turnover",)),
        ("entities[0].subcontract.performance[0].country", Performance, ("country",)),
    ],
)
def test_a_path_leads_to_the_model_that_holds_the_fact(path: str, model: type[Facts], names: tuple[str, ...]) -> None:
    assert place_of(path) == (model, names)


def test_a_path_leads_to_a_field_or_nowhere() -> None:
    found = field_of("entities[0].subcontract.performance[0].contract_kind")
    assert found is not None
    assert found.kind == "code"
    assert field_of("operator.colour") is None
