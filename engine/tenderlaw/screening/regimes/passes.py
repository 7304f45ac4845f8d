"""Every list read once for all regimes: what its entries come to, joined a supplier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.screening.arrow.aggregates import any_row
from tenderlaw.screening.arrow.spaces import Column, Rows
from tenderlaw.screening.columns.beginnings import begins_later, begins_later_of, not_there
from tenderlaw.screening.columns.entries import LISTED_IN, Entries, entries_of, has_list, overruns
from tenderlaw.screening.columns.kleene import any_of, surely
from tenderlaw.screening.columns.tallies import Tally, both, nothing_where, of_suppliers
from tenderlaw.screening.regimes.invalid import invalid_entry, invalid_supplier
from tenderlaw.screening.regimes.plan import Pass
from tenderlaw.screening.regimes.regime_columns import RegimeColumns
from tenderlaw.screening.tables.vocabulary import words_by_field

__all__ = ["ListsRead", "lists_read"]

Asked = list[tuple[int, Pass]]
"""Who asks for a pass: the number of the regime, and what it wants."""


@dataclass(frozen=True, slots=True)
class ListsRead:
    """What looking through the lists of suppliers came to."""

    invalid: bool | Column
    """Whether a single case would refuse the facts: a row that has no outcome."""
    begins_later: bool | Column
    """Whether anything of the entries begins after the as-of date."""
    found: tuple[dict[str, Tally], ...]
    """For each regime what the entries of a supplier came to."""


def lists_read(
    suppliers: Rows, regimes: Sequence[RegimeColumns], as_of: date, models: FactModels = BUILT_IN
) -> ListsRead:
    """Read every list that a regime asks for, level by level, and every other for what is invalid.

    `models` know the lists and facts that suppliers may have.
    """
    lists = _lists(models)
    asked = _in_order(suppliers, regimes, lists)
    words = words_by_field(regime.regime.typed for regime in regimes)
    found: tuple[dict[str, Tally], ...] = tuple({} for _ in regimes)
    invalid: list[bool | Column] = [invalid_supplier(suppliers, lists, models.operator_given), *overruns(suppliers)]
    later: list[bool | Column] = [begins_later_of(suppliers, models.operator_given, as_of)]
    read: dict[str, Entries] = {}
    for level in sorted({level for level, _ in asked}):
        below = tuple(dict(one) for one in found)
        for collection in (name for at, name in asked if at == level):
            if collection not in read:
                entries = read[collection] = entries_of(suppliers, collection, as_of, models)
                known = {name: held for (of, name), held in words.items() if of == collection}
                invalid.append(_any(invalid_entry(entries, known), entries))
                later.append(_any(begins_later(entries.columns, entries.model, as_of), entries))
            entries = read[collection]
            gone = not_there(entries.columns, entries.model, as_of)
            for number, one in asked[level, collection]:
                for word, tally in regimes[number].of_entries(one, entries, below[number]).items():
                    held = of_suppliers(nothing_where(gone, tally), entries.space, suppliers, entries.supplier)
                    found[number][word] = both(found[number].get(word), held)
    return ListsRead(surely(any_of(invalid)), surely(any_of(later)), found)


def _lists(models: FactModels) -> tuple[str, ...]:
    """The lists that are columns of a supplier."""
    return tuple(name for name in models.collections if models.root_of(name) == "operator" and name not in LISTED_IN)


def _in_order(suppliers: Rows, regimes: Sequence[RegimeColumns], lists: Sequence[str]) -> dict[tuple[int, str], Asked]:
    """Who asks for a pass over which list, level by level."""
    asked: dict[tuple[int, str], Asked] = {}
    for number, regime in enumerate(regimes):
        for one in regime.plan.passes:
            asked.setdefault((one.level, one.collection), []).append((number, one))
    read = {collection for _, collection in asked}
    for name in lists:
        if name not in read and has_list(suppliers, name):
            asked[0, name] = []  # no rule reads the list, and its entries may be invalid
    return {key: asked[key] for key in sorted(asked)}


def _any(condition: bool | Column, entries: Entries) -> bool | Column:
    """Whether a condition is true of any entry of a supplier."""
    of = entries.supplier
    if of is None or not isinstance(condition, Column):
        return condition
    return any_row(condition, of, entries.suppliers)
