"""Templates that reach outside themselves, and files that are damaged: refused, whatever hides it."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx_plus.core.oxml import sub
from schedule_sample import schedule

import commands
import tenderlaw
from tenderlaw.documents.archive import open_docx, read_docx
from tenderlaw.documents.docx.merge import merge
from tenderlaw.documents.docx.template import into_template

CASE = Path(__file__).resolve().parents[2] / "examples" / "trafficking-conviction" / "case.yaml"
ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def template(folder: Path) -> DocxDocument:
    doc = docx.Document()
    doc.add_paragraph("{{p clauses }}")
    return doc


def saved(folder: Path, doc: DocxDocument) -> Path:
    doc.save(str(folder / "house.docx"))
    return folder / "house.docx"


def field(paragraph: Any, *words: str, inner: str = "") -> None:
    """A field whose instruction is spread over runs; `inner` is a field within its beginning."""
    char(paragraph, "begin")
    if inner:
        field(paragraph, inner)
    for word in words:
        sub(sub(paragraph, "w:r"), "w:instrText").text = word
    char(paragraph, "separate")
    sub(sub(paragraph, "w:r"), "w:t").text = "shown"
    char(paragraph, "end")


def char(paragraph: Any, kind: str) -> None:
    sub(sub(paragraph, "w:r"), "w:fldChar", **{"w:fldCharType": kind})


@pytest.mark.parametrize(
    ("words", "inner", "said"),
    [
        (("DDEAUTO c:\\\\x.exe",), "", "a field that runs another program"),
        ((" d", "D", "e ", "x y"), "", "a field that runs another program"),
        (("EAUTO x",), "QUOTE 68 68", "a field whose name another field makes"),
        ((' INCLUDEPICTURE "https://example.org/p.png"',), "", "a field that fetches another file"),
        ((" includetext \\\\\\\\server\\\\x.docx",), "", "a field that fetches another file"),
        ((" LINK Excel.Sheet.8 c:\\\\x.xls",), "", "a field that fetches another file"),
        ((" DATABASE \\\\d x",), "", "a field that fetches another file"),
    ],
)
@pytest.mark.parametrize("where", ["body", "header"])
def test_a_field_that_reaches_outside_is_refused(
    tmp_path: Path, words: tuple[str, ...], inner: str, said: str, where: str
) -> None:
    doc = template(tmp_path)
    paragraph = doc.paragraphs[0] if where == "body" else doc.sections[0].header.paragraphs[0]
    field(doc.add_paragraph("before")._p if where == "body" else paragraph._p, *words, inner=inner)
    with pytest.raises(tenderlaw.InputInvalidError, match=said):
        into_template(schedule(), saved(tmp_path, doc))


def test_a_simple_field_that_runs_a_program_is_refused(tmp_path: Path) -> None:
    doc = template(tmp_path)
    element: Any = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), " DDE excel x ")
    doc.add_paragraph()._p.append(element)
    with pytest.raises(tenderlaw.InputInvalidError, match="a field that runs another program"):
        into_template(schedule(), saved(tmp_path, doc))


@pytest.mark.parametrize(
    "words", [' HYPERLINK "https://example.org/forbidde"', " PAGE ", " DOCPROPERTY dde ", ' IF "a" = "b" DDE no']
)
def test_a_field_that_only_holds_such_a_word_stays(tmp_path: Path, words: str) -> None:
    doc = template(tmp_path)
    field(doc.add_paragraph("before")._p, words)
    assert into_template(schedule(), saved(tmp_path, doc))


@pytest.mark.parametrize("target", ["https://example.org/t.dotm", "file://server/share/t.dotm", "\\\\server\\t.dotm"])
@pytest.mark.parametrize("external", [True, False])
def test_a_template_attached_from_elsewhere_is_refused(tmp_path: Path, target: str, external: bool) -> None:
    doc = template(tmp_path)
    attach(doc, target)
    file = saved(tmp_path, doc)
    if not external:
        rewritten(file, "word/_rels/settings.xml.rels", b' TargetMode="External"', b"")
    with pytest.raises(tenderlaw.InputInvalidError, match="fetches something from elsewhere"):
        into_template(schedule(), file)


@pytest.mark.parametrize("target", ["file:///C:\\Users\\x\\firm.dotm", "Normal.dotm"])
def test_the_template_of_the_writer_s_own_machine_is_forgotten(tmp_path: Path, target: str) -> None:
    doc = template(tmp_path)
    attach(doc, target)
    made = into_template(schedule(), saved(tmp_path, doc))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not [name for name in archive.namelist() if b"attachedTemplate" in archive.read(name)]


def attach(doc: DocxDocument, target: str) -> None:
    number = doc.part._settings_part.relate_to(target, ATTACHED, is_external=True)
    element: Any = OxmlElement("w:attachedTemplate")
    element.set(qn("r:id"), number)
    doc.settings.element.append(element)


def rewritten(file: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert old in contents[part]
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content.replace(old, new) if name == part else content)


def damaged(data: bytes, random_: random.Random) -> bytes:
    """A file as it comes from a broken disk or a broken transfer."""
    kind = random_.randrange(4)
    if kind == 0:
        return data[: random_.randrange(len(data))]
    changed = bytearray(data)
    if kind == 1:
        start = random_.randrange(len(data))
        del changed[start : start + random_.randrange(1, 200)]
    else:  # anywhere, or in the list of members
        begin = 0 if kind == 2 else data.find(b"PK\x01\x02")
        for _ in range(random_.randrange(1, 12)):
            changed[random_.randrange(begin, len(data))] = random_.randrange(256)
    return bytes(changed)


def test_a_damaged_file_is_refused_wherever_the_damage_is(tmp_path: Path) -> None:
    whole = saved(tmp_path, template(tmp_path)).read_bytes()
    file, refused = tmp_path / "damaged.docx", 0
    for seed in range(250):
        file.write_bytes(damaged(whole, random.Random(seed)))
        try:
            open_docx(read_docx(file, template=True), str(file))
        except tenderlaw.InputInvalidError as error:
            refused += "damaged.docx: " in str(error)
    assert refused > 150


@pytest.mark.parametrize("content", [b"", b"<x/>", b"<w:", b"\xff\xfe\x00", b"<?xml version='1.0'?><a>\xe9</a>"])
def test_a_part_that_is_not_what_its_name_says_is_refused_or_passed_over(tmp_path: Path, content: bytes) -> None:
    whole = saved(tmp_path, template(tmp_path)).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    refused = 0
    for part in parts:
        with zipfile.ZipFile(tmp_path / "bad.docx", "w") as archive:
            for name, given in parts.items():
                archive.writestr(name, content if name == part else given)
        try:
            made = merge(schedule(), read_docx(tmp_path / "bad.docx", template=True), "bad.docx")
        except tenderlaw.InputInvalidError:
            refused += 1
        else:
            refused += isinstance(made, list)
    assert refused > 4, "those that hold text and styles"


@pytest.mark.parametrize("verb", ["document", "redline"])
def test_a_damaged_file_ends_with_the_code_of_invalid_input(tmp_path: Path, verb: str) -> None:
    whole = saved(tmp_path, template(tmp_path)).read_bytes()
    good, bad, out = tmp_path / "good.docx", tmp_path / "bad.docx", str(tmp_path / "out.docx")
    good.write_bytes(whole)
    middle = whole.find(b"word/document.xml") + 60  # within the compressed words of the body
    bad.write_bytes(whole[:middle] + b"\xff" * 40 + whole[middle + 40 :])
    command = {
        "document": ["document", str(CASE), "--draft", "--template", str(bad), "-o", out],
        "redline": ["redline", str(good), str(bad), "-o", out],
    }[verb]
    done = commands.tenderlaw(*command)
    assert (done.returncode, done.stderr.startswith(f"{bad}: ")) == (7, True), done.stderr
