"""One walk through a condition, for whoever asks what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import is_

from tenderlaw.packs.conditions import All, AnyOf, Begun, Condition, InPeriod, Not, Some, Sum, Test

__all__ = ["leaves_of", "walk", "with_parts"]


def walk(
    condition: Condition, collection: str | None = None, *, within: bool = True
) -> Iterator[tuple[str | None, Condition]]:
    """Every condition that stands in one, itself first, in its order, each with the list of whose entries it speaks.

    `collection`: the list of whose entries the whole speaks; None for the case. Unless `within`, the walk stops at
    the lists that are counted: what is asked of their entries is left out.
    """
    yield collection, condition
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from walk(part, collection, within=within)
    elif isinstance(condition, Not):
        yield from walk(condition.part, collection, within=within)
    elif within and isinstance(condition, Some | Sum):
        yield from walk(condition.where, condition.collection)


def with_parts(condition: All | AnyOf | Not, change: Callable[[Condition], Condition]) -> Condition:
    """What joins conditions, with each of them changed; itself where that changes none."""
    if isinstance(condition, Not):
        part = change(condition.part)
        return condition if part is condition.part else Not(part)
    parts = tuple([change(part) for part in condition.parts])
    return condition if all(map(is_, parts, condition.parts)) else replace(condition, parts=parts)


def leaves_of(condition: Condition) -> list[Test | InPeriod | Begun | Some | Sum]:
    """What a condition joins: comparisons, periods, beginnings and quantifiers, in its order."""
    found: list[Test | InPeriod | Begun | Some | Sum] = []
    _gather(condition, found)
    return found


def _gather(condition: Condition, found: list[Test | InPeriod | Begun | Some | Sum]) -> None:
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            _gather(part, found)
    elif isinstance(condition, Not):
        _gather(condition.part, found)
    else:
        found.append(condition)
