"""Rows of suppliers as single cases read them: from CSV and JSON lines to columns, and from columns back to facts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Final, cast

import ibis.expr.schema as sch
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from tenderlaw.facts.case import faults_of
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.schema import KEY, ROW, columns_of
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import Data, Source, read_json

__all__ = ["Reject", "arrow_schema", "as_written", "converted", "operator_of"]

_BATCH: Final = 20_000
_ROLE: Final = "tenderer"
"""The role of a supplier whose role is not given: suppliers are screened as those who would tender."""

Given = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was set aside."""

    row: int
    """Its number in the file, from 0."""
    supplier: str | None
    reasons: tuple[str, ...]


@cache
def arrow_schema() -> pa.Schema:
    """Row, supplier, and every fact of an operator, as Arrow types."""
    return sch.Schema({ROW: "int64", KEY: "string", **columns_of()}).to_pyarrow()


def operator_of(row: Mapping[str, object], name: str) -> EconomicOperator:
    """The facts of one row of a table. Raises InputInvalidError with every fault; `name` stands for the file."""
    facts = {column: row[column] for column in columns_of() if column in row}
    return _operator(cast("Given", _without_nothing(facts)), name)


def _operator(given: Given, name: str) -> EconomicOperator:
    data = {"role": _ROLE, **given}
    try:
        return EconomicOperator.model_validate(data)
    except ValidationError as error:
        raise InputInvalidError(faults_of(error, Source(name, cast("Data", data), {}), EconomicOperator)) from error


def _without_nothing(value: object) -> object:
    """The value without what is null in mappings: a field that is null is a field that was not given."""
    if isinstance(value, Mapping):
        return {name: _without_nothing(part) for name, part in value.items() if part is not None}
    return [_without_nothing(part) for part in value] if isinstance(value, list) else value


def converted(path: Path, folder: Path) -> tuple[Path, list[Reject]]:
    """CSV or JSON lines as a Parquet file in `folder`, and the rows that cannot be read.

    Raises InputInvalidError where the file is neither, or has no column or field for the supplier.
    """
    target, rejects = folder / f"{path.name}.parquet", list[Reject]()
    rows = (row for number, read in _reads(path) for row in _row(number, read, rejects))
    with pq.ParquetWriter(target, arrow_schema()) as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=arrow_schema()))
    return target, rejects


def _reads(path: Path) -> Iterator[tuple[int, Callable[[], Source]]]:
    """The number of each row, and what reads it; a byte that is no UTF-8 makes its row alone unreadable."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        yield from _csv_rows(path, file) if path.suffix == ".csv" else _json_rows(path, file)


def _json_rows(path: Path, lines: Iterable[str]) -> Iterator[tuple[int, Callable[[], Source]]]:
    for number, line in enumerate(lines):
        if line.strip():
            yield number, partial(read_json, line, f"{path.name}:{number + 1}")


def _csv_rows(path: Path, lines: Iterable[str]) -> Iterator[tuple[int, Callable[[], Source]]]:
    """Cells by header: a dotted name is a fact within a fact, a list is written as JSON, an empty cell is unknown."""
    reader = csv.reader(lines)
    header = [name.removeprefix("\ufeff") for name in next(reader, [])]
    if KEY not in header:
        hint = "name the column that identifies a supplier"
        raise InputInvalidError([Fault(path.name, 1, 1, KEY, f"there is no column `{KEY}`", hint)])
    for number, cells in enumerate(reader):
        yield number, partial(_of_cells, header, cells, f"{path.name}:{reader.line_num}")


def _of_cells(header: list[str], cells: list[str], name: str) -> Source:
    if len(cells) != len(header):
        raise InputInvalidError([Fault(name, 0, 0, "", f"has {len(cells)} cells, and the header {len(header)}")])
    data: Given = {}
    for column, cell in zip(header, cells, strict=True):
        if cell == "":
            continue
        *outer, last = column.split(".")
        inner = data
        for part in outer:
            inner = cast("Given", inner.setdefault(part, {}))
        inner[last] = _cell(column, cell, name)
    return Source(name, cast("Data", data), {})


def _cell(column: str, cell: str, name: str) -> object:
    if cell in ("true", "false"):
        return cell == "true"
    if cell[0] in "[{" and column != KEY:
        return read_json(cell, f"{name}: {column}").data
    return cell


def _row(number: int, read: Callable[[], Source], rejects: list[Reject]) -> Iterator[Given]:
    """The row as columns; one that cannot be read goes to the rejects."""
    supplier: str | None = None
    try:
        source = read()
        if not isinstance(source.data, dict):
            raise InputInvalidError([Fault(source.name, 0, 0, "", "must be a mapping of fields")])
        data = dict(source.data)
        given = data.pop(KEY, None)
        if not isinstance(given, str) or not given or not _is_text(given):
            raise InputInvalidError([Fault(source.name, 0, 0, KEY, "must be text that identifies the supplier")])
        supplier = given
        operator = _operator(cast("Given", data), source.name)
        yield {ROW: number, KEY: supplier, **operator.model_dump(exclude_none=True)}
    except InputInvalidError as error:
        rejects.append(Reject(number, supplier, tuple(str(fault) for fault in error.faults)))


def _is_text(word: str) -> bool:
    """Whether the word can be written as UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def as_written(rejects: Iterable[Reject], file: str) -> str:
    """Rejects as JSON lines."""
    return "".join(
        json.dumps(
            {"file": file, "row": one.row, "supplier": one.supplier, "reasons": list(one.reasons)}, ensure_ascii=False
        ) + "\n"
        for one in rejects
    )  # fmt: skip
