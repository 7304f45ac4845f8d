"""Lists of a column: filtered, joined, searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.screening.arrow.values import Value, certain, in_columns, plain, spread
from tenderlaw.sources.faults import InternalError

__all__ = ["array", "contains", "filtered", "first_of", "joined", "lengths_of", "parents_of"]

Numbers: TypeAlias = "npt.NDArray[np.int64]"


def lengths_of(listed: pa.Array) -> Numbers:
    """How many entries each list has; none where there is no list."""
    return cast("Numbers", listed.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64))


def parents_of(listed: pa.Array) -> pa.Array:
    """For each entry the row of its list."""
    parents = pc.list_parent_indices(listed)
    if len(parents) == pc.sum(listed.value_lengths(), min_count=0).as_py():
        return parents
    # entries hidden under a list that is null, which Arrow allows, are none
    return pa.array(np.repeat(np.arange(len(listed)), lengths_of(listed)))


def filtered(listed: Value, wanted: Value) -> pa.Array:
    """The entries of each list that are wanted; `wanted` has a truth for each entry."""
    listed = _column(listed)
    entries = listed.flatten()
    mask = certain(spread(wanted, len(entries)))
    before = np.concatenate([[0], np.cumsum(mask.to_numpy(zero_copy_only=False))])
    ends = np.concatenate([[0], np.cumsum(lengths_of(listed))])
    return _list_of(entries.filter(mask), np.diff(before[ends]), listed.is_valid())


def array(*values: Value) -> Value:
    """A list of as many entries for each row as there are values."""
    return in_columns(_array, [plain(value) for value in values])


def _array(columns: list[pa.Array]) -> pa.Array:
    number, rows = len(columns), len(columns[0])
    order = np.arange(number * rows).reshape(number, rows).T.ravel()
    return _list_of(pa.concat_arrays(columns).take(pa.array(order)), np.full(rows, number, np.int64))


def first_of(names: Sequence[str], number: int) -> Callable[..., Value]:
    """What lists, of each row, the first names of those whose condition is true."""

    def first(*conditions: Value) -> Value:
        held = [(name, one) for name, one in zip(names, conditions, strict=True) if not _is_never(one)]
        found = pa.array([name for name, _ in held], pa.string())
        if not held:
            return pa.scalar([], pa.list_(pa.string()))
        return in_columns(lambda columns: _first(found, columns, number), [one for _, one in held])

    return first


def _is_never(condition: Value) -> bool:
    return isinstance(condition, pa.Scalar) and not condition.as_py()


def _first(names: pa.Array, conditions: Sequence[pa.Array], number: int) -> pa.Array:
    rows = len(conditions[0])
    held, places = np.zeros(rows, np.int64), np.zeros((rows, number), np.int64)
    for place, condition in enumerate(conditions):
        open_ = held < number
        if not open_.any():
            break
        here = np.flatnonzero(open_ & certain(condition).to_numpy(zero_copy_only=False))
        places[here, held[here]] = place
        held[here] += 1
    wanted = np.arange(number) < held[:, None]
    return _list_of(names.take(pa.array(places[wanted])), held)


def joined(*values: Value) -> pa.Array:
    """Lists one after the other; null where one of them is."""
    listed = [_column(value) for value in values]
    there = reduce(pc.and_, [value.is_valid() for value in listed])
    held = [lengths_of(value) for value in listed]
    row = np.concatenate([np.repeat(np.arange(len(one)), one) for one in held])
    order = np.argsort(row, kind="stable")
    entries = pa.concat_arrays([plain(value.flatten()) for value in listed]).take(pa.array(order))
    known = there.to_numpy(zero_copy_only=False)
    return _list_of(entries.filter(pa.array(known[row[order]])), np.where(known, sum(held), 0), there)


def contains(listed: Value, wanted: Value) -> Value:
    """Whether each list has the value; null where there is no list."""
    listed = _column(listed)
    if not isinstance(wanted, pa.Scalar):
        wanted = plain(wanted).take(parents_of(listed))
    return pc.greater(filtered(listed, pc.equal(plain(listed.flatten()), wanted)).value_lengths(), 0)


def _list_of(entries: pa.Array, lengths: Numbers, there: pa.Array | None = None) -> pa.Array:
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    mask = None if there is None or there.false_count == 0 else pc.invert(there)
    return pa.ListArray.from_arrays(pa.array(ends), entries, mask=mask)


def _column(listed: Value) -> pa.Array:
    if isinstance(listed, pa.Scalar):
        raise InternalError("lists that are the same in every row are not worked on in columns")
    return listed
