"""Referral: where suspicions may be reported and who helps, by country, as data that was read and goes out of date.

One file a country in the folder `referral`. A contact was read in a text on a day, and asks to be checked after
another: until then it fills blanks of clauses, after it no blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, StringConstraints, ValidationError, model_validator

from tenderlaw.facts.base import Code, Day, Facts, Items, State, Words
from tenderlaw.facts.case import faults_of
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.installed import data_folder
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Data, read_file

__all__ = ["NO_CONTACTS", "Contact", "ContactKind", "Contacts", "CountryContacts", "contacts_in", "contacts_on"]

ContactKind: TypeAlias = Literal[
    "referral-mechanism", "hotline", "support", "police", "inspectorate", "child-protection", "labour-attache"
]
"""What a contact is: the mechanism or body through which victims are identified and referred, a line that takes
reports, an organisation that helps victims, and the authorities."""
_Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+$", max_length=500)]
_Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 -]{1,28}[0-9]$")]
_Email = Annotated[str, StringConstraints(pattern=r"^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$", max_length=200)]


class ReadIn(Facts):
    """The text in which a contact was read."""

    title: Words
    """What the text is, and who says it."""
    url: _Address


class Contact(Facts):
    """An office, a line or an organisation that can be reached; never a person."""

    id: Code
    kind: ContactKind
    name: Words
    """Its name, in a language of the country."""
    english: Words | None = None
    """What it is called in English, where the name is not."""
    phone: _Phone | None = None
    """As it is dialled in the country, unless it begins with `+`."""
    text: Words | None = None
    """The number for short messages."""
    email: _Email | None = None
    url: _Address | None = None
    address: Words | None = None
    for_whom: Spoken | None = None
    """Whom it serves, or what it takes reports of, where that is not everybody and everything."""
    source: ReadIn
    """Where it was read: every way to reach it stands there."""
    read_on: Day
    check_after: Day
    """The last day on which it may be used without being read again."""
    note: Spoken | None = None
    """What whoever checks it should look at."""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not any((self.phone, self.text, self.email, self.url, self.address)):
            raise ValueError("says no way to reach it: give `phone`, `text`, `email`, `url` or `address`")
        if self.check_after < self.read_on and self.note is None:
            raise ValueError("asks to be checked from the day on which it was read; say in `note` why")
        return self


class CountryContacts(Facts):
    """The contacts of one country."""

    country: State
    contacts: Annotated[Items[Contact], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts of the countries in which a contract is performed, on a day."""

    on: date | None
    places: tuple[str, ...] = ()
    """The countries; none where it is not known which."""
    known: Mapping[str, tuple[Contact, ...]] | None = None

    def chosen(self, kinds: Iterable[ContactKind]) -> tuple[tuple[str, Contact], ...]:
        """Of each country those of the first of these kinds that it has; none where one of the countries has none.

        Whoever works in a country without a contact would be left out in silence.
        """
        found = [(place, one) for place in self.places for one in self._of(place, tuple(kinds))]
        return tuple(found) if {place for place, _ in found} == set(self.places) else ()

    def to_check(self, kinds: Iterable[ContactKind]) -> tuple[tuple[str, Contact], ...]:
        """Those of the chosen that ask to be checked."""
        return tuple((place, one) for place, one in self.chosen(kinds) if self.on is None or one.check_after < self.on)

    def _of(self, place: str, kinds: tuple[ContactKind, ...]) -> Iterator[Contact]:
        there = (self.known or {}).get(place, ())
        first = next((kind for kind in kinds if any(one.kind == kind for one in there)), None)
        yield from (one for one in there if one.kind == first)


NO_CONTACTS: Final = Contacts(None)
"""Nothing is filled in from the data."""


@cache
def contacts_in(folder: Path | None = None) -> Mapping[str, tuple[Contact, ...]]:
    """The contacts of every country that has a file, by its code. Raises InputInvalidError for a faulty file."""
    found: dict[str, tuple[Contact, ...]] = {}
    for file in sorted((folder or data_folder("referral")).glob("*.yaml")):
        source = read_file(file)
        try:
            held = CountryContacts.model_validate(source.data)
        except ValidationError as error:
            raise InputInvalidError(faults_of(error, source, CountryContacts)) from error
        if held.country.lower() != file.stem:
            raise InputInvalidError([source.fault(("country",), f"`{held.country}` is not the name of its file")])
        ids = [one.id for one in held.contacts]
        twice = next((place for place, one in enumerate(ids) if one in ids[:place]), None)
        if twice is not None:
            raise InputInvalidError([source.fault(("contacts", twice, "id"), f"`{ids[twice]}` stands twice")])
        found[held.country] = held.contacts
    return found


def contacts_on(day: date, procurement: Mapping[str, object]) -> Contacts:
    """The contacts for a contract: of the countries where it is performed, else of the authority's own.

    A place of performance that is not known leaves the whole open: nobody who may work there is passed over.
    """
    return Contacts(day, _places(procurement), contacts_in())


def _places(procurement: Mapping[str, object]) -> tuple[str, ...]:
    performed = procurement.get("performance")
    if isinstance(performed, list | tuple) and performed:
        codes = [_whole(entry.get("country")) if isinstance(entry, Mapping) else None for entry in performed]
        return tuple(dict.fromkeys(code for code in codes if code)) if all(codes) else ()
    authority = procurement.get("authority")
    country = _whole(authority.get("country")) if isinstance(authority, Mapping) else None
    return (country,) if country else ()


def _whole(code: object) -> str | None:
    """The country of a code, of a part of one too; none for what is not settled, and for no country at all."""
    if not isinstance(code, str) or len(code.partition("-")[0]) != 2 or code == "ZZ":
        return None
    return code.partition("-")[0]


def as_data(country: str, contact: Contact, day: date) -> dict[str, Data]:
    """A contact as plain data, and whether it asks to be checked on a day."""
    return {"country": country, **contact.model_dump(mode="json"), "asks_to_be_checked": contact.check_after < day}
