"""Days, numbers and money as people write them, in the language of the document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tenderlaw.clauses.environment import environment, filled
from tenderlaw.clauses.inline import Placeholder
from tenderlaw.clauses.model import Unit
from tenderlaw.clauses.units import open_quantity, quantity
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


@pytest.mark.parametrize(
    ("language", "unit", "one", "five"),
    [
        ("en", "days", "1\u00a0day", "5\u00a0days"),
        ("fr", "working-days", "1\u00a0jour ouvrable", "5\u00a0jours ouvrables"),
        ("de", "days", "1\u00a0Tag", "5\u00a0Tage"),
        ("es", "months", "1\u00a0mes", "5\u00a0meses"),
        ("nl", "years", "1\u00a0jaar", "5\u00a0jaar"),
        ("en", "per-cent", "1\u00a0per cent", "5\u00a0per cent"),
    ],
)
def test_a_quantity_has_its_unit_in_the_number_that_the_language_asks_for(
    language: str, unit: Unit, one: str, five: str
) -> None:
    assert [quantity(number, unit, language) for number in (1, 5)] == [one, five]


def test_a_body_chooses_the_dative_where_its_language_has_one() -> None:
    template = environment().from_string("{{ fill.days }} oder innerhalb von {{ fill.days | dative }}")
    printed = {
        (language, number): filled(template, {"fill": {"days": quantity(number, "days", language)}})[1]
        for language in ("de", "en")
        for number in (1, 5)
    }
    assert printed == {
        ("de", 1): ["1\u00a0Tag", "1\u00a0Tag"],
        ("de", 5): ["5\u00a0Tage", "5\u00a0Tagen"],
        ("en", 1): ["1\u00a0day", "1\u00a0day"],
        ("en", 5): ["5\u00a0days", "5\u00a0days"],
    }


def test_a_missing_quantity_is_a_placeholder_with_its_unit_in_either_case() -> None:
    template = environment().from_string("{{ fill.days }} {{ fill.days | dative }}")
    printed = filled(template, {"fill": {"days": open_quantity("[?]", "days", "de")}})[1]
    assert printed == ["[?]\u00a0Tage", "[?]\u00a0Tagen"]
    assert all(isinstance(one, Placeholder) for one in printed)
