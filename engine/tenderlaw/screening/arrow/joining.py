"""What the entries of a row come to together: any of them, all their bits, their sum, the latest, the first."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tenderlaw.screening.arrow.values import Value, alike, certain, spread

__all__ = ["added", "any_of_entries", "bits_joined", "first_of_entries", "latest"]

Numbers: TypeAlias = "npt.NDArray[np.int64]"


def any_of_entries(condition: Value, parents: pa.Array, length: int) -> Value:
    """Whether a condition is true of any entry of a row."""
    if isinstance(condition, pa.Scalar) and not condition.as_py():
        return pa.scalar(False)
    out = np.zeros(length, np.bool_)
    where = spread(certain(condition), len(parents)).to_numpy(zero_copy_only=False)
    out[parents.to_numpy()[where]] = True
    return alike(pa.array(out))


def bits_joined(bits: Value, parents: pa.Array, length: int) -> Value:
    """The bits of all entries of a row."""
    return _reduced(np.bitwise_or, bits, parents, length)


def added(numbers: Value, parents: pa.Array, length: int) -> Value:
    """The numbers of all entries of a row, added up; what is null adds nothing."""
    if not pa.types.is_decimal(numbers.type):
        return _reduced(np.add, numbers, parents, length)
    held = spread(numbers, len(parents))
    table = pa.table({"value": held, "row": parents}).filter(held.is_valid())
    summed = table.group_by("row", use_threads=False).aggregate([("value", "sum")])
    places = np.full(length, -1, np.int64)
    places[summed["row"].to_numpy()] = np.arange(len(summed))
    zero = pa.scalar(0, pa.int64()).cast(numbers.type)
    found = summed["value_sum"].combine_chunks().cast(numbers.type)
    if isinstance(found, pa.ChunkedArray):
        found = pa.concat_arrays(found.chunks) if found.num_chunks else pa.array([], numbers.type)
    return found.take(pa.array(places, mask=places < 0)).fill_null(zero)


def latest(days: Value, parents: pa.Array, length: int) -> Value:
    """The latest day of the entries of a row; null where there is none."""
    if isinstance(days, pa.Scalar) and not days.is_valid:
        return days
    held = spread(days, len(parents))
    numbers = held.cast(pa.int32()).fill_null(_NEVER).to_numpy().astype(np.int64)
    found = _over_rows(np.maximum, numbers, numbers != _NEVER, parents, length, _NEVER)
    return pa.array(found.astype(np.int32), mask=found == _NEVER).cast(pa.date32())


_NEVER = -(2**31)


def _reduced(how: np.ufunc, value: Value, parents: pa.Array, length: int) -> Value:
    if isinstance(value, pa.Scalar) and not value.as_py():
        return pa.scalar(0, pa.int64())
    held = spread(value, len(parents))
    numbers = (held.fill_null(0) if held.null_count else held).to_numpy().astype(np.int64, copy=False)
    mine = numbers != 0
    if not mine.any():
        return pa.scalar(0, pa.int64())
    return pa.array(_over_rows(how, numbers, mine, parents, length, 0))


def _over_rows(
    how: np.ufunc, numbers: Numbers, mine: npt.NDArray[np.bool_], parents: pa.Array, length: int, otherwise: int
) -> Numbers:
    """The numbers that matter, joined a row."""
    out = np.full(length, otherwise, np.int64)
    rows, held = parents.to_numpy()[mine], numbers[mine]
    # entries of a row stand together within each list that was read, of which a few stand one below the other
    ends = [0, *(np.flatnonzero(rows[1:] < rows[:-1]) + 1), len(rows)]
    for first, last in pairwise(ends):
        some = rows[first:last]
        if len(some):
            starts = np.flatnonzero(np.concatenate([[True], some[1:] != some[:-1]]))
            at = some[starts]
            out[at] = how(out[at], how.reduceat(held[first:last], starts))
    return out


def first_of_entries(value: Value, condition: Value, parents: pa.Array, length: int) -> Value:
    """The value of the first entry of a row of which a condition is true; null where there is none."""
    where = np.flatnonzero(spread(certain(condition), len(parents)).to_numpy(zero_copy_only=False))
    places = np.full(length, -1, np.int64)
    places[parents.to_numpy()[where[::-1]]] = where[::-1]
    return spread(value, len(parents)).take(pa.array(places, mask=places < 0))
