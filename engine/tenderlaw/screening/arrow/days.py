"""What follows from days: each that stands in a column is looked at once, by the rules' own calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tenderlaw.screening.arrow.values import Value, spread

__all__ = ["by_day"]

Numbers: TypeAlias = "npt.NDArray[np.int64]"
_EPOCH: Final = date(1970, 1, 1).toordinal()
_FEW: Final = 1_000_000
"""Days from the first to the last of which each may be looked for in a table."""


def by_day(work: Callable[..., date | int | None], fixed: tuple[object, ...], kind: pa.DataType, *days: Value) -> Value:
    """What a function of days comes to, in each row in which all are known; `fixed` are its other arguments.

    Days outside the calendar, which only rows have that are set aside, are its first or its last.
    """
    rows = next((len(one) for one in days if not isinstance(one, pa.Scalar)), None)
    held = [spread(one, 1 if rows is None else rows) for one in days]
    known = np.logical_and.reduce([one.is_valid().to_numpy(zero_copy_only=False) for one in held])
    columns = [_ordinals(one)[known] for one in held]
    distinct, places = _distinct(columns)
    worked_out = _WORKED_OUT.setdefault((work, fixed), {})
    found = [_worked_out(worked_out, work, fixed, some) for some in distinct]
    nothing = np.array([one is None for one in found], np.bool_)
    numbers = np.zeros(len(known), np.int64)
    unknown = ~known
    if found:
        numbers[known] = np.array([one or 0 for one in found], np.int64)[places]
        unknown[known] = nothing[places]
    if pa.types.is_date32(kind):
        out = pa.array(numbers.astype(np.int32), mask=unknown).cast(pa.date32())
    else:
        out = pa.array(numbers, mask=unknown)
    return out[0] if rows is None else out


def _ordinals(days: pa.Array) -> Numbers:
    numbers = days.cast(pa.int32()).fill_null(0).to_numpy().astype(np.int64) + _EPOCH
    return cast("Numbers", np.clip(numbers, date.min.toordinal(), date.max.toordinal()))


def _distinct(columns: list[Numbers]) -> tuple[list[tuple[int, ...]], Numbers]:
    """Each combination of days once, and for each row which it is."""
    if len(columns) > 1:
        found, places = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
        return [tuple(one) for one in found.tolist()], cast("Numbers", places.reshape(-1))
    (days,) = columns
    if not len(days):
        return [], days
    low = int(days.min())
    if int(days.max()) - low > _FEW:
        one, places = np.unique(days, return_inverse=True)
    else:
        there = np.zeros(int(days.max()) - low + 1, np.bool_)
        there[days - low] = True
        one = np.flatnonzero(there) + low
        places = (np.cumsum(there) - 1)[days - low]
    return [(day,) for day in one.tolist()], places


_Days: TypeAlias = tuple[int, ...]
_WORKED_OUT: Final[dict[tuple[Callable[..., object], tuple[object, ...]], dict[_Days, int | None]]] = {}
"""What a process has worked out of days; there are not many days."""
_MOST: Final = 200_000


def _worked_out(
    known: dict[_Days, int | None],
    work: Callable[..., date | int | None],
    fixed: tuple[object, ...],
    days: _Days,
) -> int | None:
    if days in known:
        return known[days]
    found = work(*(date.fromordinal(one) for one in days), *fixed)
    number = found.toordinal() - _EPOCH if isinstance(found, date) else found
    if len(known) < _MOST:
        known[days] = number
    return number
