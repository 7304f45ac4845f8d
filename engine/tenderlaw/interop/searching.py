"""Which entries of lists are about an operator, and what it means that none was found.

An entry is about an operator where one of its identifiers, checked, is the operator's. The same name, or the same
number of which it is not known whose it is, is a reason to look and nothing more: it becomes an entry that says so,
and no rule makes a finding of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

import orjson

from tenderlaw.facts.operator import EconomicOperator, Listing
from tenderlaw.interop.identifiers import asked_keys, valid_key
from tenderlaw.interop.listings import ListingRow, keys_of
from tenderlaw.interop.names import name_keys
from tenderlaw.interop.schemes import scheme_of

__all__ = [
    "CARRIED",
    "CHECKED",
    "MATCHES",
    "NAMED",
    "PARTED",
    "IndexedListings",
    "Searched",
    "could_be_found",
    "keys_of_party",
]

MATCHES: Final = ("identifier", "unchecked-identifier", "name")
"""How an entry may be matched, the surest first: an entry that is matched in several ways says the surest."""
CARRIED: Final = ("list", "entry", "exclusion_type", "listed_from", "listed_until", "to_confirm")
"""What an entry of a list says of an operator that is matched with it."""

Searched = Mapping[str, Collection[str]]
"""Lists that were given, whole, by id, each with the schemes by which it names who is on it."""


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
        entries = [*(given or ()), *(_listing(*found[key]) for key in sorted(found) if key not in known)]
        if given is None:
            entries += [Listing(list=name) for name in sorted(asked)
                        if not could_be_found(operator, searched.get(name, ()), by_name=name in by_name)]  # fmt: skip
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
    keys = {key for one in operator.identifiers or () for key in asked_keys(one.scheme, one.value, operator.country)}
    return keys | set(name_keys(operator.name or ""))


def could_be_found(operator: EconomicOperator, schemes: Collection[str], *, by_name: bool) -> bool:
    """Whether a search by these schemes, and by name where some entries have none of them, would have found it."""
    if by_name and not name_keys(operator.name or ""):
        return False
    return any(_checked(one.scheme, one.value, operator.country, schemes) for one in operator.identifiers or ())


def _checked(scheme: str, value: str, country: str | None, schemes: Collection[str]) -> bool:
    return scheme_of(scheme) in schemes and valid_key(scheme, value, country) is not None


def _listing(rank: int, row: ListingRow) -> Listing:
    carried = {name: getattr(row, name) for name in CARRIED}
    return Listing.model_validate({**carried, "matched_by": MATCHES[rank]})


# The same of text, for columns: no engine has it of its own --------------------------------------------------

PARTED: Final = "\x1f"
"""Stands around every key."""
CHECKED: Final = "checked:"
"""Before a scheme of which there is a checked identifier, among the keys."""
NAMED: Final = "named"
"""Among the keys where there is a name."""


def keys_of_party(schemes: Collection[str]) -> Callable[[str | None], str]:
    """What finds the keys of a party written as JSON with `name`, `country` and `identifiers`.

    Of identifiers of these schemes it is checked whether they can exist.
    """

    def keys(party: str | None) -> str:
        given = orjson.loads(party) if party else {}
        country, found = given.get("country"), list(name_keys(given.get("name") or ""))
        found += [NAMED] if found else []
        for one in given.get("identifiers") or ():
            scheme, value = one and one.get("scheme"), one and one.get("value")
            if scheme and value:
                found += asked_keys(scheme, value, country)
                found += [f"{CHECKED}{scheme_of(scheme)}"] if _checked(scheme, value, country, schemes) else []
        return f"{PARTED}{PARTED.join(dict.fromkeys(found))}{PARTED}"

    return keys
