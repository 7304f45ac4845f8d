"""Tables as other libraries write them, made what every engine computes from.

Large text and views of text become text, dictionaries and runs their values, decimals of any digits and whole numbers
amounts of 20 digits with 4 places (rates with 10), days of any kind date32, lists of any kind lists; what is null in
every row gets the type of its fact, and a column with a dotted name stands within its fact. A value that no fact can
have (a day outside the calendar, an amount with more digits, bytes that are no text, a field that no fact has) sets its
row aside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Final, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.tables.schema import Model, known_path, types_of

__all__ = ["Fitted", "fitted", "is_plain", "read_as_python"]

Numbers: TypeAlias = "npt.NDArray[np.int64]"

_EPOCH: Final = date(1970, 1, 1).toordinal()
_FIRST: Final = date.min.toordinal() - _EPOCH
_LAST: Final = date.max.toordinal() - _EPOCH
_EXACT: Final = Context(prec=100)
_SIMPLE: Final = (
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_string,
    pa.types.is_date32,
)
"""Columns that are no facts, and that every engine passes over without looking at them."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table of plain types, and the rows that hold what no fact can be."""

    table: pa.Table
    wrong: Mapping[int, str]
    """By place of the row, counted from 0, the path of the first such value; it is null in the table."""


def is_plain(schema: pa.Schema, model: Model = EconomicOperator) -> bool:
    """Whether every engine can compute from a file with these columns as it stands."""
    wanted, names = types_of(model), [name.lower() for name in schema.names]
    # engines look names up without regard to case, and give rows a number of their own
    strangers = {field.name.lower() for field in schema if field.name not in wanted}
    if len(set(names)) < len(names) or strangers & {*wanted, "row", "file_row_number"}:
        return False
    return all(
        _is_canonical(field.type, wanted[field.name])
        if field.name in wanted
        else known_path(field.name, model) is None and any(is_simple(field.type) for is_simple in _SIMPLE)
        for field in schema
    )


def _is_canonical(kind: pa.DataType, wanted: pa.DataType) -> bool:
    # a field that cannot be null is of another type, to which nothing unknown can be added
    if isinstance(kind, pa.ListType) and isinstance(wanted, pa.ListType):
        return kind.value_field.nullable and _is_canonical(kind.value_type, wanted.value_type)
    if isinstance(kind, pa.StructType) and isinstance(wanted, pa.StructType):
        known = {field.name: field.type for field in wanted}
        return kind.num_fields > 0 and all(
            field.nullable and field.name in known and _is_canonical(field.type, known[field.name]) for field in kind
        )
    return bool(kind == wanted)


def fitted(table: pa.Table, wanted: Mapping[str, pa.DataType] | None = None, model: Model = EconomicOperator) -> Fitted:
    """The facts of a table with plain types; its columns were found to fit. Every other column is left out."""
    wrong: dict[int, str] = {}
    made: dict[str, pa.Array] = {}
    for name in table.column_names:
        kind = known_path(name, model) if wanted is None else wanted.get(name)
        if kind is not None:
            column = table[name].combine_chunks()
            rows = np.arange(len(table), dtype=np.int64)
            made[name] = _Fit(wrong).value(_one(column), kind, name, rows)
    return Fitted(pa.table(_nested(made, types_of(model) if wanted is None else wanted)), wrong)


def _one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    return column


def _nested(made: Mapping[str, pa.Array], wanted: Mapping[str, pa.DataType]) -> dict[str, pa.Array]:
    """The columns, those with dotted names as fields of one that is null where all of them are."""
    out: dict[str, pa.Array] = {}
    inner: dict[str, dict[str, pa.Array]] = {}
    for name, column in made.items():
        outer, _, rest = name.partition(".")
        if name in wanted:
            out[name] = column
        else:
            inner.setdefault(outer, {})[rest] = column
    for name, fields in inner.items():
        kind = cast("pa.StructType", wanted[name])
        columns = _nested(fields, {field.name: field.type for field in kind})
        nothing = np.logical_and.reduce([one.is_null().to_numpy(zero_copy_only=False) for one in columns.values()])
        out[name] = _struct(columns, kind, pa.array(nothing))
    return out


def _struct(columns: Mapping[str, pa.Array], kind: pa.StructType, nothing: pa.Array) -> pa.Array:
    """Structs of these fields; of none, with one that is null, since a file holds no struct without a field."""
    first = kind.field(0)
    held = dict(columns) or {first.name: pa.nulls(len(nothing), first.type)}
    fields = [pa.field(name, column.type) for name, column in held.items()]
    return pa.StructArray.from_arrays(list(held.values()), fields=fields, mask=nothing)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Makes values fit, and notes the rows whose values do not."""

    wrong: dict[int, str]

    def value(self, given: pa.Array, wanted: pa.DataType, path: str, rows: Numbers) -> pa.Array:
        """The values with the type wanted; `rows` says of each to which row of the table it belongs."""
        given = _unwrapped(given)
        if pa.types.is_null(given.type):
            return pa.nulls(len(given), wanted)
        if isinstance(wanted, pa.ListType):
            return self._lists(given, wanted, path, rows)
        if isinstance(wanted, pa.StructType):
            return self._structs(given, wanted, path, rows)
        if pa.types.is_string(wanted):
            return self._texts(given, path, rows)
        if pa.types.is_date(wanted):
            return self._days(given, path, rows)
        if pa.types.is_decimal(wanted) or pa.types.is_integer(wanted):
            return self._numbers(given, wanted, path, rows)
        return given

    def _note(self, rows: Numbers, path: str) -> None:
        for row in rows.tolist():
            self.wrong.setdefault(row, path)

    def _lists(self, given: pa.Array, wanted: pa.ListType, path: str, rows: Numbers) -> pa.Array:
        listed = given if isinstance(given, pa.ListArray) else given.cast(pa.list_(given.type.value_type))
        lengths = listed.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        values = self.value(listed.flatten(), wanted.value_type, f"{path}[]", np.repeat(rows, lengths))
        ends = pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))
        return pa.ListArray.from_arrays(ends, values, mask=listed.is_null() if listed.null_count else None)

    def _structs(self, given: pa.Array, wanted: pa.StructType, path: str, rows: Numbers) -> pa.Array:
        known = {field.name: field.type for field in wanted}
        columns = {}
        for field, column in zip(given.type, given.flatten(), strict=True):
            if field.name in known:
                columns[field.name] = self.value(column, known[field.name], f"{path}.{field.name}", rows)
            else:
                self._note(rows[column.is_valid().to_numpy(zero_copy_only=False)], f"{path}.{field.name}")
        return _struct(columns, wanted, given.is_null())

    def _texts(self, given: pa.Array, path: str, rows: Numbers) -> pa.Array:
        text = given.cast(pa.string())
        try:
            text.validate(full=True)
        except pa.ArrowInvalid:
            held = [_decoded(one) for one in text.cast(pa.binary()).to_pylist()]
            self._note(rows[[one is False for one in held]], path)
            return pa.array([None if one is False else one for one in held], pa.string())
        return text

    def _days(self, given: pa.Array, path: str, rows: Numbers) -> pa.Array:
        if pa.types.is_date64(given.type):
            moments = given.cast(pa.int64()).fill_null(0).to_numpy()
            days, whole = moments // 86_400_000, moments % 86_400_000 == 0
        else:
            days = given.cast(pa.int32()).fill_null(0).to_numpy().astype(np.int64)
            whole = np.ones(len(days), np.bool_)
        fits = whole & (days >= _FIRST) & (days <= _LAST)
        self._note(rows[~fits], path)
        nothing = ~fits | given.is_null().to_numpy(zero_copy_only=False)
        return pa.array(np.where(fits, days, 0).astype(np.int32), mask=nothing).cast(pa.date32())

    def _numbers(self, given: pa.Array, wanted: pa.DataType, path: str, rows: Numbers) -> pa.Array:
        if given.type == wanted:
            return given
        try:
            return pc.cast(given, wanted)
        except pa.ArrowInvalid:  # some value, or the type alone, is too wide
            fits = _whole if pa.types.is_integer(wanted) else _amounts(wanted)
            held = [None if one is None else fits(one) for one in given.to_pylist()]
        self._note(rows[[one is False for one in held]], path)
        return pa.array([None if one is False else one for one in held], wanted)


def _unwrapped(given: pa.Array) -> pa.Array:
    """The values themselves."""
    while True:
        if isinstance(given, pa.DictionaryArray):
            given = given.dictionary_decode()
        elif isinstance(given, pa.RunEndEncodedArray):
            given = pc.run_end_decode(given)
        elif isinstance(given, pa.ExtensionArray):
            given = given.storage
        else:
            return given


def _decoded(written: bytes | None) -> str | bool | None:
    """Bytes as text; False for what is none."""
    try:
        return None if written is None else written.decode()
    except UnicodeDecodeError:
        return False


def _whole(given: Decimal | int) -> int | bool:
    """A whole number; False for one that has more digits than there is room for."""
    return int(given) if -(2**63) <= given < 2**63 else False


def _amounts(wanted: pa.DataType) -> Callable[[Decimal | int], Decimal | bool]:
    """What makes of a number one of the type wanted; False of one that has more digits."""
    step, beyond = Decimal(1).scaleb(-wanted.scale), Decimal(10) ** (wanted.precision - wanted.scale)

    def amount(given: Decimal | int) -> Decimal | bool:
        number = Decimal(given)
        # a value with fewer places has the same digits, and nothing is rounded
        exact = number.quantize(step, context=_EXACT)
        return exact if exact == number and abs(number) < beyond else False

    return amount


def read_as_python(rows: pa.Table, numbers: Sequence[int] | None = None) -> list[dict[str, object]]:
    """The rows, or those of these numbers, as plain data; what Python has no value for is text that says what it is."""
    # some kinds of columns cannot give several rows at once
    columns = [
        [_python(value) for value in (column if numbers is None else map(column.__getitem__, numbers))]
        for column in rows.columns
    ]
    return [dict(zip(rows.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def _python(value: pa.Scalar) -> object:
    if not value.is_valid:
        return None
    if isinstance(value, pa.DictionaryScalar | pa.ExtensionScalar | pa.RunEndEncodedScalar):
        return _python(value.value)
    if isinstance(value, pa.StructScalar):
        return {name: _python(part) for name, part in value.items()}
    if isinstance(value, pa.ListScalar):
        return [_python(one) for one in cast("Sequence[pa.Scalar]", value.values)]
    try:
        return cast("object", value.as_py())
    except UnicodeDecodeError:
        return cast("bytes", value.cast(pa.binary()).as_py()).decode("utf-8", "backslashreplace")
    except (ValueError, OverflowError):
        return f"a {value.type} outside the calendar"
