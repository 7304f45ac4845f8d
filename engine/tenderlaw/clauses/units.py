"""Quantities: a number with its unit in words, in the number and case that a language asks for.

The words stand in `units.yaml`; which of them a number takes is CLDR's plural rule of the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic import Field

from tenderlaw.clauses import words
from tenderlaw.clauses.environment import Declined
from tenderlaw.clauses.inline import Placeholder
from tenderlaw.clauses.model import Unit
from tenderlaw.facts.base import Facts, Text
from tenderlaw.sources.tree import read_file

__all__ = ["UnitWords", "open_quantity", "quantity", "units_in"]

NO_BREAK: Final = "\u00a0"


class Forms(Facts):
    """A unit after one, and after other numbers."""

    one: Text
    other: Text


class UnitWords(Forms):
    """The words of a unit in a language."""

    dative: Forms | None = None
    """Where the language has another form after prepositions."""

    def written(self) -> frozenset[str]:
        """Every form of it."""
        return frozenset(form for forms in (self, self.dative or self) for form in (forms.one, forms.other))


class _Units(Facts):
    languages: dict[str, dict[Unit, UnitWords]] = Field(default_factory=dict)


class _OpenQuantity(Declined, Placeholder):
    """What a draft prints for a quantity that is missing, with its unit."""

    __slots__ = ()


@lru_cache(maxsize=1)
def _units() -> Mapping[str, Mapping[Unit, UnitWords]]:
    source = read_file(Path(__file__).with_name("units.yaml"))
    return MappingProxyType(_Units.model_validate({"languages": source.data}).languages)


def units_in(language: str) -> Mapping[Unit, UnitWords]:
    """The words of each unit in a language; empty where it has none."""
    return _units().get(language, {})


def quantity(number: Decimal | int, unit: Unit, language: str) -> Declined:
    """A number and its unit: 1 day, 5 days; 1 Tag, 5 Tage, in the dative 5 Tagen."""
    said = units_in(language)[unit]
    count, one = words.number(number, language), words.is_one(number, language)
    plain, dative = (forms.one if one else forms.other for forms in (said, said.dative or said))
    return Declined(f"{count}{NO_BREAK}{plain}", f"{count}{NO_BREAK}{dative}")


def open_quantity(placeholder: str, unit: Unit, language: str) -> Placeholder:
    """A placeholder and the unit that follows it."""
    said = units_in(language)[unit]
    plain, dative = (f"{placeholder}{NO_BREAK}{forms.other}" for forms in (said, said.dative or said))
    return _OpenQuantity(plain, Placeholder(dative))
