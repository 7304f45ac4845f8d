"""Standard output and standard error, the doors of all text for people.

What a terminal would obey is written out, whoever prints it: our own lines, those of the library of commands, warnings.
Who has stopped reading is no error: what is left is written nowhere, and the verb ends with its own exit code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import IO, Any, TextIO, cast

from tenderlaw.sources.printing import printable

__all__ = ["Shown", "for_rendered", "show_safely", "write_data"]


class Shown(TextIOWrapper):
    """A stream in UTF-8 whatever the locale; no character stops a message, and none steers a terminal."""

    def write(self, text: str) -> int:
        """Write text for people."""
        self.write_rendered(printable(text))
        return len(text)

    def write_rendered(self, text: str) -> int:
        """Write text that has been made printable, with colours and moves of our own."""
        try:
            return super().write(text)
        except BrokenPipeError:
            self._nobody_reads()
            return len(text)

    def write_bytes(self, data: bytes) -> None:
        """Write data for programs, byte for byte."""
        try:
            super().flush()
            self.buffer.write(data)
        except BrokenPipeError:
            self._nobody_reads()

    def flush(self) -> None:
        """Write what is held back."""
        try:
            super().flush()
        except BrokenPipeError:
            self._nobody_reads()

    def _nobody_reads(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


class _Rendered:
    """A stream for what rich has rendered."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self.write = shown.write_rendered

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else the stream has
        return getattr(self._shown, name)


def for_rendered(stream: TextIO | None) -> IO[str] | None:
    """The stream on which a console of rich, which makes its text printable, writes that text in its colours."""
    return cast("IO[str]", _Rendered(stream)) if isinstance(stream, Shown) else stream


def write_data(parts: Iterable[bytes]) -> None:
    """Write data for programs to standard output, byte for byte and part by part."""
    for part in parts:
        if isinstance(sys.stdout, Shown):
            sys.stdout.write_bytes(part)
        else:
            sys.stdout.buffer.write(part)


def show_safely() -> None:
    """Put such streams in the place of standard output and standard error."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if type(stream) is TextIOWrapper:  # of another kind, it is somebody else's
            lines, through = stream.line_buffering, stream.write_through
            shown = Shown(cast("Any", stream.detach()), "utf-8", "backslashreplace", None, lines, through)
            setattr(sys, name, shown)
            setattr(sys, f"__{name}__", shown)
