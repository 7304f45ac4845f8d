"""Values as people write them in a language: days, numbers, money, countries, lists. English needs no library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from tenderlaw.facts.base import OPEN

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["countries", "country", "day", "is_one", "listed", "money", "number"]

_HABITS: Final = {"en": "en_GB"}
"""Where a bare language does not say how days are written."""
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@lru_cache(maxsize=256)
def day(value: date, language: str) -> str:
    """A day in words: 1 June 2023, 1er juin 2023, 1. Juni 2023."""
    if value == OPEN:
        return "open"
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    from babel.dates import format_date  # noqa: PLC0415 - babel is heavy

    words = format_date(value, "long", locale=_locale(language))
    return words.replace("1 ", "1er ", 1) if language == "fr" and value.day == 1 else words


def country(code: str, language: str) -> str:
    """The name of a country; its code where the language has no name for it, as for a part of a country."""
    return str(_locale(language).territories.get(code, code))


@cache
def countries(language: str) -> Mapping[str, str]:
    """Every country of ISO 3166-1 with its name in a language."""
    lines = Path(__file__).with_name("not_countries.txt").read_text("utf-8").splitlines()
    none = {code for line in lines if not line.startswith("#") for code in line.split()}
    found = _locale(language).territories.items()
    return {code: str(name) for code, name in found if len(code) == 2 and code.isalpha() and code not in none}


def number(value: Decimal | int, language: str) -> str:
    """A number with the language's grouping and decimal sign."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return str(format_decimal(value, locale=_locale(language), decimal_quantization=False))


def is_one(value: Decimal | int, language: str) -> bool:
    """Whether what is counted stands in the singular after this number."""
    return str(_locale(language).plural_form(value)) == "one"


def money(amount: Decimal, currency: str, language: str) -> str:
    """An amount with the code of its currency, never a sign that two currencies share."""
    from babel.numbers import format_decimal, get_currency_precision  # noqa: PLC0415

    locale = _locale(language)
    pattern = locale.currency_formats["standard"].pattern
    digits = max(get_currency_precision(currency), -int(amount.normalize().as_tuple().exponent))
    form = "#,##0" + ("." + "0" * digits if digits else "")
    words = format_decimal(amount, format=form, locale=locale)
    return f"{currency}\u00a0{words}" if pattern.startswith("¤") else f"{words}\u00a0{currency}"


def listed(words: Sequence[str], language: str, *, last: Literal["standard", "or"] = "standard") -> str:
    """Words joined as in a sentence; `last` is `standard` (and) or `or`."""
    if len(words) < 2:
        return "".join(words)
    if language == "en":
        return " ".join((", ".join(words[:-1]), "or" if last == "or" else "and", words[-1]))
    from babel.lists import format_list  # noqa: PLC0415

    return str(format_list(list(words), style=last, locale=_locale(language)))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return Locale.parse(_HABITS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_HABITS["en"])
