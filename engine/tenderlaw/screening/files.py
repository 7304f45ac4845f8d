"""Files of suppliers: what they are, their parts, and their digests."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import ibis.expr.schema as sch
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.plain_types import is_plain, plain_file
from tenderlaw.screening.rows import Reject, converted
from tenderlaw.screening.schema import ROW, misfits
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["Input", "Part", "inputs_of", "parquet", "parts_of", "quoted", "removed", "replaced", "rows_of"]

PART_ROWS: Final = 1_000_000
"""Rows that are computed at a time: so many stay in memory."""
_KINDS: Final = (".parquet", ".csv", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a Parquet file that are computed at a time."""

    file: Path
    name: str
    """The file that the user gave."""
    first: int
    count: int
    columns: tuple[str, ...]
    numbered: bool
    """Whether the file has the rows' numbers itself, because it was written from another."""
    alone: bool = False
    """Whether the file holds this part and nothing else."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file as given, the Parquet file to compute from, and the rows that could not be read."""

    name: str
    sha256: str
    rows: int
    file: Path
    columns: tuple[str, ...]
    converted: bool
    rejects: tuple[Reject, ...] = ()
    remarks: tuple[Fault, ...] = ()
    """Columns that are no facts, and are not read."""


def inputs_of(path: Path, work: Path) -> list[Input]:
    """The file, or every file of a folder, by name. Raises InputInvalidError for one that cannot be screened."""
    files = sorted(one for one in path.iterdir() if one.suffix in _KINDS) if path.is_dir() else [path]
    if not files:
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"holds no file ending in {', '.join(_KINDS)}")])
    return [_input(file, work) for file in files]


def _input(path: Path, work: Path) -> Input:
    if path.suffix not in _KINDS:
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"must end in {', '.join(_KINDS)}")])
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if path.suffix == ".parquet":
            return _checked(path, _plain(path, digest, work), digest, ())
        return _written_out(path, digest, work)
    except OSError as error:
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"cannot be read: {error.strerror or error}")]) from error


def _plain(path: Path, digest: str, work: Path) -> Path:
    """The Parquet file, or a copy in the run's own folder whose types every engine can work with."""
    try:
        if is_plain(pq.read_schema(path)):
            return path
        target = work / f"plain-{digest[:16]}.parquet"
        if not target.exists():
            plain_file(path, target)
    except pa.ArrowException:
        return path  # no Parquet file, or of types that are no facts: said with the other faults
    return target


def _written_out(path: Path, digest: str, work: Path) -> Input:
    """CSV and JSON lines as Parquet in the run's own folder; what an earlier start has written is kept."""
    folder = work / f"read-{digest[:16]}"
    done = folder / "rejects.json"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _, rejects = converted(path, folder)
        replaced(done, json.dumps([[one.row, one.supplier, one.reasons] for one in rejects]).encode())
    held = tuple(Reject(row, supplier, tuple(reasons)) for row, supplier, reasons in json.loads(done.read_bytes()))
    return _checked(path, folder / f"{path.name}.parquet", digest, held)


def _checked(path: Path, file: Path, digest: str, rejects: tuple[Reject, ...]) -> Input:
    try:
        metadata, schema = pq.read_metadata(file), pq.read_schema(file)
    except pa.ArrowException as error:
        raise InputInvalidError([Fault(str(path), 0, 0, "", "is not a Parquet file")]) from error
    found = list(misfits(sch.Schema.from_pyarrow(schema), str(path)))
    if wrong := [fault for must, fault in found if must]:
        raise InputInvalidError(wrong)
    remarks = tuple(fault for must, fault in found if not must)
    return Input(
        path.name, digest, metadata.num_rows, file, tuple(schema.names), file != path, rejects, remarks
    )  # fmt: skip


def parts_of(inputs: Sequence[Input]) -> Iterator[Part]:
    """The parts of all inputs, in order."""
    for one in inputs:
        for first in range(0, one.rows, PART_ROWS):
            count = min(PART_ROWS, one.rows - first)
            yield Part(one.file, one.name, first, count, one.columns, one.converted)


def quoted(value: object) -> str:
    """A text or path as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"


def rows_of(part: Part) -> str:
    """DuckDB's query for the rows of a part, with their numbers."""
    numbered = f"file_row_number AS {ROW}, " if not part.numbered else ""
    left_out = ["file_row_number"] + ([ROW] if ROW in part.columns and not part.numbered else [])
    if part.alone:
        return f"SELECT * FROM {parquet(part.file)}"
    return (
        f"SELECT {numbered}* EXCLUDE ({', '.join(left_out)}) "
        f"FROM read_parquet({quoted(part.file)}, file_row_number=true) "
        f"WHERE file_row_number BETWEEN {part.first} AND {part.first + part.count - 1}"
    )


def parquet(path: Path) -> str:
    """A Parquet file, or a folder of them, as DuckDB reads it."""
    return f"read_parquet({quoted(path / '*.parquet' if path.is_dir() else path)})"


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
