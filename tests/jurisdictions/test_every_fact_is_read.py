"""No fact is asked for nothing: each is read by a pack, by a step before the rules, or only informs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.installed import installed_duties
from tenderlaw.decisions.policies import installed_policies
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import Field, field_at
from tenderlaw.facts.given_paths import stands_for
from tenderlaw.packs.facts_asked import facts_asked

BY_STEPS = {
    "Case.entities": "decided one by one",
    "Case.operator": "decided",
    "Case.procurement": "decided",
    "Procurement.decision_on": "the as-of date unless the caller gives another",
    "Procurement.lot": "chooses the lot",
    "Procurement.lots": "adds up and chooses",
    "Lot.id": "is what `lot` names",
    "EconomicOperator.role": "decides what a ground means",
    "EconomicOperator.lots": "kept for the authority; the decision is about the lot of the procurement",
    "EconomicOperator.tenders_alone": "says that there is no other member of a group",
    "FinancialYear.subsidiaries": "adds up",
    "Insolvency.able_to_perform": "read where a State spares who can perform",
    "LinkedPerson.convictions": "joined with those of the operator",
}
"""Facts that a step before or beside the rules reads, and what it does with them."""


OF_ONE = {
    "Procurement.performance": "its portions are held against the value before any rule",
    "EconomicOperator.country": "where any company is; registers and lists are searched by it",
    "TaxBreach.kind": "an answer of the ESPD",
    "TaxBreach.country": "an answer of the ESPD",
    "TaxBreach.amount": "an answer of the ESPD",
    "Listing.status": "written by whoever reads a list",
    "Listing.to_confirm": "written by whoever reads a list",
    "Statement.limb": "of any form with alternatives",
    "Figures.balance_sheet_total": "a figure of any accounts, added up before any rule",
    "Figures.employees": "a figure of any accounts, added up before any rule",
}
"""Built-in facts that one system of law alone asks, and why they are common all the same."""
WITHIN = ("Performance", "Subcontract")


@pytest.fixture(scope="module")
def read() -> frozenset[str]:
    packs = [regime.typed for regime in (*installed_regimes(), *installed_duties(), *installed_policies())]
    return frozenset[str]().union(*(facts_asked(typed) for typed in packs))


def paths(model: type[Facts], path: str) -> Iterator[tuple[str, str, Field]]:
    """Path, `Model.field` and field of every fact of a case that does not only inform people."""
    for name in model.model_fields:
        field, here = field_at(model, (name,)), f"{path}.{name}".removeprefix(".")
        assert field is not None
        if field.informs:
            continue
        yield here, f"{model.__name__}.{name}", field
        inner = field.entries or (field.model if field.kind == "group" else None)
        if inner and name != "entities":
            yield from paths(inner, here)


FACTS = list(paths(Case, ""))


@pytest.mark.parametrize(("path", "known", "field"), FACTS, ids=[path for path, _, _ in FACTS])
def test_every_fact_is_read_or_only_informs(path: str, known: str, field: Field, read: frozenset[str]) -> None:
    assert known in BY_STEPS or field.begins is not None or path in read or not read.isdisjoint(stands_for(path))


def systems_by_fact() -> dict[str, set[str]]:
    """The systems of law, and the policies, that ask each fact; a directive is the law of many States."""
    found: dict[str, set[str]] = {}
    for regime in (*installed_regimes(), *installed_duties(), *installed_policies()):
        pack = regime.typed.pack
        of = {pack.id} if pack.kind == "policy" else {pack.layers[0], *(pack.id for _ in pack.transposes)}
        for path in facts_asked(regime.typed):
            found.setdefault(path, set()).update(of)
    return found


def test_what_one_system_of_law_alone_asks_its_packs_declare() -> None:
    asked = systems_by_fact()
    of_one = set[str]()
    for path, known, _ in FACTS:
        by = asked.get(path, set()).union(*(asked.get(other, set()) for other in stands_for(path)))
        if len(by) == 1 and known not in BY_STEPS and known.split(".")[0] not in WITHIN:
            of_one.add(known)
    assert of_one == set(OF_ONE)
