"""How the facts of entries are called that leave something open: as a finding calls them, without numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tenderlaw.facts.collections import Item
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.judgments import ENTAILS, OPENED_BY
from tenderlaw.screening.columns.entries import LISTED_IN, Entries
from tenderlaw.screening.columns.kleene import Kleene, all_of, negate, unknown

__all__ = ["Named", "OneName", "list_names", "names_elsewhere", "names_in", "names_of_item"]

OneName: TypeAlias = "tuple[str, Kleene]"
"""The name of a fact, and where it is its name."""
Named: TypeAlias = Callable[[tuple[str, ...]], list[OneName]]
"""The names of a fact of an entry, each with the entries of which it is the name."""


def list_names(entries: Entries) -> list[OneName]:
    """The name of the list that was not given, where an entry stands for one."""
    collection, absent = entries.collection, entries.absent
    if collection == "convictions":
        return [
            (f"operator.{name}", all_of([absent, where]))
            for name, where in zip(_CONVICTIONS, _places(entries), strict=True)
        ]
    if collection == "exclusions_by_judgment":
        places = (True, False, False, False) if entries.missing else (*_places(entries), entries.is_at(3))
        opened = (f"operator.convictions.{name}" for name in OPENED_BY)
        names = (f"operator.{collection}", *opened, "operator.convictions")
        return [(name, all_of([absent, where])) for name, where in zip(names, places, strict=True)]
    if collection in LISTED_IN:
        outer, _ = LISTED_IN[collection]
        given: Kleene = True if entries.missing else entries.is_at(1)
        name = ".".join(LISTED_IN[collection])
        return [(f"operator.{outer}", all_of([absent, negate(given)])), (f"operator.{name}", all_of([absent, given]))]
    return [(f"operator.{collection}", absent)]


_CONVICTIONS = ("convictions", "linked_persons", "linked_persons.convictions")
"""Where convictions stand; in the second place, where persons are not known at all."""
_OF_LINK = {"convicted": "link", "link_from": "link_from", "link_until": "link_until"}


def _places(entries: Entries) -> list[Kleene]:
    if entries.missing:
        return [True, True, False]
    return [entries.is_at(number) for number in range(3)]


def names_in(entries: Entries) -> Named:
    """The names of the facts of entries that were given."""
    prefix = ".".join(LISTED_IN.get(entries.collection, (entries.collection,)))

    def of_convictions(names: tuple[str, ...]) -> list[OneName]:
        own, _, persons = _places(entries)
        if names[0] in _OF_LINK:
            return [(f"operator.linked_persons.{_OF_LINK[names[0]]}", persons)]
        if names == ("offence",):
            told = negate(unknown(entries.columns.get("foreign_offence")))
            foreign = all_of([told, unknown(entries.read(("equivalence_confirmed",)))])
            return [
                *_joined(own, persons, "equivalence_confirmed", foreign),
                *_joined(own, persons, "offence", negate(foreign)),
            ]
        return _joined(own, persons, ".".join(names), True)

    def of_exclusions(names: tuple[str, ...]) -> list[OneName]:
        listed, convicted, _ = _places(entries)
        entailing = ".".join(("operator", "convictions", ENTAILS[names[0]], *names[1:]))
        return [(".".join(("operator", prefix, *names)), listed), (entailing, convicted)]

    if entries.collection == "exclusions_by_judgment" and not entries.missing:
        return of_exclusions
    if entries.collection == "convictions":
        return of_convictions
    return lambda names: [(".".join(("operator", prefix, *names)), True)]


def names_elsewhere(entries: Entries) -> Named:
    """The names of the facts of entries that nobody gave, as far as they stand outside the list: a person's link."""
    named = names_in(entries)
    linked = entries.collection == "convictions"
    return lambda names: named(names) if linked and names[0] in _OF_LINK else []


def _joined(own: Kleene, persons: Kleene, name: str, where: Kleene) -> list[OneName]:
    first, _, second = _CONVICTIONS
    return [
        (f"operator.{first}.{name}", all_of([own, where])),
        (f"operator.{second}.{name}", all_of([persons, where])),
    ]


def names_of_item(item: Item) -> Named:
    """The names of the facts of an entry of the procurement; without a fact, of the entry itself."""

    def named(names: tuple[str, ...]) -> list[OneName]:
        head = item.path_of(names[0]) if names else item.path
        rest = () if item.placeholder and head == item.path else names[1:]
        return [(without_numbers(".".join(("procurement", head, *rest))), True)]

    return named
