"""The columns of a supplier: every fact of an economic operator as an Arrow or Ibis type.

Text and codes are strings, amounts decimals of 20 digits with 4 places, days date32, lists lists of structs.
A table may lack any column, and a struct any field: what is not there is unknown.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

import ibis.expr.datatypes as dt

from tenderlaw.facts.base import Facts
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.sources.faults import Fault, nearest

__all__ = ["KEY", "ROW", "columns_of", "misfits", "misfits_of", "type_of"]

KEY = "supplier"
"""The column that identifies a supplier."""
ROW = "row"
"""The number of a row in its file, from 0."""


@cache
def columns_of(model: type[Facts] = EconomicOperator) -> Mapping[str, dt.DataType]:
    """The type of every field of a model, by name."""
    return {name: type_of(field.annotation) for name, field in model.model_fields.items()}


def type_of(annotation: object) -> dt.DataType:
    """The column type of an annotation of the fact models."""
    if typing.get_origin(annotation) is typing.Annotated:
        return type_of(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return next(type_of(part) for part in typing.get_args(annotation) if part is not type(None))
    if typing.get_origin(annotation) is Literal or annotation is str:
        return dt.string
    if typing.get_origin(annotation) is tuple:
        return dt.Array(type_of(typing.get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return dt.Struct(dict(columns_of(annotation)))
    plain: Mapping[object, dt.DataType] = {bool: dt.boolean, date: dt.date, Decimal: dt.Decimal(20, 4), int: dt.int64}
    return plain[annotation]


def misfits(schema: Mapping[str, dt.DataType], name: str) -> Iterator[tuple[bool, Fault]]:
    """What is wrong with a table's columns: whether it must be put right, and the fault."""
    wanted = columns_of()
    if KEY not in schema:
        yield True, Fault(name, 0, 0, KEY, f"there is no column `{KEY}`", "name the column that identifies a supplier")
    for column, kind in schema.items():
        if column in wanted:
            yield from misfits_of(wanted[column], kind, column, name)
        elif column not in (KEY, ROW):
            yield False, Fault(name, 0, 0, column, "is no fact of a supplier, and not read", nearest(column, wanted))


def misfits_of(wanted: dt.DataType, found: dt.DataType, path: str, name: str) -> Iterator[tuple[bool, Fault]]:
    """What is wrong with a column, or with what is in it."""
    if isinstance(wanted, dt.Array) and isinstance(found, dt.Array):
        yield from misfits_of(wanted.value_type, found.value_type, f"{path}[]", name)
    elif isinstance(wanted, dt.Struct) and isinstance(found, dt.Struct):
        for field, kind in found.items():
            if field in wanted.names:
                yield from misfits_of(wanted[field], kind, f"{path}.{field}", name)
            else:
                hint = nearest(field, wanted.names)
                yield False, Fault(name, 0, 0, f"{path}.{field}", "is no fact of its kind, and not read", hint)
    elif not _fits(wanted, found):
        yield True, Fault(name, 0, 0, path, f"is {_word(found)}, and must be {_word(wanted)}", _advice(wanted))


def _fits(wanted: dt.DataType, found: dt.DataType) -> bool:
    if found.is_null():
        return True
    if wanted.is_decimal():
        return bool(found.is_decimal() or found.is_integer())
    return type(wanted) is type(found)


def _word(kind: dt.DataType) -> str:
    words = {dt.String: "text", dt.Boolean: "true or false", dt.Date: "a day", dt.Decimal: "a decimal"}
    return "a list" if kind.is_array() else "a struct" if kind.is_struct() else words.get(type(kind), str(kind))


def _advice(wanted: dt.DataType) -> str:
    if wanted.is_decimal():
        return "amounts are exact: write decimals, never floating point"
    return "write date32" if wanted.is_date() else ""
