"""What begins after the as-of date, in columns: the counterpart of `tenderlaw.facts.beginnings`.

An entry that is not there yet keeps its row, for its facts may be faulty, and comes to nothing; a fact that has not
begun is false. Either calls for a person's look.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import ibis
import ibis.expr.types as ir

from tenderlaw.facts.catalogue import begin_days
from tenderlaw.facts.collections import COLLECTIONS

__all__ = ["BEGINS_LATER", "begins_later", "not_there", "stands"]


BEGINS_LATER: Final = "begins_later"
"""Whether anything of a supplier's entries begins after the as-of date."""


def not_there(table: ir.Table, collection: str, as_of: date) -> ir.BooleanValue | None:
    """Whether an entry is not there yet; None where no day could say so."""
    return _after(table, begin_days(COLLECTIONS[collection].model), as_of)


def begins_later(table: ir.Table, collection: str, as_of: date) -> ir.BooleanValue | None:
    """Whether anything of an entry begins later; None where no day could say so."""
    model = COLLECTIONS[collection].model
    named = {day for name in model.model_fields for day in begin_days(model, name)}
    return _after(table, [*begin_days(model), *sorted(named)], as_of)


def stands(table: ir.Table, collection: str, name: str, value: ir.Value | None, as_of: date) -> ir.Value | None:
    """A fact of an entry on the as-of date, which is `value` once it has begun."""
    days = begin_days(COLLECTIONS[collection].model, name)
    later = _after(table, days, as_of)
    if later is None:
        return value
    if name in days:
        return None if value is None else ibis.ifelse(later, ibis.null(value.type()), value)
    return ibis.ifelse(later, False, ibis.null("boolean") if value is None else value)


def _after(table: ir.Table, days: Iterable[str], as_of: date) -> ir.BooleanValue | None:
    found: ir.BooleanValue | None = None
    for name in days:
        if name in table.columns:
            later = (table[name] > ibis.literal(as_of)).fill_null(False)
            found = later if found is None else found | later
    return found
