"""Disjunctive form by De Morgan, distribution and absorption, all of which hold in Kleene logic."""

from __future__ import annotations

from typing import TypeAlias

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not

__all__ = ["MAX_DISJUNCTS", "Literal", "disjuncts_of"]

MAX_DISJUNCTS = 256

Literal: TypeAlias = tuple[int, bool]
"""A mark of the stratum's entry, and whether it must hold or must not."""


def disjuncts_of(condition: Condition, sign: bool, index: dict[Condition, int]) -> list[frozenset[Literal]] | None:
    """The disjuncts of a condition (of its denial, if `sign` is false), or None where there are too many.

    `index` says which mark each leaf is.
    """
    if isinstance(condition, Not):
        return disjuncts_of(condition.part, not sign, index)
    if not isinstance(condition, All | AnyOf):
        return [frozenset([(index[condition], sign)])]
    conjunction = isinstance(condition, All) is sign
    out: list[frozenset[Literal]] = [frozenset()] if conjunction else []
    for part in condition.parts:
        inner = disjuncts_of(part, sign, index)
        if inner is None:
            return None
        out = _absorbed([a | b for a in out for b in inner] if conjunction else [*out, *inner])
        if len(out) > MAX_DISJUNCTS:
            return None
    return out


def _absorbed(disjuncts: list[frozenset[Literal]]) -> list[frozenset[Literal]]:
    out: list[frozenset[Literal]] = []
    for disjunct in sorted(set(disjuncts), key=lambda d: (len(d), sorted(d))):
        if not any(shorter <= disjunct for shorter in out):
            out.append(disjunct)
    return out
