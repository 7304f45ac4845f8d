"""Facts of a draft by their paths: read, put and taken out, on plain data that is never changed in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

from tenderlaw.decisions.missing import STEP

__all__ = ["at", "entries_in", "leaves", "lists_above", "names", "renumbered", "steps_in", "with_fact", "without_fact"]

_PATH: Final = re.compile(r"[a-z][a-z0-9_]*(\[[0-9]{1,6}\])?(\.[a-z][a-z0-9_]*(\[[0-9]{1,6}\])?)*")
_DIGITS: Final = 6
Steps = tuple[str | int, ...]


def names(path: str) -> bool:
    """Whether a text is written as a path of a case: `operator.convictions[0].final`."""
    return len(path) < 400 and _PATH.fullmatch(path) is not None


def steps_in(path: str) -> Steps:
    """The names and numbers of a path; no list has an entry of a longer number than paths are written with."""
    return tuple(int(step) if step.isdecimal() and len(step) <= _DIGITS else step for step in STEP.findall(path))


def at(facts: object, path: str) -> object:
    """What stands at a path; None where nothing does."""
    for step in steps_in(path):
        if isinstance(step, int):
            facts = facts[step] if isinstance(facts, Sequence) and step < len(facts) else None
        else:
            facts = facts.get(step) if isinstance(facts, Mapping) else None
    return facts


def with_fact(facts: Mapping[str, object], path: str, value: object) -> dict[str, object]:
    """The facts with a value at a path; groups of which nothing was known are made on the way.

    Raises KeyError where the path leads into an entry that no list has.
    """
    return cast("dict[str, object]", _put(facts, steps_in(path), value))


def _put(node: object, steps: Steps, value: object) -> object:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        if not isinstance(node, Sequence) or isinstance(node, str) or step >= len(node):
            raise KeyError(step)
        return [*node[:step], _put(node[step], rest, value), *node[step + 1 :]]
    if node is not None and not isinstance(node, Mapping):
        raise KeyError(step)
    group = node or {}
    return {**group, step: _put(group.get(step), rest, value)}


def without_fact(facts: Mapping[str, object], path: str) -> dict[str, object]:
    """The facts without what stands at a path; a group within another that holds nothing more goes with it."""
    return cast("dict[str, object]", _taken(facts, steps_in(path), top=True))


def _taken(node: object, steps: Steps, *, top: bool = False) -> object:
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        if not isinstance(node, Sequence) or isinstance(node, str) or step >= len(node):
            return node
        return [*node[:step], *([_taken(node[step], rest)] if rest else []), *node[step + 1 :]]
    if not isinstance(node, Mapping) or step not in node:
        return node
    others = {name: one for name, one in node.items() if name != step}
    if not rest:
        return others
    inner = _taken(node[step], rest)
    return others if inner == {} and not top else {**node, step: inner}


def leaves(facts: object, path: str = "") -> Iterable[tuple[str, object]]:
    """Path and value of every fact: an amount, a list of words and an empty list are one fact each."""
    if isinstance(facts, Mapping) and not ({"amount", "currency"} >= set(facts) and facts):
        for name, one in facts.items():
            yield from leaves(one, f"{path}.{name}" if path else str(name))
    elif isinstance(facts, list | tuple) and facts and all(isinstance(one, Mapping) for one in facts):
        for number, one in enumerate(facts):
            yield from leaves(one, f"{path}[{number}]")
    elif facts is not None:
        yield path, facts


def entries_in(facts: object, path: str = "") -> Iterable[str]:
    """The path of every entry of a list, those of which nothing is known yet among them."""
    if isinstance(facts, Mapping):
        for name, one in facts.items():
            yield from entries_in(one, f"{path}.{name}" if path else str(name))
    elif isinstance(facts, list | tuple):
        for number, one in enumerate(facts):
            if isinstance(one, Mapping):
                yield f"{path}[{number}]"
                yield from entries_in(one, f"{path}[{number}]")


def lists_above(path: str) -> list[str]:
    """The lists of whose entries a path speaks, the outermost first, each without the number."""
    return [path[: found.start()] for found in re.finditer(r"\[[0-9]+\]", path)]


def renumbered(path: str, listed: str, gone: int) -> str | None:
    """A path after an entry of a list was taken out; None for one within that entry."""
    found = re.match(re.escape(listed) + r"\[([0-9]+)\]", path)
    if found is None:
        return path
    number = int(found[1])
    if number == gone:
        return None
    return path if number < gone else f"{listed}[{number - 1}]{path[found.end() :]}"
