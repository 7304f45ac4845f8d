"""What people type into forms, read as facts have it: days in three parts, amounts, numbers, countries.

What can be read in two ways is refused, with how to write it: nobody guesses whether `1.500` is a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from babel import Locale
from babel.numbers import list_currencies

from tenderlaw.facts import written
from tenderlaw.service.pages.forms.errors import FormInvalidError
from tenderlaw.service.pages.phrases import LANGUAGES, said

__all__ = ["Typed", "amount_in", "countries_named", "country_code", "currency_in", "day_in", "typed_day"]

Typed = Mapping[str, str]
"""What was typed, by the names of the fields."""

_SPACES: Final = re.compile(r"[\s\u00a0\u202f'’]")
_PART_OF_COUNTRY: Final = re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?")
_MONTH_NAMES: Final = 3
_NO_STATE: Final = "ZZ"
"""What stands for the country of an international organisation."""


def day_in(typed: Typed, name: str, language: str) -> str | None:
    """The day of three fields as ISO text; None where all are empty. Raises FormInvalidError at the wrong part."""
    parts = {part: typed.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")}
    if not any(parts.values()):
        return None
    for part, value in parts.items():
        if not value:
            raise FormInvalidError(f"{name}-{part}", said(f"errors.{part}_missing", language))
    parts["month"] = _month(parts["month"])
    for part, value in parts.items():
        if not (value.isascii() and value.isdigit()):
            raise FormInvalidError(f"{name}-{part}", said(f"errors.{part}_number", language))
    if len(parts["year"]) != 4:
        raise FormInvalidError(f"{name}-year", said("errors.year_number", language))
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except (ValueError, OverflowError):  # the latter of a number beyond what a machine counts
        raise FormInvalidError(f"{name}-day", said("errors.day_none", language)) from None


def typed_day(value: object, name: str) -> dict[str, str]:
    """The fields of a day that is given, as `day_in` takes them."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return {}
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def amount_in(text: str, field: str, language: str) -> str:
    """An amount or a number as a decimal with a point. Raises FormInvalidError for what reads in two ways, or none."""
    plain = _SPACES.sub("", text)
    points, commas = plain.count("."), plain.count(",")
    if points and commas:
        group, sign = (",", ".") if plain.rfind(".") > plain.rfind(",") else (".", ",")
        plain = _ungrouped(plain, group, sign)
    elif points + commas > 1:
        plain = _ungrouped(plain, "." if points else ",", None)
    elif points + commas == 1:
        whole, _, rest = plain.replace(",", ".").partition(".")
        if len(rest) == 3 and whole not in ("", "0"):
            raise FormInvalidError(field, said("errors.amount_two_ways", language, typed=text.strip()))
        plain = f"{whole or '0'}.{rest}" if rest else whole
    if not re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,10})?", plain):
        raise FormInvalidError(field, said("errors.amount_none", language))
    return plain


def currency_in(text: str, field: str, language: str) -> str:
    """The code of a currency. Raises FormInvalidError for one that there is not."""
    code = text.strip().upper()
    if code not in _currencies():
        raise FormInvalidError(field, said("errors.currency_none", language))
    return code


def country_code(text: str, field: str, language: str) -> str:
    """The code of a country, or of a part of one, that was typed as a code or by its name in a language of the pages.

    Raises FormInvalidError for a name that no language has.
    """
    plain = text.strip()
    if _PART_OF_COUNTRY.fullmatch(plain) and (
        plain[:2].upper() in written.countries(language) or plain.upper() == _NO_STATE
    ):
        return plain.upper()
    # a suggestion reads `Sweden (SE)`
    named = re.fullmatch(r".*\(([A-Z]{2}(?:-[A-Z0-9]{1,3})?)\)", plain)
    if named and named[1][:2] in written.countries(language):
        return named[1]
    for one in (language, *LANGUAGES):
        found = _codes(one).get(plain.casefold())
        if found is not None:
            return found
    raise FormInvalidError(field, said("errors.country_none", language, typed=plain))


def countries_named(language: str) -> list[tuple[str, str]]:
    """Every country, by its name in a language: code and name."""
    return sorted(written.countries(language).items(), key=lambda one: one[1].casefold())


def _month(text: str) -> str:
    """The number of a month that was typed by its name in some language of the pages."""
    wanted = text.casefold().rstrip(".")
    if len(wanted) >= _MONTH_NAMES and not wanted.isdigit():
        for language in LANGUAGES:
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months["format"][width].items():
                    if name.casefold().rstrip(".") == wanted:
                        return str(number)
    return text


def _ungrouped(text: str, group: str, sign: str | None) -> str:
    """A number without the signs between its groups of three; as it is where the groups are others."""
    whole, _, rest = text.partition(sign) if sign else (text, "", "")
    if not re.fullmatch(rf"[0-9]{{1,3}}({re.escape(group)}[0-9]{{3}})+", whole):
        return text
    return whole.replace(group, "") + (f".{rest}" if rest else "")


@cache
def _codes(language: str) -> dict[str, str]:
    return {name.casefold(): code for code, name in written.countries(language).items()}


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())
