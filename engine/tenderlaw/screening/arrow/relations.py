"""What is done to rows: lists spread, rows taken, some below others, words looked up, entries joined a row.

Every function is a step: what is fixed comes first, then what was worked out before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.screening.arrow.values import Value, alike, certain, plain, spread

__all__ = [
    "Dictionary",
    "Spread",
    "added",
    "added_lengths",
    "any_of_entries",
    "bits_joined",
    "column_of",
    "dictionary_of",
    "elements",
    "entries",
    "entries_in",
    "first_of_entries",
    "given",
    "kept",
    "latest",
    "looked_up",
    "number_in",
    "number_of",
    "numbers_of",
    "one_below_the_other",
    "one_each",
    "parents_in",
    "spread_of",
    "struct_field",
    "taken",
    "words_in",
]

Numbers: TypeAlias = "npt.NDArray[np.int64]"


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


# Entries joined a row -----------------------------------------------------------------------------------


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
    """The numbers that matter, joined a row; entries of a row need not stand together."""
    out = np.full(length, otherwise, np.int64)
    rows, held = parents.to_numpy()[mine], numbers[mine]
    if not len(rows):
        return out
    if (rows[1:] < rows[:-1]).any():
        order = np.argsort(rows, kind="stable")
        rows, held = rows[order], held[order]
    starts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    out[rows[starts]] = how.reduceat(held, starts)
    return out


def first_of_entries(value: Value, condition: Value, parents: pa.Array, length: int) -> Value:
    """The value of the first entry of a row of which a condition is true; null where there is none."""
    where = np.flatnonzero(spread(certain(condition), len(parents)).to_numpy(zero_copy_only=False))
    places = np.full(length, -1, np.int64)
    places[parents.to_numpy()[where[::-1]]] = where[::-1]
    return spread(value, len(parents)).take(pa.array(places, mask=places < 0))


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
    codes = held.indices.fill_null(len(held.dictionary)) if held.indices.null_count else held.indices
    return Dictionary(words, codes)


def words_in(found: Dictionary) -> pa.Array:
    """The words."""
    return found.words


def looked_up(value: Value, found: Dictionary) -> Value:
    """For each row what was worked out for its word; a scalar where that is the same for every word."""
    if isinstance(value, pa.Scalar):
        return value
    value = alike(value)
    if isinstance(value, pa.Scalar):
        return value
    return value[0] if isinstance(found.codes, pa.Scalar) else value.take(found.codes)
