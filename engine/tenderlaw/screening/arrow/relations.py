"""What is done to rows: lists spread, rows taken, some below others.

Every function is a step: what is fixed comes first, then what was worked out before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.screening.arrow.values import Value, certain, plain, spread

__all__ = [
    "Spread",
    "added_lengths",
    "column_of",
    "elements",
    "entries",
    "entries_in",
    "given",
    "kept",
    "number_in",
    "number_of",
    "numbers_of",
    "one_below_the_other",
    "one_each",
    "one_state_each",
    "parents_in",
    "spread_of",
    "struct_field",
    "taken",
]

# Batches ------------------------------------------------------------------------------------------------


def given() -> object:
    """The batch, which stands for itself."""
    return None


def number_of(batch: pa.RecordBatch) -> int:
    """How many rows the batch has."""
    return int(batch.num_rows)


def numbers_of(batch: pa.RecordBatch) -> pa.Array:
    """Its rows, counted from 0."""
    return pa.array(np.arange(batch.num_rows))


def column_of(name: str, batch: pa.RecordBatch) -> pa.Array:
    """A column."""
    return batch.column(name)


def struct_field(name: str, structs: Value) -> Value:
    """A field of structs."""
    return pc.struct_field(structs, name)


# Lists --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spread:
    """Entries of lists, one a row: first those that are there, then one for each list that is not."""

    parents: pa.Array
    """The row to which an entry belongs."""
    missing: int
    """How many entries stand for a list that is not there."""


def spread_of(placeholders: bool, listed: pa.Array) -> Spread:
    """What spreads lists; with `placeholders`, one entry of which nothing is known stands for no list."""
    parents = _parents(listed)
    if not placeholders or not listed.null_count:
        return Spread(parents, 0)
    missing = pc.indices_nonzero(listed.is_null()).cast(pa.int64())
    return Spread(pa.concat_arrays([parents, missing]), len(missing))


def _parents(listed: pa.Array) -> pa.Array:
    """For each entry the row of its list."""
    parents = pc.list_parent_indices(listed)
    if len(parents) == pc.sum(listed.value_lengths(), min_count=0).as_py():
        return parents
    # entries hidden under a list that is null, which Arrow allows, are none
    lengths = listed.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    return pa.array(np.repeat(np.arange(len(listed)), lengths))


def parents_in(found: Spread) -> pa.Array:
    """The row to which each entry belongs."""
    return found.parents


def entries_in(found: Spread) -> int:
    """How many entries there are."""
    return len(found.parents)


def elements(listed: pa.Array) -> pa.Array:
    """The entries that are there of all lists, one after the other."""
    return listed.flatten()


def entries(value: pa.Array, found: Spread) -> pa.Array:
    """A field of the entries, null where one stands for no list."""
    if not found.missing:
        return value
    if isinstance(value, pa.DictionaryArray):
        nothing = pa.DictionaryArray.from_arrays(pa.nulls(found.missing, value.type.index_type), value.dictionary)
    else:
        nothing = pa.nulls(found.missing, value.type)
    return pa.concat_arrays([value, nothing])


def one_each(values: pa.Array) -> pa.Array:
    """Lists of one entry each; null where that is."""
    ends = np.concatenate([[0], np.cumsum(values.is_valid().to_numpy(zero_copy_only=False))]).astype(np.int32)
    mask = values.is_null() if values.null_count else None
    return pa.ListArray.from_arrays(pa.array(ends), plain(values).drop_null(), mask=mask)


def one_state_each(places: pa.Array) -> pa.Array:
    """Lists of one State each, that of a country or of its part; null where that is."""
    return one_each(pc.utf8_slice_codeunits(plain(places), 0, 2))


# Rows ---------------------------------------------------------------------------------------------------


def kept(condition: Value, length: int) -> pa.Array:
    """The rows in which a condition is true."""
    return pc.indices_nonzero(spread(certain(condition), length)).cast(pa.int64())


def number_in(rows: pa.Array) -> int:
    """How many rows there are."""
    return len(rows)


def taken(value: Value, rows: pa.Array) -> Value:
    """The value in these rows."""
    return value if isinstance(value, pa.Scalar) else value.take(rows)


def added_lengths(*lengths: int) -> int:
    """How many rows there are in all."""
    return sum(lengths)


def one_below_the_other(*values: object) -> Value:
    """Columns as one: each with how many rows it has."""
    columns, lengths = values[::2], values[1::2]
    held = [(cast("Value", one), cast("int", many)) for one, many in zip(columns, lengths, strict=True) if many]
    if not held:
        return spread(cast("Value", columns[0]), 0)
    if len(held) == 1:
        return spread(*held[0])
    if all(isinstance(one, pa.DictionaryArray) for one, _ in held):
        return _one_dictionary([cast("pa.DictionaryArray", one) for one, _ in held])
    return pa.concat_arrays([_all_plain(spread(one, many)) for one, many in held])


def _one_dictionary(parts: list[pa.DictionaryArray]) -> pa.Array:
    joined: pa.ChunkedArray = pa.chunked_array(parts).unify_dictionaries()
    return pa.concat_arrays(joined.chunks)


def _all_plain(value: pa.Array) -> pa.Array:
    """The value without dictionaries of words, also of the entries of lists."""
    if isinstance(value, pa.ListArray):
        return listed_as(_all_plain(value.flatten()), value)
    return plain(value)


def listed_as(values: pa.Array, listed: pa.Array) -> pa.Array:
    """These entries in lists of the same lengths."""
    lengths = listed.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    mask = listed.is_null() if listed.null_count else None
    return pa.ListArray.from_arrays(pa.array(ends), values, mask=mask)
