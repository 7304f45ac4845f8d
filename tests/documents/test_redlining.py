"""Redlines: nothing where nothing changed, and what changed alone where something did."""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from document_readers import W, part_of
from schedule_sample import HERE, case, fair_work, schedule

import commands
import tenderlaw
from tenderlaw.clauses.library import load_library
from tenderlaw.documents import clause_schedule, redlining
from tenderlaw.documents.docx.template import into_template
from tenderlaw.documents.formats import write_document
from tenderlaw.documents.redlining import changes, changes_html, changes_text, engine_files, redline_docx
from tenderlaw.sources.faults import InternalError


def written(folder: Path, name: str, **how: object) -> Path:
    file = folder / name
    file.write_bytes(write_document(schedule(**how), "docx"))  # type: ignore[arg-type]
    return file


def tracked(data: bytes) -> tuple[str, str]:
    """The words put in and the words taken out."""
    body = part_of(data, "word/document.xml")
    inserted = "".join(t.text or "" for one in body.iter(f"{W}ins") for t in one.iter(f"{W}t"))
    return inserted, "".join(t.text or "" for t in body.iter(f"{W}delText"))


def test_two_identical_builds_have_no_revision(tmp_path: Path) -> None:
    one, two = written(tmp_path, "one.docx"), written(tmp_path, "two.docx")
    assert redline_docx(one, two).revisions == 0
    assert changes_text(changes(one, two)) == "no changes\n"


def test_a_changed_version_of_a_clause_marks_only_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(HERE / "library", folder)
    body, metadata = folder / "reporting" / "en.md.j2", folder / "reporting" / "clause.yaml"
    body.write_text(body.read_text(encoding="utf-8").replace("within five days", "within ten days"), encoding="utf-8")
    metadata.write_text(metadata.read_text(encoding="utf-8").replace('"2.1"', '"2.2"'), encoding="utf-8")
    old, new = written(tmp_path, "old.docx"), tmp_path / "new.docx"
    (regime,) = fair_work()
    fill_ins = {"reimbursement_days": "30", "cap": "EUR 12500.50", "start": "2026-03-01",
                "contact": "the concerns line, +46 8 000 00 00"}  # fmt: skip
    library = load_library((folder,), shipped=False)
    document = clause_schedule(case(), packs=[replace(regime)], library=library, fill_ins=fill_ins)
    new.write_bytes(write_document(document, "docx"))
    made = redline_docx(old, new)
    inserted, deleted = tracked(made.data)
    assert re.sub(r"\s", "", inserted) in ("ten",)
    assert re.sub(r"\s", "", deleted) in ("five",)
    marked = re.findall(r"\[-(.*?)-\]|\{\+(.*?)\+\}", changes_text(changes(old, new)))
    assert [(gone or come).strip(" ,") for gone, come in marked] == ["five", "ten"]


def test_tracked_changes_keep_fields_and_footnotes_and_name_their_author(tmp_path: Path) -> None:
    old = written(tmp_path, "old.docx")
    new = written(tmp_path, "new.docx", fill_ins={"reimbursement_days": "45"})
    made = redline_docx(old, new, author="The buyer")
    body = part_of(made.data, "word/document.xml")
    assert {one.get(f"{W}author") for one in body.iter(f"{W}ins", f"{W}del")} == {"The buyer"}
    before = part_of(new.read_bytes(), "word/document.xml")
    for tag in (f"{W}footnoteReference", f"{W}instrText"):
        assert len(list(body.iter(tag))) == len(list(before.iter(tag)))


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    old = written(tmp_path, "old.docx")
    new = written(tmp_path, "new.docx", fill_ins={"contact": "someone"})
    assert redline_docx(old, new).data == redline_docx(old, new).data


def test_the_web_page_shows_words_as_words(tmp_path: Path) -> None:
    old = written(tmp_path, "old.docx")
    new = written(tmp_path, "new.docx", fill_ins={"contact": "<script>alert(1)</script> & more"})
    text = changes_html(changes(old, new), "old <to> new")
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<title>old &lt;to&gt; new</title>" in text
    assert "<del>" in text
    assert "<ins>" in text


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    old, bad = written(tmp_path, "old.docx"), tmp_path / "bad.docx"
    bad.write_bytes(b"nothing")
    for read in (redline_docx, changes):
        with pytest.raises(tenderlaw.InputInvalidError, match=r"bad\.docx: is not a DOCX file"):
            read(old, bad)


def changed(file: Path, part: str, content: bytes) -> Path:
    """A copy of a document with another part."""
    made = file.with_name("changed.docx")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return made


BODILESS = f'<w:document xmlns:w="{W[1:-1]}"/>'.encode()


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("word/document.xml", BODILESS, "has no body"),
        ("word/document.xml", b"<x/>", "cannot be read as a Word document"),
        ("docProps/core.xml", b"<x", "cannot be read as a Word document"),
    ],
)
def test_a_document_with_a_broken_part_is_refused_at_every_door(
    tmp_path: Path, part: str, content: bytes, said: str
) -> None:
    old = written(tmp_path, "old.docx")
    bad = changed(old, part, content)
    doors = (
        lambda: redline_docx(old, bad),
        lambda: redline_docx(bad, old),
        lambda: changes(old, bad),
        lambda: into_template(schedule(), bad),
    )
    for door in doors:
        with pytest.raises(tenderlaw.InputInvalidError, match=rf"^\S*changed\.docx: {said}"):
            door()


def test_a_broken_part_that_one_door_reads_is_refused_there(tmp_path: Path) -> None:
    old = written(tmp_path, "old.docx")
    with pytest.raises(tenderlaw.InputInvalidError, match=r"changed\.docx: cannot be read as a Word document"):
        changes(old, changed(old, "word/footnotes.xml", b"<w:footnotes"))
    with pytest.raises(tenderlaw.InputInvalidError, match=r"changed\.docx: cannot be read as a Word document"):
        redline_docx(old, changed(old, "docProps/core.xml", b"<x/>"))
    with pytest.raises(tenderlaw.InputInvalidError, match=r"changed\.docx: cannot be read as a Word document"):
        redline_docx(old, changed(old, "word/footnotes.xml", b"<w:footnotes"))


def test_documents_that_cannot_be_compared_are_refused_in_our_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = written(tmp_path, "old.docx")
    monkeypatch.setattr(redlining.tracked, "open_docx", lambda data, name: docx.Document())
    with pytest.raises(tenderlaw.InputInvalidError) as caught:
        redline_docx(old, changed(old, "word/document.xml", BODILESS))
    message = f"{old} and {tmp_path}/changed.docx: cannot be compared (open each in a word processor and save it anew)"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("author", "said"),
    [("\x1bx", "author: holds the character U.001B"), ("\ud800", "U.D800"), ("", "empty"), (" ", "empty")],
)
def test_an_author_whom_no_document_can_name_is_refused_by_name(tmp_path: Path, author: str, said: str) -> None:
    old = written(tmp_path, "old.docx")
    with pytest.raises(tenderlaw.InputInvalidError, match=said):
        redline_docx(old, old, author=author)
    if said != "U.D800":  # no command line holds that one
        done = commands.tenderlaw("redline", old, old, "--author", author, "-o", tmp_path / "c.docx")
        assert (done.returncode, done.stdout) == (7, "")
        assert done.stderr.startswith("author: ")
        assert not (tmp_path / "c.docx").exists()


def test_a_comparison_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    old = written(tmp_path, "old.docx")
    with pytest.raises(tenderlaw.InputInvalidError, match="take more than 0 seconds to compare"):
        redline_docx(old, old, seconds=0)


def test_the_comparing_program_is_not_left_where_another_could_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    one, two = written(tmp_path, "one.docx"), written(tmp_path, "two.docx")
    redline_docx(one, two)
    assert not (tmp_path / "cache").exists()


def test_a_program_that_is_not_what_was_installed_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine_files.checked_archive().is_file()
    monkeypatch.setattr(engine_files, "_digest", lambda path, mode: "another")
    with pytest.raises(InternalError, match="is not what `python-redlines-docxodus` installed"):
        engine_files.checked_archive()
