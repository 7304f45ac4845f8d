"""The facts of a table of suppliers that no rule of a governing regime asks for: given to no purpose, and said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq

from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.given_paths import stands_for
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.packs.facts_asked import facts_asked
from tenderlaw.packs.typed import TypedPack
from tenderlaw.screening.tables.schema import Model

__all__ = ["unread_facts"]


def unread_facts(files: Iterable[Path], packs: Iterable[TypedPack], model: Model = EconomicOperator) -> list[str]:
    """Paths of the facts that some supplier has and that no rule of these packs names, without numbers of entries.

    Names and free text are left aside, and so is the role, which decides what a ground means.
    """
    packs = list(packs)
    asked = frozenset[str]().union(*(facts_asked(typed) for typed in packs))
    declared = dict(chain.from_iterable(typed.pack.models.standing_for.items() for typed in packs))
    given = {path for file in files for column in _given(file) for path in _fact(column, model)}
    return sorted(path for path in given if path not in asked and asked.isdisjoint(stands_for(path, declared)))


def _given(file: Path) -> Iterator[tuple[str, ...]]:
    """The names of every column of a Parquet file, nested ones in steps, that holds any value."""
    about = pq.ParquetFile(file).metadata
    for group in (about.row_group(number) for number in range(about.num_row_groups)):
        for column in (group.column(number) for number in range(group.num_columns)):
            said = column.statistics
            # of rows that are all set aside nothing stands there
            if column.num_values and (said is None or not said.has_null_count or said.null_count < column.num_values):
                yield tuple(re.sub(r"\.list\.(element|item)\b", "", column.path_in_schema).split("."))


def _fact(names: tuple[str, ...], of: Model) -> Iterator[str]:
    """The path of the fact of an operator that a column holds, if it holds one that somebody could read."""
    model: type[Facts] | None = of
    path = "operator"
    for name in names:
        field = None if model is None else field_at(model, (name,))
        if field is None or field.informs or (path, name) == ("operator", "role"):
            return
        path = f"{path}.{name}"
        model = field.entries or (field.model if field.kind == "group" else None)
        if model is None:
            yield path
            return
