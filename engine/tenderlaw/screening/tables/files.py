"""Files of suppliers: what they are, their parts, and their digests."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.tables.fitting import fitted, is_plain, read_as_python
from tenderlaw.screening.tables.folders import File, Found, files_of
from tenderlaw.screening.tables.rows import Reject, converted, operator_of
from tenderlaw.screening.tables.schema import KEY, ROW, Model, facts_in, known_path, misfits, types_of
from tenderlaw.sources.doors import digest_of, opened
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = [
    "Input",
    "Part",
    "inputs_of",
    "parquet",
    "parts_of",
    "quoted",
    "quoted_name",
    "removed",
    "replaced",
    "rows_of",
    "stamp_of",
]

PART_ROWS: Final = 1_000_000
"""Rows that are computed at a time: so many stay in memory."""
_BATCH: Final = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a Parquet file that are computed at a time."""

    file: Path
    name: str
    """The file that the user gave."""
    first: int
    count: int
    columns: tuple[str, ...]
    """Those that are read: facts, the supplier, and the row where the file has it."""
    numbered: bool
    """Whether the file has the rows' numbers itself, because it was written from another."""
    alone: bool = False
    """Whether the file holds this part and nothing else."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file as given, the Parquet file to compute from, and the rows that could not be read."""

    name: str
    sha256: str
    stamp: tuple[int, ...]
    """By which a file that is changed meanwhile is noticed."""
    total: int
    """How many rows the file has."""
    rows: int
    """How many of them are computed from."""
    file: Path
    columns: tuple[str, ...]
    converted: bool
    rejects: tuple[Reject, ...] = ()
    remarks: tuple[Fault, ...] = ()
    """Columns that are no facts, and are not read."""


def inputs_of(named: Path | Found, work: Path, model: Model = EconomicOperator) -> list[Input]:
    """The files of a path, by name. Raises InputInvalidError for one that cannot be screened."""
    found = files_of(named) if isinstance(named, Path) else named
    return [_input(file, work / f"read-{number:05}", model) for number, file in enumerate(found.files)]


def _input(file: File, target: Path, model: Model) -> Input:
    stamp = stamp_of(file.path)
    digest = digest_of(file.path)
    if file.kind != ".parquet":
        return _written_out(file, (digest, stamp), target, (), model)
    try:
        schema = pq.read_schema(file.path)
        rows = pq.read_metadata(file.path).num_rows
    except (OSError, pa.ArrowException) as error:
        raise InputInvalidError([Fault(str(file.path), 0, 0, "", "is not a Parquet file")]) from error
    schema = _with_facts(schema, file, model)
    found = list(misfits(schema, str(file.path), model))
    if wrong := [fault for must, fault in found if must]:
        raise InputInvalidError(wrong)
    remarks = tuple(fault for must, fault in found if not must)
    if file.facts or not is_plain(schema, model):
        return _written_out(file, (digest, stamp), target, remarks, model)
    return Input(
        file.name, digest, stamp, rows, rows, file.path, tuple(facts_in(schema, model).names), False, (), remarks
    )


def stamp_of(path: Path) -> tuple[int, ...]:
    """Which file it is, its size and when it was changed. Raises InputInvalidError where it is gone."""
    with opened(path) as file:
        found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _with_facts(schema: pa.Schema, file: File, model: Model) -> pa.Schema:
    """The columns of a file, with those that the folders around it say."""
    for column in file.facts:
        schema = schema.append(pa.field(column, known_path(column, model) or pa.string()))
    return schema


def _written_out(
    file: File, known_by: tuple[str, tuple[int, ...]], target: Path, remarks: tuple[Fault, ...], model: Model
) -> Input:
    """A file as Parquet of plain types in the run's own folder; what an earlier start has written is kept."""
    digest, stamp = known_by
    written = target.with_name(f"{target.name}-{digest[:16]}.parquet")
    done = written.with_suffix(".json")
    if not done.exists():
        half = written.with_suffix(".half")
        total, rejects, more = (
            _fitted_file(file, half, model) if file.kind == ".parquet" else converted(file, half, model)
        )
        half.replace(written)
        said = {"total": total, "rejects": [[one.row, one.supplier, one.reasons] for one in rejects]}
        replaced(done, json.dumps(said | {"remarks": [asdict(one) for one in more]}).encode())
    held = json.loads(done.read_bytes())
    rejects_ = tuple(Reject(row, supplier, tuple(reasons)) for row, supplier, reasons in held["rejects"])
    remarks += tuple(Fault(**one) for one in held["remarks"])
    columns = tuple(pq.read_schema(written).names)
    rows = pq.read_metadata(written).num_rows
    return Input(file.name, digest, stamp, held["total"], rows, written, columns, True, rejects_, remarks)


def _fitted_file(file: File, target: Path, model: Model) -> tuple[int, list[Reject], list[Fault]]:
    """A Parquet file with plain types and the numbers of its rows, and the rows that hold what no fact can be."""
    rejects, first, writer = list[Reject](), 0, None
    try:
        for some in _tables(_without_dictionaries(file.path, target)):
            table = _given(some, file, model)
            found = fitted(table, model=model)
            kept = [number for number in range(len(table)) if number not in found.wrong]
            rejects += _unfit(table, found.wrong, first, file.name, model)
            rows = found.table.add_column(0, ROW, pa.array(range(first, first + len(table)), pa.int64()))
            writer = writer or pq.ParquetWriter(target, rows.schema)
            writer.write_table(rows.take(kept) if found.wrong else rows)
            first += len(table)
    finally:
        if writer is not None:
            writer.close()
    return first, rejects, []


def _without_dictionaries(path: Path, target: Path) -> Path:
    """The file, or a copy in which text within lists has no dictionaries, which Arrow writes and cannot always read."""
    schema = pq.read_schema(path)
    if not any(_has_dictionary(field.type) for field in schema if pa.types.is_nested(field.type)):
        return path
    lower = [name.lower() for name in schema.names]
    if twice := sorted({name for name in schema.names if lower.count(name.lower()) > 1}):
        message = f"columns differ in case alone: {', '.join(f'`{name}`' for name in twice)}"
        raise InputInvalidError([Fault(str(path), 0, 0, "", message, "rename one of them")])
    copy = target.with_suffix(".copy")
    try:
        duckdb.connect().execute(f"COPY (SELECT * FROM {parquet(path)}) TO {quoted(copy)} (FORMAT parquet)")
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"cannot be read: {said}", "write it anew")]) from error
    return copy


def _has_dictionary(kind: pa.DataType) -> bool:
    inner = [kind.field(number).type for number in range(kind.num_fields)]
    return isinstance(kind, pa.DictionaryType) or any(map(_has_dictionary, inner))


def _tables(path: Path) -> Iterator[pa.Table]:
    """The rows of a Parquet file; at least one table, for the columns. Raises InputInvalidError."""
    try:
        source = pq.ParquetFile(path)
        batches = source.iter_batches(_BATCH)
        batch = next(batches, None)
        yield source.schema_arrow.empty_table() if batch is None else pa.Table.from_batches([batch])
        while (batch := next(batches, None)) is not None:
            yield pa.Table.from_batches([batch])
    except (pa.ArrowException, OSError) as error:
        said = " ".join(str(error).split())
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"cannot be read: {said}", "write it anew")]) from error


def _given(table: pa.Table, file: File, model: Model) -> pa.Table:
    """The rows with what the folders around the file say."""
    for column, value in file.facts.items():
        kind = known_path(column, model) or pa.string()
        if pa.types.is_boolean(kind):
            said: str | bool | None = None if value is None else {"true": True, "false": False}.get(value.lower())
            if value is not None and said is None:
                message = f"`{value}` in the name of a folder must be true or false"
                raise InputInvalidError([Fault(str(file.path), 0, 0, column, message)])
        else:
            said = value
        if not (pa.types.is_boolean(kind) or pa.types.is_string(kind)):
            message = "is said by the name of a folder, which can say text, true or false"
            raise InputInvalidError([Fault(str(file.path), 0, 0, column, message)])
        table = table.append_column(column, pa.array([said] * len(table), kind))
    return table


def _unfit(table: pa.Table, wrong: Mapping[int, str], first: int, name: str, model: Model) -> Iterator[Reject]:
    """The rows that were set aside, with the reasons of a single case; all are read at once, for they may be many."""
    numbers = sorted(wrong)
    known = table.select([column for column in table.column_names if column in types_of(model)])
    for number, row in zip(numbers, read_as_python(known, numbers), strict=True):
        key = row.get(KEY)
        try:
            operator_of(row, name, model)
            reasons = [str(Fault(name, 0, 0, wrong[number], "is no value that such a fact can have"))]
        except InputInvalidError as error:
            reasons = [str(fault) for fault in error.faults]
        yield Reject(first + number, key if isinstance(key, str) else None, tuple(reasons))


def parts_of(inputs: Sequence[Input], rows: int | None = None) -> Iterator[Part]:
    """The parts of all inputs, of so many rows, in order; at least one, so that a result's columns are known."""
    most = rows or PART_ROWS
    none = not any(one.rows for one in inputs)
    for one in inputs:
        for first in range(0, one.rows, most):
            count = min(most, one.rows - first)
            yield Part(one.file, one.name, first, count, one.columns, one.converted)
        if none:
            yield Part(one.file, one.name, 0, 0, one.columns, one.converted)
            return


def quoted(value: str | Path) -> str:
    """A text, or a path to write to, as SQL writes it."""
    # an absolute path is no address of another machine, and no `~`
    written = str(value.absolute()) if isinstance(value, Path) else value
    return "'" + written.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """The name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def rows_of(part: Part) -> str:
    """DuckDB's query for the rows of a part, with their numbers."""
    names = ", ".join(quoted_name(name) for name in part.columns)
    if part.alone:
        return f"SELECT {names} FROM {parquet(part.file)}"
    numbered = "" if part.numbered else f"file_row_number AS {ROW}, "
    return (
        f"SELECT {numbered}{names} FROM {parquet(part.file, 'file_row_number=true')} "
        f"WHERE file_row_number BETWEEN {part.first} AND {part.first + part.count - 1}"
    )


def parquet(paths: Path | Sequence[Path], *options: str) -> str:
    """A Parquet file, a folder of them, or several, as DuckDB reads them: by name, in which nothing is a pattern."""
    named = _named(paths) if isinstance(paths, Path) else f"[{', '.join(map(_named, paths))}]"
    return f"read_parquet({named}, {', '.join(['hive_partitioning=false', *options])})"


def _named(path: Path) -> str:
    name = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path.absolute()))
    return quoted(f"{name}/*.parquet" if path.is_dir() else name)


def removed(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def replaced(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all."""
    half = path.with_name(path.name + ".half")
    half.write_bytes(content)
    half.replace(path)
