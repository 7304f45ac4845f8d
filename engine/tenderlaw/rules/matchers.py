"""A few matchers for each compiled plan, lent to one case at a time.

A matcher serves one case at a time and takes some megabytes. The Rete engine never lets go of the interpreter's lock,
so threads gain nothing by having one each: whoever has a case takes one that is idle, a new one is made only where all
are lent, and at most `MOST` of them, then a case waits for its turn. They end with their plan.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import Final
from weakref import WeakSet

from tenderlaw.rules.rete import Body, Matcher, Rule, body

__all__ = ["MOST", "Matchers"]

MOST: Final = 2
"""How many matchers a plan may have: one is at work, one may belong to a thread that was set aside half-way."""

_PATIENCE: Final = 0.5
"""Seconds after which a case that waits looks again whether a matcher was lost with the thread that had it."""


class Matchers:
    """The matchers of one compiled set of rules, for any thread."""

    __slots__ = ("__weakref__", "_idle", "_making", "_rules", "_there", "_widths")

    def __init__(self, rules: Sequence[Rule], widths: Mapping[int, int]) -> None:
        self._rules, self._widths = rules, widths
        self._begin()
        _POOLS.add(self)

    def _begin(self) -> None:
        # holds matchers, and None where one was thrown away: whoever finds that looks whether to make another
        self._idle = SimpleQueue[Matcher | None]()
        self._making = threading.RLock()
        self._there = WeakSet[Matcher]()

    def body(self, kind: int, bits: Sequence[bool]) -> Body:
        """A fact of `kind` with these bits."""
        return body(kind, bits, self._widths[kind])

    def match(self, bodies: Sequence[Body]) -> list[tuple[int, int]]:
        """Pairs of rule number and fact number. Raises InternalError as a matcher does, which is then thrown away."""
        try:
            matcher = self._idle.get_nowait()
        except Empty:
            matcher = None
        if matcher is None:
            matcher = self._taken()
        try:
            return matcher.match(bodies)
        finally:
            if matcher.sound:
                self._idle.put(matcher)
            else:
                self._there.discard(matcher)
                self._idle.put(None)

    def _taken(self) -> Matcher:
        """A matcher, where none is idle: a new one, or the next that is given back."""
        while True:
            with self._making:
                if len(self._there) < MOST:
                    made = Matcher(self._rules, self._widths)
                    self._there.add(made)
                    return made
            try:
                matcher = self._idle.get(timeout=_PATIENCE)
            except Empty:
                continue
            if matcher is not None:
                return matcher

    def __len__(self) -> int:
        """How many matchers there are, idle or lent."""
        return len(self._there)


_POOLS: Final = WeakSet[Matchers]()


def _after_fork() -> None:
    """In a child, every pool begins anew: matchers, locks and queues of the parent may be in the midst of a case."""
    for pool in tuple(_POOLS):
        pool._begin()


os.register_at_fork(after_in_child=_after_fork)
