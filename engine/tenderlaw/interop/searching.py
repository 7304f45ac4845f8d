"""Which entries of lists are about an operator, and what it means that none was found.

An entry is about an operator where one of its identifiers, checked, is the operator's. The same name, the same number
of which it is not known whose it is, and whatever names a person linked to the operator, is a reason to look and
nothing more: it becomes an entry that says so, and no rule makes a finding of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import orjson

from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.operator import EconomicOperator, LinkedPerson, Listing
from tenderlaw.interop.identifiers import asked_keys, own_key, valid_key
from tenderlaw.interop.listings import ListingRow, keys_of
from tenderlaw.interop.names import name_keys
from tenderlaw.interop.schemes import scheme_of

__all__ = [
    "CARRIED",
    "CHECKED",
    "MATCHES",
    "NAMED",
    "OF",
    "PARTED",
    "IndexedListings",
    "Searched",
    "could_be_found",
    "keys_of_company",
    "keys_of_party",
]

MATCHES: Final = ("identifier", "unchecked-identifier", "name", "linked-person")
"""How an entry may be matched, the surest first: an entry that is matched in several ways says the surest."""
_OF_PERSON: Final = MATCHES.index("linked-person")
CARRIED: Final = (
    "list", "entry", "exclusion_type", "listed_from", "listed_until", "surely_from", "surely_until", "status",
    "to_confirm",
)  # fmt: skip
"""What an entry of a list says of an operator that is matched with it."""

Searched = Mapping[str, Collection[str]]
"""Lists that were given, whole, by id, each with the schemes by which it names who is on it."""


class IndexedListings:
    """Entries found by identifier and by name, for single operators."""

    def __init__(self, rows: Iterable[ListingRow], operators: Iterable[EconomicOperator] | None = None) -> None:
        """Index the rows; with `operators`, only those that one of them may be found by."""
        wanted = None if operators is None else {key for one in operators for key, _ in _asked_by(one)}
        self._held: dict[str, list[tuple[int, ListingRow]]] = {}
        for row in rows:
            for rank, keys in enumerate(keys_of(row)):
                for key in keys:
                    if wanted is None or key in wanted:
                        self._held.setdefault(key, []).append((rank, row))

    @property
    def rows(self) -> Mapping[tuple[str, str], ListingRow]:
        """The entries that are held, by list and entry."""
        return {(row.list, row.entry): row for held in self._held.values() for _, row in held}

    def completed(
        self,
        operator: EconomicOperator,
        searched: Searched,
        asked: Collection[str] = (),
        by_name: Collection[str] = (),
    ) -> EconomicOperator:
        """The operator with the entries that are about it, or that a person should compare with it.

        `asked` are the lists that packs ask about. Of one that was not searched, or in which the operator cannot be
        found, the operator gets one entry of which nothing is known: where nobody could look, the answer is not no.
        It cannot be found without a checked identifier of the schemes by which the list names who is on it, nor
        without a name in a list `by_name`, of which some entries have no such identifier. Entries that the facts
        already had stay.
        """
        given = operator.listings
        known = {(one.list, one.entry) for one in given or () if one.entry is not None}
        found = self._found(operator)
        entry = _model_of_entries(operator)
        entries = [*(given or ()), *(_listing(found[place], entry) for place in sorted(found) if place not in known)]
        if given is None:
            entries += [entry(list=name) for name in sorted(asked)
                        if not could_be_found(operator, searched.get(name, ()), by_name=name in by_name)]  # fmt: skip
        return operator.model_copy(update={"listings": tuple(entries)})

    def _found(self, operator: EconomicOperator) -> Mapping[tuple[str, str], _Match]:
        """What the operator is matched with, the surest match of each entry."""
        found: dict[tuple[str, str], _Match] = {}
        for key, person in _asked_by(operator):
            for rank, row in self._held.get(key, ()):
                match = _Match(row, rank, None) if person is None else _Match(row, _OF_PERSON, _called(person))
                place = (row.list, row.entry)
                found[place] = min(found.get(place, match), match, key=_surest)
        return found


@dataclass(frozen=True, slots=True)
class _Match:
    """An entry, how surely it is about an operator, and the name of the person whom it may name instead."""

    row: ListingRow
    rank: int
    person: str | None


def _called(person: LinkedPerson) -> str | None:
    return _MARKS.sub(" ", person.name) if person.name else None


def _surest(match: _Match) -> tuple[int, bool, str]:
    return match.rank, match.person is None, match.person or ""


def _asked_by(operator: EconomicOperator) -> Iterator[tuple[str, LinkedPerson | None]]:
    """What an operator may be found by, and persons linked to it, each with the person.

    Identifiers need no check here: what equals a checked one stands it.
    """
    yield from ((key, None) for key in _keys_of(operator))
    for person in operator.linked_persons or ():
        yield from ((key, person) for key in _keys_of(person))


def _keys_of(party: EconomicOperator | LinkedPerson) -> Iterator[str]:
    for one in party.identifiers or ():
        yield from asked_keys(one.scheme, one.value, party.country)
    yield from name_keys(party.name or "")


def could_be_found(operator: EconomicOperator, schemes: Collection[str], *, by_name: bool) -> bool:
    """Whether a search by these schemes, and by name where some entries have none of them, would have found it."""
    if by_name and not name_keys(operator.name or ""):
        return False
    return any(_checked(one.scheme, one.value, operator.country, schemes) for one in operator.identifiers or ())


def _checked(scheme: str, value: str, country: str | None, schemes: Collection[str]) -> bool:
    return scheme_of(scheme) in schemes and valid_key(scheme, value, country) is not None


def _model_of_entries(operator: EconomicOperator) -> type[Listing]:
    """The model of an operator's entries, with the facts that packs declare of them."""
    field = field_at(type(operator), ("listings",))
    return Listing if field is None or field.entries is None else cast("type[Listing]", field.entries)


def _listing(match: _Match, model: type[Listing]) -> Listing:
    carried = {name: getattr(match.row, name) for name in CARRIED}
    return model.model_validate({**carried, "matched_by": MATCHES[match.rank], "person": match.person})


# The same of text, for columns: no engine has it of its own --------------------------------------------------

PARTED: Final = "\x1f"
"""Stands around every key."""
OF: Final = "\x1e"
"""Stands between a key and the name of the linked person whose it is; the operator's own have neither."""
CHECKED: Final = "checked:"
"""Before a scheme of which there is a checked identifier, among the keys."""
NAMED: Final = "named"
"""Among the keys where there is a name."""
_MARKS: Final = re.compile(f"[{PARTED}{OF}]")


def keys_of_party(schemes: Collection[str]) -> Callable[[str | None], str]:
    """What finds the keys of a party written as JSON: `name`, `country`, `identifiers` and the same of its `persons`.

    Of its own identifiers of these schemes it is checked whether they can exist.
    """

    def keys(party: str | None) -> str:
        given = orjson.loads(party) if party else {}
        found = list(_keys_of_facts(given))
        found += [NAMED] if name_keys(given.get("name") or "") else []
        for scheme, value in _identifiers_in(given):
            if _checked(scheme, value, given.get("country"), schemes):
                found.append(f"{CHECKED}{scheme_of(scheme)}")
        for person in given.get("persons") or ():
            name = _MARKS.sub(" ", (person or {}).get("name") or "")
            found += [f"{key}{OF}{name}" for key in _keys_of_facts(person or {})]
        return f"{PARTED}{PARTED.join(dict.fromkeys(found))}{PARTED}"

    return keys


def keys_of_company(party: str | None) -> str:
    """What finds a company among others, written as JSON with `country` and `identifiers`."""
    given = orjson.loads(party) if party else {}
    country = given.get("country")
    found = [key for scheme, value in _identifiers_in(given)
             for key in (own_key(scheme, value, country), *asked_keys(scheme, value, country)) if key]  # fmt: skip
    return PARTED.join(dict.fromkeys(found))


def _keys_of_facts(party: Mapping[str, Any]) -> Iterator[str]:
    for scheme, value in _identifiers_in(party):
        yield from asked_keys(scheme, value, party.get("country"))
    yield from name_keys(party.get("name") or "")


def _identifiers_in(party: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in party.get("identifiers") or ():
        if one and one.get("scheme") and one.get("value"):
            yield one["scheme"], one["value"]
