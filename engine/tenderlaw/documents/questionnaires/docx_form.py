"""A questionnaire as DOCX: every answer is a content control bound to a value of the file; rows are unbound controls.

The tag of a control says what it answers; words stand outside controls only where nobody is to write.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import docx
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx_plus.core.oxml import sub
from docx_plus.fields import add_field

from tenderlaw.documents.archive import fixed_zip
from tenderlaw.documents.bound import Bound, Values
from tenderlaw.documents.docx.controls import attach_values, control, unbound_control
from tenderlaw.documents.docx.house import HOUSE
from tenderlaw.documents.docx.package import set_language
from tenderlaw.documents.phrases import phrases_in as furniture_in
from tenderlaw.documents.properties import locale_of
from tenderlaw.documents.questionnaires.kinds import kind_in_words, words_of
from tenderlaw.documents.questionnaires.model import ABOUT, Asked, Column, Questionnaire
from tenderlaw.documents.questionnaires.phrases import phrases_in
from tenderlaw.documents.questionnaires.shown import coverage_of, head_of
from tenderlaw.sources.printing import printable

__all__ = ["COLUMNS", "ENTRY", "HINT", "OUTSIDE", "fits", "is_inside", "outside", "to_docx"]

HINT: Final = "…………"
"""What an empty control shows."""
ENTRY: Final = "entry."
"""Before the name of a fact of an entry, in the tag of a control: each row of a table is an entry, or each table."""
COLUMNS: Final = "columns"
"""Before the key of a list: the names of its columns in their order, for word processors that drop tags."""
OUTSIDE: Final = "outside"
"""The key of the digest of all words outside controls."""
_WIDTH: Final = 13_900
"""The width of the text on a page on its side, in twentieths of a point."""
_MOST: Final = 10
"""Columns that a page can hold."""
_ROWS: Final = 8
_BLOCKS: Final = 3


def to_docx(asked: Questionnaire) -> bytes:
    """The questionnaire as DOCX: the same questionnaire, the same bytes."""
    doc = docx.Document(str(HOUSE))
    set_language(doc, asked.language)
    _properties(doc, asked)
    writer = _Writer(doc, asked)
    writer.write()
    writer.values.used[OUTSIDE] = Bound(OUTSIDE, OUTSIDE, outside(doc.element.body))
    attach_values(doc, writer.values)
    out = io.BytesIO()
    doc.save(out)
    return fixed_zip(out.getvalue())


def fits(columns: int) -> bool:
    """Whether a row of a table holds so many columns; else each entry has a table of its own."""
    return columns <= _MOST


def is_inside(element: Any) -> bool:  # noqa: ANN401 - an element of lxml
    """Whether an element is part of a control."""
    return next(element.iterancestors(qn("w:sdt")), None) is not None


def outside(body: Any) -> str:  # noqa: ANN401 - an element of lxml
    """The digest of all words that stand outside controls, without their spaces."""
    words = "".join(text.text or "" for text in body.iter(qn("w:t")) if not is_inside(text))
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()


class _Writer:
    """Writes one questionnaire into a document of the house."""

    def __init__(self, doc: DocxDocument, asked: Questionnaire) -> None:
        self.values = Values({}, {})
        self._asked, self._said = asked, phrases_in(asked.language)
        self._styles = {style.name: str(style.style_id) for style in doc.styles}
        self._end: Any = doc.element.body.sectPr

    def write(self) -> None:
        """All of it: what it is about, the questions by topic, documents asked for, topics."""
        asked, said = self._asked, self._said
        self._words(self._paragraph("Title"), said["title"])
        self._table((3_000, _WIDTH - 3_000), list(head_of(asked, said)), head=False)
        self._words(self._paragraph("Document Note"), said["intro"])
        for topic in asked.topics:
            of_topic = asked.of_topic(topic.id)
            if of_topic:
                self._words(self._paragraph("Heading 1"), topic.title)
            for one in of_topic:
                self._question(one)
        if asked.evidence:
            self._words(self._paragraph("Heading 1"), said["evidence"])
        for document in asked.evidence:
            self._words(self._paragraph("Heading 3"), document.text)
            words = (said["enclosed"], said["not_known"])
            rows = ((said["sign"], f"{document.sign} ({document.cite})"),)
            self._answers(f"evidence:{document.id}", rows, words)
        self._words(self._paragraph("Heading 1"), said["coverage"])
        counted = [(said["topic"], said["sources"], said["number"]), *coverage_of(asked, said)]
        self._table((4_000, _WIDTH - 6_000, 2_000), counted, head=True)

    def _question(self, one: Asked) -> None:
        said = self._said
        self._words(self._paragraph("Heading 3"), one.text)
        rows = [(said["concerns"], one.caption or ""), (said["needed"], "; ".join(one.needed_for))]
        rows += [("", one.help or ""), (said["kind"], kind_in_words(one, said))]
        self._answers(f"fact:{one.path}", [(label, words) for label, words in rows if words], words_of(one, said))
        if one.kind == "list":
            (self._rows if fits(len(one.columns)) else self._blocks)(one.title, one.columns)
            key = f"{COLUMNS}:fact:{one.path}"
            self.values.used[key] = Bound(key, key, " ".join(column.name for column in one.columns))

    def _answers(self, key: str, rows: Iterable[tuple[str, str]], words: Sequence[str]) -> None:
        """What is said of a question, its answer, and what stands beside it."""
        widths = (3_000, _WIDTH - 3_000)
        table = self._table(widths, list(rows), head=False)
        for name in ("answer", *ABOUT):
            line = _line(table)
            self._words(self._in_cell(line, widths[0]), self._said[name], bold=name == "answer")
            paragraph = self._in_cell(line, widths[1])
            box = control(self.values, paragraph, Bound(f"{name}:{key}", self._said[name], ""))
            self._empty(box, words if name == "answer" else ())

    def _rows(self, title: str, columns: Sequence[Column]) -> None:
        self._words(self._paragraph("Label Line"), title)
        width = _WIDTH // len(columns)
        heads = [f"{one.title} ({kind_in_words(one, self._said)})" for one in columns]
        table = self._table([width] * len(columns), [heads], head=True)
        for _ in range(_ROWS):
            line = _line(table)
            for one in columns:
                self._free(self._in_cell(line, width), one)

    def _blocks(self, title: str, columns: Sequence[Column]) -> None:
        widths = (5_000, _WIDTH - 5_000)
        for number in range(1, _BLOCKS + 1):
            self._words(self._paragraph("Label Line"), f"{title}: {number}")
            table = self._table(widths, [], head=False)
            for one in columns:
                line = _line(table)
                self._words(self._in_cell(line, widths[0]), f"{one.text} ({kind_in_words(one, self._said)})")
                self._free(self._in_cell(line, widths[1]), one)

    def _free(self, paragraph: Any, one: Column) -> None:  # noqa: ANN401 - an element of lxml
        """A fact of an entry; rows may be added by copying one."""
        box = unbound_control(self.values, paragraph, one.title, f"{ENTRY}{one.name}")
        self._empty(box, () if one.such_as else words_of(one, self._said))

    def _empty(self, content: Any, words: Sequence[str]) -> None:  # noqa: ANN401
        """A control that holds nothing yet; with words it offers these, and takes others."""
        properties = content.getparent().find(qn("w:sdtPr"))
        kind = properties.find(qn("w:text"))
        shows = OxmlElement("w:showingPlcHdr")
        properties.find(qn("w:id")).addnext(shows)
        if words:
            offered: Any = OxmlElement("w:comboBox")
            for word in words:
                sub(offered, "w:listItem", **{"w:displayText": printable(word), "w:value": printable(word)})
            properties.replace(kind, offered)
        run = sub(content, "w:r")
        sub(sub(run, "w:rPr"), "w:color", **{"w:val": "6B7080"})
        sub(run, "w:t").text = HINT

    def _paragraph(self, style: str) -> Any:  # noqa: ANN401
        paragraph = self._styled(style)
        self._end.addprevious(paragraph)
        return paragraph

    def _styled(self, style: str) -> Any:  # noqa: ANN401
        paragraph: Any = OxmlElement("w:p")
        sub(sub(paragraph, "w:pPr"), "w:pStyle", **{"w:val": self._styles[style]})
        return paragraph

    def _words(self, paragraph: Any, words: str, *, bold: bool = False) -> None:  # noqa: ANN401
        run = sub(paragraph, "w:r")
        if bold:
            sub(sub(run, "w:rPr"), "w:b")
        sub(run, "w:t", **{"xml:space": "preserve"}).text = printable(words)

    def _table(self, widths: Sequence[int], rows: Sequence[Sequence[str]], *, head: bool) -> Any:  # noqa: ANN401
        table: Any = OxmlElement("w:tbl")
        properties = sub(table, "w:tblPr")
        sub(properties, "w:tblStyle", **{"w:val": self._styles["Tender Table"]})
        sub(properties, "w:tblW", **{"w:w": str(sum(widths)), "w:type": "dxa"})
        sub(properties, "w:tblLayout", **{"w:type": "fixed"})
        sub(properties, "w:tblLook", **{"w:val": "0420" if head else "0400", "w:firstRow": "1" if head else "0"})
        grid = sub(table, "w:tblGrid")
        for width in widths:
            sub(grid, "w:gridCol", **{"w:w": str(width)})
        for number, row in enumerate(rows):
            line = _line(table)
            if head and number == 0:
                sub(line[0], "w:tblHeader")
            for width, words in zip(widths, row, strict=True):
                self._words(self._in_cell(line, width), words)
        self._end.addprevious(table)
        self._end.addprevious(self._styled("Table Spacer"))
        return table

    def _in_cell(self, line: Any, width: int) -> Any:  # noqa: ANN401
        cell = sub(line, "w:tc")
        sub(sub(cell, "w:tcPr"), "w:tcW", **{"w:w": str(width), "w:type": "dxa"})
        paragraph = self._styled("Table Text")
        cell.append(paragraph)
        return paragraph


def _line(table: Any) -> Any:  # noqa: ANN401
    """A row that no page divides."""
    line = sub(table, "w:tr")
    sub(sub(line, "w:trPr"), "w:cantSplit")
    return line


def _properties(doc: DocxDocument, asked: Questionnaire) -> None:
    """A page on its side, its number, and core properties without a clock."""
    section, said = doc.sections[0], furniture_in(asked.language)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.header.paragraphs[0].style, section.footer.paragraphs[0].style = "Header", "Footer"
    section.header.paragraphs[0].add_run(printable(phrases_in(asked.language)["title"]))
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in _parts(said["page"]):
        footer.add_run(words)
        if field:
            add_field(footer, instruction=field, initial_text="1")
    core = doc.core_properties
    core.title, core.subject = phrases_in(asked.language)["title"], printable(asked.bought or "")[:255]
    core.author = core.last_modified_by = printable(asked.buyer or "")[:255]
    core.created = core.modified = datetime(asked.as_of.year, asked.as_of.month, asked.as_of.day)
    core.language, core.revision = locale_of(asked.language), 1
    core.keywords = core.comments = core.category = ""


def _parts(page: str) -> Iterator[tuple[str, str]]:
    before, _, rest = page.partition("{page}")
    middle, _, after = rest.partition("{pages}")
    yield from ((before, "PAGE"), (middle, "NUMPAGES"), (after, ""))
