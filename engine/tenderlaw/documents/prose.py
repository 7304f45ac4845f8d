"""Prose of a document, as frozen values: words and marks within a line, and the blocks that sections are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "Block",
    "Bullets",
    "Element",
    "Footnote",
    "FootnoteRef",
    "Heading",
    "Lines",
    "Paragraph",
    "Record",
    "Reference",
    "Section",
    "Subject",
    "Table",
    "Term",
    "Text",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Text:
    """Words: the library's, those of a person (`given`), or a visible blank of a draft."""

    text: str
    role: Literal["own", "given", "blank", "strong"] = "own"


@dataclass(frozen=True, slots=True)
class Term:
    """A use of a defined term."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a clause or passage of this document, with its number."""

    anchor: str
    word: str
    """What stands before the number, such as `clause`."""
    number: str


@dataclass(frozen=True, slots=True)
class FootnoteRef:
    """The mark of a footnote."""

    number: int


Element: TypeAlias = Text | Term | Reference | FootnoteRef


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: a citation."""

    number: int
    content: tuple[Element, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `head` names its columns. With `row_heads` the first cell of a row names the row."""

    head: tuple[tuple[Element, ...], ...]
    rows: tuple[tuple[tuple[Element, ...], ...], ...]
    caption: str | None = None
    row_heads: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose. A `box` stands out: it is the answer."""

    content: tuple[Element, ...]
    box: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of an address, a reference or a name, at the start or the end of the line.

    With `room` to sign after the first, the closing of a letter: it stays on the page of what stands before it.
    """

    lines: tuple[tuple[Element, ...], ...]
    align: Literal["start", "end"] = "start"
    room: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a letter is about: its title, where the letterhead stands before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers."""

    items: tuple[tuple[Element, ...], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Labels and values."""

    rows: tuple[tuple[str, tuple[Element, ...]], ...]


Block: TypeAlias = Heading | Paragraph | Lines | Subject | Bullets | Table | Record


@dataclass(frozen=True, slots=True)
class Section:
    """A section of prose; letters are made of them."""

    title: str | None
    blocks: tuple[Block, ...]


def plain(content: tuple[Element, ...]) -> str:
    """Content as words, without marks of footnotes."""
    return "".join(_words(one) for one in content)


def _words(one: Element) -> str:
    match one:
        case Reference():
            return f"{one.word}\u00a0{one.number}"
        case FootnoteRef():
            return ""
        case Term() | Text():
            return one.text
