"""Companions: clauses that come along with those that are prescribed, because these cannot be read without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tenderlaw.clauses.model import Clause, ClauseFile

__all__ = ["brought_by", "companions_of", "needed_by"]


def companions_of(chosen: Sequence[str], library: Mapping[str, Clause]) -> dict[str, tuple[str, ...]]:
    """The clauses that come along with those chosen, each with those that need it; none where it goes with a kind.

    What goes with every text of a kind comes first: it says how the others are read. A companion that the library
    does not hold is left out; a lint names it.
    """
    needed: dict[str, list[str]] = {}
    pending = list(chosen)
    while pending:
        name = pending.pop(0)
        for other in library[name].said.needs if name in library else ():
            if other not in needed and other not in chosen:
                pending.append(other)
            needed.setdefault(other, []).append(name)
    together = [library[name].said for name in dict.fromkeys((*chosen, *needed)) if name in library]
    first = [one.said.id for one in library.values() if any(_goes_with(one.said, other) for other in together)]
    names = dict.fromkeys(name for name in (*first, *needed) if name in library and name not in chosen)
    return {name: tuple(dict.fromkeys(needed.get(name, ()))) for name in names}


def needed_by(clause: ClauseFile, clauses: Mapping[str, Clause]) -> Iterator[Clause]:
    """The clauses of a library that a clause brings along, those that the library holds."""
    for name, one in clauses.items():
        if name in clause.needs or _goes_with(one.said, clause):
            yield one


def brought_by(name: str, library: Mapping[str, Clause]) -> tuple[str, ...]:
    """The clauses of a library that bring a clause along because they need it."""
    return tuple(sorted(other for other, one in library.items() if name in one.said.needs))


def _goes_with(one: ClauseFile, other: ClauseFile) -> bool:
    return other.kind in one.accompanies and one.id != other.id
