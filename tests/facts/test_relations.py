"""What facts say of each other, by one list: refused with both named where they contradict, else written out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

from tenderlaw.facts.case import load_case, parse_case
from tenderlaw.facts.given import Given
from tenderlaw.facts.plain import checked
from tenderlaw.facts.relations import (
    CONTRADICTIONS,
    FOLLOWS,
    GIVEN,
    Contradicts,
    Follows,
    Is,
    Order,
    OtherThan,
    PartOf,
    Prevails,
    Said,
    Speaks,
    Writes,
)
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.yaml_text import read_yaml

Facts: TypeAlias = dict[str, object]
DAY = date(2025, 1, 15)
LISTS = {
    "Conviction": "convictions", "TaxBreach": "tax_breaches", "Misconduct": "misconduct",
    "LinkedPerson": "linked_persons", "Listing": "listings", "ExclusionByJudgment": "exclusions_by_judgment",
    "FinancialYear": "financial_years", "Derogation": "derogations", "Statement": "statements",
    "Violation": "violations", "Practice": "practices",
}  # fmt: skip
REQUIRED: dict[str, Facts] = {
    "Listing": {"list": "a-list"}, "Statement": {"kind": "a-kind"}, "Good": {"name": "cotton"},
    "Practice": {"kind": "deception"}, "EconomicOperator": {"role": "tenderer"},
    "FinancialYear": {"ends_on": date(2025, 6, 30)},
}  # fmt: skip
CONFLICTS = [(model, relation) for model, relations in CONTRADICTIONS.items() for relation in relations]
WRITTEN = [(model, relation) for model, relations in FOLLOWS.items() for relation in relations]


def stated(one: Is) -> object:
    held = {"country": "AA", "foreign_offence": "an offence abroad"}
    if isinstance(one.value, OtherThan):
        return f"no-{one.value.word}"
    return held.get(one.field, DAY) if one.value is GIVEN else one.value


def contradicting(relation: Contradicts) -> Facts:
    if isinstance(relation, Order):
        return {relation.first: DAY, relation.last: DAY - timedelta(days=1)}
    if isinstance(relation, Speaks):
        return {relation.first.field: stated(relation.first)}
    if isinstance(relation, PartOf):
        return {relation.part: "BB-X", relation.country: "AA"}
    return {one.field: stated(one) for one in (relation.first, relation.second)}


def case_with(model: str, facts: Facts) -> Facts:
    """A case that holds these facts of a model."""
    facts = {**REQUIRED.get(model, {}), **facts}
    procurement: Facts = {}
    operator: Facts = {"role": "tenderer"}
    if model == "Procurement":
        procurement = facts
    elif model == "Authority":
        procurement["authority"] = facts
    elif model == "Good":
        procurement["goods"] = (facts,)
    elif model == "EconomicOperator":
        operator = facts
    elif model == "Tender":
        operator["tender"] = facts
    elif model == "SelfCleaning":
        operator["misconduct"] = ({"self_cleaning": facts},)
    else:
        operator[LISTS[model]] = (facts,)
    return {"procurement": procurement, "operator": operator}


def named(relations: list[tuple[str, Contradicts]] | list[tuple[str, Writes]]) -> list[str]:
    return [f"{model} {number}" for number, (model, _) in enumerate(relations)]


@pytest.mark.parametrize(("model", "relation"), CONFLICTS, ids=named(CONFLICTS))
def test_two_facts_that_contradict_each_other_are_refused_with_both_named(model: str, relation: Contradicts) -> None:
    facts = contradicting(relation)
    case = case_with(model, facts)
    assert checked(case) is None
    with pytest.raises(InputInvalidError) as refused:
        Given.of(case)
    names = {**facts, relation.of: None} if isinstance(relation, Speaks) else facts
    assert all(f"`{name}`" in str(refused.value) for name in names)


@pytest.mark.parametrize(("model", "relation"), CONFLICTS, ids=named(CONFLICTS))
def test_either_of_them_alone_is_taken(model: str, relation: Contradicts) -> None:
    facts = contradicting(relation)
    if isinstance(relation, Speaks):
        facts = {relation.of: "an offence abroad"}
    for name, value in facts.items():
        assert checked(case_with(model, {name: value})) is not None


def written(model: str, facts: Facts) -> Facts:
    """The record of these facts."""
    procurement, (operator,) = Given.of(case_with(model, facts)).records(date(2026, 1, 1))
    found: object = operator
    if model in ("Procurement", "Good"):
        found = procurement if model == "Procurement" else procurement["goods"]
    elif model == "Authority":
        found = procurement["authority"]
    elif model == "Tender":
        found = operator["tender"]
    elif model == "SelfCleaning":
        (entry,) = operator["misconduct"]  # type: ignore[misc]
        found = entry["self_cleaning"]
    elif model in LISTS:
        found = operator[LISTS[model]]
    return found[0] if isinstance(found, tuple) else found  # type: ignore[return-value]


@pytest.mark.parametrize(("model", "relation"), WRITTEN, ids=named(WRITTEN))
def test_what_follows_is_written_out_and_nothing_that_was_given_is_overwritten(model: str, relation: Writes) -> None:
    if isinstance(relation, Said):
        for by, then in relation.words:
            assert written(model, {relation.by: by})[relation.fact] == then
        return
    if isinstance(relation, Prevails):
        found = written(model, {**{one.field: stated(one) for one in relation.where}, relation.then.field: True})
        assert found[relation.then.field] == relation.then.value
        return
    assert isinstance(relation, Follows)
    where = {relation.where.field: stated(relation.where)}
    assert written(model, where)[relation.then.field] == relation.then.value
    assert relation.then.field not in written(model, {})
    if relation.unless is not None:
        assert relation.then.field not in written(model, {**where, relation.unless.field: stated(relation.unless)})


def test_both_places_are_named(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        "procurement: {}\noperator:\n  role: tenderer\n  convictions:\n"
        "    - final: false\n      final_on: 2024-01-01\n      knowledge: alleged\n      source: verified\n"
    )
    with pytest.raises(InputInvalidError) as refused:
        load_case(file)
    assert str(refused.value).splitlines() == [
        f"{file}:6:17: operator.convictions[0].final_on: `final_on` is given although `final` is false "
        f"(one of them is wrong: see `operator.convictions[0].final`, {file}:5:14)",
        f"{file}:7:18: operator.convictions[0].knowledge: `knowledge` is alleged although `source` is verified "
        f"(one of them is wrong: see `operator.convictions[0].source`, {file}:8:15)",
    ]
    assert refused.value.exit_code == 7


def test_who_tenders_alone_has_no_member_of_a_group() -> None:
    text = "procurement: {}\noperator: {role: tenderer, tenders_alone: true}\nentities: [{role: group-member}]\n"
    with pytest.raises(InputInvalidError, match=r"`operator.tenders_alone` is true although `entities\[0\]`"):
        parse_case(read_yaml(text, "case"))
    assert parse_case(read_yaml(text.replace("group-member", "subcontractor"), "case")).entities


def test_what_the_authority_found_prevails_over_a_declaration() -> None:
    breach: Facts = {"paid": False, "binding_arrangement": False, "paid_or_arranged": True}
    assert written("TaxBreach", breach) == {**breach, "paid_or_arranged": False}


# Portions and their whole --------------------------------------------------------------------------------


def euro(amount: int, currency: str = "EUR") -> Facts:
    return {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("whole", "portions", "taken"),
    [
        (euro(10), [euro(10)], True),
        (euro(10), [euro(6), euro(5)], False),
        (euro(10), [euro(6), euro(5, "USD")], True),
        (euro(10), [None, euro(10)], True),
        (None, [euro(11)], True),
    ],
)
def test_portions_come_to_no_more_than_their_whole(
    whole: Facts | None, portions: list[Facts | None], taken: bool
) -> None:
    listed = tuple({} if one is None else {"estimated_value": one} for one in portions)
    bought = {**({} if whole is None else {"estimated_value_excluding_vat": whole}), "performance": listed}
    subcontract = {**({} if whole is None else {"value": whole}), "performance": listed}
    for case in (
        {"procurement": bought, "operator": {"role": "tenderer"}},
        {"procurement": {}, "operator": {"role": "subcontractor", "subcontract": subcontract}},
    ):
        assert (checked(case) is not None) is taken
        if not taken:
            with pytest.raises(InputInvalidError, match=r"come to 11 EUR, more than `(estimated_value_excl.*|value)`"):
                Given.of(case)


# One judgment, two places --------------------------------------------------------------------------------

CONVICTION: Facts = {"final": True, "final_on": DAY, "country": "AA", "judgment_sets_exclusion": True,
                     "judgment_excludes_until": date(2027, 1, 1)}  # fmt: skip
EXCLUSION: Facts = {"excluded_from": DAY, "excluded_until": date(2027, 1, 1), "effective_in": ("AA",)}


@pytest.mark.parametrize(
    ("convictions", "exclusion", "taken"),
    [
        ([CONVICTION], EXCLUSION, True),
        ([CONVICTION], {**EXCLUSION, "excluded_until": date(2028, 1, 1)}, False),
        ([{**CONVICTION, "judgment_sets_exclusion": False, "judgment_excludes_until": None}], EXCLUSION, False),
        # another judgment
        ([CONVICTION], {**EXCLUSION, "excluded_from": date(2025, 1, 16), "excluded_until": date(2028, 1, 1)}, True),
        ([CONVICTION], {**EXCLUSION, "effective_in": ("BB",), "excluded_until": date(2028, 1, 1)}, True),
        # of two judgments of one day, one says what the exclusion says
        ([{**CONVICTION, "judgment_excludes_until": date(2026, 1, 1)}, CONVICTION], EXCLUSION, True),
        ([{"final_on": DAY, "country": "AA"}], EXCLUSION, True),
    ],
)
def test_a_judgment_excludes_until_one_day(convictions: list[Facts], exclusion: Facts, taken: bool) -> None:
    held = tuple({name: value for name, value in one.items() if value is not None} for one in convictions)
    operator = {"role": "tenderer", "convictions": held, "exclusions_by_judgment": (exclusion,)}
    case: Facts = {"procurement": {}, "operator": operator}
    assert (checked(case) is not None) is taken
    if not taken:
        with pytest.raises(InputInvalidError, match=r"exclusions_by_judgment\[0\].*operator.convictions\[0\]"):
            Given.of(case)
