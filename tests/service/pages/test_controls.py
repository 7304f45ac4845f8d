"""What people type becomes facts: exactly, in three languages, and nothing that reads in two ways."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenderlaw.facts.questions import Question, question_of
from tenderlaw.service.pages.forms.controls import ADD, NONE, UNKNOWN, Answer, control_of, read, typed_of
from tenderlaw.service.pages.forms.errors import FormInvalidError
from tenderlaw.service.pages.forms.typed import amount_in, countries_named, country_code, day_in
from tenderlaw.service.pages.phrases import LANGUAGES

VALUE = "procurement.estimated_value_excluding_vat"
GROUPED = [(",", "."), (".", ","), (" ", ","), ("’", ".")]


def asked(path: str) -> Question:
    return question_of(path)


def answered(path: str, typed: dict[str, str], language: str = "en") -> Answer:
    return read(control_of(asked(path)), typed, language)


def refused(path: str, typed: dict[str, str], language: str = "en") -> str:
    with pytest.raises(FormInvalidError) as caught:
        answered(path, typed, language)
    return caught.value.errors[0].field


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("operator.evidence_verified", {"answer": "yes"}, True),
        ("operator.evidence_verified", {"answer": "no"}, False),
        ("procurement.contract_kind", {"answer": "works"}, "works"),
        ("procurement.call_sent_on", {"answer-day": "1", "answer-month": "März", "answer-year": "2026"}, "2026-03-01"),
        ("operator.linked_persons[0].link_until", {"answer-open": "open"}, "open"),
        ("procurement.term_months", {"answer": " 36 "}, 36),
        ("procurement.authority.country", {"answer": "Schweden"}, "SE"),
        ("procurement.authority.country", {"answer": "Suède (SE)"}, "SE"),
        ("procurement.authority.devolved_to", {"answer": "none"}, "none"),
        ("procurement.authority.devolved_to", {"answer": "gb-sct"}, "GB-SCT"),
        ("operator.business_in", {"answer": "Sweden, FR\nAllemagne"}, ["SE", "FR", "DE"]),
        ("procurement.title", {"answer": " Cleaning "}, "Cleaning"),
        ("procurement.cpv_codes", {"answer": "90910000\n\n90911000"}, ["90910000", "90911000"]),
        (
            "procurement.estimated_value_excluding_vat",
            {"answer-amount": "480 000,50", "answer-currency": "eur"},
            {"amount": "480000.50", "currency": "EUR"},
        ),
        (VALUE, {"answer-amount": "480 000,50 EUR"}, {"amount": "480000.50", "currency": "EUR"}),
        (VALUE, {"answer-amount": "eur 480000"}, {"amount": "480000", "currency": "EUR"}),
    ],
)
def test_what_is_typed_is_a_fact(path: str, typed: dict[str, str], value: object) -> None:
    assert answered(path, typed) == Answer("value", value)


@pytest.mark.parametrize(
    ("path", "typed", "field"),
    [
        ("operator.evidence_verified", {}, "answer"),
        ("operator.evidence_verified", {"answer": "perhaps"}, "answer"),
        ("procurement.contract_kind", {"answer": "</select>"}, "answer"),
        ("procurement.call_sent_on", {}, "answer-day"),
        ("procurement.call_sent_on", {"answer-day": "1", "answer-year": "2026"}, "answer-month"),
        ("procurement.call_sent_on", {"answer-day": "31", "answer-month": "2", "answer-year": "2026"}, "answer-day"),
        ("procurement.call_sent_on", {"answer-day": "1", "answer-month": "2", "answer-year": "26"}, "answer-year"),
        ("procurement.call_sent_on", {"answer-day": "١", "answer-month": "2", "answer-year": "2026"}, "answer-day"),
        (
            "procurement.call_sent_on",
            {"answer-day": "9" * 20, "answer-month": "2", "answer-year": "2026"},
            "answer-day",
        ),
        ("procurement.title", {"answer": "x", "unknown": "unknown"}, "answer"),
        ("procurement.title", {"answer": "x" * 10_001}, "answer"),
        ("procurement.authority.country", {"answer": "Atlantis"}, "answer"),
        (VALUE, {"answer-amount": "1"}, "answer-currency"),
        (VALUE, {"answer-amount": "1 EUR", "answer-currency": "SEK"}, "answer-amount"),
        (VALUE, {"answer-amount": "EUR 1 SEK"}, "answer-currency"),
        (VALUE, {"answer-currency": "EUR"}, "answer-amount"),
        (VALUE, {"answer-amount": "1", "answer-currency": "XYZ"}, "answer-currency"),
        (VALUE, {"answer-amount": "1.500", "answer-currency": "EUR"}, "answer-amount"),
        (VALUE, {"answer-amount": "-1", "answer-currency": "EUR"}, "answer-amount"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_at_its_field_in_every_language(
    path: str, typed: dict[str, str], field: str
) -> None:
    assert {refused(path, typed, language) for language in LANGUAGES} == {field}


@pytest.mark.parametrize("path", ["operator.evidence_verified", "operator.convictions"])
def test_not_known_is_neither_no_nor_none(path: str) -> None:
    assert answered(path, {"answer": UNKNOWN}) == Answer("unknown")
    assert answered("procurement.title", {"unknown": UNKNOWN}) == Answer("unknown")
    assert answered("operator.convictions", {"answer": NONE}) == Answer("none")
    assert answered("operator.convictions", {"answer": ADD}) == Answer("add")


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(LANGUAGES))
@settings(max_examples=50)
def test_law_a_day_is_what_was_typed(day: datetime.date, language: str) -> None:
    typed = {"a-day": str(day.day), "a-month": f"{day.month:02}", "a-year": f"{day.year:04}"}
    assert day_in(typed, "a", language) == day.isoformat()


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.sampled_from(GROUPED),
)
@settings(max_examples=80)
def test_law_an_amount_with_cents_reads_one_way_however_it_is_grouped(number: Decimal, signs: tuple[str, str]) -> None:
    group, point = signs
    text = f"{number:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)
    assert amount_in(text, "a", "en") == f"{number:.2f}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_known_by_its_name_and_its_code(language: str) -> None:
    named = countries_named(language)
    assert len(named) > 240
    assert [code for code, name in named if country_code(name, "a", language) != code] == []
    assert [code for code, _ in named if country_code(code.lower(), "a", language) != code] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("operator.evidence_verified", False),
        ("procurement.contract_kind", "works"),
        ("procurement.call_sent_on", "2026-03-01"),
        ("operator.linked_persons[0].link_until", "open"),
        ("procurement.term_months", 36),
        ("operator.business_in", ["SE", "FR"]),
        (VALUE, {"amount": "480000.50", "currency": "EUR"}),
    ],
)
def test_what_is_given_can_be_changed_from_what_it_was(path: str, value: object) -> None:
    control = control_of(asked(path))
    assert read(control, typed_of(control, value), "en") == Answer("value", value)
