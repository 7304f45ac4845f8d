"""Files that somebody sends: what they are called, what they are, and that they are no more than they may be.

A name is shown and never a path: what is written to a disk has a name of ours. What a file is, is told by its first
bytes before anything reads it. A Parquet file says how much it holds once it is unpacked; too much is refused.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from tenderlaw.service.accounts.acts import RefusedError
from tenderlaw.sources.extras import need

__all__ = ["ENDINGS", "OTHERS", "checked_file", "ending_of", "file_name"]

ENDINGS: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
_LONGEST: Final = 200
MOST_ROWS: Final = 20_000_000
MOST_LINES: Final = 2_000_000
"""Lines of a text file: each may have to be set aside with its reasons. Parquet bears more."""
MOST_VALUES: Final = 500_000_000
MOST_UNPACKED: Final = 8 * 2**30
MOST_COLUMNS: Final = 5_000
"""What a Parquet file may hold: rows, values in all columns, bytes once it is unpacked, columns and fields."""
OTHERS: Final = (
    (b"PK\x03\x04", "a ZIP archive, as XLSX files are", "save it as CSV"),
    (b"\x1f\x8b", "packed with gzip", "unpack it"),
    (b"BZh", "packed with bzip2", "unpack it"),
    (b"\xfd7zXZ\x00", "packed with xz", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"%PDF", "a PDF", "save its table as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as CSV"),
    (b"SQLite format 3\x00", "a database", "write its table as CSV or Parquet"),
    (b"\x7fELF", "a program", "name the file that was meant"),
)
"""What some begin with that are called otherwise."""
_PARQUET: Final = b"PAR1"
_FOOTER: Final = 16 * 2**20


def file_name(said: str | None, pointer: str = "/file") -> str:
    """The name of a file as it may be shown. Raises RefusedError for one that is a path, or none."""
    name = said or ""
    if not name or name in (".", "..") or len(name) > _LONGEST or not name.isprintable():
        message = f"the file needs a name of 1 to {_LONGEST} characters, none of them a control character"
        raise RefusedError(message, pointer)
    if any(mark in name for mark in "/\\:") or name.startswith("."):
        raise RefusedError("the name of the file must be a name alone, without a folder", pointer)
    return name


def ending_of(name: str, endings: tuple[str, ...] = ENDINGS, pointer: str = "/file") -> str:
    """What kind of file its name says that it is. Raises RefusedError for another kind."""
    found = next((ending for ending in endings if name.lower().endswith(ending)), None)
    if found is None:
        raise RefusedError(f"the name of the file must end in {', '.join(endings)}", pointer)
    return found


def checked_file(file: BinaryIO, ending: str, pointer: str = "/file") -> None:
    """Look whether a file is what its name says, and no more than it may be. Raises RefusedError."""
    file.seek(0)
    start = file.read(32)
    file.seek(0)
    if not start:
        raise RefusedError("the file is empty", pointer)
    for mark, what, hint in OTHERS:
        if start.startswith(mark):
            raise RefusedError(f"the file is {what}; {hint}", pointer)
    if (ending == ".parquet") != start.startswith(_PARQUET):
        what = "no Parquet file" if ending == ".parquet" else "a Parquet file; let its name end in .parquet"
        raise RefusedError(f"the file is {what}", pointer)
    if ending == ".parquet":
        _checked_parquet(file, pointer)
    elif _lines_in(file) > MOST_LINES:
        raise RefusedError(f"the file has more than {MOST_LINES:,} lines; write it as Parquet, or in several", pointer)
    file.seek(0)


def _lines_in(file: BinaryIO) -> int:
    count = 0
    while some := file.read(2**20):
        count += max(some.count(b"\n"), some.count(b"\r"))
    return count


def _checked_parquet(file: BinaryIO, pointer: str) -> None:
    """Refuse a Parquet file whose footer says that it holds too much, or cannot be read."""
    file.seek(-8, 2)
    end = file.read(8)
    length = int.from_bytes(end[:4], "little")
    if end[4:] != _PARQUET or length > _FOOTER:
        raise RefusedError("the Parquet file has no end that can be read: it is cut off, or broken", pointer)
    need("batch", "screening")
    import pyarrow as pa  # noqa: PLC0415 - of an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    file.seek(0)
    try:
        said = pq.ParquetFile(
            pa.PythonFile(file, mode="r"),
            thrift_string_size_limit=_FOOTER,
            thrift_container_size_limit=MOST_COLUMNS * 200,
        ).metadata
        groups = [said.row_group(number) for number in range(said.num_row_groups)]
        unpacked = sum(one.total_byte_size for one in groups)
        values = sum(one.column(at).num_values for one in groups for at in range(one.num_columns))
    except (OSError, pa.ArrowException, ValueError) as error:
        raise RefusedError("the Parquet file cannot be read", pointer) from error
    measures = (
        (said.num_rows, MOST_ROWS, "rows"),
        (values, MOST_VALUES, "values"),
        (unpacked, MOST_UNPACKED, "bytes once it is unpacked"),
        (said.num_columns, MOST_COLUMNS, "columns and fields"),
    )
    for number, most, what in measures:
        if not 0 <= number <= most:
            raise RefusedError(f"the Parquet file holds more than {most:,} {what}", pointer)
