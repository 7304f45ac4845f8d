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

__all__ = [
    "array",
    "contains",
    "filtered",
    "first_entry",
    "first_of",
    "joined",
    "lengths_of",
    "listed_as",
    "parents_of",
    "repeated_over",
]

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
    if not len(entries):
        return listed
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


def first_of(names: Sequence[str], masks: Sequence[int | None], number: int) -> Callable[..., Value]:
    """What lists, of each row in which any is wanted, the first names of those whose condition is true.

    A condition is a truth; with a mask, a word of bits of which one in the mask is set.
    """

    def first(where: Value, *conditions: Value) -> Value:
        rows = next((len(one) for one in (where, *conditions) if not isinstance(one, pa.Scalar)), None)
        held = np.zeros(1 if rows is None else rows, np.int64)
        places = np.zeros((len(held), number), np.int64)
        open_ = np.flatnonzero(_holds(where, None, np.arange(len(held))))
        for place, (condition, mask) in enumerate(zip(conditions, masks, strict=True)):
            here = open_[_holds(condition, mask, open_)]
            places[here, held[here]] = place
            held[here] += 1
            open_ = open_[held[open_] < number]
            if not len(open_):
                break
        wanted = np.arange(number) < held[:, None]
        found = _list_of(pa.array(names).take(pa.array(places[wanted])), held)
        return found[0] if rows is None else found

    return first


def _holds(condition: Value, mask: int | None, rows: Numbers) -> npt.NDArray[np.bool_]:
    """In which of the rows a condition is true."""
    if isinstance(condition, pa.Scalar):
        said = condition.as_py()
        return np.full(len(rows), bool(said if mask is None else said & mask))
    if mask is not None:
        return cast("npt.NDArray[np.bool_]", condition.to_numpy()[rows] & mask != 0)
    return cast("npt.NDArray[np.bool_]", certain(condition).to_numpy(zero_copy_only=False)[rows])


def joined(*values: Value) -> pa.Array:
    """Lists one after the other; null where one of them is."""
    listed = [_column(value) for value in values]
    there = reduce(pc.and_, [value.is_valid() for value in listed])
    if not there.true_count:
        return pa.nulls(len(there), listed[0].type)
    held = [lengths_of(value) for value in listed]
    row = np.concatenate([np.repeat(np.arange(len(one)), one) for one in held])
    order = np.argsort(row, kind="stable")
    entries = pa.concat_arrays([plain(value.flatten()) for value in listed]).take(pa.array(order))
    known = there.to_numpy(zero_copy_only=False)
    return _list_of(entries.filter(pa.array(known[row[order]])), np.where(known, sum(held), 0), there)


def repeated_over(value: Value, listed: Value) -> Value:
    """A value of each row, once for each entry of the row's list."""
    return value if isinstance(value, pa.Scalar) else value.take(parents_of(_column(listed)))


def first_entry(listed: Value) -> pa.Array:
    """The first entry of each list; null where there is none."""
    listed = _column(listed)
    lengths = lengths_of(listed)
    starts = np.cumsum(lengths) - lengths
    return listed.flatten().take(pa.array(starts, mask=lengths == 0))


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


def listed_as(entries: pa.Array, listed: pa.Array) -> pa.Array:
    """These entries in lists of the same lengths."""
    return _list_of(entries, lengths_of(listed), listed.is_valid())


def _column(listed: Value) -> pa.Array:
    if isinstance(listed, pa.Scalar):
        raise InternalError("lists that are the same in every row are not worked on in columns")
    return listed
