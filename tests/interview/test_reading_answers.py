"""What people type is read where it can be meant in one way, and refused with what would be right where not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.facts.catalogue import FieldKind
from tenderlaw.facts.questions import Question, question_of
from tenderlaw.facts.written import money
from tenderlaw.interview.amounts import UnreadableError, day_in, money_in, number_in
from tenderlaw.interview.phrases import LANGUAGES, phrases_in
from tenderlaw.interview.reading import READERS, says, value_in

COUNTRY = question_of("procurement.authority.country")
TRUTH = question_of("operator.convictions[0].final")
KIND = question_of("procurement.contract_kind", "de")
CODES = question_of("procurement.cpv_codes")
UNTIL = question_of("operator.linked_persons[0].link_until")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("1000", "1000"), ("1000.50", "1000.50"), ("1000,5", "1000.5"), ("1.000.000", "1000000"),
        ("1,000,000", "1000000"), ("1,000.50", "1000.50"), ("1.000,50", "1000.50"), ("1 000", "1000"),
        ("1 000,50", "1000.50"), ("1\u202f000\u00a0000,5", "1000000.5"), ("1'000.50", "1000.50"), ("0,125", "0.125"),
        ("1234,567", "1234.567"), ("12,5000", "12.5"),
    ],
)  # fmt: skip
def test_numbers_are_read_with_either_sign_before_decimals(said: str, number: str) -> None:
    assert number_in(said) == Decimal(number)


@pytest.mark.parametrize("said", ["1.000", "1,000", "12.345", "999,999"])
def test_a_number_that_may_be_two_is_refused_with_both(said: str) -> None:
    with pytest.raises(UnreadableError, match=r"may be read as .* and as ") as refused:
        number_in(said)
    assert refused.value.hint.startswith("write ")


@pytest.mark.parametrize(
    "said", ["", "-5", "1e3", "1.00.00", "1,00,000", "NaN", "٣", "1 00", "1,000,00", "5 %", "9" * 50]
)
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(UnreadableError):
        number_in(said)


@given(st.decimals(0, 10**9, places=2))
def test_an_amount_is_read_as_it_was_written_in_any_language(amount: Decimal) -> None:
    for language in LANGUAGES:
        assert Decimal(money_in(money(amount, "EUR", language))["amount"]) == amount


@pytest.mark.parametrize("said", ["1000", "EUR", "1000 EUR USD", "$ 1000", "1000 euro", "1.000 EUR", "EUR1EUR"])
def test_an_amount_without_one_currency_is_refused(said: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        money_in(said)
    assert "write" in refused.value.hint


def test_an_amount_may_have_its_currency_on_either_side() -> None:
    assert money_in("EUR 1.000,50") == money_in("1,000.50 eur") == money_in("1000,50 €") == {
        "amount": "1000.50", "currency": "EUR",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-02-01", "2026-02-01"), ("2026-2-1", "2026-02-01"), ("31.1.2026", "2026-01-31"),
        ("31/01/2026", "2026-01-31"), ("1/31/2026", "2026-01-31"), ("2.2.2026", "2026-02-02"),
        ("1 February 2026", "2026-02-01"), ("1. Februar 2026", "2026-02-01"), ("1er février 2026", "2026-02-01"),
        ("29.2.2024", "2024-02-29"),
    ],
)  # fmt: skip
def test_days_are_read_where_they_are_one_day(said: str, day: str) -> None:
    assert day_in(said) == day


def test_a_day_that_may_be_two_is_refused_with_both() -> None:
    with pytest.raises(UnreadableError, match="may be read as 2026-02-01 and as 2026-01-02"):
        day_in("1.2.2026")


@pytest.mark.parametrize(
    "said", ["29.2.2025", "31.31.2026", "2026-13-01", "1.2.26", "tomorrow", "0.1.2026", "1 Smarch 2026"]
)
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(UnreadableError):
        day_in(said)


def test_the_end_of_what_has_not_ended_is_open() -> None:
    assert value_in("unbefristet", UNTIL) == "open"
    with pytest.raises(UnreadableError):
        value_in("open", replace(UNTIL, may_be_open=False))


def test_yes_and_no_are_understood_in_every_language() -> None:
    assert [value_in(said, TRUTH) for said in ("yes", "Oui", "JA", "no", "non", "nein")] == [True] * 3 + [False] * 3
    with pytest.raises(UnreadableError, match="neither yes nor no"):
        value_in("perhaps", TRUTH)


def test_not_known_is_another_word_than_no_in_every_language() -> None:
    for language in LANGUAGES:
        words = phrases_in(language)
        assert {one.casefold() for one in words["understood_not_known"].split("|")}.isdisjoint(
            {one.casefold() for key in ("no", "none", "yes", "add") for one in words[f"understood_{key}"].split("|")}
        )
    assert says("Not known", "not_known") and not says("no", "not_known")


@pytest.mark.parametrize(
    ("said", "code"), [("DE", "DE"), ("de", "DE"), ("Germany", "DE"), ("Allemagne", "DE"), ("gb-sct", "GB-SCT")]
)
def test_countries_are_known_by_code_and_name(said: str, code: str) -> None:
    assert value_in(said, COUNTRY) == code


@pytest.mark.parametrize("said", ["XX", "EU", "Atlantis", "D"])
def test_what_is_no_country_is_refused(said: str) -> None:
    with pytest.raises(UnreadableError):
        value_in(said, COUNTRY)


def test_a_word_is_chosen_by_itself_or_by_its_title() -> None:
    assert value_in("works", KIND) == value_in("Bauleistungen", KIND) == "works"
    with pytest.raises(UnreadableError, match="is not one of the words") as refused:
        value_in("work", KIND)
    assert refused.value.hint == "did you mean `works`?"


def test_no_word_of_a_list_is_an_answer_and_nothing_is_none() -> None:
    assert value_in("none", CODES) == []
    assert value_in("45000000; 45210000", CODES) == ["45000000", "45210000"]
    with pytest.raises(UnreadableError, match="nothing was answered"):
        value_in("  ", CODES)


def test_every_kind_of_question_has_a_reader() -> None:
    assert set(READERS) == {*get_args(FieldKind), "country", "countries", "text"}
    assert isinstance(TRUTH, Question)
