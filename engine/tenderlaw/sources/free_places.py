"""Places to write: there is a name and a folder, and nothing stands there but a file that may be replaced.

A pipe, a device or a link is no such file: renaming would put a file in its place. Nor is what is read, by any name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tenderlaw.sources.doors import FOLDER, LINK, is_folder, kind_of
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.printing import printable

__all__ = ["apart", "fault_at", "hidden", "in_text", "refuse_inputs", "same", "writable"]

_MAY_WRITE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def writable(place: Path, *, folder: bool = False) -> None:
    """Raise InputInvalidError where there is no name, no folder to write it in, or something that is no regular file.

    With `folder`, a folder may stand there.
    """
    try:
        nameless = place.name in ("", ".", "..") or b"\0" in os.fsencode(place)
    except UnicodeEncodeError:
        nameless = True
    if nameless:
        raise fault_at(place, "is no name of a file or folder to write")
    mode = 0
    try:
        mode = place.lstat().st_mode
        kind = kind_of(mode)
    except (FileNotFoundError, NotADirectoryError):
        kind = ""
    except OSError as error:  # such as a name that is too long
        raise fault_at(place, f"cannot be written: {error.strerror}") from error
    if not is_folder(place.parent):
        raise fault_at(place, f"cannot be written: there is no folder `{place.parent}`")
    if kind == LINK:
        raise fault_at(place, "is a link, and would be replaced", "name the file itself")
    if kind and not (folder and kind == FOLDER):
        raise fault_at(place, f"is {kind}, and cannot be written as a {'folder' if folder else 'file'}")
    if mode and not kind and not mode & _MAY_WRITE:
        raise fault_at(place, "is read-only, and is not replaced", "let it be written to, or write elsewhere")
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise fault_at(place, f"cannot be written: `{place.parent}` may not be written to")


def apart(places: Sequence[Path]) -> None:
    """Raise InputInvalidError where one of several files cannot be written, or two of them are one."""
    for number, place in enumerate(places):
        writable(place)
        if any(same(place, other) for other in places[:number]):
            raise fault_at(place, "is named twice", "name a file for each")


def hidden(place: Path) -> str:
    """How the names of files begin that stand beside a place for a while: short, however long its own name is."""
    return f".{place.name[:40]}."


def in_text(paths: Sequence[Path]) -> None:
    """Raise InputInvalidError for paths that are not UTF-8: a manifest cannot name them, nor an engine open them."""
    faults = [
        Fault(printable(str(path)), 0, 0, "", f"{what} a name that is not UTF-8", "rename it")
        for path in paths
        if (what := _not_text(path))
    ]
    if faults:
        raise InputInvalidError(faults)


def _not_text(path: Path) -> str:
    if _is_text(str(path.absolute())):
        return ""
    return "stands in a folder with" if _is_text(path.name) else "has"


def _is_text(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_inputs(places: Sequence[Path], inputs: Sequence[Path], whole: Sequence[Path] = ()) -> None:
    """Raise InputInvalidError where a place is an input, by any name, or holds one.

    Of the folders in `whole` every file is an input, also one that is written there now.
    """
    faults = [
        Fault(str(place), 0, 0, "", f"{why} `{given}`, and is not written", "write elsewhere")
        for place in places
        for given in (*inputs, *whole)
        if (why := _touches(place, given, whole=given in whole))
    ]
    if faults:
        raise InputInvalidError(faults)


def _touches(place: Path, given: Path, *, whole: bool) -> str:
    """How a place to write touches what is read, if it does."""
    if same(place, given):
        return "is the input"
    at, read = _resolved(place), _resolved(given)
    if whole and is_folder(given):
        if at.is_relative_to(read):
            return "lies in the folder of inputs"
        if place.is_file() and any(same(place, one) for one in _files_in(given)):
            return "is a file of the folder of inputs"
    return "is the folder of the input" if read.is_relative_to(at) else ""


def _files_in(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        yield from (Path(root, name) for name in names)


def same(one: Path, other: Path) -> bool:
    """Whether two names are of one file: through links of either kind, and however they are written."""
    try:
        if one.exists() and other.exists() and one.samefile(other):
            return True
    except OSError:
        return False
    return _resolved(one) == _resolved(other)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead to each other
        return path.absolute()


def fault_at(place: Path, message: str, hint: str = "") -> InputInvalidError:
    """The error about a place to write."""
    return InputInvalidError([Fault(str(place), 0, 0, "", message, hint)])
