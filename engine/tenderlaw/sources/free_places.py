"""Places to write: there is a name and a folder, and nothing that is read stands there, under whatever name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["apart", "refuse_inputs", "same", "writable"]


def writable(place: Path) -> None:
    """Raise InputInvalidError where there is no name, or no folder to write it in."""
    if place.name in ("", ".", "..") or "\0" in str(place):
        raise _fault(place, "is no name of a file or folder to write")
    if not place.parent.is_dir():
        raise _fault(place, f"cannot be written: there is no folder `{place.parent}`")
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise _fault(place, f"cannot be written: `{place.parent}` may not be written to")


def apart(places: Sequence[Path]) -> None:
    """Raise InputInvalidError where one of several files cannot be written, or two of them are one."""
    for number, place in enumerate(places):
        writable(place)
        if place.is_dir():
            raise _fault(place, "is a folder, and cannot be written as a file")
        if any(same(place, other) for other in places[:number]):
            raise _fault(place, "is named twice", "name a file for each")


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
    if whole and given.is_dir():
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


def _fault(place: Path, message: str, hint: str = "") -> InputInvalidError:
    return InputInvalidError([Fault(str(place), 0, 0, "", message, hint)])
