"""PDF: accessible and archivable by the judgment of a validator, with bookmarks and the manifest."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import page
import pytest
from pypdf import PdfReader
from schedule_sample import ROOT, schedule

import tenderlaw
from tenderlaw.documents.formats import write_document
from tenderlaw.documents.letters import file_note, letter
from tenderlaw.documents.model import Document
from tenderlaw.documents.pdf import line_ends

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)


def titles(entries: list[object]) -> list[str]:
    found: list[str] = []
    for entry in entries:
        found += titles(entry) if isinstance(entry, list) else [str(entry.title).strip()]  # type: ignore[attr-defined]
    return found


def failures(document: Document) -> list[str]:
    data = write_document(document, "pdf")
    reports = [page.validate_pdf_bytes(data, profile=profile) for profile in PROFILES]
    assert all(report.is_compliant for report in reports)
    return [f"{one.rule_id} {one.message}" for report in reports for one in report.failures]


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_a_schedule_is_pdf_ua_1_and_pdf_a_2a(language: str) -> None:
    assert failures(schedule(language=language, fallback_language="en")) == []


def test_a_draft_with_hostile_words_is_pdf_ua_1_and_pdf_a_2a() -> None:
    assert failures(schedule(draft=True)) == []
    assert failures(schedule({"contact": "\u05e9\u05dc\u05d5\u05dd <&> " + "x" * 5000})) == []


@pytest.mark.parametrize("example", ["trafficking-conviction", "missing-facts", "relied-on-entity"])
def test_letters_are_pdf_ua_1_and_pdf_a_2a(example: str) -> None:
    case = tenderlaw.load_case(ROOT / "examples" / example / "case.yaml")
    decision = tenderlaw.decide(case, packs=["eu-2014-24"])
    kind = {"trafficking-conviction": "exclusion", "missing-facts": "request-for-documents"}.get(example, "replacement")
    sent = letter(kind, decision, language="de", draft=True)  # type: ignore[arg-type]
    assert failures(sent) == failures(file_note(decision)) == []


def test_bookmarks_follow_the_headings_without_marks_of_footnotes() -> None:
    reader = PdfReader(io.BytesIO(write_document(schedule(), "pdf")))
    assert titles(list(reader.outline))[:6] == [
        "Parties",
        "Definitions",
        "Contract clauses",
        "1. No recruitment fees",
        "2. Official clause on forced labour",
        "3. Reports and protection from reprisal",
    ]


def test_title_date_and_manifest_are_in_the_file() -> None:
    document = schedule(kind="authority-file")
    facts = PdfReader(io.BytesIO(write_document(document, "pdf"))).metadata
    assert facts is not None
    assert facts.title == "The buyer's own file: Cleaning of municipal offices"
    assert facts.creation_date is not None
    assert facts.creation_date.date() == date(2026, 2, 1)
    assert f"decision {document.manifest.decision}" in str(facts.get("/Keywords"))
    assert document.manifest.clauses[0][2] in str(facts.get("/Keywords"))
    sent = PdfReader(io.BytesIO(write_document(schedule(), "pdf"))).metadata
    assert sent is not None
    assert (sent.get("/Keywords") or "", sent.author) == ("", "City of Example")


def test_every_page_has_its_number_of_all() -> None:
    pages = PdfReader(io.BytesIO(write_document(schedule(), "pdf"))).pages
    for number, one in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in one.extract_text()


def test_no_word_of_the_data_can_read_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    text = PdfReader(io.BytesIO(write_document(schedule({"contact": f'#read("{secret}")'}), "pdf")))
    assert "the secret" not in "".join(one.extract_text() for one in text.pages)


def test_a_folder_of_fonts_shows_what_the_fonts_inside_do_not() -> None:
    folder = Path("/usr/share/fonts/truetype/dejavu")
    if not folder.is_dir():
        pytest.skip("the fonts of Debian's fonts-dejavu-core are not installed")
    document = schedule({"contact": "\u2d30\u2d63\u2d53\u2d4d"})
    with pytest.raises(tenderlaw.InputInvalidError, match="no font at hand"):
        write_document(document, "pdf")
    pages = PdfReader(io.BytesIO(write_document(document, "pdf", fonts=(folder,)))).pages
    assert "\u2d30\u2d63\u2d53\u2d4d" in "".join(page.extract_text() for page in pages)


def offsets_of(data: bytes) -> dict[int, bytes]:
    """What stands where the table of objects points, by the number of the object."""
    start = int(data[data.rindex(b"startxref") :].split()[1])
    assert data[start:].startswith(b"xref\n")
    entries = re.findall(rb"(\d{10}) \d{5} ([nf])", data[start:])
    return {number: data[int(at) :][:12] for number, (at, kind) in enumerate(entries) if kind == b"n"}


def test_no_stream_ends_where_its_readers_disagree() -> None:
    for number in range(40):
        assert not re.search(rb"[^\r]\r\nendstream", write_document(schedule({"contact": f"number {number}"}), "pdf"))


def test_a_line_end_that_is_added_moves_the_table_of_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = write_document(schedule(), "pdf")
    assert line_ends.with_plain_line_ends(plain) == plain
    monkeypatch.setattr(line_ends, "_AMBIGUOUS", re.compile(rb"(?=\nendstream\nendobj\n)"))  # every stream
    padded = line_ends.with_plain_line_ends(plain)
    assert len(padded) > len(plain)
    assert padded.count(b"\r\nendstream") == plain.count(b"endstream")
    assert {number: text.split()[0] for number, text in offsets_of(padded).items()} == {
        number: str(number).encode() for number in offsets_of(plain)
    }
    assert all(page.validate_pdf_bytes(padded, profile=profile).is_compliant for profile in PROFILES)
