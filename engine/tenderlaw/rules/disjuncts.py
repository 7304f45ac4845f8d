"""Disjunctive form by De Morgan, distribution and absorption, all of which hold in Kleene logic.

While it is worked out, a disjunct is a whole number with one bit for each mark that must hold and one for each that
must not: joining two of them, and seeing that one holds another, takes one operation however many marks there are.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not

__all__ = ["MAX_DISJUNCTS", "Disjuncts", "Literal", "disjuncts_of"]

MAX_DISJUNCTS = 256
_UNKNOWN: Final[list[int]] = []

Literal: TypeAlias = tuple[int, bool]
"""A mark of the stratum's entry, and whether it must hold or must not."""


Disjuncts: TypeAlias = "dict[tuple[Condition, bool], list[int] | None]"
"""What conditions, and their denials, come to; None where there are too many."""


def disjuncts_of(condition: Condition, index: dict[Condition, int], known: Disjuncts) -> list[list[Literal]] | None:
    """The disjuncts of a condition, each in the order of its marks, the shorter first; None where there are too many.

    `index` says which mark each leaf is; in `known` is noted what was worked out.
    """
    found = _disjuncts(condition, True, index, known)
    if found is None:
        return None
    disjuncts = [_literals(disjunct) for disjunct in found]
    disjuncts.sort()
    disjuncts.sort(key=len)
    return disjuncts


def _disjuncts(condition: Condition, sign: bool, index: dict[Condition, int], known: Disjuncts) -> list[int] | None:
    """The disjuncts of a condition, or of its denial if `sign` is false."""
    if isinstance(condition, Not):
        return _disjuncts(condition.part, not sign, index, known)
    if not isinstance(condition, All | AnyOf):
        return [1 << 2 * index[condition] + sign]
    key = (condition, sign)
    found = known.get(key, _UNKNOWN)
    if found is _UNKNOWN:
        found = known[key] = _joined(condition, sign, index, known)
    return found


def _joined(condition: All | AnyOf, sign: bool, index: dict[Condition, int], known: Disjuncts) -> list[int] | None:
    conjunction = isinstance(condition, All) is sign
    out: list[int] = [0] if conjunction else []
    marks = 0
    for part in condition.parts:
        inner = _disjuncts(part, sign, index, known)
        if inner is None:
            return None
        more = _marks(inner)
        apart = not marks & more  # then none of what is joined holds another one, unless one of them asks nothing
        out = [a | b for a in out for b in inner] if conjunction else [*out, *inner]
        if not apart or (not conjunction and 0 in out):
            out = _absorbed(out)
        marks |= more
        if len(out) > MAX_DISJUNCTS:
            return None
    return out


def _marks(disjuncts: list[int]) -> int:
    """All that disjuncts ask."""
    found = 0
    for disjunct in disjuncts:
        found |= disjunct
    return found


def _absorbed(disjuncts: list[int]) -> list[int]:
    """Those disjuncts that hold no other one."""
    if len(disjuncts) < 2:
        return disjuncts
    out: list[int] = []
    for disjunct in sorted({*disjuncts}, key=int.bit_count):
        for shorter in out:
            if shorter & disjunct == shorter:
                break
        else:
            out.append(disjunct)
    return out


def _literals(disjunct: int) -> list[Literal]:
    """The marks of a disjunct, in their order."""
    found: list[Literal] = []
    while disjunct:
        lowest = disjunct & -disjunct
        place = lowest.bit_length() - 1
        found.append((place >> 1, place & 1 == 1))
        disjunct ^= lowest
    return found
