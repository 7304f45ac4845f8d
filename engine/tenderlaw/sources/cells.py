"""Tables as text (CSV, RFC 4180), as spreadsheets and libraries write them: row by row, and no row is lost.

Cells are separated by commas, semicolons or tabs, whichever the heading shows. A quote that nothing closes, or that
text follows, makes its own line unreadable and swallows no other: after it, every line is a row again. Where a cell of
several lines holds what looks like rows, nothing tells whether they are, and all of them are unreadable.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.text import strange

__all__ = ["Cells", "Record", "read_cells"]

_SEPARATORS: Final = (",", ";", "\t")
_MOST_LINES: Final = 10_000
"""Lines that one row may take."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table."""

    line: int
    """The line on which it begins, from 1."""
    cells: list[str]
    """As many as the heading has; of a row that cannot be read, what its first line seems to hold."""
    problem: str = ""
    """Why it cannot be read."""
    hint: str = ""
    place: tuple[int, int] = (0, 0)
    """Line and column of what is wrong."""

    def fault(self, name: str) -> Fault:
        """Why it cannot be read, as a fault of the file `name`."""
        return Fault(name, *self.place, "", self.problem, self.hint)


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as text."""

    heading: list[str]
    line: int
    """The line of the heading, from 1."""
    records: Iterator[Record]
    """The rows, each of them once; lines without anything are none."""


def read_cells(lines: Iterable[str], name: str, known: Collection[str]) -> Cells:
    """The heading and the rows of a table whose lines are given; `known` are headings that it may have.

    Raises InputInvalidError, with `name` as the file, for a table whose heading cannot be read, or has a name twice.
    """
    held = _Lines(lines)
    separator, heading, line = _heading(held, name, known)
    twice = [one for one, count in Counter(filter(None, heading)).items() if count > 1]
    if twice:
        hint = "which of the columns counts is not written anywhere: keep one"
        raise InputInvalidError([Fault(name, line, 1, one, f"the heading `{one}` stands twice", hint) for one in twice])
    return Cells(heading, line, _Rows(held, separator, len(heading)).all())


@dataclass(slots=True)
class _Lines:
    """Lines one after the other, of which some can be given back."""

    rest: Iterable[str]
    number: int = 0
    """Of the line that was taken last."""
    back: deque[str] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.rest = iter(self.rest)

    def take(self) -> str | None:
        """The next line."""
        line = self.back.popleft() if self.back else next(iter(self.rest), None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        """Lines that were taken, to be taken again."""
        self.back.extendleft(reversed(lines))
        self.number -= len(lines)


def _heading(held: _Lines, name: str, known: Collection[str]) -> tuple[str, list[str], int]:
    """The separator, the names of the columns, and their line."""
    separators: tuple[str, ...] = _SEPARATORS
    while (line := held.take()) is not None:
        bare = _bare(line)
        if bare[:4].lower() == "sep=" and len(bare) == 5:  # a spreadsheet says so itself
            separators = (bare[4],)
            continue
        if bare:
            break
    if line is None:
        raise InputInvalidError([Fault(name, 0, 0, "", "is empty", "begin with a line of headings")])
    if wrong := strange(line):
        raise InputInvalidError([Fault(name, held.number, *wrong[:1], "", *wrong[1:])])
    found = {one: _cells(_bare(line), one) for one in separators}
    readable = {one: [cell.strip() for cell in cells] for one, cells in found.items() if isinstance(cells, list)}
    if not readable:
        raise InputInvalidError([Fault(name, held.number, 1, "", "the headings have a quote that nothing closes")])
    best = max(readable, key=lambda one: sum(cell in known for cell in readable[one]))
    return best, readable[best], held.number


@dataclass(slots=True)
class _Rows:
    """Makes rows of lines."""

    lines: _Lines
    separator: str
    width: int

    def all(self) -> Iterator[Record]:
        """Every row."""
        while (line := self.lines.take()) is not None:
            if line.strip("\r\n"):
                yield from self._from(line, self.lines.number)

    def _from(self, line: str, number: int) -> Iterator[Record]:
        """The row that begins with a line, or the rows that cannot be told apart from it."""
        if '"' not in line:  # as nearly all
            yield self._record(number, [line], _bare(line).split(self.separator))
            return
        taken = [line]
        cells = _cells(_bare(line), self.separator)
        while isinstance(cells, _Open) and len(taken) < _MOST_LINES and (more := self.lines.take()) is not None:
            taken.append(more)
            cells = cells.closed_by(more, self.separator)
        if isinstance(cells, list) and len(taken) > 1 and len(cells) != self.width:
            cells = f"opens a quote, and has {len(cells)} cells up to where one closes it, and the header {self.width}"
        if isinstance(cells, list):
            swallowed = self._swallowed(taken)
            if not swallowed:
                yield self._record(number, taken, cells)
                return
            problem = f"a quoted cell holds lines that look like rows, down to line {number + swallowed[-1]}"
            for n in (0, *swallowed):
                hint = "close the quotes of each row in that row"
                yield Record(number + n, self._seeming(taken[n]), problem, hint, (number + n, 1))
            return
        self.lines.give_back(taken[1:])
        problem = cells if isinstance(cells, str) else "opens a quote that nothing closes"
        hint = 'a quote within quotes is written twice (`""`)'
        yield Record(number, self._seeming(line), problem, hint, (number, line.index('"') + 1))

    def _record(self, number: int, lines: list[str], cells: list[str]) -> Record:
        for n, line in enumerate(lines, number):
            if (wrong := strange(line)) is not None:
                column, problem, hint = wrong
                return Record(number, self._seeming(lines[0]), problem, hint, (n, column))
        if len(cells) != self.width:
            seeming = self._seeming(lines[0])
            return Record(number, seeming, f"has {len(cells)} cells, and the header {self.width}", "", (number, 1))
        return Record(number, cells)

    def _swallowed(self, lines: list[str]) -> list[int]:
        """Which lines of a row look like rows, where its first line does so without the quotes.

        Two stray quotes may have made them parts of a cell.
        """
        if len(self._seeming(lines[0])) < self.width:
            return []
        last = len(lines) - 1
        return [n for n, line in enumerate(lines) if n and self._is_row(line, stray=n == last)]

    def _is_row(self, line: str, *, stray: bool) -> bool:
        """Whether a line looks like a row; `stray` where a quote in it may be one too many."""
        cells = _cells(_bare(line), self.separator)
        if stray and not isinstance(cells, list):  # the quote too many may stand where a cell begins
            cells = self._seeming(line)
        if not isinstance(cells, list) or len(cells) != self.width or not any(map(str.isalnum, line)):
            return False
        # JSON over several lines is full of quotes in the middle of what would be cells
        return stray or not any('"' in cell for cell in cells)

    def _seeming(self, line: str) -> list[str]:
        return [cell.strip().strip('"') for cell in _bare(line).split(self.separator)]


@dataclass(frozen=True, slots=True)
class _Open:
    """A row whose last cell is quoted and not closed yet."""

    cells: list[str]
    cell: list[str]
    """The lines of the cell so far."""

    def closed_by(self, line: str, separator: str) -> list[str] | str | _Open:
        """The row, now that another line is known; what is wrong with it; or still open."""
        closing = _closing(line, 0)
        if closing < 0:
            self.cell.append(_bare(line))
            return self
        self.cells.append("\n".join([*self.cell, line[:closing]]).replace('""', '"'))
        return _after(self.cells, _bare(line), closing + 1, separator)


def _cells(line: str, separator: str) -> list[str] | str | _Open:
    """The cells of a line without its end; what is wrong with it; or that its last cell is not closed in it."""
    return _further([], line, 0, separator)


def _further(cells: list[str], line: str, at: int, separator: str) -> list[str] | str | _Open:
    """The cells from a place on, where one begins."""
    while True:
        if not line.startswith('"', at):
            end = line.find(separator, at)
            cells.append(line[at:] if end < 0 else line[at:end])
            if end < 0:
                return cells
            at = end + 1
            continue
        closing = _closing(line, at + 1)
        if closing < 0:
            return _Open(cells, [line[at + 1 :]])
        cells.append(line[at + 1 : closing].replace('""', '"'))
        if closing + 1 == len(line):
            return cells
        if line[closing + 1] != separator:
            return _FOLLOWED
        at = closing + 2


def _after(cells: list[str], line: str, at: int, separator: str) -> list[str] | str | _Open:
    """The cells from a place on, where a quoted one has just ended."""
    if at >= len(line):
        return cells
    return _further(cells, line, at + 1, separator) if line[at] == separator else _FOLLOWED


_FOLLOWED: Final = "has a quoted cell that text follows"


def _closing(line: str, at: int) -> int:
    """Where the quote stands that closes a cell, from a place within it on; -1 where none does."""
    while (at := line.find('"', at)) >= 0 and line.startswith('""', at):
        at += 2
    return at


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
