"""Disjunctive form by De Morgan, distribution and absorption, all of which hold in Kleene logic."""

from __future__ import annotations

from typing import TypeAlias

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not

__all__ = ["MAX_DISJUNCTS", "Disjuncts", "Literal", "disjuncts_of"]

MAX_DISJUNCTS = 256

Literal: TypeAlias = tuple[int, bool]
"""A mark of the stratum's entry, and whether it must hold or must not."""


Disjuncts: TypeAlias = "dict[tuple[Condition, bool], list[frozenset[Literal]] | None]"
"""What conditions, and their denials, come to; None where there are too many."""


def disjuncts_of(
    condition: Condition, sign: bool, index: dict[Condition, int], known: Disjuncts
) -> list[frozenset[Literal]] | None:
    """The disjuncts of a condition (of its denial, if `sign` is false), or None where there are too many.

    `index` says which mark each leaf is; in `known` is noted what was worked out.
    """
    if isinstance(condition, Not):
        return disjuncts_of(condition.part, not sign, index, known)
    if not isinstance(condition, All | AnyOf):
        return [frozenset([(index[condition], sign)])]
    if (condition, sign) not in known:
        known[(condition, sign)] = _joined(condition, sign, index, known)
    return known[(condition, sign)]


def _joined(
    condition: All | AnyOf, sign: bool, index: dict[Condition, int], known: Disjuncts
) -> list[frozenset[Literal]] | None:
    conjunction = isinstance(condition, All) is sign
    out: list[frozenset[Literal]] = [frozenset()] if conjunction else []
    for part in condition.parts:
        inner = disjuncts_of(part, sign, index, known)
        if inner is None:
            return None
        out = _absorbed([a | b for a in out for b in inner] if conjunction else [*out, *inner])
        if len(out) > MAX_DISJUNCTS:
            return None
    return out


def _absorbed(disjuncts: list[frozenset[Literal]]) -> list[frozenset[Literal]]:
    if len(disjuncts) < 2:
        return disjuncts
    out: list[frozenset[Literal]] = []
    for disjunct in sorted(set(disjuncts), key=lambda d: (len(d), sorted(d))):
        if not any(shorter <= disjunct for shorter in out):
            out.append(disjunct)
    return out
