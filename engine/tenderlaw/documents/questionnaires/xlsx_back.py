"""Read the answers of a workbook; places are a sheet and a cell.

Values are those that the cells hold: text, or what a spreadsheet made of it. A formula, or an error, is no answer.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError
from xlsxwriter.utility import xl_col_to_name

from tenderlaw.documents.archive import MAX_FILE, MAX_WHOLE
from tenderlaw.documents.questionnaires.model import ABOUT
from tenderlaw.documents.questionnaires.returned import BLANK, Cell, Returned, Row, Written
from tenderlaw.documents.questionnaires.xlsx_form import ANSWERS, EVIDENCE, HEAD_ROW, LAYOUT
from tenderlaw.sources.doors import bytes_of
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["answers_in_xlsx"]

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OURS: Final = ("answers", "evidence", "topics")
_Raw: TypeAlias = "str | bool | int | float | date | datetime | time | timedelta | None"


def answers_in_xlsx(path: Path) -> tuple[Returned, ...]:
    """Every question of the workbook with what was answered. Raises InputInvalidError for what is no questionnaire."""
    name, data = str(path), bytes_of(path, MAX_FILE)
    try:
        odd = _odd_cells(data)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = {one: book.get_sheet_by_name(one).to_python(skip_empty_area=False) for one in book.sheet_names}
    except (
        CalamineError, PasswordError, XmlError, ZipError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError,
        KeyError, ValueError, OSError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        hint = "save it as .xlsx, without a password and without macros"
        raise InputInvalidError([Fault(name, 0, 0, "", "is no workbook, or a damaged one", hint)]) from error
    read = [_Sheet(one, rows, odd.get(one, {})) for one, rows in sheets.items()]
    lists = {sheet.what: sheet for sheet in read if sheet.what and sheet.what not in _OURS}
    answers = [one for sheet in read if sheet.what == "answers" for one in _answers(sheet, lists)]
    if not any(sheet.what == "answers" for sheet in read):
        hint = "write one with `tenderlaw questionnaire`; its first sheet is `Q`"
        raise InputInvalidError([Fault(name, 0, 0, "", "is no questionnaire", hint)])
    told = {one.about.value for one in answers}
    answers += [_rows_alone(sheet) for what, sheet in lists.items() if what not in told]
    answers += [one for sheet in read if sheet.what == "evidence" for one in _evidence(sheet)]
    faults = [Fault(name, 0, 0, cell.place, "stands on a sheet that is no part of the questionnaire", "move it into it")
              for sheet in read if not sheet.what and sheet.name != "W" for cell in sheet.written()]  # fmt: skip
    if faults:
        raise InputInvalidError(faults)
    return tuple(answers)


class _Sheet:
    """One sheet: what it holds, by its first cell, and its cells by row and column."""

    def __init__(self, name: str, rows: Sequence[Sequence[_Raw]], odd: Mapping[str, str]) -> None:
        self.name, self.rows, self._odd = name, rows, odd
        first = rows[0][0] if rows and rows[0] else None
        self.what = first.removeprefix(f"{LAYOUT}: ") if isinstance(first, str) and first.startswith(LAYOUT) else ""
        self.columns = [str(one) for one in rows[0][1:] if one not in ("", None)] if self.what else []

    def cell(self, row: int, column: int) -> Cell:
        """The cell in a row and a column, counted from 0."""
        at = f"{xl_col_to_name(column)}{row + 1}"
        place = f"{self.name}!{at}"
        if at in self._odd:
            return Cell(None, place, self._odd[at])
        line = self.rows[row] if row < len(self.rows) else ()
        return _typed(line[column] if column < len(line) else None, place)

    def written(self, first: int = 0, beyond: int = 0) -> Iterator[Cell]:
        """The cells that are not blank, from a row and a column on."""
        for row in range(first, len(self.rows)):
            for column in range(beyond, len(self.rows[row])):
                cell = self.cell(row, column)
                if not cell.blank:
                    yield cell


def _answers(sheet: _Sheet, lists: Mapping[str, _Sheet]) -> Iterator[Returned]:
    answer = ANSWERS.index("answer")
    for row in range(HEAD_ROW + 1, len(sheet.rows)):
        about = sheet.cell(row, 0)
        cells = [sheet.cell(row, column) for column in range(answer, max(len(sheet.rows[row]), len(ANSWERS)))]
        if about.blank and all(cell.blank for cell in cells):
            continue  # a topic
        listed = lists.get(str(about.value))
        yield Returned(
            about=Cell(about.value, about.place if not about.blank else cells[0].place, about.wrong),
            answer=cells[0],
            rows=_rows(listed) if listed is not None else (),
            beside=_beside(cells[1:]),
        )


def _evidence(sheet: _Sheet) -> Iterator[Returned]:
    answer = EVIDENCE.index("answer")
    for row in range(HEAD_ROW + 1, len(sheet.rows)):
        cells = [sheet.cell(row, column) for column in range(answer, max(len(sheet.rows[row]), len(EVIDENCE)))]
        about = sheet.cell(row, 0)
        if not about.blank or any(not cell.blank for cell in cells):
            yield Returned(about=about, answer=cells[0], beside=_beside(cells[1:]), is_evidence=True)


def _beside(cells: Sequence[Cell]) -> dict[str, Cell]:
    """What stands beside an answer; whatever stands beyond is refused in place of the remark."""
    found = dict(zip(ABOUT, cells, strict=False))
    for cell in cells[len(ABOUT) :]:
        if not cell.blank:
            found["remark"] = Cell(None, cell.place, "stands outside the columns of the questionnaire")
    return found


def _rows(sheet: _Sheet) -> tuple[Row, ...]:
    rows = []
    for row in range(HEAD_ROW + 2, len(sheet.rows)):
        cells = {name: sheet.cell(row, column) for column, name in enumerate(sheet.columns, 1)}
        for column in (0, *range(len(sheet.columns) + 1, len(sheet.rows[row]))):
            cell = sheet.cell(row, column)
            if not cell.blank:
                cells[f"column {xl_col_to_name(column)}"] = cell
        rows.append(Row(f"{sheet.name}!{row + 1}", cells))
    return tuple(rows)


def _rows_alone(sheet: _Sheet) -> Returned:
    """The rows of a list of which the question is no longer there."""
    return Returned(about=Cell(sheet.what, f"{sheet.name}!A1"), answer=BLANK, rows=_rows(sheet))


def _typed(value: _Raw, place: str) -> Cell:
    written: Written
    if isinstance(value, float):
        written = int(value) if value.is_integer() else Decimal(repr(value))
    elif isinstance(value, datetime):
        if value.time() != time(0):
            return Cell(None, place, f"holds a time of day, `{value}`, where a day is asked for")
        written = value.date()
    elif isinstance(value, time | timedelta):
        return Cell(None, place, f"holds a time, `{value}`, which is no answer")
    else:
        written = value if value != "" else None
    return Cell(written, place)


def _odd_cells(data: bytes) -> dict[str, dict[str, str]]:
    """By sheet, the cells that hold a formula or an error, and what to say of them."""
    found: dict[str, dict[str, str]] = {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_WHOLE:
            raise ValueError("is too large")
        if any("vbaproject" in member.filename.lower() for member in archive.infolist()):
            raise ValueError("carries macros")
        related = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
        targets = {one.get("Id"): one.get("Target", "") for one in related.iter(f"{_RELATIONS}Relationship")}
        for sheet in etree.fromstring(archive.read("xl/workbook.xml"), parser).iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            cells = etree.fromstring(archive.read(part), parser).iter(f"{_MAIN}c")
            found[sheet.get("name", "")] = {at: why for at, why in map(_odd, cells) if why}
    return found


def _odd(cell: etree._Element) -> tuple[str, str]:
    at = cell.get("r") or ""
    formula = cell.find(f"{_MAIN}f")
    if formula is not None:
        return at, f"holds the formula `={formula.text or ''}`: write what it comes to"
    if cell.get("t") == "e":
        return at, f"holds the error `{cell.findtext(f'{_MAIN}v') or ''}` of the spreadsheet"
    return at, ""
