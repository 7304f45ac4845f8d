"""A tiering with its conditions typed: which levels there are, when each applies, and what raises or lifts a raise."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.packs.conditions import All, Condition
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.risks import Level, Tiering, TieringFactor
from tenderlaw.packs.typed import TypedLevel, TypedRaise, TypedTiering
from tenderlaw.sources.tree import Steps

__all__ = ["type_tiering"]


def type_tiering(tiering: Tiering, grammar: Grammar) -> TypedTiering:
    """Type every condition of a tiering; faults go to the grammar's report."""
    if tiering.high_from <= tiering.medium_from:
        grammar.report(("tiering", "high_from"), "`high_from` is not above `medium_from`", "")
    factors = tuple(
        (factor, _levels(factor, grammar, ("tiering", "factors", i))) for i, factor in enumerate(tiering.factors)
    )
    return TypedTiering(tiering, factors, tuple(_raises(tiering, grammar)))


def _levels(factor: TieringFactor, grammar: Grammar, at: Steps) -> tuple[TypedLevel, ...]:
    """The levels of a factor, the highest first; among equals, in the order of the file."""
    whole = None if factor.applies_when is None else grammar.condition(factor.applies_when, None, (*at, "applies_when"))
    seen: dict[str, int] = {}
    found = []
    for n, level in enumerate(factor.levels):
        here = (*at, "levels", n)
        if seen.setdefault(level.id, n) != n:
            grammar.report((*here, "id"), f"there are two levels `{level.id}`", "")
        found.append(_level(level, whole, grammar, here))
    return tuple(sorted(found, key=lambda one: -one.level.points))


def _level(level: Level, whole: Condition | None, grammar: Grammar, at: Steps) -> TypedLevel:
    own = None if level.applies_when is None else grammar.condition(level.applies_when, None, (*at, "applies_when"))
    both = [one for one in (whole, own) if one is not None]
    applies = None if not both else both[0] if len(both) == 1 else All(tuple(both))
    return TypedLevel(level, grammar.condition(level.when, None, (*at, "when")), applies)


def _raises(tiering: Tiering, grammar: Grammar) -> Iterator[TypedRaise]:
    seen: set[str] = set()
    raises = [("raised_to_high", i, one) for i, one in enumerate(tiering.raised_to_high)]
    raises += [("raised_to_medium", i, one) for i, one in enumerate(tiering.raised_to_medium)]
    for name, i, one in raises:
        at: Steps = ("tiering", name, i)
        if one.id in seen:
            grammar.report((*at, "id"), f"there are two raises `{one.id}`", "")
        seen.add(one.id)
        when = grammar.condition(one.when, None, (*at, "when"))
        unless = None if one.unless is None else grammar.condition(one.unless, None, (*at, "unless"))
        yield TypedRaise(one, "high" if name == "raised_to_high" else "medium", when, unless)
