"""Text for people: what a terminal would obey is written out, as JSON writes it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["UNWRITABLE", "on_one_line", "printable", "writable"]

_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of text, and halves of characters, which nothing can print."""

UNWRITABLE: Final = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\ufdd0-\ufdef\ufffe\uffff"
"""Control characters and non-characters, which no document and not every database can hold, as a class of a pattern."""
_CANNOT: Final = re.compile(f"[{UNWRITABLE}]")


def writable(text: str) -> str:
    """The text with U+FFFD for each of these: words of a file of others, which says all else too."""
    return _CANNOT.sub("\ufffd", text)


def printable(text: str) -> str:
    """The text with every control character written out but the ends of lines and tabulators."""
    return _OBEYED.sub(_written, text) if _OBEYED.search(text) else text


def on_one_line(text: str) -> str:
    """The same, with the ends of lines written out too."""
    return printable(text).replace("\n", "\\u000a")


def _written(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
