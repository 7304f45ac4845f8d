"""Facts that contradict each other are refused, with both named, wherever facts come in; one list says which."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

import pytest

from tenderlaw.facts.case import parse_case
from tenderlaw.facts.given import Given
from tenderlaw.facts.plain import checked
from tenderlaw.facts.relations import GIVEN, RELATIONS, Is, Order, Relation
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.yaml_text import read_yaml

Facts: TypeAlias = dict[str, object]
DAY = date(2025, 1, 15)
WHERE = {
    "Conviction": "convictions", "TaxBreach": "tax_breaches", "Misconduct": "misconduct",
    "LinkedPerson": "linked_persons", "Listing": "listings", "ExclusionByJudgment": "exclusions_by_judgment",
    "Derogation": "derogations", "Statement": "statements", "Violation": "violations",
}  # fmt: skip
REQUIRED: dict[str, Facts] = {"Listing": {"list": "a-list"}, "Statement": {"kind": "a-kind"}}
ALL = [(model, relation) for model, relations in RELATIONS.items() for relation in relations]


def stated(one: Is) -> object:
    return DAY if one.value is GIVEN else one.value


def contradicting(relation: Relation) -> Facts:
    if isinstance(relation, Order):
        return {relation.first: DAY, relation.last: DAY - timedelta(days=1)}
    return {one.field: stated(one) for one in (relation.first, relation.second)}


def case_with(model: str, facts: Facts) -> Facts:
    operator: Facts = {"role": "tenderer"}
    if model == "Procurement":
        return {"procurement": facts, "operator": operator}
    if model == "SelfCleaning":
        model, facts = "Misconduct", {"self_cleaning": facts}
    operator[WHERE[model]] = ({**REQUIRED.get(model, {}), **facts},)
    return {"procurement": {}, "operator": operator}


@pytest.mark.parametrize(("model", "relation"), ALL, ids=[f"{model} {n}" for n, (model, _) in enumerate(ALL)])
def test_two_facts_that_contradict_each_other_are_refused_with_both_named(model: str, relation: Relation) -> None:
    facts = contradicting(relation)
    case = case_with(model, facts)
    assert checked(case) is None
    with pytest.raises(InputInvalidError) as refused:
        Given.of(case)
    assert all(f"`{name}`" in str(refused.value) for name in facts)


@pytest.mark.parametrize(("model", "relation"), ALL, ids=[f"{model} {n}" for n, (model, _) in enumerate(ALL)])
def test_either_of_them_alone_is_taken(model: str, relation: Relation) -> None:
    for name, value in contradicting(relation).items():
        assert checked(case_with(model, {name: value})) is not None


def test_who_tenders_alone_has_no_member_of_a_group() -> None:
    text = "procurement: {}\noperator: {role: tenderer, tenders_alone: true}\nentities: [{role: group-member}]\n"
    with pytest.raises(InputInvalidError, match=r"`operator.tenders_alone` is true although `entities\[0\]`"):
        parse_case(read_yaml(text, "case"))
    assert parse_case(read_yaml(text.replace("group-member", "subcontractor"), "case")).entities


def test_what_the_authority_found_prevails_over_a_declaration() -> None:
    breach = {"paid": False, "binding_arrangement": False, "paid_or_arranged": True}
    case = {"procurement": {}, "operator": {"role": "tenderer", "tax_breaches": (breach,)}}
    _, (operator,) = Given.of(case).records(date(2026, 1, 1))
    assert operator["tax_breaches"] == ({**breach, "paid_or_arranged": False},)


def test_days_of_a_conviction_say_what_happened_on_them() -> None:
    conviction = {"final_on": DAY, "judgment_excludes_until": DAY + timedelta(days=900)}
    case = {"procurement": {}, "operator": {"role": "tenderer", "convictions": (conviction,)}}
    _, (operator,) = Given.of(case).records(date(2026, 1, 1))
    assert operator["convictions"] == ({**conviction, "final": True, "judgment_sets_exclusion": True},)
