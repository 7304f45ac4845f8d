"""Columns that several conditions have in common, computed once: the table grows by stages.

The engines evaluate one stage after the other; nothing is written out twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

import ibis
import ibis.expr.types as ir

from tenderlaw.packs.conditions import Condition
from tenderlaw.screening.entries import Entries
from tenderlaw.screening.kleene import Kleene
from tenderlaw.screening.leaves import FactValue
from tenderlaw.screening.translate import Sight, translate

__all__ = ["OWN", "as_columns", "own_facts", "possibly_word", "settled", "surely_word", "tally_of"]

OWN: Final = "own_"
"""Before the name of a supplier's own column where it travels with entries, whose names may be the same."""

Key = TypeVar("Key")


def as_columns(entries: Entries, values: Mapping[Key, Kleene], prefix: str) -> dict[Key, Kleene]:
    """The values, those that differ from row to row as new columns of the table."""
    named = {key: f"{prefix}_{len(entries.table.columns)}_{n}" for n, key in enumerate(values)}
    new = {named[key]: value for key, value in values.items() if isinstance(value, ir.Value)}
    if new:
        entries.table = entries.table.mutate(**new)
    return {key: entries.table[named[key]] if named[key] in new else value for key, value in values.items()}


def settled(entries: Entries, sight: Sight, conditions: Iterable[Condition], prefix: str) -> Sight:
    """The sight with these conditions as columns of the table."""
    values = {condition: translate(condition, sight) for condition in conditions}
    return replace(sight, known={**sight.known, **as_columns(entries, values, prefix)})


def own_facts(entries: Entries) -> Callable[[tuple[str, ...]], FactValue]:
    """Reads a fact of the supplier itself, beside its entries."""

    def read(names: tuple[str, ...]) -> FactValue:
        first, *rest = names
        if OWN + first not in entries.table.columns:
            return None
        value: ir.Value = entries.table[OWN + first]
        for name in rest:
            if not isinstance(value, ir.StructValue) or name not in value.names:
                return None
            value = value[name]
        return value

    return read


def tally_of(entries: Entries, named: Callable[[str], str]) -> Callable[[str], ir.Value]:
    """Reads what the entries of a row came to, from the column so `named`; zero where none mattered."""

    def read(word: str) -> ir.Value:
        table, name = entries.table, named(word)
        return table[name].fill_null(0) if name in table.columns else ibis.literal(0, type="int64")

    return read


def surely_word(bits: Iterable[tuple[int, Kleene]]) -> int | ir.IntegerValue:
    """The bits whose values are true, in one number."""
    return _word((mask, ibis.ifelse(value, mask, 0) if isinstance(value, ir.Value) else value is True)
                 for mask, value in bits)  # fmt: skip


def possibly_word(bits: Iterable[tuple[int, Kleene]]) -> int | ir.IntegerValue:
    """The bits whose values are true or unknown, in one number."""
    # null is not true, so that what is unknown goes the other way
    return _word((mask, ibis.ifelse(~value, 0, mask) if isinstance(value, ir.Value) else value is not False)
                 for mask, value in bits)  # fmt: skip


def _word(bits: Iterable[tuple[int, bool | ir.Value]]) -> int | ir.IntegerValue:
    held = list(bits)
    word: int | ir.IntegerValue = sum(mask for mask, value in held if value is True)
    for _, value in held:
        if not isinstance(value, bool):
            word = value.cast("int64") | word
    return word
