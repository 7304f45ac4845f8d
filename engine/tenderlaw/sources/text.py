"""The text of files, however it was saved: UTF-8, UTF-16 or UTF-32, with a mark or without, any ends of lines.

A line ends with a line feed, a carriage return or both, and with nothing else: U+2028 and its kin are characters of a
text. Text of an old code page, such as Windows-1252, is told apart and never guessed at: which letters it means is
written nowhere, and a name that is read wrongly is found on no list.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from tenderlaw.sources.doors import bytes_of, opened
from tenderlaw.sources.faults import Fault, InputInvalidError, quoted

__all__ = ["MAX_BYTES", "MAX_LINE", "SAVE_AS", "lines_in", "lines_of", "strange", "text_in", "text_of"]

MAX_BYTES: Final = 64 * 2**20
"""Largest file that is read at once, in bytes."""
MAX_LINE: Final = 64 * 2**20
"""Longest line of a file that is read line by line, in characters."""

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_ZEROS: Final = (
    (re.compile(rb"\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0[^\0]"), "utf-16-be"),
    (re.compile(rb"[^\0]\0"), "utf-16-le"),
)
"""How a text without a mark begins: its first character is of ASCII (YAML 1.2, 5.2)."""
_NAMES: Final = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32"}
_LOST: Final = re.compile("[\udc80-\udcff]")
"""Stands for a byte that is no UTF-8."""
_WORD: Final = re.compile(r"[\w\udc80-\udcff]*[\udc80-\udcff][\w\udc80-\udcff]*")
SAVE_AS: Final = "save it as UTF-8; in a spreadsheet, as `CSV UTF-8`"


def text_of(data: bytes, name: str) -> str:
    """The text of a file whose bytes are given, every line ended by a line feed. Raises InputInvalidError."""
    encoding, mark = _encoding(data[:4])
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        before = data[mark : mark + error.start].decode(encoding, "replace")
        line, column = _place(before)
        hint = _hint(data[mark:].decode("utf-8", "surrogateescape")) if encoding == "utf-8" else ""
        message = f"is not {_NAMES.get(encoding, 'UTF-32')} text"
        raise InputInvalidError([Fault(name, line, column, "", message, hint)]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_in(path: Path, limit: int = MAX_BYTES) -> str:
    """The text of a file of at most `limit` bytes, every line ended by a line feed. Raises InputInvalidError."""
    return text_of(bytes_of(path, limit), str(path))


@contextmanager
def lines_in(path: Path, name: str | None = None) -> Iterator[Iterator[str]]:
    """The lines of a file one after the other, with their ends, in little memory; the file is open meanwhile.

    In UTF-8 a byte that is none stands as half a character (PEP 383), so that its line alone is unreadable: see
    `strange`. `name` stands for the file in faults. Raises InputInvalidError.
    """
    with opened(path) as file:
        yield lines_of(file, name or str(path))


def lines_of(file: BinaryIO, name: str) -> Iterator[str]:
    """The lines of an open file, as `lines_in` has them."""
    number = 0
    try:
        encoding, mark = _encoding(file.read(4))
        file.seek(mark)
        errors = "surrogateescape" if encoding == "utf-8" else "strict"
        lines = io.TextIOWrapper(file, encoding, errors, newline="")
        try:
            while line := lines.readline(MAX_LINE):
                number += 1
                if len(line) == MAX_LINE and line[-1] not in "\r\n":
                    message = f"the line is longer than {MAX_LINE // 2**20} million characters"
                    raise InputInvalidError([Fault(name, number, 1, "", message)])
                yield line
        finally:
            if not file.closed:
                lines.detach()  # whoever opened the file closes it
    except UnicodeDecodeError as error:
        message = f"is not {_NAMES.get(error.encoding, 'UTF-32')} text"
        raise InputInvalidError([Fault(name, 0, 0, "", message)]) from error
    except OSError as error:
        raise InputInvalidError([Fault(name, 0, 0, "", f"cannot be read: {error.strerror or error}")]) from error


def strange(line: str) -> tuple[int, str, str] | None:
    """The column, what is wrong and what would be right, where a line holds what no text holds; else nothing."""
    if "\0" in line:
        return line.index("\0") + 1, "holds a zero byte", ""
    # most lines are ASCII, which is seen at once
    lost = None if line.isascii() else _LOST.search(line)
    return None if lost is None else (lost.start() + 1, "is not UTF-8 text", _hint(line))


def _hint(text: str) -> str:
    """What bytes that are no UTF-8 may be: letters of Windows-1252, in which most of them are letters."""
    word = _WORD.search(text)
    try:
        said = "" if word is None else word[0].encode("utf-8", "surrogateescape").decode("cp1252")
    except UnicodeDecodeError:
        said = ""
    return f"it may be Windows-1252, where this is {quoted(said)}: {SAVE_AS}" if said else SAVE_AS


def _encoding(start: bytes) -> tuple[str, int]:
    """The encoding of a file that starts so, and the length of its mark."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    return next((encoding for pattern, encoding in _ZEROS if pattern.match(start)), "utf-8"), 0


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows a text."""
    lines = re.split(r"\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1
