"""Writing files: whole or not at all, and with the rights of the file that they replace."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.free_places import fault_at, hidden, writable

__all__ = ["is_private", "write_whole"]

_FOR_EVERYBODY: Final = ("contract-terms", "instructions", "award-criteria")
"""Kinds of documents that say nothing of a bidder's convictions; every other kind may."""


def is_private(kind: str) -> bool:
    """Whether a document of this kind says what was decided about somebody, so that its file is for its owner alone."""
    return kind not in _FOR_EVERYBODY


def write_whole(path: Path, data: bytes | Iterable[bytes], *, private: bool = False) -> None:
    """Write a file, or its parts one by one, beside its place and rename it, so that nobody ever sees half of it.

    A file that is replaced keeps its mode and its owner; a new one that is `private` is its owner's alone. Raises
    InputInvalidError where it cannot be written so, or something stands there that is no regular file.
    """
    writable(path)
    try:
        handle, name = tempfile.mkstemp(prefix=hidden(path), dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines((data,) if isinstance(data, bytes) else data)
                file.flush()
                os.fsync(file.fileno())
            _give_rights(Path(name), path, private=private)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise InputInvalidError([Fault(str(path), 0, 0, "", message)]) from error


def _give_rights(made: Path, place: Path, *, private: bool) -> None:
    """The mode and the owner of what stands in the place; of a new file, those that its maker's files have."""
    try:
        before = place.lstat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o600 if private else 0o666 & ~mask)
        return
    now = made.lstat()
    if (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
        try:
            os.chown(made, before.st_uid, before.st_gid)
        except PermissionError as error:
            message = "belongs to another owner or group, and would be yours after it"
            raise fault_at(place, message, "write elsewhere") from error
    made.chmod(stat.S_IMODE(before.st_mode))
