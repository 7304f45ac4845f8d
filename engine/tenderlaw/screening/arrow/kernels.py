"""What each node of an expression does to values.

Arrow's kernels know null as SQL does; where they differ (a condition that is null, a null among words), it is put
right here. Whole numbers have 64 bits, whatever an expression says. Text may come with a dictionary of its words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, cast

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.screening.arrow.lists import array, contains, first_entry, joined
from tenderlaw.screening.arrow.relations import struct_field
from tenderlaw.screening.arrow.values import Value, certain, in_columns, plain, spread
from tenderlaw.sources.faults import InternalError

__all__ = ["bits_of", "kernel_of", "literal"]

Kernel: TypeAlias = Callable[..., Value]
Made: TypeAlias = tuple[tuple[ops.Value, ...], Kernel]
"""The nodes that a node is computed from, and what computes it."""


def kernel_of(node: ops.Value) -> Made:
    """The nodes that a node is computed from, and what computes it. Raises InternalError for an unknown node."""
    kind = type(node)
    if kind in _SAME:
        return tuple(arg for arg in node.args if isinstance(arg, ops.Value)), _SAME[kind]
    if kind in _MADE:
        return _MADE[kind](node)
    raise InternalError(f"Arrow's kernels have nothing for {kind.__name__}")


def literal(node: ops.Literal) -> pa.Scalar:
    """A literal as a scalar."""
    return pa.scalar(cast("Any", node.value), type=_type_of(node.dtype))


def _type_of(kind: dt.DataType) -> pa.DataType:
    return pa.int64() if kind.is_integer() else kind.to_pyarrow()


# Truths -------------------------------------------------------------------------------------------------


def _folded(kernel: Kernel, neutral: bool) -> Kernel:
    """And, or Or: what is the same for every row is settled without looking at the rows."""

    def joined_(a: Value, b: Value) -> Value:
        if isinstance(a, pa.Scalar):
            a, b = b, a
        if isinstance(b, pa.Scalar) and b.is_valid:
            return a if b.as_py() is neutral else b
        return kernel(a, b)

    return joined_


# Choices ------------------------------------------------------------------------------------------------


def _if_else(condition: Value, then: Value, otherwise: Value) -> Value:
    if isinstance(condition, pa.Scalar):
        return then if condition.as_py() else otherwise
    if all(isinstance(one, pa.Int64Scalar) and one.is_valid for one in (then, otherwise)):
        # whole numbers to choose from: a product is ten times as fast
        low = otherwise.as_py()
        found = pc.multiply(certain(condition).cast(pa.int64()), then.as_py() - low)
        return pc.add(found, low) if low else found
    return pc.if_else(certain(condition), plain(then), plain(otherwise))


def _coalesce(*values: Value) -> Value:
    first, *rest = values
    if not rest:
        return first
    if isinstance(first, pa.Scalar):
        return first if first.is_valid else _coalesce(*rest)
    return pc.coalesce(*map(plain, values)) if first.null_count else first


def _cases(conditions: tuple[Value, ...], results: tuple[Value, ...], default: Value) -> Value:
    """The result of the first condition that is true."""
    if all(isinstance(one, pa.StringScalar) for one in (*results, default)):
        return in_columns(lambda columns: _words(columns, (*results, default)), conditions)
    out = default
    for condition, result in zip(reversed(conditions), reversed(results), strict=True):
        out = _if_else(condition, result, out)
    return out


def _words(conditions: list[pa.Array], words: tuple[pa.Scalar, ...]) -> pa.Array:
    """For each row the word of the first condition that is true, else the last word."""
    codes = np.full(len(conditions[0]), len(words) - 1, np.int32)
    for code, condition in reversed(list(enumerate(conditions))):
        codes[certain(condition).to_numpy(zero_copy_only=False)] = code
    nothing = np.array([not word.is_valid for word in words])
    named = pa.array([word.as_py() or "" for word in words])
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=nothing[codes]), named)


def _of_cases(node: ops.SearchedCase) -> Made:
    number = len(node.cases)

    def chosen(*values: Value) -> Value:
        return _cases(values[:number], values[number:-1], values[-1])

    return (*node.cases, *node.results, node.default), chosen


def _of_simple_cases(node: ops.SimpleCase) -> Made:
    number = len(node.cases)

    def chosen(base: Value, *values: Value) -> Value:
        found = tuple(pc.equal(plain(base), one) for one in values[:number])
        return _cases(found, values[number:-1], values[-1])

    return (node.base, *node.cases, *node.results, node.default), chosen


# Bits ---------------------------------------------------------------------------------------------------


def bits_of(bits: Sequence[tuple[int, bool]], constant: int) -> Kernel:
    """What joins the bits that conditions set: each where its condition is true, or elsewhere."""

    def joined_(*conditions: Value) -> Value:
        return in_columns(lambda columns: _bits(columns, bits, constant), conditions)

    return joined_


def _bits(conditions: list[pa.Array], bits: Sequence[tuple[int, bool]], constant: int) -> pa.Array:
    # byte by byte, for most of the time goes into reading and writing rows
    out = np.zeros((len(conditions[0]), 8), np.uint8)
    for byte in {bit // 8 for bit, _ in bits}:
        here = np.zeros(len(out), np.uint8)
        for condition, (bit, where_true) in zip(conditions, bits, strict=True):
            if bit // 8 == byte:
                held = certain(condition).to_numpy(zero_copy_only=False)
                here |= (held if where_true else ~held).view(np.uint8) << np.uint8(bit % 8)
        out[:, byte] = here
    return pa.array(out.view("<i8").ravel() | constant)


# Words --------------------------------------------------------------------------------------------------


def _of_words(node: ops.InValues) -> Made:
    wanted = pa.array([cast("ops.Literal", one).value for one in node.options], _type_of(node.options[0].dtype))

    def among(value: Value) -> Value:
        if pa.types.is_null(value.type):
            return pa.scalar(None, pa.bool_())
        found = pc.is_in(plain(value), value_set=wanted)
        return pc.if_else(pc.is_valid(value), found, pa.scalar(None, pa.bool_()))

    return (node.value,), among


def _of_search(name: str) -> Callable[[Any], Made]:
    """A search of text for what a literal says."""

    def made(node: Any) -> Made:  # noqa: ANN401
        arg, wanted = node.args[:2]
        # the options of a kernel cannot be sent to another process, and are made there
        return (arg,), lambda value: pc.call_function(name, [plain(value)], pc.MatchSubstringOptions(wanted.value))

    return made


# Days ---------------------------------------------------------------------------------------------------


def _of_moved(node: ops.DateAdd | ops.DateSub) -> Made:
    """A day moved by days, or by months or years of the calendar."""
    interval, sign = cast("ops.Literal", node.right), 1 if isinstance(node, ops.DateAdd) else -1
    unit, number = cast("dt.Interval", interval.dtype).unit.value, sign * int(cast("int", interval.value))
    if unit == "D":
        return (node.left,), lambda day: pc.add(day.cast(pa.int32()), pa.scalar(number, pa.int32())).cast(pa.date32())
    months = {"M": 1, "Y": 12}[unit] * number
    return (node.left,), lambda day: _by_months(day, months)


def _by_months(day: Value, months: int) -> Value:
    """The same day of a later month, or its last."""
    if isinstance(day, pa.Scalar):
        return _by_months(spread(day, 1), months)[0]
    unknown = day.is_null().to_numpy(zero_copy_only=False)
    numbers = day.cast(pa.int32()).fill_null(0).to_numpy()
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    if high - low < len(numbers):  # the same days over and over: each is moved once
        moved = _moved(np.arange(low, high + 1), months)[numbers - low]
    else:
        moved = _moved(numbers, months)
    return pa.array(moved, mask=unknown).cast(pa.date32())


def _moved(numbers: npt.NDArray[np.int32 | np.int64], months: int) -> npt.NDArray[np.int32]:
    """Days since 1970, moved by months."""
    days = numbers.astype("datetime64[D]")
    begun = days.astype("datetime64[M]")
    landed = begun + months
    last = (landed + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved = np.minimum(landed.astype("datetime64[D]") + (days - begun.astype("datetime64[D]")), last)
    return cast("npt.NDArray[np.int32]", moved.astype(np.int64).astype(np.int32))


def _day_of_week(day: Value) -> Value:
    return pc.day_of_week(day, count_from_zero=True, week_start=1)


# Others -------------------------------------------------------------------------------------------------


def _of_cast(node: ops.Cast) -> Made:
    given, wanted = _type_of(node.arg.dtype), _type_of(node.to)
    if given == wanted or (node.arg.dtype.is_temporal() and node.to.is_temporal()):
        return (node.arg,), lambda value: value  # a day that was moved is a timestamp to Ibis, and a day here
    return (node.arg,), lambda value: pc.cast(plain(value), wanted)


def _of_index(node: ops.ArrayIndex) -> Made:
    if cast("Any", node.index).value != 0:
        raise InternalError("Arrow's kernels read the first entry of a list and no other")
    return (node.arg,), first_entry


def _of_slice(node: ops.ArraySlice) -> Made:
    start, stop = (cast("Any", one).value for one in (node.start, node.stop))
    return (node.arg,), lambda value: pc.list_slice(value, start, stop)


def _of_struct(node: ops.StructColumn) -> Made:
    names = list(node.names)

    def made(*values: Value) -> Value:
        return in_columns(lambda columns: pa.StructArray.from_arrays(columns, names=names), values)

    return tuple(node.values), made


def _with_room(kernel: Callable[[Any, Any], Value]) -> Kernel:
    """A sum or a difference, with room for the carry, which Arrow wants beforehand."""

    def made(a: Value, b: Value) -> Value:
        if pa.types.is_decimal(a.type):
            a, b = (value.cast(pa.decimal128(37, 4)) for value in (a, b))
        return kernel(a, b)

    return made


def _of_plain(kernel: Kernel) -> Kernel:
    return lambda *values: kernel(*map(plain, values))


_SAME: Final[dict[type[ops.Node], Kernel]] = {
    ops.Add: _with_room(pc.add),
    ops.And: _folded(pc.and_kleene, neutral=True),
    ops.ArrayContains: contains,
    ops.ArrayLength: pc.list_value_length,
    ops.BitwiseAnd: pc.bit_wise_and,
    ops.BitwiseOr: pc.bit_wise_or,
    ops.Date: lambda day: day,
    ops.DayOfWeekIndex: _day_of_week,
    ops.Equals: _of_plain(pc.equal),
    ops.ExtractDay: pc.day,
    ops.ExtractMonth: pc.month,
    ops.Greater: pc.greater,
    ops.GreaterEqual: pc.greater_equal,
    ops.IfElse: _if_else,
    ops.IsNull: pc.is_null,
    ops.Less: pc.less,
    ops.LessEqual: pc.less_equal,
    ops.Not: pc.invert,
    ops.NotEquals: _of_plain(pc.not_equal),
    ops.NotNull: pc.is_valid,
    ops.Or: _folded(pc.or_kleene, neutral=False),
    ops.StringLength: _of_plain(pc.utf8_length),
    ops.Subtract: _with_room(pc.subtract),
}
"""Nodes that do to their arguments, in order, what the kernel does."""
_MADE: Final[dict[type[ops.Node], Callable[[Any], Made]]] = {
    ops.Array: lambda node: (node.exprs, array),
    ops.ArrayConcat: lambda node: (node.arg, joined),
    ops.ArrayIndex: _of_index,
    ops.ArraySlice: _of_slice,
    ops.Cast: _of_cast,
    ops.Coalesce: lambda node: (node.arg, _coalesce),
    ops.DateAdd: _of_moved,
    ops.DateSub: _of_moved,
    ops.InValues: _of_words,
    ops.RegexSearch: _of_search("match_substring_regex"),
    ops.SearchedCase: _of_cases,
    ops.SimpleCase: _of_simple_cases,
    ops.StartsWith: _of_search("starts_with"),
    ops.StructColumn: _of_struct,
    ops.StructField: lambda node: ((node.arg,), struct_field(node.field)),
}
"""Nodes of which something is fixed beforehand."""
