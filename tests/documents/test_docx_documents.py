"""DOCX: native structure that a lawyer's edits do not break, right before any refresh."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from pathlib import Path

import docx
from document_readers import W, libreoffice_pdf, part_of
from ooxml_order import misplaced
from pypdf import PdfReader
from schedule_sample import schedule

from tenderlaw.documents.docx.bookmarks import bookmark_name
from tenderlaw.documents.docx.house import HOUSE, LEVELS, build_house
from tenderlaw.documents.formats import write_document
from tenderlaw.documents.model import Passage, Table, plain
from tenderlaw.documents.spaces import tied


def made(**how: object) -> bytes:
    return write_document(schedule(**how), "docx")  # type: ignore[arg-type]


def test_the_committed_template_is_the_one_that_the_script_builds() -> None:
    assert HOUSE.read_bytes() == build_house(), "python -m tenderlaw.documents.docx.house writes it anew"


def test_numbers_are_native_and_bound_to_styles_of_four_levels() -> None:
    data = made()
    styles, numbering = part_of(data, "word/styles.xml"), part_of(data, "word/numbering.xml")
    links = {link.get(f"{W}val") for link in numbering.iter(f"{W}pStyle")}
    ids = {style.find(f"{W}name").get(f"{W}val"): style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}  # type: ignore[union-attr]
    assert {ids[name.replace("Heading", "heading")] for name in LEVELS} <= links
    texts = [text.text or "" for text in part_of(data, "word/document.xml").iter(f"{W}t")]
    assert not [text for text in texts if re.match(r"\(a\)|1\.1\b", text) and text != "1.1"]


def test_every_reference_is_a_field_with_its_number_cached_and_its_bookmark_there() -> None:
    document = part_of(made(), "word/document.xml")
    bookmarks = {one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")}
    cached: dict[str, set[str]] = {}
    runs = list(document.iter(f"{W}r"))
    for index, run in enumerate(runs):
        code = run.find(f"{W}instrText")
        if code is not None and (code.text or "").strip().startswith("REF "):
            name = (code.text or "").split()[1]
            cached.setdefault(name, set()).add("".join(t.text or "" for t in runs[index + 2].iter(f"{W}t")))
    assert set(cached) <= bookmarks
    assert cached[bookmark_name("c_no-fees__rule")] == {"1.1"}
    assert cached[bookmark_name("c_reporting")] == {"3"}


def test_bookmarks_have_names_that_word_takes_and_ids_that_count_up() -> None:
    starts = list(part_of(made(), "word/document.xml").iter(f"{W}bookmarkStart"))
    names = [one.get(f"{W}name") or "" for one in starts]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in names)
    assert len(set(names)) == len(names)
    ids = [int(one.get(f"{W}id") or 0) for one in starts]
    assert sorted(ids) == list(range(min(ids), min(ids) + len(ids)))
    long = bookmark_name("c_" + "x" * 60)
    assert (len(long), long == bookmark_name("c_" + "x" * 60), long == bookmark_name("c_" + "x" * 61)) == (
        40,
        True,
        False,
    )


def test_footnotes_are_native_with_ids_that_count_up_in_reading_order() -> None:
    data = made()
    marks = [int(one.get(f"{W}id") or 0) for one in part_of(data, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = {int(one.get(f"{W}id") or 0): "".join(t.text or "" for t in one.iter(f"{W}t")).strip()
             for one in part_of(data, "word/footnotes.xml").iter(f"{W}footnote")}  # fmt: skip
    assert marks == list(range(marks[0], marks[0] + len(marks)))
    assert [notes[mark] for mark in marks] == [tied(plain(note.content)) for note in schedule().footnotes]


def test_language_title_and_manifest_are_in_the_file() -> None:
    document = schedule(language="fr", fallback_language="en", kind="authority-file")
    data = write_document(document, "docx")
    lang = part_of(data, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
    assert lang is not None
    assert lang.get(f"{W}val") == "fr-FR"
    other = {one.get(f"{W}val") for one in part_of(data, "word/document.xml").iter(f"{W}lang")}
    assert "en-GB" in other
    core = docx.Document(io.BytesIO(data)).core_properties
    assert (core.title, core.language, core.identifier) == (
        "Dossier de l’acheteur",
        "fr-FR",
        document.manifest.decision,
    )
    custom = part_of(data, "docProps/custom.xml")
    values = {one.get("name"): "".join(one.itertext()) for one in custom}
    assert values["tenderlaw decision"] == document.manifest.decision
    assert values["tenderlaw pack fair-work"].startswith("1.0 sha256:")


def test_the_footer_counts_pages_in_the_language() -> None:
    data = made(language="de", fallback_language="en")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        footers = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/footer")]
    assert any("Seite " in text and " PAGE " in text and " NUMPAGES " in text for text in footers)


def test_every_part_has_its_elements_in_the_order_that_word_asks_for() -> None:
    for data in (made(), made(draft=True), HOUSE.read_bytes()):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    assert list(misplaced(part_of(data, name))) == [], name


def test_a_library_for_templates_that_was_imported_changes_no_byte() -> None:
    before = made()
    importlib.import_module("docxcompose.utils")
    assert made() == before
    assert docx.Document(io.BytesIO(before)).core_properties.author == "City of Example"


def test_no_member_bears_a_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def _numbered(content: tuple[Passage | Table, ...]) -> list[tuple[str, str]]:
    found = []
    for part in content:
        if isinstance(part, Passage):
            found += [(part.number, plain(part.content)), *_numbered(part.children)]
    return found


def test_libreoffice_computes_the_numbers_that_are_cached(tmp_path: Path) -> None:
    document = schedule()
    file = tmp_path / "schedule.docx"
    file.write_bytes(write_document(document, "docx"))
    pdf = libreoffice_pdf(file, tmp_path)
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for clause in document.clauses:
        assert f"{clause.number}. {clause.title}" in text
        for number, words in _numbered(clause.content):
            assert f"{number} {' '.join(words.split())[:24]}" in text
    assert "clause 1.1, and City of Example" in text
    assert "clause 3 applies" in text
    for note in document.footnotes:  # each note with its own number
        assert f"{note.number} {plain(note.content)}" in text
