"""Conditions of which parts are settled before any fact is asked, by what a State chose: what is left of them.

Of parts that must all hold, one that always does asks nothing, and one that never does settles the whole; where any
part is enough, the other way round. So an option that a State leaves at its default costs no decision anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not

__all__ = ["ALWAYS", "NEVER", "every", "opposite", "some_of"]

ALWAYS: Final[Condition] = All(())
"""What holds whatever the facts."""
NEVER: Final[Condition] = AnyOf(())
"""What holds on no facts."""


def every(parts: Sequence[Condition]) -> Condition:
    """What holds where all the parts do."""
    if NEVER in parts:
        return NEVER
    left = [part for part in parts if part != ALWAYS]
    return left[0] if len(left) == 1 < len(parts) else All(tuple(left))


def some_of(parts: Sequence[Condition]) -> Condition:
    """What holds where one of the parts does."""
    if ALWAYS in parts:
        return ALWAYS
    left = [part for part in parts if part != NEVER]
    return left[0] if len(left) == 1 < len(parts) else AnyOf(tuple(left))


def opposite(part: Condition) -> Condition:
    """What holds where the part does not."""
    return NEVER if part == ALWAYS else ALWAYS if part == NEVER else Not(part)
