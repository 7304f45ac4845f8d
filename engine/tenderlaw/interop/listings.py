"""Entries of public lists: what each says, and what it is found by.

A list may give several types, programmes or statuses for one entry. They are a set: what comes of them is the same in
whatever order they stand, and where they say different things, it is not known.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from tenderlaw.interop.entry_days import EntryDays
from tenderlaw.interop.identifiers import SCHEMES, key_of, known_as, valid_key
from tenderlaw.interop.list_meanings import Effect, ListMeaning, RowMeaning, same_words
from tenderlaw.interop.names import name_keys
from tenderlaw.interop.schemes import scheme_of
from tenderlaw.sources.faults import Fault, quoted
from tenderlaw.sources.printing import writable

__all__ = ["ListIdentifier", "ListingRow", "Rejected", "Said", "keys_of", "made_row"]

Status: TypeAlias = Literal["active", "inactive"]


@dataclass(frozen=True, slots=True)
class ListIdentifier:
    """An identifier as the list has it."""

    scheme: str
    value: str
    country: str | None
    """ISO 3166 code of the country, or part of one, whose number it is; none for schemes of the whole world."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a list says of the kind of an entry: each a set, of words as the list writes them."""

    kinds: Sequence[str] = ()
    programmes: Sequence[str] = ()
    comments: Sequence[str] = ()
    statuses: Sequence[str] = ()


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
    """First day that it may be."""
    listed_until: date | None
    """Last day that it may be; `OPEN` where there is none."""
    review: str | None
    """What a person should confirm."""
    surely_from: date | None = None
    """The day from which it surely holds, where the first day is not known exactly."""
    surely_until: date | None = None
    """The day until which it surely holds, where the last day is not known exactly."""
    status: Status | None = None
    """What the list calls it."""

    @property
    def to_confirm(self) -> bool:
        """Whether a person should confirm what the entry is."""
        return self.review is not None


@dataclass(slots=True)
class Rejected:
    """Rows of a file that could not be read, so that the file does not hold its list whole."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    times: int = 0
    """How often something was set aside, also what was said before."""
    _said: set[Fault] = field(default_factory=set)

    def add(self, line: int, column: str, message: str, hint: str = "") -> None:
        """Set a row aside; what was said before is not said again."""
        self.times += 1
        fault = Fault(self.file, line, 1, column, message, hint)
        if fault not in self._said:
            self._said.add(fault)
            self.faults.append(fault)


def made_row(  # noqa: PLR0913
    meaning: ListMeaning | None,
    list_id: str,
    entry: str,
    line: int,
    *,
    names: Iterable[str],
    identifiers: Iterable[ListIdentifier],
    said: Said,
    days: EntryDays,
) -> ListingRow:
    """An entry with its identifiers checked and its meaning read from the data of its list."""
    keys, unchecked, invalid = _found_by(identifiers)
    read, unread = _meaning_of(meaning, said)
    status, unclear = _status_of(meaning, said.statuses)
    doubts = dict.fromkeys(one for one in (*unread, unclear, days.doubt) if one)
    return ListingRow(
        list=list_id,
        entry=writable(entry),
        line=line,
        names=tuple(dict.fromkeys(name for name in names if name)),
        keys=keys,
        invalid=invalid,
        unchecked=unchecked,
        kind=", ".join(sorted(said.kinds)),
        programme=", ".join(sorted(said.programmes)),
        exclusion_type=read.exclusion_type if read else None,
        effect=read.effect if read else "unknown",
        listed_from=days.listed_from,
        listed_until=days.listed_until,
        review="; ".join(doubts) or None,
        surely_from=days.surely_from,
        surely_until=days.surely_until if status != "inactive" else None,
        status=status,
    )


def _found_by(
    identifiers: Iterable[ListIdentifier],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[ListIdentifier, ...]]:
    keys: dict[str, None] = {}
    alike: set[str] = set()
    invalid = []
    for one in identifiers:
        key = valid_key(one.scheme, one.value, one.country)
        alike |= known_as(one.scheme, one.value, one.country)
        if key is not None:
            keys[key] = None
        elif (scheme_of(one.scheme) or one.scheme) in SCHEMES:
            invalid.append(one)
            unchecked = key_of(one.scheme, one.value, one.country)
            alike |= set() if unchecked is None else {unchecked}
    return tuple(keys), tuple(sorted(alike)), tuple(invalid)


_UNKNOWN_KIND: Final = "what this kind of entry does is not known"
_SEVERAL_KINDS: Final = "the list gives several types or programmes, which say different things"


def _meaning_of(meaning: ListMeaning | None, said: Said) -> tuple[RowMeaning | None, Sequence[str | None]]:
    """What the words say, whichever of them count, and what a person should confirm."""
    if meaning is None:
        return None, [_UNKNOWN_KIND]
    each = itertools.product(said.kinds or ("",), said.programmes or ("",), said.comments or ("",))
    found = [meaning.of(*words) for words in each]
    types = {None if one is None else one.exclusion_type for one in found}
    if len(types) > 1:
        return None, [_SEVERAL_KINDS]
    read = [row for row in meaning.rows if row in found]
    return (read[0], [row.review for row in read]) if read else (None, [_UNKNOWN_KIND])


def _status_of(meaning: ListMeaning | None, statuses: Sequence[str]) -> tuple[Status | None, str | None]:
    words = {word for word in statuses if word}
    known: dict[Status, Collection[str]] = {
        "active": meaning.active if meaning else ("active",),
        "inactive": meaning.inactive if meaning else ("inactive",),
    }
    read = {next((one for one, named in known.items() if same_words(word, named)), None) for word in words}
    if len(read) == 1 and (found := next(iter(read))) is not None:
        return found, None
    if not read or meaning is None:
        return None, None
    return None, f"what the status {' and '.join(quoted(word) for word in sorted(words))} says is not known"


def keys_of(row: ListingRow) -> tuple[Collection[str], Collection[str], Collection[str]]:
    """What an entry is found by: surely, by a number that is a reason to look, by name."""
    return row.keys, row.unchecked, {key for name in row.names for key in name_keys(name)}
