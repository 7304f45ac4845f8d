"""Grounds about a supplier as a whole, and those about entries of the procurement, which are the same for every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.facts.collections import Item
from tenderlaw.screening.arrow.algebra import Given
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, unknown
from tenderlaw.screening.columns.leaves import later
from tenderlaw.screening.columns.quantified import reader_of
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.regimes.fact_bits import Asked
from tenderlaw.screening.regimes.missing import of_ground
from tenderlaw.screening.regimes.names import names_of_item
from tenderlaw.screening.regimes.plan import Wanted
from tenderlaw.screening.regimes.values import Values

__all__ = ["RowValues", "last_day_of_rows", "missing_of_rows", "of_whole_rows", "row_values"]

RowValues = dict[tuple[int, int], Kleene]
"""The value of a bit for each entry of the procurement that its ground is about; for the whole supplier, number 0."""


def _seen(ground: CompiledGround | None, sight: Sight) -> list[tuple[Item | None, Sight]]:
    """What the ground is about, and what its conditions see there."""
    name = None if ground is None else ground.typed.collection
    if name is None:
        return [(None, sight)]
    items = sight.models.collections[name].items(sight.procurement)
    return [(item, replace(sight, item=reader_of(item), known={})) for item in items]


def row_values(values: Values, rows: Sequence[Wanted], sight: Sight) -> RowValues:
    """First the grounds, then what is said of grounds."""
    found: RowValues = {}
    for afterwards in (False, True):
        for one in (one for one in rows if (one.role != "ground") is afterwards):
            for number, (item, inside) in enumerate(_seen(one.ground, sight)):
                grounds = {bit: value for (bit, at), value in found.items() if at == number}
                value = values.of(one, inside, None, grounds)
                # an entry that stands for a list that was not given may be none at all
                open_ = one.role == "ground" and item is not None and item.placeholder
                found[one.bit, number] = all_of([value, None]) if open_ else value
    return found


def of_whole_rows(rows: Sequence[Wanted], found: RowValues) -> Mapping[int, Kleene]:
    """The values by bit: that of any entry."""
    return {one.bit: any_of([value for (bit, _), value in found.items() if bit == one.bit]) for one in rows}


def last_day_of_rows(values: Values, rows: Sequence[Wanted], found: RowValues, sight: Sight) -> Given:
    """The last day of exclusion among the grounds that surely apply."""
    days: list[Given] = []
    for one in (one for one in rows if one.role == "ground"):
        for number, (_, inside) in enumerate(_seen(one.ground, sight)):
            days.append(values.last_day([one], {one.bit: found[one.bit, number]}, inside))
    return reduce(later, days, None)


def missing_of_rows(rows: Sequence[Wanted], found: RowValues, sight: Sight) -> Iterator[tuple[int, Asked]]:
    """The facts that leave these grounds open, each with the bit of its ground."""
    for one in (one for one in rows if one.role == "ground"):
        for number, (item, inside) in enumerate(_seen(one.ground, sight)):
            open_ = unknown(found[one.bit, number])
            if one.ground is None:
                continue
            if item is not None and item.placeholder:
                yield from ((one.bit, (name, open_)) for name, _ in names_of_item(item)(()))
                continue
            here = _of_nothing if item is None else names_of_item(item)
            yield from ((one.bit, fact) for fact in of_ground(one.ground, inside, open_, None, here))


def _of_nothing(names: tuple[str, ...]) -> list[tuple[str, Kleene]]:
    """A supplier is no entry, whose facts would have names of their own."""
    return []
