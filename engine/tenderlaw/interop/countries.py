"""Countries by their English names, as the two letters of ISO 3166-1."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from typing import cast

from babel import Locale

from tenderlaw.sources.tree import read_yaml

__all__ = ["country_named", "known_countries", "name_of_country"]


def country_named(name: str) -> str | None:
    """The code of the country of that English name; none for a name that no country is known to have."""
    return _codes().get(_plain(name))


def known_countries() -> tuple[str, ...]:
    """Every name that is understood, in lower case and without accents."""
    return tuple(_codes())


def name_of_country(code: str) -> str | None:
    """The English name by which `country_named` finds the country of a code; none where no name leads back to it."""
    name = Locale("en").territories.get(code)
    return name if name is not None and country_named(name) == code else None


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())


@cache
def _codes() -> dict[str, str]:
    territories = Locale("en").territories.items()
    names = {_plain(name): code for code, name in sorted(territories) if len(code) == 2 and code.isalpha()}
    file = "country_names.yaml"
    source = read_yaml((resources.files(__package__) / file).read_text(encoding="utf-8"), file)
    return names | cast("dict[str, dict[str, str]]", source.data)["names"]
