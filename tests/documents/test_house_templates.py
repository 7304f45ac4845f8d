"""A buyer's own Word template: filled strictly, its styles kept, and never a program that runs away."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from document_readers import W, libreoffice_pdf, part_of, words_of
from docx.document import Document as DocxDocument
from docx.shared import RGBColor
from docx_plus.notes import FootnoteIdRegistry, add_endnote, add_footnote
from pypdf import PdfReader
from schedule_sample import HOSTILE, schedule

import tenderlaw
from tenderlaw.documents.docx.template import into_template
from tenderlaw.documents.kinds import OF_CLAUSES, DocumentKind
from tenderlaw.documents.model import plain
from tenderlaw.documents.spaces import tied


def template(folder: Path, *paragraphs: str, change: Callable[[DocxDocument], None] | None = None) -> Path:
    """A template with these paragraphs."""
    doc = docx.Document()
    for text in paragraphs:
        doc.add_paragraph(text)
    if change:
        change(doc)
    file = folder / "house.docx"
    doc.save(str(file))
    return file


ROOM = ("{{p definitions }}", "{{p clauses }}", "{{p signatures }}")


def own_look(doc: DocxDocument) -> None:
    doc.styles["Heading 2"].font.color.rgb = RGBColor(0, 0x80, 0)  # type: ignore[attr-defined]
    doc.sections[0].header.paragraphs[0].text = "Header of {{ buyer }}"


def faults(folder: Path, *paragraphs: str) -> str:
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        into_template(schedule(), template(folder, *paragraphs))
    return "\n".join(f"{fault.message} ({fault.hint})" for fault in found.value.faults)


def test_clauses_and_fill_ins_stand_where_the_template_says(tmp_path: Path) -> None:
    file = template(
        tmp_path, "Contract of {{ buyer }}", "{{p clauses }}", "Contact: {{ fill.contact }}", change=own_look
    )
    words = words_of("docx", into_template(schedule(), file))
    first, clause, last = (
        words.index(text) for text in ("Contract of City", "No recruitment fees", "Contact: the con")
    )
    assert first < clause < last
    assert "Header of City of Example" in words
    assert "Definitions" not in words


def test_the_styles_of_the_template_win(tmp_path: Path) -> None:
    data = into_template(schedule(), template(tmp_path, "{{p body }}", change=own_look))
    doc = docx.Document(io.BytesIO(data))
    assert doc.styles["Heading 2"].font.color.rgb == RGBColor(0, 0x80, 0)  # type: ignore[attr-defined]
    headings = [
        paragraph.text for paragraph in doc.paragraphs if paragraph.style and paragraph.style.name == "Heading 2"
    ]
    assert headings[:2] == ["No recruitment fees", "Official clause on forced labour"]


def test_references_and_footnotes_survive(tmp_path: Path) -> None:
    document = schedule()
    data = into_template(document, template(tmp_path, "{{p definitions }}", "{{p clauses }}"))
    body = part_of(data, "word/document.xml")
    names = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    codes = [code.text or "" for code in body.iter(f"{W}instrText")]
    assert {code.split()[1] for code in codes if code.strip().startswith("REF")} <= names
    marks = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]
    notes = {one.get(f"{W}id"): "".join(text.text or "" for text in one.iter(f"{W}t")).strip()
             for one in part_of(data, "word/footnotes.xml")}  # fmt: skip
    assert [notes[mark] for mark in marks] == [tied(plain(note.content)) for note in document.footnotes]
    assert marks == sorted(marks, key=lambda mark: int(mark or 0))


def test_libreoffice_shows_one_numbering_and_each_note_at_its_mark(tmp_path: Path) -> None:
    document = schedule()
    file = tmp_path / "filled.docx"
    text = template(tmp_path, "{{p definitions }}", "{{p clauses }}", "{{p signatures }}", change=own_look)
    file.write_bytes(into_template(document, text))
    pages = PdfReader(io.BytesIO(libreoffice_pdf(file, tmp_path))).pages
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    for clause in document.clauses:
        assert f"{clause.number}. {clause.title}" in words
    assert "clause 3 applies to them" in words
    for note in document.footnotes:
        assert f"{note.number} {plain(note.content)}" in words


@pytest.mark.parametrize(
    ("block", "kind", "said"),
    [
        ("instructions", "contract-terms", "is made for instructions, and this document is contract-terms"),
        ("why", "contract-terms", "stands in the authority's own file alone"),
    ],
)
def test_a_place_for_another_document_is_refused(tmp_path: Path, block: str, kind: DocumentKind, said: str) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=re.escape(said)):
        into_template(schedule(kind=kind), template(tmp_path, "{{p definitions }}", f"{{{{p {block} }}}}"))


@pytest.mark.parametrize("kind", OF_CLAUSES)
def test_a_template_may_have_a_place_for_one_kind_of_document(tmp_path: Path, kind: DocumentKind) -> None:
    block = kind.replace("-", "_")
    data = into_template(schedule(kind=kind), template(tmp_path, f"{{{{p {block} }}}}"))
    (clause, *_) = schedule(kind=kind).clauses
    assert clause.title in words_of("docx", data)


def own_notes(doc: DocxDocument) -> None:
    """A template with footnotes of its own, whose ids are large and out of order, the last one with a placeholder."""
    first, last = doc.paragraphs[0], doc.paragraphs[-1]
    add_footnote(last, " Own last note for {{ buyer }}.", id_registry=_Ids(doc, 7))
    add_footnote(first, " Own first note.", id_registry=_Ids(doc, 90210))


class _Ids(FootnoteIdRegistry):
    def __init__(self, doc: DocxDocument, number: int) -> None:
        super().__init__(doc)
        self.number = number

    def next(self) -> int:
        return self.number


def test_footnotes_of_the_template_and_of_the_document_are_numbered_together(tmp_path: Path) -> None:
    document = schedule()
    text = template(tmp_path, "First", "{{p definitions }}", "{{p clauses }}", "Last", change=own_notes)
    data = into_template(document, text)
    marks = [one.get(f"{W}id") for one in part_of(data, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = {one.get(f"{W}id"): "".join(text.text or "" for text in one.iter(f"{W}t")).strip()
             for one in part_of(data, "word/footnotes.xml")}  # fmt: skip
    ours = [tied(plain(note.content)) for note in document.footnotes]
    assert [notes[mark] for mark in marks] == ["Own first note.", *ours, "Own last note for City of Example."]
    assert marks == [str(number) for number in range(1, len(marks) + 1)]
    file = tmp_path / "filled.docx"
    file.write_bytes(data)
    pages = PdfReader(io.BytesIO(libreoffice_pdf(file, tmp_path))).pages
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    for number, mark in enumerate(marks, 1):
        assert f"{number} {' '.join(notes[mark].split())}" in words


@pytest.mark.parametrize("text", [*HOSTILE, "{_{x}_} {_%y%_}", "Smith & Sons <Ltd>"])
def test_words_from_outside_are_never_read_as_a_template(tmp_path: Path, text: str) -> None:
    file = template(tmp_path, "{{ fill.contact }} end", "{{p clauses }}", "after")
    words = words_of("docx", into_template(schedule({"contact": text}), file))
    shown = " ".join(text.split())
    assert words.count(shown) == 2
    assert "after" in words


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("{{ byer }}", "{{p clauses }}"), "uses `byer`, which nothing fills (did you mean `buyer`?)"),
        (
            ("{{ fill.contct }}", "{{p clauses }}"),
            "uses the fill-in `contct`, which no selected clause has (did you mean",
        ),
        (("{{ fill['x' ~ 'y'] }}", "{{p clauses }}"), "uses what nothing fills"),
        (("no placeholder",), "has no place for the document (write {{p clauses }} or {{p body }}"),
        (("Here: {{ clauses }}",), "has `clauses` within a line (write {{p clauses }} in a paragraph of its own)"),
        (
            ("{{ buyer", "{{p clauses }}"),
            "has a placeholder that is not closed: `{{ buyer` (write {{ ... }} within one",
        ),
        (("{{ buyer + }}", "{{p clauses }}"), "is not a template"),
        (("Annex: {{p clauses }}",), "has other words beside a part of the document: `Annex: {{p clauses }}`"),
        (("{%tr for x in range(3) %}", "{{p clauses }}"), "uses `{%tr`, which leaves out the words around it"),
        (("{{ ''.__class__.__mro__ }}", "{{p clauses }}"), "does what no template may"),
        (("{{ title.__init__.__globals__ }}", "{{p clauses }}"), "does what no template may"),
        (("{% include 'x' %}", "{{p clauses }}"), "cannot be filled"),
        (("{{ range(10**9) }}", "{{p clauses }}"), "cannot be filled: range too big"),
    ],
)
def test_what_a_template_may_not_is_an_error_that_names_it(
    tmp_path: Path, paragraphs: tuple[str, ...], said: str
) -> None:
    assert said in faults(tmp_path, *paragraphs)


def test_a_placeholder_where_nothing_is_filled_is_refused(tmp_path: Path) -> None:
    def notes(doc: DocxDocument) -> None:
        add_endnote(doc.paragraphs[0], " See {{ buyer }}.")

    with pytest.raises(tenderlaw.InputInvalidError, match="has a placeholder in an endnote or a comment"):
        into_template(schedule(), template(tmp_path, "First", "{{p clauses }}", change=notes))


def test_the_day_is_written_as_people_write_it(tmp_path: Path) -> None:
    file = template(tmp_path, "{{ as_of }}", "{{p clauses }}")
    assert "1 February 2026" in words_of("docx", into_template(schedule(), file))


def test_a_part_of_the_document_stands_in_the_body_alone(tmp_path: Path) -> None:
    def header(doc: DocxDocument) -> None:
        doc.sections[0].header.paragraphs[0].text = "{{p clauses }}"

    with pytest.raises(tenderlaw.InputInvalidError, match="has `clauses` in a header, a footer or a footnote"):
        into_template(schedule(), template(tmp_path, "{{p body }}", change=header))


def test_a_template_that_loops_for_ever_is_stopped(tmp_path: Path) -> None:
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(tenderlaw.InputInvalidError, match="takes more than 2 seconds"):
        into_template(schedule(), template(tmp_path, loop, "{{p clauses }}"), seconds=2)


def test_a_template_that_eats_memory_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="takes more than 400 MiB of memory"):
        into_template(schedule(), template(tmp_path, "{{ 'a' * 10**10 }}", "{{p clauses }}"), megabytes=400)


def test_the_same_template_and_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    file = template(tmp_path, "{{ buyer }}", "{{p clauses }}", change=own_look)
    assert into_template(schedule(), file) == into_template(schedule(), file)


def test_the_manifest_is_a_custom_property(tmp_path: Path) -> None:
    document = schedule(kind="authority-file")
    custom = part_of(into_template(document, template(tmp_path, "{{p clauses }}")), "docProps/custom.xml")
    values = {one.get("name"): "".join(one.itertext()) for one in custom}
    assert values["tenderlaw decision"] == document.manifest.decision


def relationship(kind: str, target: str) -> bytes:
    """A relationship to something outside the file, written so that a search for its words would miss it."""
    return (
        f'<Relationships xmlns="x"><Relationship Id="r1" Type="http://x/{kind}" Target="{target}" '
        'TargetMode="&#69;xternal"/></Relationships>'
    ).encode()


def field(*words: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{word}</w:instrText></w:r>" for word in words)
    return f'<w:hdr xmlns:w="w">{runs}</w:hdr>'.encode()


def test_a_link_that_a_reader_follows_may_stay(tmp_path: Path) -> None:
    parts = {"word/_rels/document.xml.rels": relationship("hyperlink", "https://example.org")}
    with pytest.raises(tenderlaw.InputInvalidError, match="cannot be read as a Word document"):
        into_template(schedule(), _zip(tmp_path / "x.docx", **parts))


def _zip(file: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", **parts}.items():
            archive.writestr(name, content)
    return file


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/styles.xml": b"0" * (61 * 2**20)}, "of more than 60 MiB"),
        ({f"word/{i}.xml": b"0" * (50 * 2**20) for i in range(3)}, "unpacks to more than 120 MiB"),
        ({f"word/{i}.xml": b"" for i in range(2001)}, "holds 2003 parts; at most 2000 are read"),
        ({"word/vbaProject.bin": b"x"}, "carries macros"),
        ({"word/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}, "declares a document type"),
        ({"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}, "declares a document type"),
        ({"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-32")}, "an encoding that no office file"),
        ({"word/styles.xml": b'<?xml version="1.0" encoding="UTF-7"?><x/>'}, "an encoding that no office file has"),
        (
            {"[Content_Types].xml": b'<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'},
            "carries macros",
        ),
        (
            {"word/_rels/document.xml.rels": relationship("attachedTemplate", "https://example.org/t.dotm")},
            "fetches something from elsewhere",
        ),
        (
            {"word/_rels/document.xml.rels": relationship("image", "file://server/share/p.png")},
            "fetches something from elsewhere",
        ),
        ({"word/header1.xml": field("DD", "EAUTO c:\\x")}, "a field that runs another program"),
    ],
)
def test_an_archive_that_is_more_than_a_document_is_refused(tmp_path: Path, parts: dict[str, bytes], said: str) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=said):
        into_template(schedule(), _zip(tmp_path / "bomb.docx", **parts))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rest", b"%PDF-1.7", b"\x00" * 100])
def test_a_file_that_is_no_docx_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(content)
    with pytest.raises(tenderlaw.InputInvalidError, match="is not a DOCX file"):
        into_template(schedule(), file)


def test_an_archive_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="cannot be read as a Word document"):
        into_template(schedule(), _zip(tmp_path / "x.docx"))


def test_a_template_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="cannot be read: No such file"):
        into_template(schedule(), tmp_path / "none.docx")
