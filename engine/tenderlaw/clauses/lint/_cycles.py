"""Circles in a graph of names."""

from __future__ import annotations

from collections.abc import Mapping, Set

__all__ = ["cycles"]


def cycles(edges: Mapping[str, Set[str]]) -> list[tuple[str, ...]]:
    """One circle for each group of names that lead to one another, its first name the least of it."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in sorted(edges):
        path = _way(edges, start)
        if path is not None:
            found.setdefault(frozenset(path), path)
    return list(found.values())


def _way(edges: Mapping[str, Set[str]], start: str) -> tuple[str, ...] | None:
    """The shortest way from a name back to itself over names that are not less."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ways:
        way = ways.pop(0)
        for name in sorted(edges.get(way[-1], frozenset())):
            if name == start:
                return way
            if name > start and name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return None
