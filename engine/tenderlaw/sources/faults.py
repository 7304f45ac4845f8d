"""What is wrong, where, and what would be right: the errors a person must act on.

Messages are lower case, without a full stop, with the person's own words in backticks.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tenderlaw.sources.printing import on_one_line, printable

__all__ = [
    "Fault",
    "InputInvalidError",
    "InternalError",
    "PackInvalidError",
    "TenderlawError",
    "nearest",
    "quoted",
]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to put right.

    `file` is a path or a name such as `facts`; `line` and `column` count from 1 and are 0 where the source
    has no lines; `field` is the dotted path of the value. All but `file`, which may be opened, is printable.
    """

    file: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        for name in ("field", "message", "hint"):
            object.__setattr__(self, name, on_one_line(getattr(self, name)))

    def __str__(self) -> str:
        file = on_one_line(self.file)
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        where = f"{place}: {self.field}" if self.field else place
        return f"{where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class TenderlawError(Exception):
    """Something a person must act on; `faults` lists every place, sorted."""

    exit_code = 70

    def __init__(self, faults: Iterable[Fault] | str) -> None:
        self.faults: Sequence[Fault] = () if isinstance(faults, str) else tuple(sorted(set(faults)))
        super().__init__(printable(faults) if isinstance(faults, str) else "\n".join(map(str, self.faults)))


class InputInvalidError(TenderlawError):
    """The facts cannot be read: nothing was decided. Exit code 7."""

    exit_code = 7


class PackInvalidError(TenderlawError):
    """A pack of rules cannot be used: nothing was decided. Exit code 6."""

    exit_code = 6


class InternalError(TenderlawError):
    """The engine does not trust itself, for example because two evaluators disagree. Exit code 70."""

    exit_code = 70


def quoted(value: object) -> str:
    """A person's own word in backticks, as they would have written it, on one line; else `this value`."""
    if value is None or isinstance(value, bool):
        return "`null`" if value is None else "`true`" if value else "`false`"
    if not isinstance(value, str | int | Decimal):
        return "this value"
    text = " ".join(printable(str(value).replace("\r", "\n")).split())
    return f"`{text}`" if len(text) <= 80 else f"`{text[:80]}...`"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the closest known word, or lists them all where there are few."""
    return _nearest(word, tuple(sorted(set(known))))


@lru_cache(maxsize=1024)
def _nearest(word: str, names: tuple[str, ...]) -> str:
    """The same, once for a word that stands in thousands of places."""
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"known: {', '.join(names)}" if 0 < len(names) <= 12 else ""
