"""What begins after the as-of date, in columns: the counterpart of `tenderlaw.facts.beginnings`.

An entry that is not there yet keeps its row, for its facts may be invalid, and comes to nothing; a fact that has not
begun is false. Either calls for a person's look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import pyarrow as pa

from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import begin_days, fields_of
from tenderlaw.screening.arrow.aggregates import any_entry
from tenderlaw.screening.arrow.algebra import DAY, choose, compare
from tenderlaw.screening.arrow.spaces import Column, Rows, field_of
from tenderlaw.screening.columns.kleene import any_of, surely, where
from tenderlaw.sources.faults import InternalError

__all__ = ["BEGINS_LATER", "begins_later", "begins_later_of", "day_where", "days_of", "not_there", "stands"]

Columns = Mapping[str, Column]

BEGINS_LATER: Final = "begins_later"
"""Whether anything of a supplier's entries begins after the as-of date."""


def days_of(rows: Rows, names: Iterable[str]) -> Columns:
    """The days of these names that rows of suppliers have."""
    return {name: column for name in names if (column := rows.read(name)) is not None}


def begins_later_of(suppliers: Rows, model: type[Facts], as_of: date) -> bool | Column:
    """Whether any plain fact of a supplier itself begins later; false where no day could say so."""
    begin = [name for name, field in fields_of(model).items() if field.begins]
    return _after(days_of(suppliers, begin), begin, as_of)


def not_there(columns: Columns, model: type[Facts], as_of: date) -> bool | Column:
    """Whether an entry is not there yet; false where no day could say so."""
    return _after(columns, begin_days(model), as_of)


def begins_later(columns: Columns, model: type[Facts], as_of: date) -> bool | Column:
    """Whether anything of an entry begins later, or of an entry within it; false where no day could say so.

    The convictions of a person are entries of their own.
    """
    named = {day for name in model.model_fields for day in begin_days(model, name)}
    within = [
        _of_entries(columns[name], field.entries, as_of)
        for name, field in fields_of(model).items()
        if field.entries is not None and name in columns and name != "convictions"
    ]
    return surely(any_of([_after(columns, [*begin_days(model), *sorted(named)], as_of), *within]))


def _of_entries(listed: Column, model: type[Facts], as_of: date) -> bool | Column:
    """Whether anything of the entries of a list within an entry begins later."""
    if not pa.types.is_list(listed.kind) or not any(field.begins for field in fields_of(model).values()):
        return False
    each = listed.space.spread(listed)
    fields = {name: column for name in fields_of(model) if (column := field_of(each.entry, name)) is not None}
    return any_entry(begins_later(fields, model, as_of), each)


def stands(columns: Columns, model: type[Facts], name: str, value: Column | None, as_of: date) -> Column | None:
    """A fact of an entry on the as-of date, which is `value` once it has begun."""
    days = begin_days(model, name)
    later = _after(columns, days, as_of)
    if later is False:
        return value
    if name in days:
        return None if value is None else day_where(later, None, value)
    found = where(later, False, value)
    return found if isinstance(found, Column) else None


def day_where(condition: bool | Column, day: date | Column | None, otherwise: Column) -> Column:
    """A day where a condition is true, else another."""
    found = choose(condition, day, otherwise, DAY)
    if not isinstance(found, Column):
        raise InternalError("a day that is the same in every row")
    return found


def _after(columns: Columns, days: Iterable[str], as_of: date) -> bool | Column:
    return surely(any_of([surely(compare("greater", columns[name], as_of)) for name in days if name in columns]))
