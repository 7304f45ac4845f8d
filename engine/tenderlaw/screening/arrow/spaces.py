"""Columns that are still to be worked out, and the rows that they belong to.

A column is one step: what works it out, and the columns that it needs. The same step of the same rows is made once.
Rows are those of a batch, the entries of its lists, some of other rows, several one below the other, or the words of a
text, of which each is looked at once however often it stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import pyarrow as pa

from tenderlaw.screening.arrow import relations as rows
from tenderlaw.screening.arrow.dictionaries import dictionary_of, looked_up, words_in
from tenderlaw.screening.arrow.kernels import struct_of
from tenderlaw.screening.arrow.values import same
from tenderlaw.sources.faults import InternalError

__all__ = [
    "Column",
    "Kept",
    "Path",
    "Rows",
    "Space",
    "Spread",
    "Stack",
    "Words",
    "Work",
    "constant",
    "field_of",
    "path_of",
]

Work: TypeAlias = Callable[..., object]
"""What works out a step: first what is fixed, then what it needs. A function of a module, so that it can be sent."""
Path: TypeAlias = tuple[str, ...]
"""A column of the table, and the fields within it; lists are no step of their own."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One value of every row, or something else that is worked out once."""

    space: Space
    kind: pa.DataType
    work: Work
    fixed: tuple[object, ...] = ()
    needs: tuple[Column, ...] = ()


_Key: TypeAlias = "tuple[Work, tuple[object, ...], tuple[Column, ...]]"
_AUXILIARY = pa.null()
"""The type of what is no value of rows."""


class Space:
    """Rows of one kind; what belongs to them is made once."""

    def __init__(self) -> None:
        self._made: dict[_Key, Column] = {}
        self._words: dict[Column, Words] = {}
        self._spread: dict[tuple[Column, bool], Spread] = {}

    @property
    def length(self) -> Column:
        """How many rows there are."""
        raise NotImplementedError

    def words(self, text: Column) -> Words:
        """The words of a text of these rows."""
        if text not in self._words:
            self._words[text] = Words(text)
        return self._words[text]

    @property
    def outer(self) -> Space:
        """The rows to which these belong; of those that belong to no others, themselves."""
        return self

    def spread(self, listed: Column, *, placeholders: bool = False) -> Spread:
        """The entries of a list of these rows; see `Spread`."""
        key = (listed, placeholders)
        if key not in self._spread:
            self._spread[key] = Spread(listed, placeholders=placeholders)
        return self._spread[key]

    def bring(self, column: Column) -> Column:
        """A value of the outer rows, for each of these."""
        raise InternalError("these rows belong to no others")

    def made(
        self, work: Work, needs: tuple[Column, ...], kind: pa.DataType = _AUXILIARY, fixed: tuple[object, ...] = ()
    ) -> Column:
        """The step that works this out for these rows."""
        key = (work, fixed, needs)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Column(self, kind, work, fixed, needs)
        return found

    def reach(self, column: Column) -> Column:
        """A value of these rows, or of those that they belong to, near or far."""
        if column.space is self:
            return column
        if isinstance(column.space, Words):
            return self.reach(column.space.looked_up(column))
        if column.work is same:
            return constant(self, column.fixed[0])
        if self.outer is self:
            raise InternalError("a value of other rows")
        return self.bring(self.outer.reach(column))


def constant(space: Space, value: object) -> Column:
    """A scalar, the same for every row."""
    return space.made(same, (), value.type, (value,))  # type: ignore[attr-defined]


class Rows(Space):
    """The rows of a batch."""

    def __init__(self, schema: pa.Schema) -> None:
        super().__init__()
        self.schema = schema

    @property
    def batch(self) -> Column:
        """The batch itself."""
        return self.made(rows.given, ())

    @property
    def length(self) -> Column:
        """How many rows the batch has."""
        return self.made(rows.number_of, (self.batch,))

    @property
    def numbers(self) -> Column:
        """The rows, counted from 0."""
        return self.made(rows.numbers_of, (self.batch,), pa.int64())

    def read(self, name: str) -> Column | None:
        """A column; None where the batch has none of that name."""
        if name not in self.schema.names:
            return None
        return self.made(rows.column_of, (self.batch,), self.schema.field(name).type, (name,))


class Spread(Space):
    """The entries of lists, one a row."""

    def __init__(self, listed: Column, *, placeholders: bool = False) -> None:
        """With `placeholders`, one entry of which nothing is known stands for no list, after all the others."""
        super().__init__()
        self.listed = listed
        self._entries = listed.space.made(rows.spread_of, (listed,), fixed=(placeholders,))

    @property
    def outer(self) -> Space:
        """The rows whose lists they are."""
        return self.listed.space

    @property
    def length(self) -> Column:
        """How many entries there are."""
        return self.made(rows.entries_in, (self._entries,))

    @property
    def parents(self) -> Column:
        """For each entry the number of its row."""
        return self.made(rows.parents_in, (self._entries,), pa.int64())

    @property
    def entry(self) -> Column:
        """The entries themselves."""
        kind = self.listed.kind.value_type
        raw = self.made(rows.elements, (self.listed,), kind)
        return self.made(rows.entries, (raw, self._entries), kind)

    def bring(self, column: Column) -> Column:
        """A value of the row to which an entry belongs."""
        return self.made(rows.taken, (column, self.parents), column.kind)


class Kept(Space):
    """The rows in which something is true."""

    def __init__(self, condition: Column) -> None:
        super().__init__()
        self._of = condition.space
        self.places = self._of.made(rows.kept, (condition, self._of.length), pa.int64())

    @property
    def outer(self) -> Space:
        """All the rows."""
        return self._of

    @property
    def length(self) -> Column:
        """How many there are."""
        return self.made(rows.number_in, (self.places,))

    def bring(self, column: Column) -> Column:
        """A value of these of the rows."""
        return self.made(rows.taken, (column, self.places), column.kind)


class Stack(Space):
    """Rows of several kinds, one below the other."""

    def __init__(self, parts: Sequence[Space], root: Space) -> None:
        """All of them belong, near or far, to those of `root`."""
        super().__init__()
        self.parts, self._root = tuple(parts), root

    @property
    def outer(self) -> Space:
        """The rows to which all belong."""
        return self._root

    @property
    def length(self) -> Column:
        """How many there are."""
        return self.made(rows.added_lengths, tuple(part.length for part in self.parts))

    def joined(self, columns: Sequence[Column | None], kind: pa.DataType) -> Column:
        """One column of those of the parts; what a part does not have is null."""
        nothing = pa.scalar(None, kind)
        held = [constant(part, nothing) if one is None else part.reach(one)
                for part, one in zip(self.parts, columns, strict=True)]  # fmt: skip
        needs = tuple(needed for part, one in zip(self.parts, held, strict=True) for needed in (one, part.length))
        return self.made(rows.one_below_the_other, needs, kind)

    def bring(self, column: Column) -> Column:
        """A value of the row to which each belongs."""
        return self.joined([part.reach(column) for part in self.parts], column.kind)


class Words(Space):
    """The words of a text, each once, and at the end the word that is not there."""

    def __init__(self, text: Column) -> None:
        super().__init__()
        self.text = text
        self._dictionary = text.space.made(dictionary_of, (text,))

    @property
    def word(self) -> Column:
        """The words."""
        return self.made(words_in, (self._dictionary,), self.text.kind)

    def looked_up(self, column: Column) -> Column:
        """For each row of the text what was worked out for its word."""
        return self.text.space.made(looked_up, (column, self._dictionary), column.kind)


def field_of(column: Column, name: str) -> Column | None:
    """A field of structs, read as near to the table as can be; None where they have none of that name."""
    if not pa.types.is_struct(column.kind) or column.kind.get_field_index(name) < 0:
        return None
    kind = column.kind.field(name).type
    if column.work is same:
        return constant(column.space, pa.scalar(None, kind))
    if column.work is struct_of:
        return column.needs[cast("tuple[str, ...]", column.fixed[0]).index(name)]
    space, first = column.space, column.needs[0] if column.needs else None
    if column.work in (rows.entries, rows.taken) and first is not None:
        inner = field_of(first, name)
        return None if inner is None else space.made(column.work, (inner, *column.needs[1:]), kind)
    if isinstance(space, Stack) and column.work is rows.one_below_the_other:
        parts = [field_of(one, name) for one in column.needs[::2]]
        return space.joined(parts, kind)
    return space.made(rows.struct_field, (column,), kind, (name,))


def path_of(column: Column) -> Path | None:
    """The path of what is read of the table; None where something is computed."""
    if column.work is rows.column_of:
        return (str(column.fixed[0]),)
    if column.work is rows.struct_field:
        outer = path_of(column.needs[0])
        return None if outer is None else (*outer, str(column.fixed[0]))
    return path_of(column.needs[0]) if column.work is rows.elements else None
