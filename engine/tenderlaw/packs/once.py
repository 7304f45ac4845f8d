"""Conditions typed once, however often a pack asks for them, and none too large for the steps to come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from tenderlaw.packs.conditions import AnyOf, Condition, depth_of, lists_of, size_of
from tenderlaw.sources.places import Report, Steps

__all__ = ["Once"]

MAX_SIZE: Final = 2_000
MAX_DEPTH: Final = 64
MAX_LISTS: Final = 4
MAX_CIRCLES: Final = 100

Make: TypeAlias = Callable[[object, str | None, Steps], Condition]


@dataclass(slots=True)
class Once:
    """What was typed of one pack. Equal conditions are one object, which is then compiled and explained once."""

    report: Report
    circles: int = 0
    """How often something was found to use itself."""
    _typed: dict[tuple[int, str | None], tuple[object, Condition]] = field(default_factory=dict)
    """By the identity of what the pack says, which is kept alive, and the list of which it speaks."""
    _shared: dict[Condition, Condition] = field(default_factory=dict)
    _level: int = 0
    """How many conditions around this one are being typed."""

    def typed(self, raw: object, collection: str | None, at: Steps, make: Make) -> Condition:
        """The condition `raw` of an entry of `collection`, or of the whole case, typed by `make`."""
        key = id(raw), collection
        if key in self._typed:
            return self._typed[key][1]
        if self._level >= MAX_DEPTH:
            return self._refused(at, f"conditions within conditions deeper than {MAX_DEPTH} levels", "split the rule")
        self._level, circles = self._level + 1, self.circles
        made = self._measured(make(raw, collection, at), at)
        self._level -= 1
        # in a circle each of its definitions is faulted, so what lies on it is typed anew; of many circles some are
        if not circles < self.circles < MAX_CIRCLES:
            made = self._shared.setdefault(made, made)
            self._typed[key] = raw, made
        return made

    def _measured(self, condition: Condition, at: Steps) -> Condition:
        """The condition, unless it is too large or too deep, all definitions written out."""
        size = size_of(condition)
        if size > MAX_SIZE:
            return self._refused(at, f"comes to {size:,} conditions where all that it uses is written out",
                                 f"at most {MAX_SIZE:,}; split the rule")  # fmt: skip
        if depth_of(condition) > MAX_DEPTH:
            return self._refused(at, f"conditions within conditions deeper than {MAX_DEPTH} levels", "split the rule")
        if lists_of(condition) > MAX_LISTS:
            return self._refused(at, f"looks into lists within lists deeper than {MAX_LISTS} levels",
                                 "a list is the same wherever it is asked: write `all: [...]` around them")  # fmt: skip
        return condition

    def _refused(self, at: Steps, message: str, hint: str) -> Condition:
        self.report(at, message, hint)
        return AnyOf(())
