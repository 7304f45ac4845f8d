"""What relations do to columns: rows taken, lists spread, tables one below or beside the other, rows joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import ibis.expr.operations as ops
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.screening.arrow.lists import Numbers, listed_as, parents_of
from tenderlaw.screening.arrow.values import Value, plain, spread
from tenderlaw.sources.faults import InternalError

__all__ = [
    "Dictionary",
    "Groups",
    "Spread",
    "aggregate_of",
    "beside",
    "dictionary_of",
    "elements",
    "entries",
    "groups_of",
    "kept",
    "looked_up",
    "lookup",
    "one_below_the_other",
    "repeated",
    "spread_of",
    "struct_field",
    "taken",
]


def taken(value: Value, rows: pa.Array) -> Value:
    """The value in these rows."""
    return value if isinstance(value, pa.Scalar) else value.take(rows)


def kept(length: int, *predicates: Value) -> pa.Array:
    """The rows in which all predicates are true."""
    mask = spread(pa.scalar(True), length)
    for one in predicates:
        mask = pc.and_(mask, spread(one, length).fill_null(False))
    return pc.indices_nonzero(mask).cast(pa.int64())


# Lists --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spread:
    """Entries of lists, one a row: first those that are there, then one for each list that is not."""

    parents: pa.Array
    """The row to which an entry belongs."""
    missing: int
    """How many entries stand for a list that is not there."""


def spread_of(placeholders: bool) -> Callable[[pa.Array], Spread]:
    """What spreads lists; with `placeholders`, one entry of which nothing is known stands for no list."""

    def spread_(listed: pa.Array) -> Spread:
        parents = parents_of(listed)
        if not placeholders or not listed.null_count:
            return Spread(parents, 0)
        missing = pc.indices_nonzero(listed.is_null()).cast(pa.int64())
        return Spread(pa.concat_arrays([parents, missing]), len(missing))

    return spread_


def elements(listed: pa.Array) -> pa.Array:
    """The entries of all lists, one after the other."""
    return listed.flatten()


def struct_field(name: str) -> Callable[[Value], Value]:
    """What reads a field of structs."""
    return lambda structs: pc.struct_field(structs, name)


def entries(value: pa.Array, found: Spread) -> pa.Array:
    """A field of the entries, one a row."""
    if not found.missing:
        return value
    if isinstance(value, pa.DictionaryArray):
        nothing = pa.DictionaryArray.from_arrays(pa.nulls(found.missing, value.type.index_type), value.dictionary)
    else:
        nothing = pa.nulls(found.missing, value.type)
    return pa.concat_arrays([value, nothing])


def repeated(value: Value, found: Spread) -> Value:
    """A value of the row to which an entry belongs."""
    return taken(value, found.parents)


# Tables -------------------------------------------------------------------------------------------------


def one_below_the_other(first: Value, length: int, second: Value, more: int) -> pa.Array:
    """Two columns as one."""
    return pa.concat_arrays([_all_plain(spread(first, length)), _all_plain(spread(second, more))])


def _all_plain(value: pa.Array) -> pa.Array:
    """The value without dictionaries of words, also of the fields of structs and of the entries of lists."""
    if isinstance(value, pa.ListArray):
        return listed_as(_all_plain(value.flatten()), value)
    if not isinstance(value, pa.StructArray):
        return plain(value)
    fields = [_all_plain(field) for field in value.flatten()]
    return pa.StructArray.from_arrays(fields, names=[field.name for field in value.type], mask=value.is_null())


def lookup(left: Value, rows: int, right: Value, others: int) -> pa.Array:
    """For each row on the left the row with the same number on the right, where every number stands once."""
    wanted, given = (spread(value, n).to_numpy() for value, n in ((left, rows), (right, others)))
    if not others:
        return pa.nulls(rows, pa.int64())
    order = np.argsort(given, kind="stable")
    place = np.minimum(np.searchsorted(given, wanted, sorter=order), others - 1)
    found = order[place]
    return pa.array(found, mask=given[found] != wanted)


def beside(value: Value, length: int, found: pa.Array) -> pa.Array:
    """A column of the right-hand table."""
    return spread(value, length).take(found)


# Groups -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows joined by a number."""

    keys: pa.Array
    order: Numbers
    """The rows, group by group."""
    starts: Numbers
    """Where each group starts."""


def groups_of(key: Value, length: int) -> Groups:
    """The rows with the same key, keys rising."""
    numbers = cast("Numbers", spread(key, length).to_numpy())
    order = np.argsort(numbers, kind="stable")
    held = numbers[order]
    starts = np.flatnonzero(np.concatenate([[True], held[1:] != held[:-1]])) if length else np.zeros(0, np.int64)
    return Groups(pa.array(held[starts]), order, starts)


def aggregate_of(metric: ops.Value) -> Callable[[Value, Groups], pa.Array]:
    """What joins the values of a group."""
    if isinstance(metric, ops.Max):
        return _latest
    if isinstance(metric, ops.Sum):
        return _sum
    if type(metric).__name__.startswith("bit_or"):
        return lambda value, groups: _reduced(np.bitwise_or, value, groups)
    raise InternalError(f"Arrow's kernels have nothing for {type(metric).__name__}")


def _reduced(how: np.ufunc, value: Value, groups: Groups) -> pa.Array:
    # what is null counts for nothing in an aggregate
    numbers = spread(value, len(groups.order)).fill_null(0).to_numpy()[groups.order]
    return pa.array(how.reduceat(numbers, groups.starts) if len(numbers) else numbers)


def _latest(value: Value, groups: Groups) -> pa.Array:
    days = spread(value, len(groups.order)).cast(pa.int32()).fill_null(_NEVER)
    found = _reduced(np.maximum, days, groups).cast(pa.int32())
    return pc.if_else(pc.equal(found, _NEVER), None, found).cast(pa.date32())


def _sum(value: Value, groups: Groups) -> pa.Array:
    if not pa.types.is_decimal(value.type):
        return _reduced(np.add, value, groups)
    table = pa.table(
        {"value": spread(value, len(groups.order)).take(pa.array(groups.order)), "group": _numbers(groups)}
    )
    summed: Any = table.group_by("group", use_threads=False).aggregate([("value", "sum")]).sort_by("group")
    return summed["value_sum"].combine_chunks().cast(value.type)


def _numbers(groups: Groups) -> pa.Array:
    sizes = np.diff(np.concatenate([groups.starts, [len(groups.order)]]))
    return pa.array(np.repeat(np.arange(len(groups.starts)), sizes))


_NEVER = -(2**31)


# Words --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The words of a column, at the end null, and for each row which it is."""

    words: pa.Array
    codes: pa.Array


def dictionary_of(text: Value) -> Dictionary:
    """The words of a text."""
    if isinstance(text, pa.Scalar):
        return Dictionary(pa.array([text.as_py()], text.type), pa.scalar(0))
    held = text if isinstance(text, pa.DictionaryArray) else text.dictionary_encode()
    words = pa.concat_arrays([held.dictionary, pa.nulls(1, held.dictionary.type)])
    return Dictionary(words, held.indices.fill_null(len(held.dictionary)))


def looked_up(value: Value, found: Dictionary) -> Value:
    """For each row what was worked out for its word; a scalar where that is the same for every word."""
    if isinstance(value, pa.Scalar):
        return value
    if isinstance(value, pa.BooleanArray) and not value.null_count and value.true_count in (0, len(value)):
        return value[0]
    return value[0] if isinstance(found.codes, pa.Scalar) else value.take(found.codes)
