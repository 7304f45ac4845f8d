"""Entries of public lists, and what each is found by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from tenderlaw.interop.identifiers import key_of, known_as, valid_key
from tenderlaw.interop.list_meanings import Effect, ListMeaning
from tenderlaw.interop.names import name_keys
from tenderlaw.sources.faults import Fault

__all__ = ["ListIdentifier", "ListingRow", "Rejected", "keys_of", "made_row"]


@dataclass(frozen=True, slots=True)
class ListIdentifier:
    """An identifier as the list has it."""

    scheme: str
    value: str
    country: str | None
    """ISO 3166-1 alpha-2 code of the country whose number it is; none for schemes of the whole world."""


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One entry of a list."""

    list: str
    """Which list."""
    entry: str
    """Identifier of the entry within the list; `line-N` where it has none."""
    line: int
    """Line of the file, from 1."""
    names: tuple[str, ...]
    """The name, then other names."""
    keys: tuple[str, ...]
    """Identifiers that stood their check, in the form in which they are compared."""
    invalid: tuple[ListIdentifier, ...]
    """Identifiers that did not, or that name no country where they need one: none makes the entry an operator's."""
    unchecked: tuple[str, ...]
    """Forms in which numbers are compared of which the same one is a reason to look and no more: those that did not
    stand their check, and all where only the scheme differs or nothing says whose number it is."""
    kind: str
    """Type of the entry, as the list writes it."""
    programme: str
    """Programme of the entry, as the list writes it."""
    exclusion_type: str | None
    """What packs call this kind of entry; none where its meaning is not known."""
    effect: Effect
    """What the entry does."""
    listed_from: date | None
    """First day."""
    listed_until: date | None
    """Last day; `OPEN` where there is none."""
    review: str | None
    """What a person should confirm."""

    @property
    def to_confirm(self) -> bool:
        """Whether a person should confirm what the entry is."""
        return self.review is not None


@dataclass(slots=True)
class Rejected:
    """Rows of a file that could not be read, so that the file does not hold its list whole."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, line: int, column: str, message: str, hint: str = "") -> None:
        """Set a row aside."""
        self.faults.append(Fault(self.file, line, 1, column, message, hint))


def made_row(  # noqa: PLR0913
    meaning: ListMeaning | None,
    list_id: str,
    entry: str,
    line: int,
    *,
    names: Iterable[str],
    identifiers: Iterable[ListIdentifier],
    kind: str,
    programme: str,
    comment: str,
    listed_from: date | None,
    listed_until: date | None,
) -> ListingRow:
    """An entry with its identifiers checked and its meaning read from the data of its list."""
    keys: dict[str, None] = {}
    invalid: list[ListIdentifier] = []
    alike: set[str] = set()
    for one in identifiers:
        key = valid_key(one.scheme, one.value, one.country)
        alike |= known_as(one.scheme, one.value, one.country)
        if key is not None:
            keys[key] = None
            continue
        invalid.append(one)
        unchecked = key_of(one.scheme, one.value, one.country)
        alike |= set() if unchecked is None else {unchecked}
    said = meaning.of(kind, programme, comment) if meaning else None
    return ListingRow(
        list=list_id,
        entry=entry,
        line=line,
        names=tuple(dict.fromkeys(name for name in names if name)),
        keys=tuple(keys),
        invalid=tuple(invalid),
        unchecked=tuple(sorted(alike)),
        kind=kind,
        programme=programme,
        exclusion_type=said.exclusion_type if said else None,
        effect=said.effect if said else "unknown",
        listed_from=listed_from,
        listed_until=listed_until,
        review=said.review if said else "what this kind of entry does is not known",
    )


def keys_of(row: ListingRow) -> tuple[Collection[str], Collection[str], Collection[str]]:
    """What an entry is found by: surely, by a number that is a reason to look, by name."""
    return row.keys, row.unchecked, {key for name in row.names for key in name_keys(name)}
