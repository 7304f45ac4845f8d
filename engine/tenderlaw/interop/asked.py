"""Which public lists the conditions of packs ask about."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Final

from tenderlaw.packs.conditions import All, AnyOf, Condition, Given, Some, Sum, Test
from tenderlaw.packs.typed import TypedGround, TypedPack

__all__ = ["ANY_LIST", "asked_lists"]

ANY_LIST: Final = "any-other-list"
"""Stands for the lists that a condition asks about without naming them: nobody can search them all."""


def asked_lists(packs: Iterable[TypedPack]) -> tuple[str, ...]:
    """The lists that packs ask about, sorted; `ANY_LIST` among them where a condition names none."""
    named = [_lists(condition) for pack in packs for condition in _over_listings(pack)]
    return tuple(sorted({one for lists in named for one in (lists if lists is not None else (ANY_LIST,))}))


def _over_listings(part: object) -> Iterator[Condition]:
    """Every condition on an entry of `listings` in a typed pack."""
    if isinstance(part, tuple):
        for one in part:
            yield from _over_listings(one)
    elif dataclasses.is_dataclass(part):
        if isinstance(part, Some | Sum) and part.collection == "listings":
            yield part.where
        elif isinstance(part, TypedGround) and part.collection == "listings":
            yield part.when
        for field in dataclasses.fields(part):
            yield from _over_listings(getattr(part, field.name))


def _lists(condition: Condition) -> frozenset[str] | None:
    """The lists that an entry must be of to satisfy a condition; none where it may be of any."""
    if isinstance(condition, Test):
        return _named(condition)
    if isinstance(condition, All):
        held = [lists for part in condition.parts if (lists := _lists(part)) is not None]
        return reduce(lambda a, b: a & b, held) if held else None
    if isinstance(condition, AnyOf):
        each = [_lists(part) for part in condition.parts]
        known = [lists for lists in each if lists is not None]
        return frozenset().union(*known) if len(known) == len(each) else None
    return None


def _named(test: Test) -> frozenset[str] | None:
    if test.ref.root != "item" or test.ref.names != ("list",) or not isinstance(test.operand, Given):
        return None
    value = test.operand.value
    words = value if isinstance(value, tuple) else (value,)
    return frozenset(map(str, words)) if test.operator in ("is", "in") else None
