"""Entries of public lists, and which of them are about an operator.

An entry is about an operator where one of its identifiers, checked, is the operator's. The same name is a reason
to look and nothing more: it becomes an entry that says so, and no rule makes a finding of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tenderlaw.facts.operator import EconomicOperator, Listing
from tenderlaw.interop.identifiers import key_of, valid_key
from tenderlaw.interop.list_meanings import Effect, ListMeaning
from tenderlaw.sources.faults import Fault

__all__ = ["IndexedListings", "ListIdentifier", "ListingRow", "Rejected", "lists_of", "made_row", "name_key"]


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
    """Identifiers that did not, or that name no country where they need one: never compared."""
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


@dataclass(slots=True)
class Rejected:
    """Rows of a file that could not be read; the others are used."""

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
        kind=kind,
        programme=programme,
        exclusion_type=said.exclusion_type if said else None,
        effect=said.effect if said else "unknown",
        listed_from=listed_from,
        listed_until=listed_until,
        review=said.review if said else "what this kind of entry does is not known",
    )


def lists_of(rows: Iterable[ListingRow]) -> tuple[str, ...]:
    """The lists that rows are of, sorted."""
    return tuple(sorted({row.list for row in rows}))


class IndexedListings:
    """Entries found by identifier and by name, for single operators."""

    def __init__(self, rows: Sequence[ListingRow]) -> None:
        """Index the rows."""
        self._by_key: dict[str, list[ListingRow]] = {}
        self._by_name: dict[str, list[ListingRow]] = {}
        for row in rows:
            for key in row.keys:
                self._by_key.setdefault(key, []).append(row)
            for name in {name_key(name) for name in row.names}:
                self._by_name.setdefault(name, []).append(row)

    def completed(
        self, operator: EconomicOperator, checked: Collection[str], asked: Collection[str] = ()
    ) -> EconomicOperator:
        """The operator with the entries that are about it, or that bear its name.

        `checked` are the lists whose rows were given, whole; `asked` the lists that packs ask about. Of a list that
        is asked about and was not checked the operator gets one entry of which nothing is known, so that a list
        that nobody looked at is never a no. Entries that the facts already had stay.
        """
        given = operator.listings
        known = {(one.list, one.entry) for one in given or () if one.entry is not None}
        found = {(one.list, one.entry): one for one in self._matched(operator)}
        entries = [*(given or ()), *(found[key] for key in sorted(found) if key not in known)]
        if given is None:
            entries += [Listing(list=name) for name in sorted(set(asked) - set(checked))]
        return operator.model_copy(update={"listings": tuple(entries)})

    def _matched(self, operator: EconomicOperator) -> Iterable[Listing]:
        keys = [key_of(one.scheme, one.value, operator.country) for one in operator.identifiers or ()]
        rows = {(row.list, row.entry): row for key in keys if key for row in self._by_key.get(key, ())}
        named = self._by_name.get(name_key(operator.name), ()) if operator.name else ()
        for row in named:
            if (row.list, row.entry) not in rows:
                yield _listing(row, "name")
        for row in rows.values():
            yield _listing(row, "identifier")


def _listing(row: ListingRow, matched_by: str) -> Listing:
    return Listing.model_validate({
        "list": row.list,
        "entry": row.entry,
        "exclusion_type": row.exclusion_type,
        "listed_from": row.listed_from,
        "listed_until": row.listed_until,
        "matched_by": matched_by,
    })  # fmt: skip
