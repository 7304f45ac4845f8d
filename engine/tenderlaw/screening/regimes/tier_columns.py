"""The tier of a contract in columns: the points of each supplier, what raises its tier, and what is not known.

The counterpart of `tenderlaw.decisions.tiers`: the same reading, with the higher share of its points, counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from tenderlaw.packs.model.risks import TieringFactor
from tenderlaw.packs.typed import TypedLevel, TypedRaise, TypedTiering
from tenderlaw.screening.arrow.algebra import NUMBER, choose, compare, larger_of, product_of, sum_of
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, surely, unknown
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.translate import translate
from tenderlaw.screening.regimes.fact_bits import Asked
from tenderlaw.screening.regimes.missing import asks
from tenderlaw.screening.regimes.names import OneName
from tenderlaw.screening.regimes.words import surely_word

__all__ = ["TierColumns", "nothing_named", "tiers_in"]

Number = int | Column


@dataclass(frozen=True, slots=True)
class TierColumns:
    """The tier of each supplier's contract."""

    high: bool | Column
    medium: bool | Column
    score: Number
    most: Number
    """The points that can be had."""
    raised: Number
    """The bits of what puts the contract into the tier that it has."""
    may_be_raised: Number
    """The bits of what would put it into a higher one if a missing fact were so."""
    asked: tuple[tuple[int, Asked], ...]
    """The facts that the points lack, each with the number of its factor."""


def tiers_in(typed: TypedTiering, sight: Sight) -> TierColumns:
    """The tier that the scoring comes to for every row."""
    score, most = _reading(typed, sight)
    raises = [(one, _raises(one, sight)) for one in typed.raises]
    said = typed.tiering
    high = surely(any_of([_from(said.high_from, score, most, typed), *_to("high", raises)]))
    medium = surely(all_of([
        negate(high), any_of([_from(said.medium_from, score, most, typed), *_to("medium", raises)]),
    ]))  # fmt: skip
    low = negate(any_of([high, medium]))
    # what raises to the tier itself is said; what may raise is, where it would raise above it
    raised = [surely(holds) if one.to == "high" else all_of([surely(holds), negate(high)]) for one, holds in raises]
    may = [all_of([unknown(holds), negate(high) if one.to == "high" else low]) for one, holds in raises]
    return TierColumns(
        high=high,
        medium=medium,
        score=score,
        most=most,
        raised=surely_word(enumerate(raised)),
        may_be_raised=surely_word(enumerate(may)),
        asked=tuple(_asked(typed, sight)),
    )


def nothing_named(names: tuple[str, ...]) -> list[OneName]:
    """A supplier is no entry, whose facts would have names of their own."""
    return []


def _raises(one: TypedRaise, sight: Sight) -> Kleene:
    """Whether the tier is raised: not knowing what would lift that lifts nothing."""
    holds = translate(one.when, sight)
    return holds if one.unless is None else all_of([holds, negate(surely(translate(one.unless, sight)))])


def _to(tier: str, raises: Sequence[tuple[TypedRaise, Kleene]]) -> list[Kleene]:
    return [surely(holds) for one, holds in raises if one.to == tier]


def _from(limit: int, score: Number, most: Number, typed: TypedTiering) -> Kleene:
    """Whether the points are the share of those that can be had which `limit` is of all."""
    enough = negate(_less(product_of(score, typed.full), product_of(most, limit)))
    return all_of([enough, _less(0, most)])


def _less(a: Number, b: Number) -> bool | Column:
    if not isinstance(a, Column) and not isinstance(b, Column):
        return a < b
    return compare("less", a, b)


def _reading(typed: TypedTiering, sight: Sight) -> tuple[Number, Number]:
    """Points and most points, with all levels or with those alone that surely apply: the higher share of the two."""
    every = [_points(factor, levels, [True] * len(levels), sight) for factor, levels in typed.factors]
    sure = [
        _points(factor, levels, [_applies(one, sight) for one in levels], sight) for factor, levels in typed.factors
    ]
    (score, most), (of_sure, most_sure) = (
        (sum_of(*(one for one, _ in found)), sum_of(*(one for _, one in found))) for found in (every, sure)
    )
    higher = any_of([
        _less(product_of(of_sure, most), product_of(score, most_sure)), negate(_less(0, most_sure)),
    ])  # fmt: skip
    return _number(higher, score, of_sure), _number(higher, most, most_sure)


def _applies(one: TypedLevel, sight: Sight) -> Kleene:
    return True if one.applies is None else surely(translate(one.applies, sight))


def _points(
    factor: TieringFactor, levels: Sequence[TypedLevel], counted: Sequence[Kleene], sight: Sight
) -> tuple[Number, Number]:
    """The points of a factor over the levels that are counted, and the most that can be had of it."""
    points: Number = 0
    most: Number = 0
    open_: Kleene = False
    # levels come highest first: from the last to the first, each that surely holds takes the place of those below
    for one, counts in reversed(list(zip(levels, counted, strict=True))):
        holds = translate(one.when, sight)
        sure = all_of([counts, surely(holds)])
        points = _number(sure, one.level.points, points)
        open_ = any_of([all_of([counts, unknown(holds)]), all_of([negate(sure), open_])])
        most = _number(counts, one.level.points, most)
    at_least = _number(_less(most, factor.unknown), most, factor.unknown)
    return _number(open_, larger_of(points, at_least), points), most


def _number(condition: Kleene, then: Number, otherwise: Number) -> Number:
    return cast("Number", choose(surely(condition), then, otherwise, NUMBER))


def _asked(typed: TypedTiering, sight: Sight) -> Iterator[tuple[int, Asked]]:
    """The facts of levels that may hold above the one that surely does, whether they are counted or not."""
    for number, (_, levels) in enumerate(typed.factors):
        above: Kleene = True
        for one in levels:
            holds = translate(one.when, sight)
            for fact in asks(one.when, sight, all_of([above, unknown(holds)]), nothing_named):
                yield number, fact
            above = all_of([above, negate(surely(holds))])
