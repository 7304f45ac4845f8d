"""Plain data is checked as the models check it, stays plain, and is never changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tenderlaw.facts import plain
from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.events import Conviction
from tenderlaw.facts.given import Given
from tenderlaw.facts.plain import checked
from tenderlaw.facts.procurement import Lot, Procurement
from tenderlaw.facts.records import operator_record, procurement_record
from tenderlaw.sources.faults import InputInvalidError

SMALL: dict[str, dict[str, object]] = {"procurement": {}, "operator": {"role": "tenderer"}}


@pytest.fixture(autouse=True, scope="module")
def _derived_from_the_first_case_on() -> Iterator[None]:
    """Here the checks are derived for whoever asks first, as they are where many cases are decided."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "_FEW", 0)
        yield


DAY = date(2024, 6, 1)
_DAYS = st.sampled_from(["2024-02-29", date(2025, 1, 1), "open", date.max])
_NUMBERS = st.sampled_from(["0", "12.5", 3, Decimal("1.5000"), "1e3"])
_WORDS = st.sampled_from(["DE", "EUR", "fraud", "GB-SCT", "a name"])
_JUNK = st.sampled_from(
    [None, "", "2025-02-30", "x\ud800", -1, 1.5, float("nan"), True, [], {}, [{}], datetime(2025, 1, 1), b"x", "1e999"]
)
_PLAIN = {bool: st.booleans(), date: _DAYS, Decimal: _NUMBERS, str: _WORDS, int: st.integers(0, 9)}


def of_kind(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    """Values of a field's kind, right ones mostly."""
    if isinstance(kind, type) and issubclass(kind, Facts):
        return facts_of(kind, depth + 1)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is Annotated:
        return of_kind(parts[0], depth)
    if origin in (Union, UnionType):
        return st.one_of([of_kind(part, depth) for part in parts if part is not NoneType])
    if origin is tuple:
        return st.lists(of_kind(parts[0], depth), max_size=2) | st.lists(of_kind(parts[0], depth), max_size=1).map(
            tuple
        )
    return _PLAIN[kind]


@st.composite
def facts_of(draw: st.DrawFn, model: type[Facts], depth: int = 0) -> dict[str, object]:
    """Facts of a model: what it requires, a few others, and now and then something that is wrong."""
    optional = [name for name, field in model.model_fields.items() if not field.is_required()]
    some = draw(st.lists(st.sampled_from(optional), max_size=5 if depth < 2 else 2, unique=True)) if optional else []
    names = [name for name in model.model_fields if name not in optional] + some
    found = {name: draw(of_kind(model.model_fields[name].annotation, depth)) for name in names}
    if names and draw(st.integers(0, 40)) == 0:
        found[draw(st.sampled_from([*names, "a_field_that_is_not"]))] = draw(_JUNK)
    return found


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(facts_of(Case))
def test_what_the_plain_checks_take_is_what_the_models_make_of_it(facts: dict[str, object]) -> None:
    plain = checked(facts)
    try:
        expected: object = Case.model_validate(facts).model_dump(exclude_none=True)
    except ValidationError:
        expected = None
    assert plain is None or plain == expected


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(facts_of(Lot).map(lambda lot: {**lot, "id": "1"}), facts_of(Conviction), facts_of(Procurement))
def test_records_are_those_of_the_models_and_leave_the_facts_alone(
    lot: dict[str, object], conviction: dict[str, object], procurement: dict[str, object]
) -> None:
    facts = {
        "procurement": {**procurement, "lots": [lot], "lot": "1"},
        "operator": {
            "role": "tenderer",
            "convictions": [conviction],
            "linked_persons": [{"convictions": [conviction]}],
        },
        "entities": [{"role": "subcontractor", "misconduct": [{"self_cleaning": {"claimed": False}}]}],
    }
    try:
        whole = Case.model_validate(facts)
    except ValidationError:
        return
    one = Given.of(facts)
    before = copy.deepcopy(one.facts)
    bought, operators = one.records(DAY)
    assert one.facts == before
    assert bought == procurement_record(whole.procurement, DAY)
    assert operators == [operator_record(one, DAY) for one in (whole.operator, *(whole.entities or ()))]
    assert one.case == whole


def test_every_model_that_compares_facts_is_known() -> None:
    def models(kind: Any, seen: set[type[Facts]]) -> Iterator[type[Facts]]:
        if isinstance(kind, type) and issubclass(kind, Facts) and kind not in seen:
            seen.add(kind)
            yield kind
            for field in kind.model_fields.values():
                yield from models(field.annotation, seen)
        for part in get_args(kind):
            yield from models(part, seen)

    comparing = set()
    for model in models(Case, set()):
        decorators = model.__pydantic_decorators__
        assert not decorators.field_validators, model
        assert not decorators.validators, model
        comparing |= {model} if decorators.model_validators or decorators.root_validators else set()
    assert all(set(model.__pydantic_decorators__.model_validators) == {"_agree"} for model in comparing)
    assert all(issubclass(model, Agreeing) for model in comparing)


@pytest.mark.parametrize(
    ("part", "facts"),
    [
        ("operator", {"convictions": [{"final": True, "final_on": "2024-01-01", "convicted_on": "2023-01-01"}]}),
        ("operator", {"tax_breaches": [{"amount": {"amount": "10.50", "currency": "EUR"}}], "linked_persons": []}),
        ("operator", {"exclusions_by_judgment": [{"excluded_until": "open", "effective_in": ["DE", "FR"]}]}),
        ("procurement", {"estimated_value_excluding_vat": {"amount": 5, "currency": "EUR"}, "cpv_codes": ["72000000"]}),
        ("procurement", {"authority": {"country": "SE"}, "decision_on": date(2025, 6, 1)}),
        ("procurement", {"lots": [{"id": "1"}], "lot": "1"}),
        ("procurement", {"lots": [], "estimated_value_including_vat": {"amount": 5, "currency": "EUR"}}),
    ],
)
def test_right_facts_need_no_model(part: str, facts: dict[str, object]) -> None:
    whole = {**SMALL, part: {**SMALL[part], **facts}}
    found = checked(whole)
    assert found is not None
    assert found == Case.model_validate(whole).model_dump(exclude_none=True)


@pytest.mark.parametrize(
    ("part", "facts"),
    [
        ("operator", {"name": None}),
        ("operator", {"convictions": [{"final": False, "final_on": "2024-01-01"}]}),
        ("operator", {"convictions": [{"final_on": "2024-01-01", "convicted_on": "2024-01-02"}]}),
        ("operator", {"convictions": [{"judgment_sets_exclusion": False, "judgment_excludes_until": "2024-01-02"}]}),
        ("procurement", {"lot": "1"}),
        ("procurement", {"stage": "before-award", "awarded_on": "2024-01-02"}),
    ],
)
def test_what_is_null_or_contradicts_itself_is_left_to_the_models(part: str, facts: dict[str, object]) -> None:
    assert checked({**SMALL, part: {**SMALL[part], **facts}}) is None


def test_nulls_are_unknown_in_plain_data_too() -> None:
    given_ = Given.of({**SMALL, "entities": None, "operator": {"role": "tenderer", "name": None}})
    assert given_.facts == SMALL


def test_the_first_cases_are_checked_by_the_models_and_come_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    derived = Given.of(SMALL)
    monkeypatch.setattr(plain, "_FEW", 10**9)
    by_the_models = Given.of(SMALL)
    assert by_the_models.held == derived.held
    assert "case" in vars(by_the_models)
    assert "case" not in vars(derived)


def test_faulty_plain_data_is_refused_with_every_fault() -> None:
    with pytest.raises(InputInvalidError) as caught:
        Given.of({"procurement": {"decision_on": "2025-02-30"}, "operator": {"role": "bidder", "names": "x"}})
    said = str(caught.value)
    assert "procurement.decision_on" in said
    assert "operator.role" in said
    assert "did you mean `name`" in said


def test_what_the_caller_changes_afterwards_changes_nothing() -> None:
    facts: dict[str, Any] = copy.deepcopy({**SMALL, "operator": {"role": "tenderer", "convictions": [{"final": True}]}})
    one = Given.of(facts)
    facts["operator"]["convictions"][0]["final"] = False
    facts["operator"]["convictions"].append({})
    assert one.facts["operator"] == {"role": "tenderer", "convictions": ({"final": True},)}
