"""Three truth values in columns: SQL's own logic of null is strong Kleene logic, with null for unknown.

A value is a Python truth (or None) where it is the same for every row, else a nullable boolean column.
What is the same for every row is settled here and never reaches the engine. *Surely* and *possibly* are taken
from a value at the end: true and not null; true or null.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

__all__ = ["Kleene", "agreed", "all_of", "any_of", "column", "negate", "possibly", "surely", "unknown"]

Kleene: TypeAlias = "bool | ir.BooleanValue | None"


def column(value: Kleene) -> ir.BooleanValue:
    """The value as a column."""
    if value is None:
        return ibis.null("boolean")
    return ibis.literal(value) if isinstance(value, bool) else value


def negate(value: Kleene) -> Kleene:
    """Not; unknown stays unknown."""
    if value is None or isinstance(value, bool):
        return None if value is None else not value
    return ~value


def all_of(values: Iterable[Kleene]) -> Kleene:
    """And."""
    out: Kleene = True
    for value in values:
        if value is False or out is False:
            return False
        if value is not True:
            out = value if out is True else _both(out, value)
    return out


def any_of(values: Iterable[Kleene]) -> Kleene:
    """Or."""
    return negate(all_of([negate(value) for value in values]))


def agreed(values: Sequence[Kleene]) -> Kleene:
    """The answer that all give alike; unknown where they differ or one is unknown."""
    if len(values) == 1:
        return values[0]
    if all(value is None or isinstance(value, bool) for value in values):
        return values[0] if len(set(values)) == 1 else None
    every, some = surely(all_of(values)), surely(negate(any_of(values)))
    return ibis.ifelse(column(every), True, ibis.ifelse(column(some), False, ibis.null("boolean")))


def _both(a: Kleene, b: Kleene) -> Kleene:
    return None if a is None and b is None else column(a) & column(b)


def surely(value: Kleene) -> bool | ir.BooleanValue:
    """True where the value is true."""
    return value is True if value is None or isinstance(value, bool) else value.fill_null(False)


def possibly(value: Kleene) -> bool | ir.BooleanValue:
    """True where the value is true or unknown."""
    return value is not False if value is None or isinstance(value, bool) else value.fill_null(True)


def unknown(value: object) -> Kleene:
    """Whether a value is unknown, be it a truth or another."""
    if not isinstance(value, ir.Value):
        return value is None
    node = value.op()
    # Ibis writes the null test of a negation as `NOT (x) IS NULL`, which SQL reads as NOT (x IS NULL)
    return unknown(node.arg.to_expr()) if isinstance(node, ops.Not) else value.isnull()
