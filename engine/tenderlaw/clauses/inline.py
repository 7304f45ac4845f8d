"""Text within a line of a clause body: terms, references, footnotes, and what was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from tenderlaw.clauses.environment import MARK, Declined

__all__ = [
    "Blank",
    "Given",
    "Inline",
    "Line",
    "MarkupError",
    "Note",
    "Placeholder",
    "Plain",
    "Ref",
    "TermUse",
    "parse_inline",
]  # fmt: skip

_ESCAPE: Final = re.compile(r"\\([<>\[\]{}^|#\-\\])")
_TERM: Final = re.compile(r"<([a-z0-9][a-z0-9.-]*)(?:\|((?:[^>\\]|\\.)+))?>")
_REF: Final = re.compile(r"\[\[([a-z0-9][a-z0-9.-]*)(?:#([a-z0-9][a-z0-9-]*))?\]\]")
_PLAIN: Final = re.compile(r"[^\\<\[\]^\ue000]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """The library's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """Words from outside, literally; of a quantity, the unit is the library's."""

    text: str
    counted: bool = False


class Placeholder(str):
    """What a draft prints for a fill-in that is missing."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A fill-in that is still to be completed."""

    text: str


@dataclass(frozen=True, slots=True)
class TermUse:
    """A defined term, perhaps in a grammatical form of its own."""

    id: str
    form: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a clause or to a named passage of it."""

    clause: str
    key: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote."""

    inlines: tuple[Plain | Given | Blank | TermUse | Ref, ...]
    line: int
    column: int


Inline: TypeAlias = Plain | Given | Blank | TermUse | Ref | Note


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a source line, and where it starts."""

    line: int
    column: int
    text: str


class MarkupError(Exception):
    """A fault of a body's markup, with its place and what would be right."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint


def parse_inline(lines: Sequence[Line], printed: Sequence[object]) -> tuple[Inline, ...]:
    """Parse the lines of one construct, joined by spaces. Raises MarkupError."""
    return _Inline(lines, printed).parse()


class _Inline:
    """One pass over the text of a construct."""

    def __init__(self, lines: Sequence[Line], printed: Sequence[object]) -> None:
        self.lines = lines
        self.printed = printed
        self.text = " ".join(line.text for line in lines)
        self.at = 0

    def parse(self) -> tuple[Inline, ...]:
        found = self._until(None)
        return tuple(found)

    def _until(self, closing: str | None) -> list[Inline]:
        """Read up to `closing`, or to the end."""
        out: list[Inline] = []
        start = self.at
        while self.at < len(self.text):
            if closing is not None and self.text.startswith(closing, self.at):
                self.at += len(closing)
                return _joined(out)
            out.append(self._piece(within_note=closing is not None))
        if closing is not None:
            raise self._fault(start - 2, "a footnote that is not closed", "close it with `]`")
        return _joined(out)

    def _piece(self, within_note: bool) -> Inline:
        text, at = self.text, self.at
        line, column = self._place(at)
        if found := MARK.match(text, at):
            self.at = found.end()
            index = int(found[1])
            value = self.printed[index] if index < len(self.printed) else ""
            if isinstance(value, Placeholder):
                return Blank(str(value))
            return Given(str(value), isinstance(value, Declined))
        if found := _ESCAPE.match(text, at):
            self.at = found.end()
            return Plain(found[1])
        if text[at] == "<":
            found = _TERM.match(text, at)
            if found is None:
                raise self._fault(at, "a `<` that starts no term", "write `<term>`, or `\\<` for the sign itself")
            if found[2] and MARK.search(found[2]):
                raise self._fault(at, "a form of a term that is printed", "write the form out")
            self.at = found.end()
            return TermUse(found[1], _ESCAPE.sub(r"\1", found[2]) if found[2] else None, line, column)
        if text.startswith("[[", at):
            found = _REF.match(text, at)
            if found is None:
                raise self._fault(at, "a reference that is not `[[clause]]` or `[[clause#name]]`", "or write `\\[`")
            self.at = found.end()
            return Ref(found[1], found[2], line, column)
        if text.startswith("^[", at):
            if within_note:
                raise self._fault(at, "a footnote within a footnote", "write `\\^` for the sign itself")
            self.at += 2
            return self._note(line, column)
        plain = _PLAIN.match(text, at)
        self.at = plain.end() if plain else at + 1
        return Plain(text[at : self.at])

    def _note(self, line: int, column: int) -> Note:
        inner = self._until("]")
        if not any(not isinstance(one, Plain) or one.text.strip() for one in inner):
            raise MarkupError(line, column, "a footnote without text", "write the citation")
        return Note(tuple(one for one in inner if not isinstance(one, Note)), line, column)

    def _place(self, at: int) -> tuple[int, int]:
        for line in self.lines:
            if at <= len(line.text):
                return line.line, line.column + at
            at -= len(line.text) + 1
        last = self.lines[-1]
        return last.line, last.column + len(last.text)

    def _fault(self, at: int, message: str, hint: str) -> MarkupError:
        line, column = self._place(at)
        return MarkupError(line, column, message, hint)


def _joined(pieces: Sequence[Inline]) -> list[Inline]:
    """Neighbouring words of the library as one."""
    out: list[Inline] = []
    for piece in pieces:
        last = out[-1] if out else None
        if isinstance(piece, Plain) and isinstance(last, Plain):
            out[-1] = Plain(last.text + piece.text)
        else:
            out.append(piece)
    return out
