"""One walk through a condition, for whoever asks what stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.packs.conditions import All, AnyOf, Begun, Condition, InPeriod, Not, Some, Sum, Test

__all__ = ["leaves_of", "walk"]


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
