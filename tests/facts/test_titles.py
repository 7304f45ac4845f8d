"""Titles of facts: every built-in fact has a short one in every language, and a path leads to it."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator

import pytest

from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.company import Company
from tenderlaw.facts.declared import DeclaredFact
from tenderlaw.facts.models import models_with
from tenderlaw.facts.records import OperatorRecord, ProcurementRecord
from tenderlaw.facts.titles import LANGUAGES, title_of, titles_in
from tenderlaw.sources.faults import InputInvalidError


def every_model() -> set[type[Facts]]:
    """The models of cases and of what rules read, with those that they are made from."""
    found: set[type[Facts]] = set()
    waiting: list[type[Facts]] = [
        Case, Company, ProcurementRecord, OperatorRecord, *(collection.model for collection in COLLECTIONS.values())
    ]  # fmt: skip
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            fields = [field_at(model, (name,)) for name in model.model_fields]
            waiting += [inner for field in fields if field for inner in (field.model, field.entries) if inner]
            waiting += [base for base in model.__bases__ if issubclass(base, Facts)]
    return found


def own_fields(model: type[Facts]) -> Iterator[str]:
    """The keys of the fields that a model does not have from another."""
    return (f"{model.__name__}.{name}" for name in inspect.get_annotations(model) if name in model.model_fields)


def test_facts_have_titles_in_five_languages() -> None:
    assert set(LANGUAGES) >= {"en", "fr", "de", "es", "nl"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_title_and_every_title_a_fact(language: str) -> None:
    assert set(titles_in(language)) == {key for model in every_model() for key in own_fields(model)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_is_a_label_of_at_most_six_words(language: str) -> None:
    for key, title in titles_in(language).items():
        assert 1 <= len(title.split()) <= 6, (key, title)
        assert title == " ".join(title.split()), (key, title)
        assert title[0].isupper(), (key, title)
        assert title[-1].isalnum(), (key, title)
        assert "'" not in title, (key, title)  # an apostrophe is written ’


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_facts_of_one_entry_have_different_titles(language: str) -> None:
    titles = titles_in(language)
    for model in every_model():
        held = [titles[key] for one in model.__mro__ if issubclass(one, Facts) for key in own_fields(one)]
        assert [title for title, times in Counter(held).items() if times > 1] == [], model.__name__


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("operator", "en", "Economic operator"),
        ("entities", "nl", "Andere betrokken ondernemingen"),
        ("operator.convictions", "en", "Convictions"),
        ("operator.linked_persons[0].convictions[1]", "es", "Condenas"),
        ("operator.linked_persons[0].convictions[1].final_on", "de", "Rechtskräftig seit"),
        ("entities[2].convictions[0].self_cleaning.accepted", "fr", "Mesures jugées suffisantes"),
        ("group[0].country", "nl", "Land van vestiging"),
        ("operator.convictions[0].evidence[0].issuer", "en", "Issuer of the evidence"),
        ("operator.subcontract.performance[0].country", "fr", "Pays d’exécution"),
        ("operator.financial_years[1].year_before.own.turnover", "de", "Umsatz"),
        ("operator.financial_years[1].subsidiaries[3].turnover", "de", "Umsatz des Tochterunternehmens"),
        ("operator.tax_breaches[0].amount.currency", "en", "Currency"),
        ("procurement.authority.country", "es", "País del poder adjudicador"),
        ("procurement.lot_contract_kind", "en", "Kind of contract of the lot"),
    ],
)
def test_a_path_leads_to_the_title_of_its_last_fact(path: str, language: str, title: str) -> None:
    assert title_of(path, language) == title


def test_a_declared_fact_has_the_title_that_its_pack_gives_it() -> None:
    models = models_with(
        [
            DeclaredFact.model_validate(
                {
                    "name": "pilots",
                    "of": "operator",
                    "kind": "list",
                    "title": {"en": "Pilots", "de": "Lotsen"},
                    "fields": [{"name": "licensed_on", "kind": "day", "title": {"en": "Licence", "de": "Patent"}}],
                }
            )
        ]
    )
    assert title_of("operator.pilots[0]", "de", models) == "Lotsen"
    assert title_of("entities[0].pilots[3].licensed_on", "de", models) == "Patent"
    assert title_of("entities[0].pilots[3].licensed_on", "fr", models) == "Licence"
    assert title_of("operator.convictions[0].final_on", "de", models) == "Rechtskräftig seit"


@pytest.mark.parametrize(
    "path", ["operator.colour", "operator.name.colour", "operator.convictions[0].colour", "colour"]
)
def test_a_path_that_leads_to_no_fact_is_refused(path: str) -> None:
    with pytest.raises(LookupError, match="leads to no fact"):
        title_of(path, "en")


def test_a_language_without_titles_is_refused_with_those_that_have_them() -> None:
    with pytest.raises(InputInvalidError, match=r"facts have no titles in `it`.*known: .*\bnl\b"):
        title_of("operator.name", "it")
