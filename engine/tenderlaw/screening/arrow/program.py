"""Columns as a list of steps, each on whole columns: made once, run for every batch of rows, here or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import pyarrow as pa

from tenderlaw.screening.arrow.dictionaries import dictionary_of
from tenderlaw.screening.arrow.relations import entries, one_below_the_other, taken
from tenderlaw.screening.arrow.spaces import Column, Path, Rows, Work, path_of
from tenderlaw.screening.arrow.values import plain, spread

__all__ = ["Program", "program_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to work out."""

    work: Work
    fixed: tuple[object, ...]
    needs: tuple[int, ...]
    """The numbers of the steps whose results it needs."""
    last: tuple[int, ...]
    """Those of them whose results nobody needs afterwards."""


@dataclass(frozen=True, slots=True)
class Program:
    """The steps, and which of them work out the columns of the result. It can be sent to another process."""

    steps: tuple[Step, ...]
    """The first of them stands for the rows that are given."""
    columns: Mapping[str, int]
    reads: frozenset[Path]
    """The columns, and the fields within them, that are read."""
    words: frozenset[Path]
    """Those of them that are text whose words are looked up: they are best read with their dictionaries."""

    def run(self, batch: pa.RecordBatch) -> pa.Table:
        """What a batch of rows comes to. Its columns may be dictionaries of text, and may have more fields."""
        held: list[Any] = [batch, *[None] * (len(self.steps) - 1)]
        for number, step in enumerate(self.steps[1:], 1):
            held[number] = step.work(*step.fixed, *[held[needed] for needed in step.needs])
            for done in step.last:
                held[done] = None
        rows = batch.num_rows
        return pa.table({name: plain(spread(held[place], rows)) for name, place in self.columns.items()})


def program_of(wanted: Mapping[str, Column], suppliers: Rows) -> Program:
    """The program for columns of a batch of suppliers."""
    order = [suppliers.batch, *(one for one in _in_order(wanted.values()) if one is not suppliers.batch)]
    places = {column: place for place, column in enumerate(order)}
    needs = [tuple(places[needed] for needed in column.needs) for column in order]
    last = {needed: place for place, held in enumerate(needs) for needed in held}
    kept = {0, *(places[column] for column in wanted.values())}
    steps = tuple(
        Step(column.work, column.fixed, held, tuple({n for n in held if last[n] == place and n not in kept}))
        for place, (column, held) in enumerate(zip(order, needs, strict=True))
    )
    return Program(steps, {name: places[column] for name, column in wanted.items()}, *_reads(order))


def _in_order(roots: Iterable[Column]) -> Iterator[Column]:
    """Every step after those that it needs; without recursion, for columns are deep."""
    seen: set[Column] = set()
    for root in roots:
        waiting = [] if root in seen else [(root, iter(root.needs))]
        seen.add(root)
        while waiting:
            column, rest = waiting[-1]
            inner = next((one for one in rest if one not in seen), None)
            if inner is None:
                waiting.pop()
                yield column
            else:
                seen.add(inner)
                waiting.append((inner, iter(inner.needs)))


def _reads(order: Iterable[Column]) -> tuple[frozenset[Path], frozenset[Path]]:
    """The paths of what is read of the table, and among them of the texts whose words are looked up."""
    every, words = set[Path](), set[Path]()
    for column in order:
        path = path_of(column)
        if path is not None:
            every.add(path)
        if column.work is dictionary_of:
            words |= _texts(column.needs[0])
    inner = {path[:length] for path in every for length in range(1, len(path))}
    return frozenset(every - inner), frozenset(words)


def _texts(column: Column) -> set[Path]:
    """The paths of the texts that a column only passes on."""
    path = path_of(column)
    if path is not None:
        return {path}
    if column.work not in _PASSING_ON:
        return set()
    return reduce(set.union, (_texts(one) for one in column.needs if pa.types.is_string(one.kind)), set[Path]())


_PASSING_ON = (entries, one_below_the_other, taken)
