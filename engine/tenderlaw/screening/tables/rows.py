"""Rows of suppliers as single cases read them: from CSV and JSON lines to columns, and from columns back to facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from tenderlaw.facts.case import faults_of
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.tables.folders import File
from tenderlaw.screening.tables.schema import KEY, ROW, Model, arrow_schema, both, columns_of, known_path
from tenderlaw.sources.cells import Record, read_cells
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError
from tenderlaw.sources.text import lines_in, strange
from tenderlaw.sources.tree import Data, Source, read_json

__all__ = ["Reject", "arrow_schema", "as_written", "converted", "no_supplier", "operator_of"]

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


@dataclass(frozen=True, slots=True)
class _Read:
    """A row of a file, not yet looked at."""

    row: int
    supplier: str | None
    """Who it seems to be about, where the row cannot be read."""
    read: Callable[[], Source]
    more: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What the folders around the file say of it."""


def operator_of(row: Mapping[str, object], name: str, model: Model = EconomicOperator) -> EconomicOperator:
    """The facts of one row of a table. Raises InputInvalidError with every fault; `name` stands for the file."""
    facts = {column: row[column] for column in columns_of(model) if column in row}
    return _operator(cast("Given", without_nothing(facts)), name, model)


def _operator(given: Given, name: str, model: Model) -> EconomicOperator:
    data = {"role": _ROLE, **{name: value for name, value in given.items() if value is not None}}
    try:
        return cast("EconomicOperator", model.model_validate(data))
    except ValidationError as error:
        raise InputInvalidError(faults_of(error, Source(name, cast("Data", data), {}), model)) from error


def without_nothing(value: object) -> object:
    """The value without what is null in mappings: a field that is null is a field that was not given."""
    if isinstance(value, Mapping):
        return {name: without_nothing(part) for name, part in value.items() if part is not None}
    return [without_nothing(part) for part in value] if isinstance(value, list) else value


def converted(file: File, target: Path, model: Model = EconomicOperator) -> tuple[int, list[Reject], list[Fault]]:
    """CSV or JSON lines as Parquet: how many rows the file has, those that cannot be read, and remarks.

    Raises InputInvalidError where the file is neither, or has no column or field for the supplier.
    """
    rejects, remarks, total = list[Reject](), list[Fault](), 0
    with lines_in(file.path, file.name) as lines, pq.ParquetWriter(target, arrow_schema(model)) as writer:
        reads = (
            _json_rows(file, lines, model)
            if file.kind in (".jsonl", ".ndjson")
            else _csv_rows(file, lines, remarks, model)
        )
        counted = 0
        while some := list(islice(reads, _BATCH)):
            total += len(some)
            batch = [row for one in some for row in _row(one, rejects, model)]
            counted += len(batch)
            writer.write_table(pa.Table.from_pylist(batch, schema=arrow_schema(model)))
    if counted + len(rejects) != total:
        raise InternalError(f"{file.name}: of {total} rows, {counted} were read and {len(rejects)} were set aside")
    return total, rejects, remarks


def _json_rows(file: File, lines: Iterator[str], model: Model) -> Iterator[_Read]:
    """An object a line; a fact that the folder says stands beside those of the line."""
    said = _said_by_folders(file, model)
    for number, line in enumerate(lines):
        # files that were put one after the other have marks within
        text = line.lstrip("\ufeff")
        if text.strip():
            yield _Read(number, None, partial(_of_line, text, f"{file.name}:{number + 1}"), said)


def _of_line(line: str, name: str) -> Source:
    if (wrong := strange(line)) is not None:
        at, message, hint = wrong
        raise InputInvalidError([Fault(f"{name}:{at}", 0, 0, "", message, hint)])
    return read_json(line, name)


def _said_by_folders(file: File, model: Model) -> dict[str, str]:
    """The facts that the folders around a file say of each of its suppliers."""
    return {
        name: value for name, value in file.facts.items() if value is not None and known_path(name, model) is not None
    }


def _csv_rows(file: File, lines: Iterator[str], remarks: list[Fault], model: Model) -> Iterator[_Read]:
    """Cells by header: a dotted name is a fact within a fact, a list is written as JSON, an empty cell is unknown."""
    table = read_cells(lines, file.name, [KEY, *columns_of(model)])
    said = _said_by_folders(file, model)
    heading = [*table.heading, *said]
    faults = list(both([one for one in heading if one], file.name, facts_alone=False))
    if KEY not in heading:
        hint = "name the column that identifies a supplier; cells are parted by commas, semicolons or tabs"
        faults.append(Fault(file.name, table.line, 1, KEY, f"there is no column `{KEY}`", hint))
    if faults:
        raise InputInvalidError(faults)
    if "" in table.heading:
        number = table.heading.index("") + 1
        remarks.append(Fault(file.name, table.line, 0, "", f"column {number} has no heading, and is not read"))
    key = heading.index(KEY)
    more = list(said.values())
    for number, record in enumerate(table.records):
        cells = [*record.cells, *more]
        supplier = cells[key] if record.problem and len(cells) > key else None
        yield _Read(number, supplier, partial(_of_cells, heading, cells, record, file.name, model))


def _of_cells(heading: list[str], cells: list[str], record: Record, name: str, model: Model) -> Source:
    if record.problem:
        raise InputInvalidError([record.fault(name)])
    where, data = f"{name}:{record.line}", Given()
    for column, cell in zip(heading, cells, strict=True):
        if cell and column:
            _put(data, column, cell, where, model)
    return Source(where, cast("Data", data), {})


def _put(data: Given, column: str, cell: str, name: str, model: Model) -> None:
    """Put what a cell says where its column says."""
    *outer, last = column.split(".")
    inner = data
    for part in outer:
        inner = cast("Given", inner.setdefault(part, {}))
    inner[last] = cell if column == KEY else _meaning(column, cell, name, model)


def _meaning(column: str, cell: str, name: str, model: Model) -> object:
    """What a cell says, by the kind of its fact: text that looks like a truth or a list may be a name."""
    kind = known_path(column, model)
    if kind is None or pa.types.is_string(kind):
        return cell
    written = cell.strip()
    if pa.types.is_boolean(kind):
        return {"true": True, "false": False}.get(written.lower(), cell)
    if pa.types.is_nested(kind) and written[:1] in ("[", "{"):
        return read_json(written, f"{name}: {column}").data
    return int(written) if pa.types.is_integer(kind) and written.isascii() and written.isdigit() else cell


def _row(one: _Read, rejects: list[Reject], model: Model) -> Iterator[Given]:
    """The row as columns; one that cannot be read goes to the rejects."""
    supplier = one.supplier or None
    try:
        source = one.read()
        if not isinstance(source.data, dict):
            raise InputInvalidError([Fault(source.name, 0, 0, "", "must be a mapping of fields")])
        data = dict(source.data)
        given = data.pop(KEY, one.more.get(KEY))
        if not isinstance(given, str) or not given or not _is_text(given):
            raise InputInvalidError([no_supplier(source.name)])
        supplier = given
        _add(cast("Given", data), one.more, source, model)
        operator = _operator(cast("Given", data), source.name, model)
        yield {ROW: one.row, KEY: supplier, **operator.model_dump(exclude_none=True)}
    except InputInvalidError as error:
        named = None if supplier is None else supplier.encode("utf-8", "backslashreplace").decode()
        rejects.append(Reject(one.row, named, tuple(str(fault) for fault in error.faults)))


def _add(data: Given, more: Mapping[str, str], source: Source, model: Model) -> None:
    """Add what the folders around the file say; what the row says too is a fault."""
    for column, value in more.items():
        if column.split(".")[0] in cast("Given", source.data):
            raise InputInvalidError([Fault(source.name, 0, 0, column, "stands in the name of the folder, too")])
        if column != KEY:
            _put(data, column, value, source.name, model)


def no_supplier(name: str) -> Fault:
    """A row that does not say whom it is about."""
    return Fault(name, 0, 0, KEY, "must be text that identifies the supplier")


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
