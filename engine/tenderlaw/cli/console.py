"""Text for people: in colour on a terminal, and line by line anywhere else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

from tenderlaw.sources.printing import printable

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Lines", "coloured", "on_terminal", "to_people"]


class Lines(Protocol):
    """Where lines for people go."""

    def print(self, line: str, *, style: str | None = None, word: str = "") -> None:
        """Print a line, and at its end a `word`; the style is that of the word if there is one."""


class _Plain:
    """Standard output or standard error that is no terminal."""

    def __init__(self, *, stderr: bool) -> None:
        self._stderr = stderr

    def print(self, line: str, *, style: str | None = None, word: str = "") -> None:
        stream = sys.stderr if self._stderr else sys.stdout
        stream.write(printable(line + word) + "\n")


class _Coloured:
    """A terminal."""

    def __init__(self, *, stderr: bool) -> None:
        self._console = coloured(stderr=stderr)

    def print(self, line: str, *, style: str | None = None, word: str = "") -> None:
        from rich.text import Text  # noqa: PLC0415

        said = Text.assemble(printable(line), (printable(word), style or "")) if word else printable(line)
        self._console.print(said, style=None if word else style)


def on_terminal(*, stderr: bool = False) -> bool:
    """Whether a person reads the stream on a terminal."""
    stream = sys.stderr if stderr else sys.stdout
    return stream is not None and stream.isatty()


def to_people(*, stderr: bool = False) -> Lines:
    """Standard output, or standard error: without markup or wrapping."""
    return _Coloured(stderr=stderr) if on_terminal(stderr=stderr) else _Plain(stderr=stderr)


def coloured(*, stderr: bool = False, width: int | None = None) -> Console:
    """A console of rich, for tables and progress too, which is slow to import; `width` is for what is no terminal."""
    from tenderlaw.cli.rich_console import PrintableConsole  # noqa: PLC0415

    how: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False, "soft_wrap": width is None}
    return PrintableConsole(stderr=stderr, width=None if on_terminal(stderr=stderr) else width, **how)
