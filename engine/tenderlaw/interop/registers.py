"""Registers of companies and taxes: what their schemes are called, how their numbers are written, what checks them.

The data stand in `registers.yaml`: no country is named here. What checks numbers is loaded when a number is checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from importlib import import_module, resources
from typing import Final, Protocol, cast

from tenderlaw.facts.base import Facts, Items
from tenderlaw.sources.tree import read_yaml

__all__ = ["Check", "CountryRegister", "Registers", "registers", "spaced"]


class Check(Protocol):
    """A module of python-stdnum."""

    def is_valid(self, number: str) -> bool:
        """Whether the number can exist."""

    def compact(self, number: str) -> str:
        """The number without what is only for reading."""


class CountryRegister(Facts):
    """How the companies of a country are numbered."""

    modules: Items[str] = ()
    """Modules of python-stdnum, of which one must accept a number of the register."""
    vat: Items[str] = ()
    """The same of its VAT numbers, where python-stdnum has them by another name than `vat`."""
    form: str | None = None
    """A pattern that numbers of its one register have."""
    labels: Items[str] = ()
    """Words before a number that are no part of it."""
    suffixes: Items[str] = ()
    """Letters after a number that are no part of it."""
    rewritten: bool = False
    """A number is written in several orders, of which the module makes one."""
    establishment: int | None = None
    """Length of the number of an establishment,"""
    company: int | None = None
    """and of the company's number, with which it begins."""

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """What judges a number of the register."""
        return tuple(_module(name) for name in self.modules)


class Registers(Facts):
    """What is known of registers."""

    schemes: Mapping[str, Items[str]]
    """Words by which each scheme goes."""
    register_codes: Items[str]
    """Words of codes of registers that begin with a country, such as `xx-kvk`."""
    properties: Mapping[str, str]
    """The scheme of each property of FollowTheMoney that is an identifier."""
    placeholders: Items[str]
    """Words that stand where no number is known."""
    labels: Items[str]
    """Words before a number that are no part of it."""
    vat_codes: Items[str]
    """Countries whose VAT numbers begin with their own code."""
    vat_prefixes: Mapping[str, str]
    """Countries by the letters with which their VAT numbers begin, where these are not their own code."""
    parts: Items[str]
    """Countries of which each part has a register of its own."""
    countries: Mapping[str, CountryRegister]
    """Countries with one register."""

    @cached_property
    def scheme_words(self) -> Mapping[str, str]:
        """The scheme of each word."""
        return {word: scheme for scheme, words in self.schemes.items() for word in (*words, spaced(scheme))}

    @cached_property
    def vat_countries(self) -> Mapping[str, str]:
        """The country of each beginning, of two or three letters, that a VAT number may have."""
        return {code: code for code in self.vat_codes} | dict(self.vat_prefixes)

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """A label and the number behind it, of letters and digits alone."""
        words = sorted((word.upper() for word in self.labels), key=lambda word: (-len(word), word))
        return re.compile(f"(?:{'|'.join(words)})(?=.*[0-9])(.+)")

    @cached_property
    def label_letters(self) -> frozenset[str]:
        """With what labels begin."""
        return frozenset(word[0].upper() for word in self.labels)

    @cached_property
    def placeholder_words(self) -> frozenset[str]:
        """Words that stand where no number is known."""
        return frozenset(self.placeholders)

    def of(self, country: str | None) -> CountryRegister:
        """How companies of a country, or a part of one, are numbered; of most nothing is known."""
        return self.countries.get(country or "", _UNKNOWN)

    def home_of(self, country: str | None) -> str | None:
        """The country or part of one whose register holds the companies of `country`."""
        return country if country and country[:2] in self.parts else (country or "")[:2] or None

    def vat_checks(self, country: str) -> tuple[Check, ...]:
        """What judges a VAT number of a country; nothing where no check is known."""
        named = self.of(country).vat
        if named:
            return tuple(_module(name) for name in named)
        module = _vat_module(country.lower())
        return () if module is None else (module,)


_UNKNOWN: Final = CountryRegister()


@lru_cache(maxsize=4096)
def spaced(word: str) -> str:
    """A word in lower case, with a space for whatever is no letter or digit."""
    return " ".join(re.sub(r"[\W_]+", " ", word.casefold()).split())


@cache
def _module(name: str) -> Check:
    return cast("Check", import_module(f"stdnum.{name}"))


@cache
def _vat_module(country: str) -> Check | None:
    found = import_module("stdnum").get_cc_module(country, "vat")
    return cast("Check | None", found)


@cache
def registers() -> Registers:
    """What is known of registers."""
    file = "registers.yaml"
    source = read_yaml((resources.files(__package__) / file).read_text(encoding="utf-8"), file)
    return Registers.model_validate(source.data)
