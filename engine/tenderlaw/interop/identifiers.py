"""Official identifiers in the one form in which they are compared, and whether they can exist at all.

An identifier of a list that does not stand its check is kept, and never compared with anything. Suppliers'
identifiers need no check: one that equals an identifier that stood it stands it too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, cast

from stdnum import get_cc_module, lei
from stdnum.eu import vat as eu_vat

__all__ = ["PREFIXES", "SCHEMES", "UEI_FORM", "key_of", "plain", "valid_key"]

SCHEMES: Final = ("uei", "lei", "vat", "national-register")
"""Schemes by which suppliers and entries are matched."""

PREFIXES: Final = tuple(sorted({code.upper() for code in eu_vat.MEMBER_STATES} | {"EL", "XI"}))
"""Two letters with which a VAT number begins where it names its country."""

UEI_FORM: Final = "^[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}$"
"""Twelve letters and digits without I and O, the first no zero: the check digit's rule is not published."""


def plain(value: str) -> str:
    """Letters and digits of ASCII alone, in capitals."""
    return re.sub("[^0-9A-Za-z]", "", value).upper()


def key_of(scheme: str, value: str, country: str | None) -> str | None:
    """The form in which an identifier is compared; none where it cannot be: `screening.listings` has it in columns."""
    word, home = plain(value), (country or "")[:2]
    if scheme not in SCHEMES or not word:
        return None
    if scheme == "vat" and word[:2] in PREFIXES:
        home, word = word[:2].replace("EL", "GR"), word[2:]
    elif scheme == "vat" and word[:2] == home:
        word = word[2:]
    if scheme in ("uei", "lei"):
        home = ""
    elif not home:
        return None
    return f"{scheme}:{home}:{word}"


def valid_key(scheme: str, value: str, country: str | None) -> str | None:
    """The form in which an identifier is compared, if it stands its check."""
    key = key_of(scheme, value, country)
    if key is None:
        return None
    _, home, word = key.split(":")
    if scheme == "uei":
        return key if re.search(UEI_FORM, word) else None
    if scheme == "lei":
        return key if lei.is_valid(word) else None
    judged = _check(home, "vat" if scheme == "vat" else "businessid", word if scheme == "vat" else value)
    # a number of a country for which no check is known is taken as it is
    return None if judged is False else key


def _check(country: str, kind: str, word: str) -> bool | None:
    module = _module("gb" if country == "XI" else country.lower(), kind)
    return None if module is None else bool(module.is_valid(word))  # type: ignore[attr-defined]


@cache
def _module(country: str, kind: str) -> object | None:
    return cast("object | None", get_cc_module(country, kind))
