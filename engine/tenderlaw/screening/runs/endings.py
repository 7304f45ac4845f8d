"""How a run ends: its files moved into place, all or none; or with one clear error, and nothing half left."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.runs.held import Held
from tenderlaw.screening.tables.files import Input, replaced
from tenderlaw.sources.faults import Fault, InputInvalidError, TenderlawError
from tenderlaw.sources.free_places import hidden

__all__ = ["cleared", "failing_clearly", "is_noted", "linked", "moved", "telling_what_cannot_be_read", "whole"]

_TROUBLE = (OSError, duckdb.IOException, duckdb.OutOfMemoryException)
"""What a disk that is full, or that may not be written, comes to."""
_UNREADABLE = (OSError, UnicodeDecodeError, pa.ArrowException, duckdb.Error)
"""What a file that is not whole comes to."""


def moved(ready: Sequence[tuple[Path, Path | None]], noted: Path) -> None:
    """Move what is ready to where it belongs; what belongs to another disk is copied there first.

    Where nothing is ready, what an earlier run has left goes. What is moved is noted in the file `noted` before: where
    it stands already after a kill, it is known to be of this run.
    """
    near: list[tuple[Path, Path | None]] = []
    copied: list[Path] = []
    try:
        for place, made in ready:
            if made is None or _on_one_disk(made, place.parent):
                near.append((place, made))
            else:
                half = _half(place)
                copied.append(half)
                shutil.copyfile(made, half)
                half.chmod(0o666 & ~_mask())
                near.append((place, half))
        for place, made in near:
            if made is None:
                place.unlink(missing_ok=True)
            else:
                _move(made, place, noted)
    finally:
        for half in copied:
            half.unlink(missing_ok=True)


def _on_one_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _move(made: Path, place: Path, noted: Path) -> None:
    held, found = json.loads(noted.read_bytes()) if noted.exists() else [], made.stat()
    replaced(noted, json.dumps([*held, [found.st_dev, found.st_ino]]).encode())
    if place.is_dir() and is_noted(place, noted):
        shutil.rmtree(place)
    made.replace(place)


def is_noted(place: Path, noted: Path) -> bool:
    """Whether what stands in a place is what a run has made and moved there."""
    found = place.stat()
    return noted.is_file() and [found.st_dev, found.st_ino] in json.loads(noted.read_bytes())


def linked(file: Path, place: Path) -> None:
    """The same file under another name, or a copy where the disk has no such names."""
    try:
        place.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, place)


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """Another file beside a place to write it first; it stands in the place once it is whole, and else nowhere.

    Raises InputInvalidError where it cannot be written.
    """
    with failing_clearly(place):
        half = _half(place)
        try:
            yield half
            half.chmod(0o666 & ~_mask())
            half.replace(place)
        except BaseException:
            half.unlink(missing_ok=True)
            raise


def _half(place: Path) -> Path:
    """A new file beside a place."""
    handle, name = tempfile.mkstemp(prefix=hidden(place), dir=place.parent)
    os.close(handle)
    return Path(name)


def _mask() -> int:
    """What the process takes away from the rights of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def cleared(folder: Held) -> Iterator[None]:
    """Leave no folder behind where there is nothing to go on with.

    A run that was killed, or ended by a fault of ours, is gone on with; one that ends with a clear error is not.
    """
    try:
        yield
    except (TenderlawError, *_TROUBLE):
        if folder.new:
            folder.remove()
        raise


@contextmanager
def telling_what_cannot_be_read(inputs: Sequence[Input]) -> Iterator[None]:
    """Where an engine stumbles over a file, say so if the file cannot be read from end to end."""
    try:
        yield
    except _UNREADABLE as error:
        for one in inputs:
            why = _broken(one.file)
            if why:
                message = f"cannot be read: {why}"
                raise InputInvalidError([Fault(one.name, 0, 0, "", message, "write the file anew")]) from error
        raise


def _broken(file: Path) -> str:
    """Why a Parquet file cannot be read from end to end, if it cannot."""
    try:
        for batch in pq.ParquetFile(file).iter_batches():
            batch.validate(full=True)
    except (OSError, pa.ArrowException) as error:
        return " ".join(str(error).split())
    return ""


@contextmanager
def failing_clearly(place: Path) -> Iterator[None]:
    """A disk that is full, or may not be written, as an error that a person can act on."""
    try:
        yield
    except _TROUBLE as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else " ".join(str(error).split())
        raise InputInvalidError([Fault(str(place), 0, 0, "", f"cannot be written: {why}")]) from error
