"""The words of a text: each is looked at once, and what came out of it is looked up for every row."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from tenderlaw.screening.arrow.values import Value, alike

__all__ = ["Dictionary", "dictionary_of", "looked_up", "words_in"]


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
