"""A template with lists and bookmarks of its own: both keep theirs, and references show what word processors show."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from document_readers import W, libreoffice_pdf, part_of
from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx_plus.core.oxml import el, xpath
from docx_plus.fields import add_field
from docx_plus.numbering import LevelDefinition, define_list_definition
from lxml import etree
from pypdf import PdfReader
from schedule_sample import schedule

import tenderlaw
from tenderlaw.documents.docx.template import into_template

PARTS = ("{{p definitions }}", "{{p clauses }}", "{{p signatures }}")


def numbered(doc: DocxDocument, *styles: str) -> None:
    """Styles numbered as firms number them: `Article 1`, `1.1`, `1.1.1`, one list bound to the styles."""
    texts = ("Article %1", "%1.%2", "%1.%2.%3")[: len(styles)]
    levels = [LevelDefinition(fmt="decimal", text=text, indent=0, hanging=0) for text in texts]
    number = define_list_definition(doc, levels=levels, name="house", multi_level_type="multilevel")
    numbering = doc.part.numbering_part.element
    (list_id,) = xpath(numbering, f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    for level, name in enumerate(styles):
        style: Any = doc.styles[name]
        num_pr = style.element.get_or_add_pPr().get_or_add_numPr()
        num_pr.get_or_add_ilvl().val, num_pr.get_or_add_numId().val = level, number
        (lvl,) = xpath(numbering, f"./w:abstractNum[@w:abstractNumId='{list_id}']/w:lvl[@w:ilvl='{level}']")
        xpath(lvl, "./w:numFmt")[0].addnext(el("w:pStyle", **{"w:val": style.style_id}))


def by_heading(doc: DocxDocument) -> None:
    numbered(doc, "Heading 1", "Heading 2", "Heading 3")


def by_base(doc: DocxDocument) -> None:
    """The headings are numbered by the style on which they are based."""
    doc.styles.add_style("Numbered", 1)
    numbered(doc, "Numbered")
    for name in ("Heading 1", "Heading 2"):
        doc.styles[name].base_style = doc.styles["Numbered"]  # type: ignore[attr-defined]


def by_clause_styles(doc: DocxDocument) -> None:
    """The firm has styles of our names, numbered in a list of its own."""
    for name in ("Clause Level 2", "Clause Level 3"):
        doc.styles.add_style(name, 1)
    numbered(doc, "Heading 2", "Clause Level 2", "Clause Level 3")


def by_body(doc: DocxDocument) -> None:
    numbered(doc, "Normal")


HOUSES = {"headings": by_heading, "a base": by_base, "our names": by_clause_styles, "every paragraph": by_body}


def house(folder: Path, *changes: Callable[[DocxDocument], None]) -> Path:
    """A contract of the house around the document: two headings before, two after."""
    doc = docx.Document()
    for level, words in ((1, "Before one"), (2, "Before two")):
        doc.add_paragraph(words, style=f"Heading {level}")
    for part in PARTS:
        doc.add_paragraph(part)
    for level, words in ((1, "After one"), (2, "After two")):
        doc.add_paragraph(words, style=f"Heading {level}")
    for change in changes:
        change(doc)
    file = folder / "house.docx"
    doc.save(str(file))
    return file


def shown(folder: Path, data: bytes) -> str:
    """The words that LibreOffice shows, fields and numbers computed anew."""
    file = folder / "filled.docx"
    file.write_bytes(data)
    pages = PdfReader(io.BytesIO(libreoffice_pdf(file, folder))).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("name", HOUSES)
def test_numbers_are_those_that_references_have_whatever_the_house_numbers(tmp_path: Path, name: str) -> None:
    document = schedule()
    words = shown(tmp_path, into_template(document, house(tmp_path, HOUSES[name])))
    for clause in document.clauses:
        assert f" {clause.number}. {clause.title}" in words
    for reference in (
        "in breach of clause 1.1, and",
        "clause 3 applies to them",
    ):
        assert reference in words
    for heading in ("Definitions In this", "Contract clauses 1. No recruitment"):
        assert f" {heading}" in words
        assert not re.search(rf"(Article \d+|\d\.\d) ?{heading}", words)


def test_the_house_counts_on_as_if_nothing_had_been_put_between(tmp_path: Path) -> None:
    words = shown(tmp_path, into_template(schedule(), house(tmp_path, by_heading)))
    assert re.search(r"Article 1 ?Before one 1\.1 ?Before two ", words)
    assert re.search(r"Article 2 ?After one 2\.1 ?After two", words)


@pytest.mark.parametrize("name", HOUSES)
def test_no_list_and_no_numbered_style_of_the_house_is_touched(tmp_path: Path, name: str) -> None:
    file = house(tmp_path, HOUSES[name])
    before, after = file.read_bytes(), into_template(schedule(), file)
    for part, tags in (("word/numbering.xml", ("abstractNum", "num")), ("word/styles.xml", ("style",))):
        kept = [etree.tostring(one, method="c14n") for tag in tags for one in part_of(after, part).iter(f"{W}{tag}")]
        for tag in tags:
            for one in part_of(before, part).iter(f"{W}{tag}"):
                assert etree.tostring(one, method="c14n") in kept
    links = [one.get(f"{W}val") for one in part_of(after, "word/numbering.xml").iter(f"{W}pStyle")]
    assert len(links) == len(set(links)), "a style is bound to one list"


def mark(kind: str, number: str, name: str = "") -> Any:
    element = OxmlElement(f"w:bookmark{kind}")
    element.set(qn("w:id"), number)
    if name:
        element.set(qn("w:name"), name)
    return element


def messy(doc: DocxDocument) -> None:
    """Bookmarks of the house: around all, within each other, of our names, alone, twice, of large numbers."""
    body, first = doc.element.body, doc.paragraphs[0]._p
    body.insert(0, mark("Start", "1", "whole"))
    body.insert(1, mark("Start", "2147480000", "inner"))
    first.append(mark("Start", "0", "C_Reporting"))
    first.append(mark("End", "0"))
    first.append(mark("Start", "7", "never_ends"))
    first.append(mark("End", "99"))
    first.append(mark("Start", "8", "twice"))
    first.append(mark("End", "8"))
    first.append(mark("Start", "9", "TWICE"))
    first.append(mark("End", "9"))
    body.sectPr.addprevious(mark("End", "1"))
    body.sectPr.addprevious(mark("End", "2147480000"))
    header = doc.sections[0].header.paragraphs[0]
    header._p.append(mark("Start", "0", "s_part-clause"))
    header._p.append(mark("End", "0"))
    add_field(doc.paragraphs[-1], instruction="REF C_Reporting \\h", initial_text="house words")


def marks(data: bytes) -> list[tuple[str, str, str]]:
    names = ("word/document.xml", "word/header1.xml")
    return [
        (str(one.tag).removeprefix(f"{W}bookmark"), one.get(f"{W}id") or "", one.get(f"{W}name") or "")
        for name in names
        for one in part_of(data, name).iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")
    ]


def test_bookmarks_are_unique_and_paired_whatever_the_template_holds(tmp_path: Path) -> None:
    data = into_template(schedule(), house(tmp_path, messy))
    found = marks(data)
    starts = [(number, name) for kind, number, name in found if kind == "Start"]
    ends = [number for kind, number, _ in found if kind == "End"]
    assert sorted(number for number, _ in starts) == sorted(ends)
    assert len(set(ends)) == len(ends)
    names = [name.casefold() for _, name in starts]
    assert len(set(names)) == len(names)
    assert {"whole", "inner", "C_Reporting", "never_ends", "twice"} <= {name for _, name in starts}
    place = {(kind, number): index for index, (kind, number, _) in enumerate(found)}
    assert all(place["Start", number] < place["End", number] for number in ends)
    number = {name: number for number, name in starts}
    ours = [place["End", number[name]] for name in ("c_no_fees__rule", "s_signatures")]
    assert place["End", number["whole"]] > max(ours), "it still ends after everything"


def test_references_lead_to_our_clauses_where_the_house_has_a_bookmark_of_that_name(tmp_path: Path) -> None:
    data = into_template(schedule(), house(tmp_path, messy))
    body = part_of(data, "word/document.xml")
    start = next(one for one in body.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == "c_reporting_2")
    assert "Reports and protection" in "".join(start.getparent().itertext())  # type: ignore[union-attr]
    codes = [(code.text or "").split()[1] for code in body.iter(f"{W}instrText") if " REF " in f" {code.text}"]
    assert "c_reporting_2" in codes
    assert codes.count("C_Reporting") == 1, "the reference of the house"


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("{{p clauses }}", "{{p clauses }}"), "has the placeholder `clauses` twice"),
        (("{{p body }}", "{{p clauses }}"), "has `clauses` twice: `body` is the whole document"),
        (("{%p for x in range(2) %}", "{{p clauses }}", "{%p endfor %}"), "shows `clauses` 2 times"),
        (
            ("{%p if title == '' %}", "{{p signatures }}", "{%p endif %}", "{{p clauses }}"),
            "leaves out `signatures` by a condition",
        ),
    ],
)
def test_a_part_of_the_document_stands_once(tmp_path: Path, paragraphs: tuple[str, ...], said: str) -> None:
    doc = docx.Document()
    for text in paragraphs:
        doc.add_paragraph(text)
    doc.save(str(tmp_path / "house.docx"))
    with pytest.raises(tenderlaw.InputInvalidError, match=re.escape(said)):
        into_template(schedule(), tmp_path / "house.docx")
