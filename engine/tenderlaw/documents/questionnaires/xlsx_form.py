"""A questionnaire as a workbook: every cell to fill is text, the paths of the facts are hidden and locked.

Sheets: the questions by topic, one for each list, documents asked for, topics, and a hidden one of the words to choose
from. The same questionnaire gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from tenderlaw.documents.questionnaires.kinds import kind_in_words, words_of
from tenderlaw.documents.questionnaires.model import ABOUT, Asked, Questionnaire
from tenderlaw.documents.questionnaires.phrases import phrases_in
from tenderlaw.documents.questionnaires.shown import coverage_of, head_of
from tenderlaw.sources.printing import printable

__all__ = ["ANSWERS", "EVIDENCE", "HEAD_ROW", "LAYOUT", "LISTED", "to_xlsx"]

LAYOUT: Final = "tenderlaw questionnaire 1"
"""In the first cell of every sheet that is read back."""
HEAD_ROW: Final = 2
"""The row that names the columns, counted from 0; above it stand what the sheet holds, and its title."""
ANSWERS: Final = ("path", "question", "concerns", "needed", "kind", "answer", *ABOUT)
EVIDENCE: Final = ("id", "asked", "sign", "answer", *ABOUT)
LISTED: Final = 25
"""Rows to fill for a list."""
_WIDTHS: Final = {"path": 2, "id": 2, "question": 52, "concerns": 16, "needed": 40, "kind": 24, "answer": 24,
                  "sign": 36, "asked": 46, "document": 24, "page": 8, "dated": 14, "remark": 28}  # fmt: skip
_LONGEST: Final = 32_000
_LINE: Final = 13.5
"""The height of a line, in points."""
_SAFE: Final = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
}  # fmt: skip


def to_xlsx(asked: Questionnaire) -> bytes:
    """The questionnaire as XLSX."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _SAFE)
    when = datetime(asked.as_of.year, asked.as_of.month, asked.as_of.day)
    book.set_properties({"title": phrases_in(asked.language)["title"], "author": asked.buyer or "", "created": when})
    _Writer(book, asked).write()
    book.close()
    return out.getvalue()


class _Writer:
    """Writes one workbook."""

    def __init__(self, book: Any, asked: Questionnaire) -> None:  # noqa: ANN401 - of a library without types
        self._book, self._asked, self._said = book, asked, phrases_in(asked.language)
        wrapped = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 10, "num_format": "@"}
        line = {"border": 1, "border_color": "#C9CCD3"}
        self._plain = book.add_format({**wrapped, **line})
        self._free = book.add_format({**wrapped, **line, "locked": False, "bg_color": "#FFFBE6"})
        self._head = book.add_format({**wrapped, **line, "bold": True, "bg_color": "#E4E8F0"})
        self._topic = book.add_format({**wrapped, "bold": True, "font_size": 11, "bg_color": "#F3F4F7"})
        self._title = book.add_format({"bold": True, "font_size": 15, "font_name": "Calibri"})
        self._note = book.add_format({**wrapped, "italic": True})
        self._words: list[Sequence[str]] = []
        self._lists = [one for one in asked.asked if one.kind == "list"]

    def write(self) -> None:
        """All sheets, in the order in which they are read."""
        sheets = {one.path: f"L{number}" for number, one in enumerate(self._lists, 1)}
        self._questions(sheets)
        for one in self._lists:
            self._list(one, sheets[one.path])
        if self._asked.evidence:
            self._evidence()
        self._topics()
        self._choices()

    def _sheet(self, name: str, what: str, title: str, columns: Sequence[str], heads: Sequence[str]) -> Any:  # noqa: ANN401
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, f"{LAYOUT}: {what}", self._plain)
        sheet.set_row(0, None, None, {"hidden": True})
        for number, column in enumerate(columns):  # the names by which it is read back
            sheet.write_string(0, number + 1, column, self._plain)
        sheet.write_string(1, 1, _cell(title), self._title)
        for number, head in enumerate(heads):
            sheet.write_string(HEAD_ROW, number, _cell(head), self._head)
        widths = columns if columns in (ANSWERS, EVIDENCE) else ("path", *("answer" for _ in heads[1:]))
        sheet.set_row(HEAD_ROW, _height(zip(heads, widths, strict=False)))
        sheet.freeze_panes(HEAD_ROW + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True})
        return sheet

    def _questions(self, sheets: dict[str, str]) -> None:
        said = self._said
        heads = ("", *(said[one] for one in ANSWERS[1:]))
        sheet = self._sheet("Q", "answers", said["title"], ANSWERS, heads)
        self._widths(sheet, ANSWERS)
        if not any(one.caption for one in self._asked.asked):
            column = ANSWERS.index("concerns")
            sheet.set_column(column, column, 2, None, {"hidden": True})
        sheet.merge_range(1, 2, 1, len(ANSWERS) - 1, _cell(self._headline()), self._note)
        sheet.set_row(1, 32)
        sheet.merge_range(HEAD_ROW + 1, 1, HEAD_ROW + 1, len(ANSWERS) - 1, _cell(said["intro"]), self._note)
        sheet.set_row(HEAD_ROW + 1, 32)
        row = HEAD_ROW + 2
        for topic in self._asked.topics:
            of_topic = self._asked.of_topic(topic.id)
            if of_topic:
                sheet.merge_range(row, 1, row, len(ANSWERS) - 1, topic.title, self._topic)
                row += 1
            for one in of_topic:
                self._question(sheet, row, one, sheets.get(one.path))
                row += 1

    def _question(self, sheet: Any, row: int, one: Asked, listed: str | None) -> None:  # noqa: ANN401
        kind = kind_in_words(one, self._said)
        if listed is not None:
            kind = f"{kind}: {self._said['sheet'].format(sheet=listed)}"
        text = f"{one.text}\n{one.help}" if one.help else one.text
        cells = (one.path, text, one.caption or "", "; ".join(one.needed_for), kind)
        for number, cell in enumerate(cells):
            sheet.write_string(row, number, _cell(cell), self._plain)
        for number in range(len(cells), len(ANSWERS)):
            sheet.write_blank(row, number, None, self._free)
        sheet.set_row(row, _height(zip(cells[1:], ANSWERS[1:], strict=False)))
        self._choose(sheet, row, row, len(cells), words_of(one, self._said))

    def _list(self, one: Asked, name: str) -> None:
        names = [column.name for column in one.columns]
        heads = ["", *(column.title for column in one.columns)]
        sheet = self._sheet(name, one.path, one.title, names, heads)
        sheet.set_column(0, 0, 2, None, {"hidden": True})
        sheet.set_column(1, max(1, len(names)), 22)
        sheet.write_string(HEAD_ROW + 1, 0, "", self._plain)
        heights = [_LINE]
        for number, column in enumerate(one.columns, 1):
            said = f"{column.text}\n({kind_in_words(column, self._said)})"
            sheet.write_string(HEAD_ROW + 1, number, _cell(said), self._note)
            heights.append(_height([(said, "answer")]))
        sheet.set_row(HEAD_ROW + 1, max(heights))
        first = HEAD_ROW + 2
        for row in range(first, first + LISTED):
            for number in range(1, len(names) + 1):
                sheet.write_blank(row, number, None, self._free)
        for number, column in enumerate(one.columns, 1):
            self._choose(sheet, first, first + LISTED - 1, number, words_of(column, self._said))

    def _evidence(self) -> None:
        said = self._said
        sheet = self._sheet("D", "evidence", said["evidence"], EVIDENCE, ("", *(said[one] for one in EVIDENCE[1:])))
        self._widths(sheet, EVIDENCE)
        for row, one in enumerate(self._asked.evidence, HEAD_ROW + 1):
            for number, cell in enumerate((one.id, one.text, f"{one.sign} ({one.cite})")):
                sheet.write_string(row, number, _cell(cell), self._plain)
            sheet.set_row(row, _height([(one.text, "asked"), (f"{one.sign} ({one.cite})", "sign")]))
            for number in range(3, len(EVIDENCE)):
                sheet.write_blank(row, number, None, self._free)
            self._choose(sheet, row, row, 3, (said["enclosed"], said["not_known"]))

    def _topics(self) -> None:
        said = self._said
        names = ("topic", "sources", "number")
        sheet = self._sheet("T", "topics", said["coverage"], names, ("", *(said[one] for one in names)))
        sheet.set_column(0, 0, 2, None, {"hidden": True})
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, 2, 80)
        sheet.set_column(3, 3, 24)
        for row, cells in enumerate(coverage_of(self._asked, said), HEAD_ROW + 1):
            for number, cell in enumerate(cells, 1):
                sheet.write_string(row, number, _cell(cell), self._plain)

    def _choose(self, sheet: Any, first: int, last: int, column: int, words: Sequence[str]) -> None:  # noqa: ANN401
        """Offer words; others may be written, too: what reads them back says what is wrong with them."""
        if not words:
            return
        if words not in self._words:
            self._words.append(words)
        at = xlsxwriter.utility.xl_col_to_name(self._words.index(words))
        source = f"=W!${at}$1:${at}${len(words)}"
        sheet.data_validation(first, column, last, column, {"validate": "list", "source": source, "show_error": False})

    def _choices(self) -> None:
        sheet = self._book.add_worksheet("W")
        for column, words in enumerate(self._words):
            for row, word in enumerate(words):
                sheet.write_string(row, column, _cell(word), self._plain)
        sheet.protect()
        sheet.hide()

    def _widths(self, sheet: Any, columns: Sequence[str]) -> None:  # noqa: ANN401
        for number, name in enumerate(columns):
            hidden = {"hidden": True} if number == 0 else {}
            sheet.set_column(number, number, _WIDTHS[name], None, hidden)

    def _headline(self) -> str:
        return "   ".join(f"{label}: {value}" for label, value in head_of(self._asked, self._said))


def _height(cells: Iterable[tuple[str, str]]) -> float:
    """The height of a row whose cells have these words, each in the width of a column; spreadsheets do not find it."""
    lines = [sum(len(line) // _WIDTHS[column] + 1 for line in text.split("\n")) for text, column in cells]
    return min(400.0, max(lines) * _LINE + 3)


def _cell(text: str) -> str:
    """Words as a cell holds them; whatever they begin with, they are no formula."""
    return printable(text)[:_LONGEST]
