"""What came back, as it stands in the file: every answer with its place, before anybody says what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

__all__ = ["BLANK", "Cell", "Returned", "Row", "Written"]

Written: TypeAlias = "str | bool | int | Decimal | date | None"
"""What a cell holds: in a spreadsheet a number or a day may be one, elsewhere it is text; nothing is a blank."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody wrote, and where: a sheet and its cell, the tag of a control, a JSON pointer."""

    value: Written
    place: str
    wrong: str | None = None
    """Why what stands there cannot be read as an answer: a formula, an error of the spreadsheet."""

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        return self.wrong is None and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


BLANK = Cell(None, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list, by the names of its columns."""

    place: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Returned:
    """The answer to one question, and what was written beside it."""

    about: Cell
    """The path of the fact, or the id of a document asked for."""
    answer: Cell = BLANK
    rows: tuple[Row, ...] = ()
    beside: Mapping[str, Cell] = field(default_factory=dict)
    """Document, page, date and remark, by their names."""
    is_evidence: bool = False
    """Whether it answers a document that was asked for."""

    @property
    def blank(self) -> bool:
        """Whether nothing at all was written."""
        cells = (self.answer, *self.beside.values(), *(cell for row in self.rows for cell in row.cells.values()))
        return all(cell.blank for cell in cells)
