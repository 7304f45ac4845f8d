"""Values made of values: columns, or constants of Python where they are the same for every row.

What is asked of a text is asked of each of its words once, and only then looked up for the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

import pyarrow as pa

from tenderlaw.screening.arrow import kernels, texts
from tenderlaw.screening.arrow.days import by_day
from tenderlaw.screening.arrow.spaces import Column, Space, Stack, Words, constant, field_of
from tenderlaw.sources.faults import InternalError

__all__ = [
    "AMOUNT",
    "DAY",
    "NUMBER",
    "TEXT",
    "TRUTH",
    "Given",
    "amounts",
    "bits",
    "choose",
    "coalesce",
    "compare",
    "each_day",
    "field_of",
    "first_of_names",
    "has_bits",
    "is_null",
    "is_one_of",
    "joined_bits",
    "larger_of",
    "length_of",
    "masked",
    "match",
    "moved_bits",
    "number_by_word",
    "of_kind",
    "product_of",
    "rounded",
    "structs",
    "sum_of",
    "text_of_first",
    "word_by_word",
    "words_of",
]

AMOUNT: Final = pa.decimal128(38, 4)
DAY: Final = pa.date32()
NUMBER: Final = pa.int64()
TEXT: Final = pa.string()
TRUTH: Final = pa.bool_()

Given: TypeAlias = "Column | bool | int | str | Decimal | date | None"
"""A column, or a constant."""


def common(columns: Iterable[Column]) -> Space:
    """The rows to which all belong: where texts are looked at with others, the rows of the texts."""
    spaces = list(dict.fromkeys(one.space for one in columns))
    if len(spaces) > 1:
        spaces = list(dict.fromkeys(one.text.space if isinstance(one, Words) else one for one in spaces))
    if len(spaces) != 1:
        raise InternalError("values of different rows meet")
    return spaces[0]


def each(work: Callable[..., object], values: Sequence[Given], kind: pa.DataType, *fixed: object) -> Column:
    """What is worked out row by row; constants become what the kind of `values` is."""
    columns = [one for one in values if isinstance(one, Column)]
    space = common(columns)
    of = next(one.kind for one in columns)
    held = tuple(
        space.reach(one) if isinstance(one, Column) else constant(space, _scalar(one, kind, of)) for one in values
    )
    return space.made(work, held, kind, fixed)


def _scalar(value: object, kind: pa.DataType, of: pa.DataType) -> pa.Scalar:
    """A constant among columns of type `of` that make one of type `kind`."""
    if value is None:
        return pa.scalar(None, kind)
    if isinstance(value, bool):
        return pa.scalar(value, TRUTH)
    if isinstance(value, str):
        return pa.scalar(value, TEXT)
    if isinstance(value, date):
        return pa.scalar(value, DAY)
    if isinstance(value, Decimal):
        wide = next((one for one in (kind, of) if pa.types.is_decimal(one)), pa.decimal128(20, 4))
        return pa.scalar(value, wide)
    return pa.scalar(value, NUMBER)


def of_kind(value: Given, kind: pa.DataType, space: Space) -> Column:
    """The value as a column of a type, whose rows are these."""
    if isinstance(value, Column):
        found = space.reach(value)
        return found if found.kind == kind else space.made(kernels.converted, (found,), kind, (kind,))
    scalar = pa.scalar(value, kind)
    return constant(space, scalar)


# Comparisons --------------------------------------------------------------------------------------------


def compare(name: str, a: Given, b: Given) -> Column:
    """A comparison by the name of one of Arrow's (`equal`, `less` and so on); null where one side is."""
    if isinstance(a, Column) and isinstance(b, str):
        a = words_of(a)
    elif isinstance(b, Column) and isinstance(a, str):
        b = words_of(b)
    return each(kernels.compared, (a, b), TRUTH, name)


def is_null(value: Column) -> Column:
    """Whether a value is unknown; never unknown itself."""
    space = value.space
    if pa.types.is_struct(value.kind) and isinstance(space, Stack):
        # of structs of different fields, each part is asked for itself
        parts = [is_null(one) for one in value.needs[::2]]
        return space.joined(parts, TRUTH)
    return space.made(kernels.is_null, (value,), TRUTH)


def words_of(text: Column) -> Column:
    """The words of a text, each once."""
    if isinstance(text.space, Words) or not pa.types.is_string(text.kind):
        return text
    return text.space.words(text).word


def is_one_of(text: Column, words: Iterable[str]) -> Column:
    """Whether a text is one of these words; null where there is none."""
    return each(texts.is_in, (words_of(text),), TRUTH, tuple(words))


def match(text: Column, wanted: str, *, regex: bool = False) -> Column:
    """Whether a text begins with what is wanted, or holds what a pattern describes."""
    return each(texts.text_matches, (words_of(text),), TRUTH, "match_substring_regex" if regex else "starts_with",
                wanted)  # fmt: skip


def length_of(text: Column) -> Column:
    """How many letters a text has."""
    return each(texts.text_length, (words_of(text),), NUMBER)


def word_by_word(text: Column, words: Sequence[tuple[str, str]]) -> Column:
    """The word that belongs to a word; null where none does."""
    return each(texts.words_for, (words_of(text),), TEXT, tuple(words))


def number_by_word(text: Column, words: Mapping[str, int], otherwise: int) -> Column:
    """The number that belongs to a word; for any other, and for none, `otherwise`."""
    return each(texts.numbered, (words_of(text),), NUMBER, tuple(words.items()), otherwise)


# Choices ------------------------------------------------------------------------------------------------


def choose(condition: bool | Column, then: Given, otherwise: Given, kind: pa.DataType | None = None) -> Given:
    """One value where a condition is true, else the other; `kind` where neither is a column that says so."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    kind = kind or next(one.kind for one in (then, otherwise) if isinstance(one, Column))
    return each(kernels.chosen, (condition, then, otherwise), kind)


def coalesce(*values: Given) -> Given:
    """The first value that is known."""
    known = [one for one in values if one is not None]
    first = next((n for n, one in enumerate(known) if not isinstance(one, Column)), None)
    held = known if first is None else known[: first + 1]
    if not held or not isinstance(held[0], Column):
        return held[0] if held else None
    return held[0] if len(held) == 1 else each(kernels.coalesced, held, held[0].kind)


def text_of_first(cases: Sequence[tuple[Column | bool, str | None]], otherwise: str | None, space: Space) -> Column:
    """The word of the first condition that is true, else another."""
    words = (*(word for _, word in cases), otherwise)
    held = tuple(of_kind(condition, TRUTH, space) for condition, _ in cases)
    return space.made(kernels.word_of, held, TEXT, (words,))


# Numbers and bits ---------------------------------------------------------------------------------------


def bits(held: Sequence[tuple[int, bool, Column]], constant_: int) -> int | Column:
    """A word: bits by their numbers, each set where its condition is true or, with a false, elsewhere."""
    if not held:
        return constant_
    return each(kernels.bits_set, [one for _, _, one in held], NUMBER,
                tuple((bit, where_true) for bit, where_true, _ in held), constant_)  # fmt: skip


def has_bits(word: int | Column, mask: int) -> bool | Column:
    """Whether a word has one of these bits."""
    return bool(word & mask) if isinstance(word, int) else each(kernels.has_bits, (word,), TRUTH, mask)


def masked(word: int | Column, mask: int) -> int | Column:
    """Those of the bits of a word that a mask has."""
    return word & mask if isinstance(word, int) else each(kernels.numbers, (word, mask), NUMBER, "bit_wise_and")


def moved_bits(word: int | Column, pairs: Sequence[tuple[int, int]]) -> int | Column:
    """Some bits of a word at other places: each from where it stands to where it is wanted."""
    if isinstance(word, int):
        return sum(1 << to for of, to in pairs if word >> of & 1)
    masks: dict[int, int] = {}
    for of, to in pairs:
        masks[to - of] = masks.get(to - of, 0) | 1 << of
    return each(kernels.bits_moved, (word,), NUMBER, tuple(sorted(masks.items())))


def joined_bits(*words: int | Column) -> int | Column:
    """The bits of all words."""
    return _numbers("bit_wise_or", lambda a, b: a | b, words)


def sum_of(*numbers: int | Column) -> int | Column:
    """Numbers added up."""
    return _numbers("add", lambda a, b: a + b, numbers)


def product_of(number: int | Column, by: int | Column) -> int | Column:
    """A number times another."""
    if not isinstance(number, Column) and not isinstance(by, Column):
        return number * by
    return each(kernels.numbers, (number, by), NUMBER, "multiply")


def larger_of(a: int | Column, b: int | Column) -> int | Column:
    """The larger of two numbers that are known."""
    if not isinstance(a, Column) and not isinstance(b, Column):
        return max(a, b)
    return each(kernels.chosen, (compare("less", a, b), b, a), NUMBER)


def _numbers(name: str, constants: Callable[[int, int], int], values: Sequence[int | Column]) -> int | Column:
    columns, total = [one for one in values if isinstance(one, Column)], 0
    for one in values:
        if not isinstance(one, Column):
            total = constants(total, one)
    if not columns:
        return total
    held: list[Given] = [*columns, *([total] if total else [])]
    return columns[0] if len(held) == 1 else each(kernels.numbers, held, columns[0].kind, name)


def amounts(name: str, a: Column, b: Given) -> Column:
    """Two amounts added (`add`) or subtracted (`subtract`)."""
    return each(kernels.numbers, (a, b), AMOUNT, name)


def rounded(amount: Column, places: int) -> Column:
    """An amount with so many places."""
    return each(kernels.rounded, (amount,), amount.kind, places)


# Days ---------------------------------------------------------------------------------------------------


def each_day(
    work: Callable[..., date | int | None], days: Sequence[Column], kind: pa.DataType, *fixed: object
) -> Column:
    """What a function of a module comes to for days; null where one of them is unknown."""
    return each(by_day, days, kind, work, fixed, kind)


# Results ------------------------------------------------------------------------------------------------


def structs(fields: Mapping[str, Column]) -> Column:
    """Structs of these fields."""
    held = list(fields.values())
    kind = pa.struct([(name, one.kind) for name, one in fields.items()])
    return each(kernels.struct_of, held, kind, tuple(fields))


def first_of_names(where: Column, names: Mapping[str, Sequence[tuple[int | Column, int]]], number: int) -> Column:
    """The first names that count, of those wanted: each where one of its words has a bit of the mask beside it."""
    words = [where, *(word for held in names.values() for word, _ in held)]
    masks = tuple(tuple(mask for _, mask in held) for held in names.values())
    return each(kernels.first_names, words, pa.list_(TEXT), tuple(names), masks, number)
