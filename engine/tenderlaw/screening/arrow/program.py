"""An expression as a list of steps, each on whole columns: made once, run for every batch of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from tenderlaw.screening.arrow.nodes import Path
from tenderlaw.screening.arrow.planner import BATCH, Key, Planner, Work
from tenderlaw.screening.arrow.values import plain, spread

__all__ = ["Program", "program_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to work out."""

    work: Work
    needs: tuple[int, ...]
    """The numbers of the steps whose results it needs."""
    last: tuple[int, ...]
    """Those of them whose results nobody needs afterwards."""


@dataclass(frozen=True, slots=True)
class Program:
    """The steps, and which of them work out the columns of the result."""

    steps: tuple[Step, ...]
    """The first of them stands for the rows that are given."""
    columns: Mapping[str, int]
    length: int
    """The step that works out how many rows the result has."""
    reads: frozenset[Path]
    """The columns, and the fields within them, that are read."""
    words: frozenset[Path]
    """Those of them that are text whose words are looked up: they are best read with their dictionaries."""

    def run(self, batch: pa.RecordBatch) -> pa.Table:
        """What a batch of rows comes to. Its columns may be dictionaries of text, and may have more fields."""
        held: list[Any] = [batch, *[None] * (len(self.steps) - 1)]
        for number, step in enumerate(self.steps[1:], 1):
            held[number] = step.work(*[held[needed] for needed in step.needs])
            for done in step.last:
                held[done] = None
        rows = held[self.length]
        return pa.table({name: plain(spread(held[place], rows)) for name, place in self.columns.items()})


def program_of(table: ir.Table) -> Program:
    """The program for an expression over one table of suppliers. Raises InternalError for what Arrow lacks."""
    root = table.op()
    planner = Planner(root)
    wanted = {name: planner.value(ops.Field(root, name)) for name in root.schema.names}
    length: Key = ("length", root)
    keys = [BATCH, *(key for key in _in_order([*wanted.values(), length], planner) if key != BATCH)]
    places = {key: place for place, key in enumerate(keys)}
    needs = [tuple(places[needed] for needed in planner.plan(key)[0]) for key in keys]
    last = {needed: place for place, held in enumerate(needs) for needed in held}
    kept = {0, places[length], *(places[key] for key in wanted.values())}
    steps = tuple(
        Step(planner.plan(key)[1], held, tuple({one for one in held if last[one] == place and one not in kept}))
        for place, (key, held) in enumerate(zip(keys, needs, strict=True))
    )
    return Program(steps, {name: places[key] for name, key in wanted.items()}, places[length], *planner.reads(keys))


def _in_order(roots: Iterable[Key], planner: Planner) -> Iterator[Key]:
    """Every step after those that it needs; without recursion, for expressions are deep."""
    seen: set[Key] = set()
    for root in roots:
        waiting = [] if root in seen else [(root, iter(planner.plan(root)[0]))]
        seen.add(root)
        while waiting:
            key, rest = waiting[-1]
            inner = next((one for one in rest if one not in seen), None)
            if inner is None:
                waiting.pop()
                yield key
            else:
                seen.add(inner)
                waiting.append((inner, iter(planner.plan(inner)[0])))
