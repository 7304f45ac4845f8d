"""Every mutant of what the files of a pack say themselves; what it inherits is its parent's to test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tenderlaw.mutants.conditions import of_condition
from tenderlaw.mutants.entries import ENTRIES, of_tiering
from tenderlaw.mutants.model import At, Mutant, cited_otherwise
from tenderlaw.mutants.values import of_counting, of_in_force
from tenderlaw.sources.tree import Data

__all__ = ["mutants_of"]

_CITED: Final = ("grounds", "lifts", "requirements", "duties", "transposes", "choices")
"""The entries whose citation stands in a decision, where a case can expect it."""


def mutants_of(data: Mapping[str, Data]) -> list[Mutant]:
    """Every mutant of a pack, in the order of its keys. Each has an id of its own."""
    found: dict[str, Mutant] = {}
    for one in _all(data):
        name, number = one.id, 2
        while name in found:
            name, number = f"{one.id}-{number}", number + 1
        found[name] = one if name == one.id else Mutant(name, one.at, one.says, one.changes)
    return list(found.values())


def _all(data: Mapping[str, Data]) -> Iterator[Mutant]:
    for key, value in data.items():
        at = At((key,), key)
        if key in ("scope", "confined_to"):
            yield from of_condition(value, at)
        elif key == "in_force" and isinstance(value, dict):
            yield from of_in_force(value, at)
        elif key == "counting" and isinstance(value, dict):
            yield from of_counting(value, at)
        elif key == "tiering" and isinstance(value, dict):
            yield from of_tiering(value, at)
        elif isinstance(value, list):
            yield from _of_list(key, [one for one in value if isinstance(one, dict)], at)


def _of_list(key: str, entries: list[dict[str, Data]], at: At) -> Iterator[Mutant]:
    for number, entry in enumerate(entries):
        here = at.entry(number, _name(key, entry))
        if key in _CITED:
            yield from cited_otherwise(entries, number, here)
        if key in ENTRIES:
            yield from ENTRIES[key](entry, here)


def _name(key: str, entry: Mapping[str, Data]) -> str:
    """What an entry is called: by its id or, where it has none, by what it is about."""
    if key == "transposes":
        return next(f"{name}-{entry[name]}" for name in entry if name != "cite")
    if key == "presumptions":
        return f"{entry['over']}.{entry['fact']}" if "over" in entry else str(entry.get("fact"))
    return next((str(entry[name]) for name in ("id", "option", "role", "clause") if name in entry), "")
