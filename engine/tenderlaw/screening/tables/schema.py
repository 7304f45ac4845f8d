"""The columns of a supplier: every fact of an economic operator as an Arrow type.

Text and codes are strings, amounts decimals of 20 digits with 4 places, rates with 10, days date32, lists lists of
structs. A table may lack any column, and a struct any field: what is not there is unknown.
"""

from __future__ import annotations

import types
import typing
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, Literal, TypeAlias, cast

import pyarrow as pa

from tenderlaw.facts.base import Facts
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.sources.faults import Fault, InternalError, nearest

__all__ = [
    "KEY",
    "ROW",
    "arrow_schema",
    "both",
    "columns_of",
    "facts_in",
    "fields_of",
    "known_path",
    "misfits",
    "misfits_of",
    "numbered",
    "type_of",
    "types_of",
]

KEY = "supplier"
"""The column that identifies a supplier."""
Model: TypeAlias = type[Facts]
"""What an operator has: the built-in facts, and those that packs declare."""

ROW = "row"
"""The number of a row in its file, from 0."""


@cache
def columns_of(model: type[Facts] = EconomicOperator) -> Mapping[str, pa.DataType]:
    """The type of every field of a model, by name."""
    return {name: type_of(field.annotation, field.metadata) for name, field in model.model_fields.items()}


def fields_of(listed: pa.DataType) -> Mapping[str, pa.DataType]:
    """The types of the fields of the entries of a list."""
    return {field.name: field.type for field in cast("pa.ListType", listed).value_type}


def type_of(annotation: object, marks: Sequence[object] = ()) -> pa.DataType:
    """The column type of an annotation of the fact models, with what it is annotated."""
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *more = typing.get_args(annotation)
        return type_of(inner, (*marks, *more))
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return next(type_of(part) for part in typing.get_args(annotation) if part is not type(None))
    if typing.get_origin(annotation) is Literal or annotation is str:
        return pa.string()
    if typing.get_origin(annotation) is tuple:
        return pa.list_(type_of(typing.get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return pa.struct(list(columns_of(annotation).items()))
    return _decimal(marks) if annotation is Decimal else _PLAIN[annotation]


def _decimal(marks: Sequence[object]) -> pa.DataType:
    """The type that holds every digit which the model allows."""
    inner = [more for mark in marks for more in (mark, *getattr(mark, "metadata", ()))]
    digits = [(one.max_digits, one.decimal_places) for one in inner if getattr(one, "decimal_places", None) is not None]
    if not digits:
        raise InternalError("a decimal without its digits")
    return pa.decimal128(*digits[0])


_PLAIN: Final[Mapping[object, pa.DataType]] = {
    bool: pa.bool_(),
    date: pa.date32(),
    int: pa.int64(),
}


@cache
def arrow_schema(model: Model = EconomicOperator) -> pa.Schema:
    """Row, supplier, and every fact of an operator, as Arrow types."""
    return pa.schema([(ROW, pa.int64()), (KEY, pa.string()), *columns_of(model).items()])


@cache
def types_of(model: Model = EconomicOperator) -> Mapping[str, pa.DataType]:
    """The Arrow type of the supplier and of every fact, by the name of the column."""
    return {field.name: field.type for field in arrow_schema(model) if field.name != ROW}


def facts_in(schema: pa.Schema, model: Model = EconomicOperator) -> pa.Schema:
    """Those columns of a table that are facts, the supplier or the row, in their order."""
    known = arrow_schema(model).names
    return pa.schema([field.with_nullable(True) for field in schema if field.name in known])


def numbered(schema: pa.Schema) -> pa.Schema:
    """These columns and that of the rows' numbers, which a file may have or not."""
    return schema if ROW in schema.names else schema.append(pa.field(ROW, pa.int64()))


# What is wrong with columns -----------------------------------------------------------------------------

Found = tuple[bool, Fault]
"""Whether it must be put right, and the fault."""

_LISTS: Final = (pa.ListType, pa.LargeListType, pa.ListViewType, pa.LargeListViewType, pa.FixedSizeListType)


def misfits(schema: pa.Schema, name: str, model: Model = EconomicOperator, *, strict: bool = False) -> Iterator[Found]:
    """What is wrong with a table of suppliers: whether it must be put right, and the fault.

    A field that no fact of its kind has must be put right where `strict`; else rows in which it is given are faulty.
    """
    wanted = types_of(model)
    if KEY not in schema.names:
        yield True, Fault(name, 0, 0, KEY, f"there is no column `{KEY}`", "name the column that identifies a supplier")
    yield from ((True, fault) for fault in both(schema.names, name, model))
    for field in schema:
        kind = known_path(field.name, model)
        if kind is not None:
            if strict and field.name not in wanted:
                yield True, Fault(name, 0, 0, field.name, "is a name of names", "give a struct")
            yield from misfits_of(kind, field.type, field.name, name, strict=strict)
        else:
            hint = nearest(field.name, wanted)
            yield False, Fault(name, 0, 0, field.name, "is no fact of a supplier, and not read", hint)


def both(
    names: Sequence[str], file: str, model: Model = EconomicOperator, *, facts_alone: bool = True
) -> Iterator[Fault]:
    """Names that stand twice, or beside one within them: nothing tells which of the columns counts.

    With `facts_alone`, a name within another matters only where both are facts.
    """
    for one, times in Counter(names).items():
        if times > 1 and one:
            yield Fault(file, 0, 0, one, f"the column `{one}` stands twice", "keep one of them")
    for one in sorted(set(names)):
        parts = one.split(".")
        for outer in (".".join(parts[:length]) for length in range(1, len(parts))):
            if outer in names and not (facts_alone and known_path(outer, model) is None):
                message = f"the column cannot stand beside `{one}`: both say what `{outer}` is"
                yield Fault(file, 0, 0, outer, message, "keep one of them")


def known_path(name: str, model: Model = EconomicOperator) -> pa.DataType | None:
    """The type of a fact, or of a fact within it whose dotted name is given; None where there is none."""
    wanted = types_of(model)
    if name in wanted:
        return wanted[name]
    outer, _, inner = name.partition(".")
    kind = wanted.get(outer)
    for part in inner.split("."):
        if not isinstance(kind, pa.StructType) or part not in kind.names:
            return None
        kind = kind.field(part).type
    return kind


def misfits_of(
    wanted: pa.DataType, found: pa.DataType, path: str, name: str, *, strict: bool = False
) -> Iterator[Found]:
    """What is wrong with a column, or with what is in it."""
    found = unwrapped(found)
    if isinstance(wanted, pa.ListType) and isinstance(found, _LISTS):
        yield from misfits_of(wanted.value_type, found.value_type, f"{path}[]", name, strict=strict)
    elif isinstance(wanted, pa.StructType) and isinstance(found, pa.StructType):
        known = {field.name: field.type for field in wanted}
        names = [field.name for field in found]
        for one, times in Counter(names).items():
            if times > 1:
                yield True, Fault(name, 0, 0, f"{path}.{one}", f"the field `{one}` stands twice", "keep one of them")
        for field in found:
            if field.name in known:
                yield from misfits_of(known[field.name], field.type, f"{path}.{field.name}", name, strict=strict)
            else:
                hint = nearest(field.name, known)
                message = (
                    "is no fact of its kind" if strict else "is no fact of its kind: rows that have it are set aside"
                )
                yield strict, Fault(name, 0, 0, f"{path}.{field.name}", message, hint)
    elif not _fits(wanted, found):
        yield True, Fault(name, 0, 0, path, f"is {_word(found)}, and must be {_word(wanted)}", _advice(wanted))


def unwrapped(kind: pa.DataType) -> pa.DataType:
    """The type of the values, whatever way they are kept: with a dictionary, in runs, under a name of its own."""
    while True:
        if isinstance(kind, pa.DictionaryType | pa.RunEndEncodedType):
            kind = kind.value_type
        elif isinstance(kind, pa.BaseExtensionType):
            kind = kind.storage_type
        else:
            return kind


def _fits(wanted: pa.DataType, found: pa.DataType) -> bool:
    is_ = pa.types
    if is_.is_null(found):
        return True
    if is_.is_decimal(wanted):
        return bool(is_.is_decimal(found) or is_.is_integer(found))
    if is_.is_string(wanted):
        return bool(is_.is_string(found) or is_.is_large_string(found) or is_.is_string_view(found))
    if is_.is_date(wanted):
        return bool(is_.is_date(found))
    if is_.is_integer(wanted):
        return bool(is_.is_integer(found))
    return bool(wanted == found)


_WORDS: Final[Mapping[str, str]] = {"bool": "true or false", "date32[day]": "a day", "string": "text"}


def _word(kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        return f"float{kind.bit_width}"
    if pa.types.is_decimal(kind):
        return "a decimal"
    if isinstance(kind, pa.StructType):
        return "a struct"
    if isinstance(kind, _LISTS):
        return "a list"
    return _WORDS.get(str(kind), "text" if _fits(pa.string(), kind) else str(kind))


def _advice(wanted: pa.DataType) -> str:
    if pa.types.is_decimal(wanted):
        return "amounts are exact: write decimals, never floating point"
    if pa.types.is_string(wanted):
        return "write it as text"
    return "write date32" if pa.types.is_date(wanted) else ""
