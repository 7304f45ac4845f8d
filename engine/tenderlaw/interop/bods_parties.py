"""Who the parties of BODS statements are: their names, their identifiers, and the country of those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from tenderlaw.interop.bods_statements import Statement, details_of, record_of
from tenderlaw.interop.published_data import listed, mapping
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import Data

__all__ = ["country_of", "identifiers_of", "name_of", "sized"]

_LONGEST: Final = 1_000
"""Longest id, name, scheme or value, in characters."""
_ALL_NAMES: Final = 8_000
"""All names of a party are one text for people, which holds no more than 10,000 characters."""
_SCHEME: Final = 120
"""Longest code of a scheme."""
_COUNTRY: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def sized(where: str, field: str, value: str) -> str:
    """The value, if it is not over-long. Raises InputInvalidError."""
    if len(value) > _LONGEST:
        raise InputInvalidError([Fault(where, 0, 0, field, f"is longer than {_LONGEST:,} characters")])
    return value


def name_of(where: str, one: Statement) -> str | None:
    """The name, and after it the others that the party has, so that lists are searched for each."""
    details = details_of(one)
    names = [_text(details.get("name")), *(_text(name) for name in listed(details.get("alternateNames")))]
    names += [_name_in(mapping(name)) for name in listed(details.get("names"))]
    found = list(dict.fromkeys(sized(where, "name", name) for name in names if name))
    others = "; also known as ".join(found[1:])
    if len(others) > _ALL_NAMES:
        message = f"the names have more than {_ALL_NAMES:,} characters together"
        raise InputInvalidError([Fault(where, 0, 0, "name", message)])
    return f"{found[0]} (also known as {others})" if others else next(iter(found), None)


def _name_in(name: Statement) -> str | None:
    parts = (_text(name.get(part)) for part in ("givenName", "patronymicName", "familyName"))
    return _text(name.get("fullName")) or " ".join(part for part in parts if part) or None


def identifiers_of(where: str, one: Statement) -> Iterator[tuple[str, str, str]]:
    """Party, scheme and value of each identifier; the scheme as a code."""
    for number, identifier in enumerate(listed(details_of(one).get("identifiers"))):
        held = mapping(identifier)
        value = held.get("id")
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)
        scheme = next(_codes(_text(held.get(name)) for name in ("scheme", "schemeName")), None)
        if text and scheme:
            yield record_of(one), scheme, sized(where, f"identifiers[{number}].id", text)


def _codes(words: Iterable[str | None]) -> Iterator[str]:
    for word in words:
        code = re.sub("[^a-z0-9.]+", "-", (word or "").lower()).strip("-.")
        if code:
            yield code[:_SCHEME]


def country_of(one: Statement) -> str | None:
    """The country, or part of one, whose numbers an entity has."""
    details = details_of(one)
    place = mapping(details.get("jurisdiction") or details.get("incorporatedInJurisdiction"))
    code = place.get("code")
    return code if isinstance(code, str) and _COUNTRY.fullmatch(code) else None


def _text(value: Data) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
