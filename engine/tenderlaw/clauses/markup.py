"""The markup of clause bodies: numbered sub-clauses, items of two levels, tables, terms, references, footnotes.

Input: a body's text, with marks for what its template printed. Output: a tree of four levels, of which the
clause itself is the first. Invariants: what was printed is literal text and never read as markup; nothing is
dropped; a fault has its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from tenderlaw.clauses.inline import Inline, Line, MarkupError, parse_inline

__all__ = ["Block", "Node", "TableNode", "inlines_of", "keys_of", "parse_markup"]

SUB_CLAUSE, ITEM, SUB_ITEM = 2, 3, 4
_ITEM: Final = re.compile(r"( *)- +(?=\S)")
_KEY: Final = re.compile(r"\{#([a-z0-9][a-z0-9-]*)\}\s*")
_CELL: Final = re.compile(r"((?:\\.|<[a-z0-9.-]+\|[^>|]*>|[^|])*)(?:\||$)")
"""The text up to the next bar that stands neither in a term nor after a backslash."""
_INDENT: Final = {0: ITEM, 2: SUB_ITEM}


@dataclass(frozen=True, slots=True)
class Node:
    """A numbered passage: a sub-clause (level 2), an item (3) or an item of an item (4)."""

    level: int
    key: str | None
    inlines: tuple[Inline, ...]
    children: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table; its first row is the head."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    line: int


Block: TypeAlias = Node | TableNode


@dataclass(slots=True)
class _Open:
    """A passage that still takes children."""

    level: int
    key: str | None
    inlines: tuple[Inline, ...]
    children: list[_Open | TableNode]
    line: int

    def closed(self) -> Node:
        children = tuple(child if isinstance(child, TableNode) else child.closed() for child in self.children)
        return Node(self.level, self.key, self.inlines, children, self.line)


def parse_markup(text: str, printed: Sequence[object]) -> tuple[Block, ...]:
    """Parse a body. `printed` are the values of its marks. Raises MarkupError at the first fault."""
    root = _Open(1, None, (), [], 1)
    path = [root]
    for line, words in _constructs(text):
        first = words[0]
        if first.text.startswith("|"):
            path[-1].children.append(_table(words, printed))
            continue
        level, start = _level(first)
        if level - path[-1].level > 1 and level > SUB_CLAUSE:
            what = "a sub-clause" if level == ITEM else "an item"
            raise MarkupError(line, first.column, f"an item without {what} above it", "write a paragraph first")
        key, text_lines = _key([Line(first.line, first.column + start, first.text[start:]), *words[1:]])
        while path[-1].level >= level:
            path.pop()
        node = _Open(level, key, parse_inline(text_lines, printed), [], line)
        path[-1].children.append(node)
        path.append(node)
    return root.closed().children


def _constructs(text: str) -> Iterator[tuple[int, list[Line]]]:
    """Paragraphs, items and tables: the lines of each, and where it starts."""
    lines: list[Line] = []
    kind = ""
    for number, raw in enumerate(text.split("\n"), 1):
        shape = _shape(raw)
        if lines and not (shape == kind and shape in ("text", "table")):
            yield lines[0].line, lines
            lines = []
        kind = shape
        if shape == "text":
            words = raw.strip()
            lines.append(Line(number, raw.index(words) + 1, words))
        elif shape:
            lines.append(Line(number, 1, raw.strip() if shape == "table" else raw.rstrip()))
    if lines:
        yield lines[0].line, lines


def _shape(raw: str) -> str:
    if not raw.strip():
        return ""
    if raw.lstrip().startswith("|"):
        return "table"
    return "item" if _ITEM.match(raw) else "text"


def _level(line: Line) -> tuple[int, int]:
    found = _ITEM.match(line.text)
    if found is None:
        return SUB_CLAUSE, 0
    level = _INDENT.get(len(found[1]))
    if level is None:
        message = f"an item {len(found[1])} spaces in"
        raise MarkupError(line.line, 1, message, "an item starts at the margin, its own items two spaces in")
    return level, found.end()


def _key(words: list[Line]) -> tuple[str | None, list[Line]]:
    first = words[0]
    found = _KEY.match(first.text)
    if found is None:
        if first.text.startswith("{#"):
            raise MarkupError(first.line, first.column, "a name that is not `{#name}`", "lower case, digits, hyphens")
        return None, words
    rest = first.text[found.end() :]
    if not rest and len(words) == 1:
        raise MarkupError(first.line, first.column, f"`{{#{found[1]}}}` names nothing", "write the text after it")
    return found[1], [Line(first.line, first.column + found.end(), rest), *words[1:]]


def _table(lines: Sequence[Line], printed: Sequence[object]) -> TableNode:
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for line in lines:
        text = line.text
        if not text.endswith("|") or text.endswith("\\|") or len(text) < 2:
            raise MarkupError(line.line, len(text), "a row of a table that does not end with `|`", "close it")
        cells, column = [], line.column + 1
        for cell in _cells(text):
            words = cell.strip()
            at = column + (cell.index(words) if words else 0)
            cells.append(parse_inline([Line(line.line, at, words)], printed))
            column += len(cell) + 1
        if rows and len(cells) != len(rows[0]):
            message = f"a row of {len(cells)} cells in a table of {len(rows[0])}"
            raise MarkupError(line.line, line.column, message, "give each row the cells of the head")
        rows.append(tuple(cells))
    if len(rows) < 2:
        raise MarkupError(lines[0].line, 1, "a table without rows", "write at least one row below its head")
    return TableNode(tuple(rows), lines[0].line)


def _cells(row: str) -> list[str]:
    return [found[1] for found in _CELL.finditer(row, 1, len(row) - 1) if found.end() > found.start()] or [""]


def inlines_of(blocks: Sequence[Block]) -> Iterator[Inline]:
    """Every piece of text of a body, in the order in which it is read."""
    for block in blocks:
        if isinstance(block, TableNode):
            for row in block.rows:
                for cell in row:
                    yield from cell
        else:
            yield from block.inlines
            yield from inlines_of(block.children)


def keys_of(blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """Every name of a sub-clause or item, and its line."""
    for block in blocks:
        if isinstance(block, Node):
            if block.key is not None:
                yield block.key, block.line
            yield from keys_of(block.children)
