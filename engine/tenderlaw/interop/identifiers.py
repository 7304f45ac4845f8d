"""Official identifiers in the one form in which they are compared, and whether they can exist at all.

An identifier counts as checked where its check digits hold, or within its own register: the file number of one state
is not that of another. Whatever else is equal is a reason to look. What stands where no number is known is no number.
Suppliers' identifiers need no check: one that equals an identifier that stood it stands it too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from stdnum import lei

from tenderlaw.interop.numbers import looks_made_up, number_in, plain, without_zeros
from tenderlaw.interop.registers import Check, CountryRegister, registers
from tenderlaw.interop.schemes import country_of_scheme, scheme_of

__all__ = ["SCHEMES", "asked_keys", "key_of", "known_as", "own_key", "valid_key"]

SCHEMES: Final = ("uei", "lei", "vat", "national-register")
"""Schemes by which suppliers and entries are surely matched."""

_WORLDWIDE: Final = ("uei", "lei")
_UEI_FORM: Final = re.compile("[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}")
"""Twelve letters and digits without I and O, the first no zero: the check digit's rule is not published."""
_LOST: Final = range(7)
"""So many leading zeros may have been lost."""
_LOOSE: Final = 5
"""Shorter numbers are those of many."""


class Number(NamedTuple):
    """An identifier taken apart."""

    scheme: str
    home: str | None
    """Country, or part of one, whose number it is; empty for the whole world, None where it is not known."""
    word: str
    """Its letters and digits, without the country's."""

    @property
    def compared(self) -> str:
        """The form in which it is compared."""
        return f"{self.scheme}:{self.home}:{without_zeros(self.word) if self.home else self.word}"


@lru_cache(maxsize=1024)
def _number(scheme: str, value: str, country: str | None) -> Number | None:
    kind = scheme_of(scheme) or scheme
    word = number_in(value)
    if word is None:
        return None
    if kind in _WORLDWIDE:
        return Number(kind, "", word)
    named = country_of_scheme(scheme) or country
    if kind == "vat":
        return Number(kind, *_of_taxes(word, named and registers().vat_countries.get(named[:2], named[:2])))
    home = registers().home_of(named)
    begins = _begins(word) if kind != "national-register" else None
    if begins and (home is None or _stands(registers().vat_checks(begins[0]), begins[1])):  # of a scheme nobody knows
        return Number(kind, *begins)
    return Number(kind, home, _of_register(value, word, home))


def _of_taxes(word: str, home: str | None) -> tuple[str | None, str]:
    """The country of a VAT number, and the number without the country's letters.

    A number that stands the check of its home as it is needs no letters: they may look like another country's.
    """
    held = registers()
    own, whole = _begins(word), _unended(word, held.of(home))
    if home is not None and (own is None or own[0] != home) and _stands(held.vat_checks(home), whole):
        return home, whole
    if own is not None:
        return own[0], _unended(own[1], held.of(own[0]))
    if home is not None and word.startswith(home) and _numbered(word[2:]):
        whole = _unended(word[2:], held.of(home))
    return home, whole


def _begins(word: str) -> tuple[str, str] | None:
    """The country that the letters at the beginning name, and the rest."""
    for length in (3, 2):
        country = registers().vat_countries.get(word[:length])
        if country is not None and _numbered(word[length:]):
            return country, word[length:]
    return None


def _of_register(value: str, word: str, home: str | None) -> str:
    """The number of a register without its country and labels, written in one order."""
    register = registers().of(home)
    if home is None:
        return word
    if register.rewritten:
        bare = _unlabelled(value, register)
        return next((plain(one.compact(bare)) for one in register.checks if one.is_valid(bare)), word)
    letters = [one for one, country in registers().vat_prefixes.items() if country == home]
    for label in (*letters, home[:2], *register.labels):
        if word.startswith(label) and word[len(label) : len(label) + 1].isdigit():
            word = word[len(label) :]
    word = _unended(word, register)
    whole = len(word) == register.establishment and _stands(register.checks, word)
    return word[: register.company] if whole else word


def _unlabelled(value: str, register: CountryRegister) -> str:
    words = (word for word in value.split() if word not in register.labels)
    return " ".join(words)


def _unended(word: str, register: CountryRegister) -> str:
    for suffix in register.suffixes:
        if word.endswith(suffix) and _numbered(word[: -len(suffix)]):
            return word[: -len(suffix)]
    return word


def _numbered(word: str) -> bool:
    return word.isdigit() or not word.isalpha()


def _stands(checks: Sequence[Check], word: str) -> bool:
    """Whether a check accepts the number, with the leading zeros that it may have lost."""
    if not checks:
        return False
    forms = (word, word.lower()) if word.upper() != word.lower() else (word,)
    return any(check.is_valid("0" * zeros + one) for check in checks for one in forms for zeros in _LOST)


def key_of(scheme: str, value: str, country: str | None) -> str | None:
    """The form in which an identifier is compared; none where it cannot be.

    `country` is that of the operator, or a part of it; a VAT number that begins with another country is of that.
    """
    number = _number(scheme, value, country)
    return None if number is None or not _comparable(number) else number.compared


def _comparable(number: Number) -> bool:
    return number.scheme in SCHEMES and number.home is not None and (number.home == "" or _numbered(number.word))


def valid_key(scheme: str, value: str, country: str | None) -> str | None:
    """The form in which an identifier is compared, if it stands its check or is of a register that is known."""
    number = _number(scheme, value, country)
    if number is None or not _comparable(number) or looks_made_up(number.word):
        return None
    return number.compared if _stands_check(number, value) else None


def _stands_check(number: Number, value: str) -> bool:
    _, home, word = number
    if number.scheme == "uei":
        return _UEI_FORM.fullmatch(word) is not None
    if number.scheme == "lei":
        return bool(lei.is_valid(word))
    held = registers()
    if number.scheme == "vat":
        checks = held.vat_checks(home or "")
        return _stands(checks, word) or _stands(checks, without_zeros(word)) or _stands(checks, f"{home}{word}")
    register = held.of(home)
    if "-" in (home or ""):  # a part of a country, with its own register
        return True
    if register.rewritten:
        return any(check.is_valid(_unlabelled(value, register)) for check in register.checks)
    if register.form is not None:
        return re.fullmatch(register.form, without_zeros(word)) is not None
    return _stands(register.checks, word) or _stands(register.checks, without_zeros(word))


# The same number, of which nothing says that it is another's ------------------------------------------------


def known_as(scheme: str, value: str, country: str | None) -> frozenset[str]:
    """By what an entry of a list is found that has this number, whatever either side calls its scheme."""
    number = _number(scheme, value, country)
    word = _loose(number) if number else None
    if number is None or word is None:
        return frozenset()
    places = (number.home, f"{number.home[:2]}/*", "*") if number.home else ("?", "*")
    return frozenset(f"number:{place}:{word}" for place in places)


def asked_keys(scheme: str, value: str, country: str | None) -> list[str]:
    """By what an operator with this number finds entries that have the same, or nothing that says it is another's."""
    number = _number(scheme, value, country)
    if number is None:
        return []
    home, word = number.home, _loose(number)
    same = [number.compared] if _comparable(number) else []
    if word is None:
        return same
    if not home:
        return [*same, f"number:*:{word}"]
    if len(home) > 2:
        return [*same, f"number:?:{word}", f"number:{home}:{word}", f"number:{home[:2]}:{word}"]
    return [*same, f"number:?:{word}", f"number:{home}/*:{word}"]


def own_key(scheme: str, value: str, country: str | None) -> str | None:
    """The form in which an identifier shows that two companies are one; none where it does not.

    It is checked, or of a scheme of which nothing is known but that both sides call it so.
    """
    if scheme_of(scheme) in SCHEMES:
        return valid_key(scheme, value, country)
    word = number_in(value)
    return None if word is None else f"{scheme}::{word}"


def _loose(number: Number) -> str | None:
    """A number that is long enough to be one's own."""
    word = without_zeros(number.word)
    return word if len(word) >= _LOOSE and _numbered(word) else None
