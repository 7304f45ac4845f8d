"""Opening what a person names: regular files alone, and never more of one than is asked for.

A pipe may never end, a device may hang or answer for ever, a folder is no text: none of them is opened as a file.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["FOLDER", "LINK", "bytes_of", "digest_of", "is_folder", "kind_of", "opened", "size_of"]

FOLDER: Final = "a folder"
LINK: Final = "a link"
_KINDS: Final = (
    (stat.S_ISDIR, FOLDER),
    (stat.S_ISLNK, LINK),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_BLOCK: Final = 2**20


def opened(path: Path) -> BinaryIO:
    """A regular file, to be read. Raises InputInvalidError for anything else, and for what cannot be opened."""
    try:
        _refuse_others(path, path.stat().st_mode)
        # it may have become a pipe since: opening one waits for its other end, unless it is told not to
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            _refuse_others(path, os.fstat(handle).st_mode)
            return os.fdopen(handle, "rb")
        except BaseException:
            os.close(handle)
            raise
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def bytes_of(path: Path, limit: int) -> bytes:
    """The whole of a regular file of at most `limit` bytes. Raises InputInvalidError."""
    with opened(path) as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise _unreadable(path, error) from error
    if len(data) > limit:
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"larger than {limit // 2**20} MiB")])
    return data


def digest_of(path: Path) -> str:
    """SHA-256 of a regular file, in hexadecimal. Raises InputInvalidError, too, for one that grows meanwhile."""
    found = hashlib.sha256()
    with opened(path) as file:
        try:
            left = os.fstat(file.fileno()).st_size
            while block := file.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise InputInvalidError([Fault(str(path), 0, 0, "", "grows while it is read", "give a copy of it")])
                found.update(block)
        except OSError as error:
            raise _unreadable(path, error) from error
    return found.hexdigest()


def size_of(path: Path) -> int:
    """The size of a regular file in bytes. Raises InputInvalidError."""
    with opened(path) as file:
        return os.fstat(file.fileno()).st_size


def kind_of(mode: int) -> str:
    """What stands in a place, where it is no regular file; else nothing."""
    if stat.S_ISREG(mode):
        return ""
    return next((words for is_one, words in _KINDS if is_one(mode)), "something of its own kind")


def is_folder(path: Path) -> bool:
    """Whether a folder stands there; whatever cannot be a name, or cannot be looked at, is none."""
    return os.path.isdir(path)  # noqa: PTH112 - that of pathlib raises for a name that is too long


def _refuse_others(path: Path, mode: int) -> None:
    if kind := kind_of(mode):
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"cannot be read: is {kind}, not a file")])


def _unreadable(path: Path, error: OSError | ValueError) -> InputInvalidError:
    # a name with a zero character in it is a ValueError
    why = error.strerror if isinstance(error, OSError) and error.strerror else "that is no name of a file"
    return InputInvalidError([Fault(str(path), 0, 0, "", f"cannot be read: {why}")])
