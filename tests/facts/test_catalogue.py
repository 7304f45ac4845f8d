"""The catalogue: every fact has a kind and a meaning, and a path leads to a fact or nowhere."""

from __future__ import annotations

import typing
from collections.abc import Iterator

import pytest

from tenderlaw.facts.base import Facts, Money
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import FieldKind, begin_days, field_at, field_names
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.meanings import meaning_of
from tenderlaw.facts.operator import EconomicOperator, LinkKind, Subcontract
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import ConvictionRecord, OperatorRecord, ProcurementRecord


def inner_models(annotation: object) -> Iterator[type[Facts]]:
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        yield annotation
    for part in typing.get_args(annotation):
        yield from inner_models(part)


def all_models() -> list[type[Facts]]:
    found: dict[type[Facts], None] = {}
    pending: list[type[Facts]] = [
        Case, ProcurementRecord, OperatorRecord, *(collection.model for collection in COLLECTIONS.values())
    ]  # fmt: skip
    while pending:
        model = pending.pop()
        if model not in found:
            found[model] = None
            for field in model.model_fields.values():
                pending += inner_models(field.annotation)
    return sorted(found, key=lambda model: model.__name__)


MODELS = all_models()
FIELDS = [(model, name) for model in MODELS for name in model.model_fields]


def test_the_models_are_all_there() -> None:
    assert {EconomicOperator, Procurement, ConvictionRecord, Money} <= set(MODELS)
    assert len(FIELDS) > 100


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_says_what_it_is(model: type[Facts]) -> None:
    own = model.__doc__ or ""
    assert own.strip()
    assert own != (model.__mro__[1].__doc__ or "")


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda part: getattr(part, "__name__", part))
def test_every_fact_has_a_kind_and_a_meaning(model: type[Facts], name: str) -> None:
    field = field_at(model, (name,))
    assert field is not None
    assert field.kind in typing.get_args(FieldKind)
    meaning = meaning_of(model, (name,))
    assert len(meaning) >= len("Who buys.")
    assert meaning.endswith((".", ")"))
    assert field.kind != "code" or len(set(field.vocabulary)) == len(field.vocabulary)
    assert (field.model is not None) is (field.kind in ("group", "money", "valuation"))


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda part: getattr(part, "__name__", part))
def test_what_is_not_required_is_unknown_when_left_out(model: type[Facts], name: str) -> None:
    info = model.model_fields[name]
    assert info.is_required() or info.default is None


@pytest.mark.parametrize(
    ("model", "path", "kind"),
    [
        (OperatorRecord, "evidence_verified", "truth"),
        (OperatorRecord, "role", "code"),
        (OperatorRecord, "name", "word"),
        (OperatorRecord, "lots", "words"),
        (OperatorRecord, "convictions", "list"),
        (OperatorRecord, "tender", "group"),
        (OperatorRecord, "tender.abnormally_low", "truth"),
        (ConvictionRecord, "offence", "offence"),
        (ConvictionRecord, "final_on", "day"),
        (ConvictionRecord, "judgment_excludes_until", "day"),
        (ConvictionRecord, "convicted", "code"),
        (ConvictionRecord, "self_cleaning.accepted", "truth"),
        (ProcurementRecord, "estimated_value_excluding_vat", "money"),
        (ProcurementRecord, "estimated_value_excluding_vat.amount", "number"),
        (ProcurementRecord, "estimated_value_excluding_vat.currency", "word"),
        (ProcurementRecord, "share_awarded_outside_rules", "number"),
        (ProcurementRecord, "authority.country", "word"),
    ],
)
def test_the_kind_of_a_fact(model: type[Facts], path: str, kind: FieldKind) -> None:
    field = field_at(model, tuple(path.split(".")))
    assert field is not None
    assert field.kind == kind


def test_a_closed_vocabulary_is_known_whole() -> None:
    convicted = field_at(ConvictionRecord, ("convicted",))
    assert convicted is not None
    assert set(convicted.vocabulary) == {"operator", *typing.get_args(LinkKind)}


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (OperatorRecord, "nope"),
        (OperatorRecord, ""),
        (OperatorRecord, "tender.nope"),
        (OperatorRecord, "name.role"),
        (OperatorRecord, "convictions.final"),
        (OperatorRecord, "linked_persons.convictions"),
        (ConvictionRecord, "final.offence"),
        (ConvictionRecord, "final_on.final_on"),
        (ProcurementRecord, "estimated_value_excluding_vat.amount.currency"),
        (OperatorRecord, "model_fields"),
    ],
)
def test_a_path_that_leads_nowhere(model: type[Facts], path: str) -> None:
    assert field_at(model, tuple(path.split("."))) is None


def test_field_names_are_those_of_groups() -> None:
    assert field_names(OperatorRecord) == list(OperatorRecord.model_fields)
    assert field_names(ProcurementRecord, ("authority",)) == [
        "name",
        "country",
        "kind",
        "devolved_to",
        "agency",
        "defence",
        "central_rules",
        "organization",
    ]
    assert field_names(ProcurementRecord, ("estimated_value_excluding_vat",)) == ["amount", "currency"]
    assert field_names(OperatorRecord, ("name",)) == []
    assert field_names(OperatorRecord, ("convictions",)) == []
    assert field_names(OperatorRecord, ("nope",)) == []


def test_a_day_on_which_something_begins_names_facts_that_there_are() -> None:
    for model, name in FIELDS:
        begins = getattr(field_at(model, (name,)), "begins", None)
        for fact in begins.facts if begins else ():
            begun = field_at(model, (fact,))
            assert begun is not None
            assert begun.kind == "truth" or "before-award" in begun.vocabulary or fact == name


@pytest.mark.parametrize(
    "last_or_due",
    ["link_until", "listed_until", "excluded_until", "judgment_excludes_until", "valid_until", "tenders_due_on"],
)
def test_what_ends_or_falls_due_begins_nothing(last_or_due: str) -> None:
    for model, name in FIELDS:
        if name == last_or_due:
            assert begin_days(model).count(name) == 0


def test_every_day_of_an_entry_begins_or_ends_something() -> None:
    """A new day of an entry says whether the entry is there before it; the days of a procurement and of a
    subcontract, which are no entries, decide the law.

    `surely_from` only narrows the day from which an entry may be there, which is the one that counts. A financial year
    is there once it has ended, whenever it began.
    """
    for model, name in FIELDS:
        field = field_at(model, (name,))
        if field is not None and field.kind == "day" and not issubclass(model, Procurement | Subcontract):
            assert field.begins or field.may_be_open or name in ("surely_from", "begins_on"), (model, name)
