"""Values as people write them in a language: days, numbers, money, lists; and words from outside, literally."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tenderlaw.clauses.environment import PRIVATE
from tenderlaw.facts.base import OPEN

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["MAX_WORDS", "country", "day", "fault_of", "is_one", "listed", "literal", "money", "number"]

MAX_WORDS: Final = 10_000
"""The longest fill-in, in characters."""

_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, halves of pairs and non-characters, which no document format can show."""
_SPACE: Final = re.compile("[ \t\r\n\x85\u2028\u2029]+")
_OPENED: Final = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
                  "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}  # fmt: skip
_HABITS: Final = {"en": "en_GB"}
"""Where a bare language does not say how days are written."""


def fault_of(text: str) -> str | None:
    """Why words from outside cannot stand in a document; none where they can."""
    if found := _REFUSED.search(text):
        return f"holds the character U+{ord(found[0]):04X}, which no document can show"
    if len(text) > MAX_WORDS:
        return f"is {len(text)} characters long; at most {MAX_WORDS} fit"
    return None


def literal(text: str) -> str:
    """Words from outside as one line that shows exactly them and changes nothing around them.

    Line breaks become spaces, our private characters become U+FFFD, and directions that were opened and not
    closed are closed, so that they end with the words.
    """
    text = PRIVATE.sub("\ufffd", _SPACE.sub(" ", text).strip(" "))
    pending: list[str] = []
    for sign in text:
        if sign in _OPENED:
            pending.append(_OPENED[sign])
        elif pending and sign == pending[-1]:
            pending.pop()
    return text + "".join(reversed(pending))


def day(value: date, language: str) -> str:
    """A day in words: 1 June 2023, 1er juin 2023, 1. Juni 2023."""
    from babel.dates import format_date  # noqa: PLC0415 - babel is heavy

    if value == OPEN:
        return "open"
    words = format_date(value, "long", locale=_locale(language))
    return words.replace("1 ", "1er ", 1) if language == "fr" and value.day == 1 else words


def country(code: str, language: str) -> str:
    """The name of a country; its code where the language has no name for it, as for a part of a country."""
    return str(_locale(language).territories.get(code, code))


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


def listed(words: Sequence[str], language: str, *, last: str = "standard") -> str:
    """Words joined as in a sentence; `last` is `standard` (and) or `or`."""
    from babel.lists import format_list  # noqa: PLC0415

    return str(format_list(list(words), style="or" if last == "or" else "standard", locale=_locale(language)))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return Locale.parse(_HABITS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_HABITS["en"])
