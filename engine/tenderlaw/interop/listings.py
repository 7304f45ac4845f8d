"""Entries of public lists, and which of them are about an operator.

An entry is about an operator where one of its identifiers, checked, is the operator's. The same name is a reason
to look and nothing more: it becomes an entry that says so, and no rule makes a finding of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tenderlaw.facts.operator import EconomicOperator, Listing
from tenderlaw.interop.identifiers import key_of, valid_key
from tenderlaw.interop.list_meanings import Effect, ListMeaning
from tenderlaw.sources.faults import Fault

__all__ = [
    "MATCHES",
    "IndexedListings",
    "ListIdentifier",
    "ListingRow",
    "Rejected",
    "Searched",
    "keys_of",
    "made_row",
    "name_key",
]

MATCHES: Final = ("identifier", "unchecked-identifier", "name")
"""How an entry may be matched, the surest first: an entry that is matched in several ways says the surest."""

Searched = Mapping[str, Collection[str]]
"""Lists that were given, whole, by id, each with the schemes by which it names who is on it."""


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
    """Those of them that have a form in which they are compared: the same one is a reason to look."""
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


def name_key(name: str) -> str:
    """A name as names are compared: compatibility forms, case and runs of spaces made one; its legal form stays."""
    return " ".join(unicodedata.normalize("NFKD", name).casefold().split())


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
    keys, invalid = [], []
    for one in identifiers:
        key = valid_key(one.scheme, one.value, one.country)
        if key is None:
            invalid.append(one)
        elif key not in keys:
            keys.append(key)
    said = meaning.of(kind, programme, comment) if meaning else None
    return ListingRow(
        list=list_id,
        entry=entry,
        line=line,
        names=tuple(dict.fromkeys(name for name in names if name)),
        keys=tuple(keys),
        invalid=tuple(invalid),
        unchecked=tuple(dict.fromkeys(key for one in invalid if (key := key_of(one.scheme, one.value, one.country)))),
        kind=kind,
        programme=programme,
        exclusion_type=said.exclusion_type if said else None,
        effect=said.effect if said else "unknown",
        listed_from=listed_from,
        listed_until=listed_until,
        review=said.review if said else "what this kind of entry does is not known",
    )


def keys_of(row: ListingRow) -> tuple[Collection[str], Collection[str], Collection[str]]:
    """What an entry is found by, in the order of `MATCHES`."""
    return row.keys, row.unchecked, {f"name::{name_key(name)}" for name in row.names}


class IndexedListings:
    """Entries found by identifier and by name, for single operators."""

    def __init__(self, rows: Iterable[ListingRow], operators: Iterable[EconomicOperator] | None = None) -> None:
        """Index the rows; with `operators`, only those that one of them may be found by."""
        wanted = None if operators is None else {key for one in operators for key in _asked_by(one)}
        self._held: dict[str, list[tuple[int, ListingRow]]] = {}
        for row in rows:
            for rank, keys in enumerate(keys_of(row)):
                for key in keys:
                    if wanted is None or key in wanted:
                        self._held.setdefault(key, []).append((rank, row))

    def completed(
        self, operator: EconomicOperator, searched: Searched, asked: Collection[str] = ()
    ) -> EconomicOperator:
        """The operator with the entries that are about it, or that a person should compare with it.

        `asked` are the lists that packs ask about. Of one that was not searched, or in which the operator cannot be
        found because it has no checked identifier of the schemes by which the list names who is on it, the operator
        gets one entry of which nothing is known: where nobody could look, the answer is not no. Entries that the
        facts already had stay.
        """
        given = operator.listings
        known = {(one.list, one.entry) for one in given or () if one.entry is not None}
        found = self._found(operator)
        entries = [*(given or ()), *(_listing(*found[key]) for key in sorted(found) if key not in known)]
        if given is None:
            entries += [Listing(list=name) for name in sorted(asked) if not _could_be_found(operator, name, searched)]
        return operator.model_copy(update={"listings": tuple(entries)})

    def _found(self, operator: EconomicOperator) -> Mapping[tuple[str, str], tuple[int, ListingRow]]:
        """What the operator is matched with, the surest match of each entry."""
        found: dict[tuple[str, str], tuple[int, ListingRow]] = {}
        for key in _asked_by(operator):
            for rank, row in self._held.get(key, ()):
                place = (row.list, row.entry)
                if place not in found or rank < found[place][0]:
                    found[place] = (rank, row)
        return found


def _asked_by(operator: EconomicOperator) -> set[str]:
    """What an operator may be found by; its identifiers need no check here: what equals a checked one stands it."""
    keys = {key_of(one.scheme, one.value, operator.country) for one in operator.identifiers or ()} - {None}
    named = {f"name::{name_key(operator.name)}"} if operator.name else set()
    return {key for key in keys if key is not None} | named


def _could_be_found(operator: EconomicOperator, name: str, searched: Searched) -> bool:
    return any(
        one.scheme in searched.get(name, ()) and valid_key(one.scheme, one.value, operator.country) is not None
        for one in operator.identifiers or ()
    )


def _listing(rank: int, row: ListingRow) -> Listing:
    return Listing.model_validate({
        "list": row.list,
        "entry": row.entry,
        "exclusion_type": row.exclusion_type,
        "listed_from": row.listed_from,
        "listed_until": row.listed_until,
        "matched_by": MATCHES[rank],
        "to_confirm": row.to_confirm,
    })  # fmt: skip
