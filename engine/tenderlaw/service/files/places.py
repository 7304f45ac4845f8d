"""Places in plain facts: what stands at a path, what else could, and by what an entry is known again when it moves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final, TypeAlias, cast

from tenderlaw.sources.canonical import digest

__all__ = ["Plain", "Steps", "digest_at", "dotted", "found_again", "put_at", "steps_of", "value_at"]

Plain: TypeAlias = dict[str, object]
"""Facts as JSON has them."""
Steps: TypeAlias = tuple[str | int, ...]
_STEP: Final = re.compile(r"[a-z_0-9]+")


def steps_of(path: str) -> Steps:
    """The names and numbers that lead to a fact: of `operator.convictions[0]`, three."""
    return tuple([int(step) if step.isdecimal() else step for step in _STEP.findall(path)])


def dotted(steps: Sequence[str | int]) -> str:
    """The same written as a path."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".")


def value_at(facts: object, steps: Sequence[str | int]) -> object | None:
    """What stands there; None where nothing does."""
    node = facts
    for step in steps:
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and 0 <= step < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            return None
    return node


def put_at(facts: object, steps: Sequence[str | int], value: object) -> object:
    """A copy with another value there; groups of which nothing was known are made on the way."""
    if not steps:
        return value
    step, *rest = steps
    if isinstance(step, int):
        entries = list(cast("list[object]", facts))
        entries[step] = put_at(entries[step], rest, value)
        return entries
    group = cast("Plain", facts or {})
    return {**group, step: put_at(group.get(step), rest, value)}


def digest_at(facts: object, steps: Sequence[str | int]) -> str | None:
    """By what the entry at a place is known again: itself, and what is said of whatever holds it.

    A conviction of a person is another one where the person is another. None where nothing stands there.
    """
    entry = value_at(facts, steps)
    if entry is None:
        return None
    holders = [value_at(facts, steps[: n + 1]) for n, step in enumerate(steps[:-1]) if isinstance(step, int)]
    return digest([*(_without_entries(one) for one in holders), entry])


def _without_entries(holder: object) -> object:
    if not isinstance(holder, dict):
        return holder
    return {name: value for name, value in holder.items() if not _has_entries(value)}


def _has_entries(value: object) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], dict))


def found_again(facts: Mapping[str, object], steps: Steps, known_by: str) -> Steps | None:
    """Where the entry stands now: there still, or elsewhere in lists of the same names; None where it is no more."""
    if digest_at(facts, steps) == known_by:
        return steps
    return next((place for place in _alike(facts, steps) if digest_at(facts, place) == known_by), None)


def _alike(facts: Mapping[str, object], steps: Steps) -> Iterator[Steps]:
    """The places in lists of the same names."""
    numbered = [n for n, step in enumerate(steps) if isinstance(step, int)]
    most = [_longest(facts, steps[:n]) for n in numbered]
    for numbers in product(*map(range, most)):
        place = list(steps)
        for n, number in zip(numbered, numbers, strict=True):
            place[n] = number
        yield tuple(place)


def _longest(facts: object, steps: Sequence[str | int]) -> int:
    """How long the longest list is to which steps lead, with any numbers among them."""
    nodes: list[object] = [facts]
    for step in steps:
        inner: list[object] = []
        for node in nodes:
            if isinstance(step, int):
                inner += node if isinstance(node, list) else []
            elif isinstance(node, dict):
                inner.append(node.get(step))
        nodes = inner
    return max((len(node) for node in nodes if isinstance(node, list)), default=0)
