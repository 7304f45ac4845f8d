"""What an authority adds to declared facts: whatever they leave unknown, in its place, and nothing that they say.

A place is written as mappings within mappings, or as the path by which a decision names a missing fact:
`operator.linked_persons[0].convictions[0].final_on: 2024-05-01`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.places import Data, Source, Steps, dotted

__all__ = ["Filled", "steps_of_path"]

_PATH: Final = re.compile(r"[a-z][a-z0-9_]*(\[\d{1,4}\])*(\.[a-z][a-z0-9_]*(\[\d{1,4}\])*)*")
_STEP: Final = re.compile(r"([a-z][a-z0-9_]*)|(\d+)")

Written = tuple[Source, Steps]
"""A file, and the steps to a value in it."""


def steps_of_path(name: str) -> Steps:
    """The steps of a path such as `linked_persons[0].link`; of any other key, itself."""
    if not _PATH.fullmatch(name):
        return (name,)
    return tuple(word or int(number) for word, number in _STEP.findall(name))


@dataclass(slots=True)
class Filled:
    """The facts of a case, as far as they are known, and where each was written that was added."""

    facts: dict[str, Data]
    written: dict[Steps, Written] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, source: Source, given: dict[str, Data], at: Steps = (), within: Steps = ()) -> None:
        """Add what a source gives at the steps `at`, about the fact at the steps `within`; null gives nothing."""
        for name, value in given.items():
            if value is not None:
                self._add(source, (*at, name), value, (*within, *steps_of_path(name)))

    def checked(self, name: str) -> Source:
        """The facts as one source. Raises InputInvalidError for what was given twice, or has no place."""
        if self.faults:
            raise InputInvalidError(self.faults)
        return _Joined(name, self.facts, self.written)

    def _add(self, source: Source, at: Steps, value: Data, steps: Steps) -> None:
        parent = self._parent(source, at, steps)
        if parent is None:
            return
        last = steps[-1]
        held = _within(parent, last)
        if isinstance(held, dict) and isinstance(value, dict):
            self.add(source, value, at, steps)
        elif held is not None:
            self.faults.append(self._twice(source, at, held, steps))
        else:
            made: Data = {} if isinstance(value, dict) else value
            if self._put(source, at, parent, last, made):
                self.written[steps] = (source, at)
                if isinstance(value, dict):
                    self.add(source, value, at, steps)

    def _parent(self, source: Source, at: Steps, steps: Steps) -> dict[str, Data] | list[Data] | None:
        """What holds the fact at `steps`, made where nothing does."""
        node: Data = self.facts
        for step, following in pairwise(steps):
            below = _within(node, step)
            if below is None:
                below = [] if isinstance(following, int) else {}
                if not self._put(source, at, node, step, below):
                    return None
            node = below
        if not isinstance(node, list if isinstance(steps[-1], int) else dict):
            self.faults.append(source.fault(at, f"`{dotted(steps[:-1])}` has no `{steps[-1]}`"))
            return None
        return node

    def _put(self, source: Source, at: Steps, node: Data, step: str | int, value: Data) -> bool:
        """Put a value where there is none; an entry goes behind the last one."""
        if isinstance(node, dict) and isinstance(step, str):
            node[step] = value
        elif isinstance(node, list) and step == len(node):
            node.append(value)
        else:
            number = len(node) if isinstance(node, list) else 0
            message = f"there is no entry {step}: there are {number}, counted from 0"
            self.faults.append(source.fault(at, message, f"the next one is [{number}]"))
            return False
        return True

    def _twice(self, source: Source, at: Steps, held: Data, steps: Steps) -> Fault:
        path = dotted(steps)
        hint = f"name what is missing of an entry, such as `{path}[0]. ...`" if isinstance(held, list) and held else ""
        if steps in self.written:
            other, there = self.written[steps]
            line, _ = other.place(there)
            return source.fault(at, f"stands in `{other.name}`, line {line}, too", "keep one of them")
        return source.fault(at, f"the ESPD already answers `{path.removeprefix('operator.')}`", hint)


def _within(node: Data, step: str | int) -> Data:
    if isinstance(node, dict) and isinstance(step, str):
        return node.get(step)
    return node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None


class _Joined(Source):
    """Facts of several files: a fault stands in the file where its fact was written."""

    __slots__ = ("written",)

    def __init__(self, name: str, data: Data, written: dict[Steps, Written]) -> None:
        super().__init__(name, data, {})
        self.written = written

    def fault(self, steps: Steps, message: str, hint: str = "") -> Fault:
        """A fault at the value reached by `steps`."""
        for length in range(len(steps), 0, -1):
            if steps[:length] in self.written:
                source, at = self.written[steps[:length]]
                line, column = source.place((*at, *steps[length:]))
                return Fault(source.name, line, column, dotted(steps), message, hint)
        return Fault(self.name, 0, 0, dotted(steps), message, hint)
