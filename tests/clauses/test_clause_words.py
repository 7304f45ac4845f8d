"""Days, numbers and money as people write them, in the language of the document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tenderlaw.clauses.words import day, listed, money, number
from tenderlaw.facts.base import OPEN


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "1 June 2023"), ("fr", "1er juin 2023"), ("de", "1. Juni 2023"), ("es", "1 de junio de 2023")],
)
def test_days_are_written_in_the_language(language: str, words: str) -> None:
    assert day(date(2023, 6, 1), language) == words


def test_an_open_day_is_not_a_date() -> None:
    assert day(OPEN, "en") == "open"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "GBP\u00a01,234,567.50"),
        ("fr", "1\u202f234\u202f567,50\u00a0GBP"),
        ("de", "1.234.567,50\u00a0GBP"),
        ("es", "1.234.567,50\u00a0GBP"),
    ],
)
def test_money_bears_the_code_of_its_currency_never_an_ambiguous_sign(language: str, words: str) -> None:
    assert money(Decimal("1234567.5"), "GBP", language) == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"), [("5", "JPY", "JPY\u00a05"), ("5.125", "EUR", "EUR\u00a05.125")]
)
def test_money_has_the_digits_of_its_currency_and_loses_none(amount: str, currency: str, words: str) -> None:
    assert money(Decimal(amount), currency, "en") == words


def test_numbers_and_lists_are_written_in_the_language() -> None:
    assert (number(3000, "en"), number(3000, "de")) == ("3,000", "3.000")
    assert listed(["a", "b", "c"], "fr") == "a, b et c"
    assert listed(["a", "b"], "es", last="or") == "a o b"
