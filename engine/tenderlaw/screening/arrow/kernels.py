"""What is worked out row by row: truths, choices, bits, words, numbers.

Arrow's kernels know null as strong Kleene logic does; where they differ (a condition that is null, a null among words),
it is put right here. Every function is a step: what is fixed comes first, then what was worked out before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.screening.arrow.values import Value, alike, certain, in_columns, plain

__all__ = [
    "bits_moved",
    "bits_set",
    "both",
    "chosen",
    "coalesced",
    "compared",
    "converted",
    "either",
    "filled",
    "first_names",
    "has_bits",
    "inverted",
    "is_null",
    "numbers",
    "rounded",
    "struct_of",
    "word_of",
]

NUMBER: Final = pa.int64()
Bits: TypeAlias = tuple[tuple[int, bool], ...]


# Truths -------------------------------------------------------------------------------------------------


def both(*values: Value) -> Value:
    """And."""
    return _joined(pc.and_kleene, neutral=True, values=values)


def either(*values: Value) -> Value:
    """Or."""
    return _joined(pc.or_kleene, neutral=False, values=values)


def _joined(kernel: Callable[[Value, Value], Value], *, neutral: bool, values: Sequence[Value]) -> Value:
    """What is the same for every row is settled without looking at the rows."""
    held = [one for one in values if not (isinstance(one, pa.Scalar) and one.as_py() is neutral)]
    for one in held:
        if isinstance(one, pa.Scalar) and one.is_valid:
            return one
    if not held:
        return pa.scalar(neutral)
    out = held[0]
    for one in held[1:]:
        out = alike(kernel(out, one))
        if isinstance(out, pa.Scalar) and out.as_py() is (not neutral):
            return out
    return out


def inverted(value: Value) -> Value:
    """Not."""
    return pc.invert(value)


def is_null(value: Value) -> Value:
    """Whether the value is unknown."""
    if isinstance(value, pa.Scalar):
        return pa.scalar(not value.is_valid)
    return value.is_null() if value.null_count else pa.scalar(False)


def filled(truth: bool, value: Value) -> Value:
    """A truth, with this one where it is unknown."""
    if isinstance(value, pa.Scalar):
        return value if value.is_valid else pa.scalar(truth)
    return alike(value.fill_null(truth)) if value.null_count else value


def compared(name: str, a: Value, b: Value) -> Value:
    """A comparison by one of Arrow's kernels; null where one side is."""
    return alike(pc.call_function(name, [plain(a), plain(b)]))


# Choices ------------------------------------------------------------------------------------------------


def chosen(condition: Value, then: Value, otherwise: Value) -> Value:
    """One value where a condition is true, else the other."""
    if isinstance(condition, pa.Scalar):
        return then if condition.as_py() else otherwise
    if all(isinstance(one, pa.Int64Scalar) and one.is_valid for one in (then, otherwise)):
        # whole numbers to choose from: a product is ten times as fast
        low = otherwise.as_py()
        found = pc.multiply(certain(condition).cast(NUMBER), then.as_py() - low)
        return pc.add(found, low) if low else found
    return alike(pc.if_else(certain(condition), plain(then), plain(otherwise)))


def coalesced(*values: Value) -> Value:
    """The first value that is known."""
    first, *rest = values
    if not rest:
        return first
    if isinstance(first, pa.Scalar):
        return first if first.is_valid else coalesced(*rest)
    return pc.coalesce(*map(plain, values)) if first.null_count else first


def word_of(words: tuple[str | None, ...], *conditions: Value) -> Value:
    """For each row the word of the first condition that is true, else the last word."""

    def made(columns: list[pa.Array]) -> pa.Array:
        codes = np.full(len(columns[0]), len(words) - 1, np.int32)
        for code, condition in reversed(list(enumerate(columns))):
            codes[certain(condition).to_numpy(zero_copy_only=False)] = code
        nothing = np.array([word is None for word in words])
        named = pa.array([word or "" for word in words])
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=nothing[codes]), named)

    if all(isinstance(one, pa.Scalar) for one in conditions):
        first = next((n for n, one in enumerate(conditions) if one.as_py()), len(words) - 1)
        return pa.scalar(words[first], pa.string())
    return in_columns(made, conditions)


# Bits ---------------------------------------------------------------------------------------------------


def bits_set(bits: Bits, constant: int, *conditions: Value) -> Value:
    """The bits that conditions set, each where its condition is true or, with a false beside it, elsewhere."""
    varying = []
    for condition, (bit, where_true) in zip(conditions, bits, strict=True):
        if isinstance(condition, pa.Scalar):
            constant |= (1 << bit) if bool(condition.as_py()) is where_true else 0
        else:
            varying.append((certain(condition), bit, where_true))
    if not varying:
        return pa.scalar(constant, NUMBER)
    # byte by byte, for most of the time goes into reading and writing rows
    out = np.zeros((len(varying[0][0]), 8), np.uint8)
    for byte in {bit // 8 for _, bit, _ in varying}:
        here = np.zeros(len(out), np.uint8)
        for condition, bit, where_true in varying:
            if bit // 8 == byte:
                held = condition.to_numpy(zero_copy_only=False)
                here |= (held if where_true else ~held).view(np.uint8) << np.uint8(bit % 8)
        out[:, byte] = here
    return pa.array(out.view("<i8").ravel() | constant)


def has_bits(mask: int, word: Value) -> Value:
    """Whether a word has one of these bits; null where it is null."""
    if isinstance(word, pa.Scalar):
        return pa.scalar(bool(word.as_py() & mask) if word.is_valid else None, pa.bool_())
    found = np.asarray(word.fill_null(0) if word.null_count else word) & mask != 0
    return alike(pa.array(found, mask=np.asarray(word.is_null()) if word.null_count else None))


def bits_moved(masks: tuple[tuple[int, int], ...], word: Value) -> Value:
    """The bits of each mask, moved so many places upwards or, where that is less than none, downwards."""
    if isinstance(word, pa.Scalar):
        found = [(int(word.as_py() or 0) & mask, by) for by, mask in masks]
        return pa.scalar(sum(bits << by if by >= 0 else bits >> -by for bits, by in found), NUMBER)
    given, out = np.asarray(word.fill_null(0) if word.null_count else word), None
    if not given.any():
        return pa.scalar(0, NUMBER)
    for by, mask in masks:
        part = given & mask
        part = part << by if by > 0 else part >> -by if by else part
        out = part if out is None else out | part
    return pa.array(out)


def numbers(name: str, *values: Value) -> Value:
    """Numbers joined by one of Arrow's kernels: added, or their bits."""
    out, *rest = values
    for one in rest:
        out = pc.call_function(name, [_roomy(out), _roomy(one)])
    return out


def rounded(places: int, amount: Value) -> Value:
    """An amount with so many places."""
    return pc.round(amount, places)


def _roomy(value: Value) -> Value:
    """An amount with room for the carry, which Arrow wants beforehand."""
    return value.cast(pa.decimal128(37, 4)) if pa.types.is_decimal(value.type) else value


# Others -------------------------------------------------------------------------------------------------


def converted(kind: pa.DataType, value: Value) -> Value:
    """The value in another type."""
    return value if value.type == kind else pc.cast(plain(value), kind)


def struct_of(names: tuple[str, ...], *values: Value) -> Value:
    """Structs of these fields; text always has a dictionary of its words, so that all batches are of one type."""

    def made(columns: list[pa.Array]) -> pa.Array:
        held = [one.dictionary_encode() if pa.types.is_string(one.type) else one for one in columns]
        return pa.StructArray.from_arrays(held, names=list(names))

    return in_columns(made, values)


def first_names(names: tuple[str, ...], masks: tuple[tuple[int, ...], ...], number: int, *given: Value) -> Value:
    """A list, for each row in which any is wanted, of the first names of those that count.

    The first of `given` says where; the others are words, for each name one a mask: it counts where one of them has a
    bit of its mask.
    """
    where, *words = given
    rows = next((len(one) for one in given if not isinstance(one, pa.Scalar)), None)
    held = np.zeros(1 if rows is None else rows, np.int64)
    places = np.zeros((len(held), number), np.int64)
    open_ = np.flatnonzero(_holds(where, None, np.arange(len(held))))
    rest = iter(words)
    for place, mine in enumerate(masks):
        if not len(open_):
            break
        here = open_[reduce(np.logical_or, [_holds(next(rest), mask, open_) for mask in mine])]
        places[here, held[here]] = place
        held[here] += 1
        open_ = open_[held[open_] < number]
    wanted = np.arange(number) < held[:, None]
    ends = np.concatenate([[0], np.cumsum(held)]).astype(np.int32)
    named = pa.array(names, pa.string()).take(pa.array(places[wanted]))
    found = pa.ListArray.from_arrays(pa.array(ends), named)
    return found[0] if rows is None else found


def _holds(condition: Value, mask: int | None, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """In which of the rows a condition is true."""
    if isinstance(condition, pa.Scalar):
        said = condition.as_py()
        return np.full(len(rows), bool(said if mask is None else (said or 0) & mask))
    if mask is not None:
        return cast("npt.NDArray[np.bool_]", np.asarray(condition)[rows] & mask != 0)
    return cast("npt.NDArray[np.bool_]", certain(condition).to_numpy(zero_copy_only=False)[rows])
