"""Read the answers of a DOCX questionnaire from its content controls; places are their tags.

What stands outside the controls must be what was sent out: an answer there would be read by nobody.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from docx.oxml.ns import qn
from lxml import etree

from tenderlaw.documents.archive import read_docx, reading_docx
from tenderlaw.documents.questionnaires.docx_form import COLUMNS, ENTRY, HINT, OUTSIDE, fits, is_inside, outside
from tenderlaw.documents.questionnaires.model import ABOUT
from tenderlaw.documents.questionnaires.returned import BLANK, Cell, Returned, Row
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["answers_in_docx"]

_KEY: Final = re.compile(r"@id='([^']+)'")
_FIELDS: Final = ("answer", *ABOUT)
_VALUES: Final = "{urn:tenderlaw:values}value"


def answers_in_docx(path: Path) -> tuple[Returned, ...]:
    """Every question of the document with what was answered. Raises InputInvalidError for what is no questionnaire."""
    name = str(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    data = read_docx(path)
    with reading_docx(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        body: Any = etree.fromstring(archive.read("word/document.xml"), parser)
        held = "word/styles.xml" in archive.namelist()
        styles: Any = etree.fromstring(archive.read("word/styles.xml"), parser) if held else None
        items = [one for one in archive.namelist() if re.fullmatch(r"customXml/item\d+\.xml", one)]
        sent = {
            value.get("id", ""): value.text
            for item in items
            for value in etree.fromstring(archive.read(item), parser).iter(_VALUES)
        }
    found = _Found(sent, _placeholders(styles))
    for box in body.iter(qn("w:sdt")):
        found.take(box)
    if not found.fields:
        hint = "write one with `tenderlaw questionnaire`, and keep its fields"
        raise InputInvalidError([Fault(name, 0, 0, "", "is no questionnaire", hint)])
    faults = [Fault(name, 0, 0, place, message, hint) for place, message, hint in found.faults]
    if not faults and sent.get(OUTSIDE) not in (None, outside(body)):
        message = "words outside the fields are not those that were sent out, and nobody would read them"
        faults.append(Fault(name, 0, 0, "", message, "write answers into the fields, and leave the rest as it was"))
    if faults:
        raise InputInvalidError(faults)
    return tuple(found.returned())


class _Found:
    """The controls of a document, as they come."""

    def __init__(self, sent: Mapping[str, str | None], placeholders: frozenset[str]) -> None:
        self._sent, self._placeholders = sent, placeholders
        self.fields: dict[str, dict[str, Cell]] = {}
        self.rows: dict[str, dict[Any, dict[str, Cell]]] = {}
        self.faults: list[tuple[str, str, str]] = []
        self._last = ""

    def take(self, box: Any) -> None:  # noqa: ANN401 - an element of lxml
        """One control: a field of a question, or a fact of an entry of the list that was asked last."""
        properties = box.find(qn("w:sdtPr"))
        tag = _attribute(properties, "w:tag", "w:val")
        bound = _KEY.search(_attribute(properties, "w:dataBinding", "w:xpath"))
        key = bound[1] if bound else tag
        field, _, about = key.partition(":")
        if field in _FIELDS and about:
            if field == "answer":
                self._last = about
            cell = self._cell(box, properties, key)
            before = self.fields.setdefault(about, {}).setdefault(field, cell)
            if before.value != cell.value:
                self.faults.append((key, "the field stands there twice, with two answers", "keep one"))
            self._beside(box, key)
        else:
            self._entry(box, properties, tag)

    def _entry(self, box: Any, properties: Any, tag: str) -> None:  # noqa: ANN401
        """A fact of an entry: by its tag, or by its cell where a word processor has dropped that."""
        names = (self._sent.get(f"{COLUMNS}:{self._last}") or "").split()
        cell, line, table = (next(box.iterancestors(qn(name)), None) for name in ("w:tc", "w:tr", "w:tbl"))
        if cell is None or line is None or table is None or not names:
            if not self._cell(box, properties, tag).blank:
                self.faults.append((tag or "a field", "belongs to no question", "write into the fields as they were"))
            return
        holder, within, one = (line, line, cell) if fits(len(names)) else (table, table, line)
        number = [child for child in within if child.tag == one.tag].index(one)
        known = tag.removeprefix(ENTRY) if tag.startswith(ENTRY) else ""
        name = known or (names[number] if number < len(names) else "")
        entries = self.rows.setdefault(self._last, {})
        entry = entries.setdefault(holder, {})
        place = f"{self._last.partition(':')[2]}, entry {list(entries).index(holder) + 1}, {name or 'a new column'}"
        found = self._cell(box, properties, place)
        before = entry.setdefault(name, found)
        if before.value != found.value:
            self.faults.append((place, "two fields stand in its place", "keep one"))
        self._beside(box, place)

    def returned(self) -> Iterator[Returned]:
        """The questions with their answers."""
        for key, cells in self.fields.items():
            kind, _, about = key.partition(":")
            answer = cells.get("answer", BLANK)
            rows = [Row(f"{about}, entry {n}", entry) for n, entry in enumerate(self.rows.get(key, {}).values(), 1)]
            yield Returned(
                about=Cell(about, answer.place or about),
                answer=answer,
                rows=tuple(rows),
                beside={name: cells[name] for name in ABOUT if name in cells},
                is_evidence=kind == "evidence",
            )

    def _cell(self, box: Any, properties: Any, place: str) -> Cell:  # noqa: ANN401
        """What a control holds; what a word processor shows in an empty one is nothing, whatever its language."""
        content = box.find(qn("w:sdtContent"))
        lines = [] if content is None else [_text(one) for one in content.iter(qn("w:p"))] or [_text(content)]
        words = "\n".join(lines).strip()
        hidden = properties is not None and properties.find(qn("w:showingPlcHdr")) is not None
        looks = {style.get(qn("w:val")) for style in box.iter(qn("w:rStyle"))}
        shown = hidden and not looks.isdisjoint(self._placeholders)
        return Cell(None if not words or words == HINT or shown else words, place)

    def _beside(self, box: Any, place: str) -> None:  # noqa: ANN401
        """Words in the cell of a control that stand outside it."""
        cell = next(box.iterancestors(qn("w:tc")), None)
        texts = () if cell is None else cell.iter(qn("w:t"))
        words = "".join(text.text or "" for text in texts if not is_inside(text)).strip()
        if words:
            self.faults.append((place, f"`{words[:60]}` stands beside the field", "write it into the field"))


def _placeholders(styles: Any) -> frozenset[str]:  # noqa: ANN401
    """The ids of the style in which an empty control says that it is: its name alone is the same everywhere."""
    found = () if styles is None else styles.iter(qn("w:style"))
    named = ((one, _attribute(one, "w:name", "w:val")) for one in found)
    return frozenset(one.get(qn("w:styleId"), "") for one, name in named if name.casefold() == "placeholder text")


def _text(element: Any) -> str:  # noqa: ANN401
    """The words of a paragraph; what a tracked change deleted is none of them."""
    out = []
    for one in element.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        out.append(one.text or "" if one.tag == qn("w:t") else " ")
    return "".join(out)


def _attribute(properties: Any, name: str, attribute: str) -> str:  # noqa: ANN401
    found = None if properties is None else properties.find(qn(name))
    return "" if found is None else found.get(qn(attribute), "")
