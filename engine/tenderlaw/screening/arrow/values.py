"""Values of columns: an Arrow array, or a scalar where it is the same for every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import pyarrow as pa

__all__ = ["Value", "alike", "certain", "in_columns", "plain", "same", "spread"]

Value: TypeAlias = "pa.Array | pa.Scalar"


def same(value: pa.Scalar) -> pa.Scalar:
    """What is the same for every row."""
    return value


def plain(value: Value) -> Value:
    """The value without a dictionary of its words."""
    return value.dictionary_decode() if isinstance(value, pa.DictionaryArray) else value


def spread(value: Value, length: int) -> pa.Array:
    """The value as an array."""
    if isinstance(value, pa.Scalar):
        return pa.repeat(value, length) if length else pa.nulls(0, value.type)
    return value


def certain(condition: Value) -> Value:
    """A truth of which null is false."""
    if isinstance(condition, pa.Scalar):
        return condition if condition.is_valid else pa.scalar(False)
    return condition.fill_null(False) if condition.null_count else condition


def alike(value: Value) -> Value:
    """Truths, as a scalar where they are the same for every row; what is looked up later costs less then."""
    if not isinstance(value, pa.BooleanArray) or not len(value):
        return value
    if value.null_count:
        return value[0] if value.null_count == len(value) else value
    return value[0] if value.true_count in (0, len(value)) else value


def in_columns(make: Callable[[list[pa.Array]], pa.Array], values: Sequence[Value]) -> Value:
    """What is made of columns of the same length; a scalar where every value is one."""
    rows = [len(value) for value in values if not isinstance(value, pa.Scalar)]
    if rows:
        return make([spread(value, rows[0]) for value in values])
    return make([spread(value, 1) for value in values])[0]
