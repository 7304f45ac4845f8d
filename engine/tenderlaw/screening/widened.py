"""Values made to fit the full type of a fact: a field that a table does not have is null, that is unknown."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

__all__ = ["column_of", "is_list_with", "struct_of", "to_json", "widened"]


@ibis.udf.scalar.builtin(name="to_json", signature=((dt.Struct({}),), dt.string))  # type: ignore[untyped-decorator]
def to_json(value: object) -> str | None:
    """A struct as JSON; both engines have it by this name."""


def is_list_with(rows: ir.Table, column: str, fields: Collection[str]) -> bool:
    """Whether a column is a list of structs that have these fields."""
    if column not in rows.columns or not isinstance(rows[column].type(), dt.Array):
        return False
    entry = rows[column].type().value_type
    return isinstance(entry, dt.Struct) and set(fields) <= set(entry.names)


def column_of(rows: ir.Table, name: str, kind: dt.DataType) -> ir.Value:
    """A column of a table, or nothing where it has none of that name."""
    return widened(rows[name], kind) if name in rows.columns else ibis.null(kind)


def struct_of(known: dict[str, ir.Value], kind: dt.DataType) -> ir.Value:
    """An entry of which these fields are known."""
    fields = cast("dt.Struct", kind).fields
    return ibis.struct({name: known.get(name, ibis.null(part)).cast(part) for name, part in fields.items()})


def widened(value: ir.Value, kind: dt.DataType) -> ir.Value:
    """The value with every field of its kind; what was not there is null."""
    if value.type() == kind:
        return value
    if isinstance(value, ir.ArrayValue):
        return value.map(lambda one: widened(one, cast("dt.Array", kind).value_type)).cast(kind)
    if isinstance(value, ir.StructValue):
        fields = cast("dt.Struct", kind).fields
        known = {name: widened(value[name], part) for name, part in fields.items() if name in value.names}
        return ibis.ifelse(value.isnull(), ibis.null(kind), struct_of(known, kind))
    return value.cast(kind)
