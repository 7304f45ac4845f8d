"""Questionnaires as DOCX: controls are read by their tags, and by their places where a word processor drops these."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx_plus.core.oxml import sub
from questionnaire_sample import CASE, asked_in, regimes_asked
from syrupy.assertion import SnapshotAssertion

from tenderlaw.documents.questionnaires.forms import answers_in, written
from tenderlaw.documents.questionnaires.into_case import Completed, completed_by_answers
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import read_file

FILLED = {
    "answer:fact:operator.recruiters": "none",
    "document:fact:operator.recruiters": "HR file",
    "answer:evidence:baseline/unknown-chain/1": "enclosed",
    "entry.auditor": "North",
    "entry.findings": "no finding",
}


def _document() -> Any:
    return docx.Document(io.BytesIO(written(asked_in("en"), "docx")))


def _controls(doc: Any) -> list[Any]:
    return list(doc.element.body.iter(qn("w:sdt")))


def _fill(doc: Any, answers: Mapping[str, str], *, keep_tags: bool = True) -> None:
    """Write into the first control of each tag; some word processors drop all tags and names."""
    left = dict(answers)
    for control in _controls(doc):
        about = control.find(qn("w:sdtPr"))
        tag = about.find(qn("w:tag"))
        said = left.pop(tag.get(qn("w:val")), None)
        if said is not None:
            about.remove(about.find(qn("w:showingPlcHdr")))
            next(control.iter(qn("w:t"))).text = said
        if not keep_tags:
            about.remove(tag)
    assert not left


def _completed(doc: Any, folder: Path) -> Completed:
    file = folder / "q.docx"
    doc.save(file)
    return completed_by_answers(read_file(CASE), answers_in(file), "q.docx", regimes_asked())


def _refused(doc: Any, folder: Path) -> str:
    with pytest.raises(InputInvalidError) as caught:
        _completed(doc, folder)
    return str(caught.value)


def test_what_a_questionnaire_says(snapshot: SnapshotAssertion) -> None:
    body = _document().element.body
    lines = ("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))
    assert "\n".join(line for line in lines if line.strip("…")) == snapshot


def test_the_same_questionnaire_has_the_same_bytes() -> None:
    assert written(asked_in("de"), "docx") == written(asked_in("de"), "docx")


def test_a_blank_document_changes_nothing(tmp_path: Path) -> None:
    assert not _completed(_document(), tmp_path).put


@pytest.mark.parametrize("keep_tags", [True, False])
def test_answers_and_rows_of_a_document_go_into_the_case(tmp_path: Path, *, keep_tags: bool) -> None:
    doc = _document()
    _fill(doc, FILLED, keep_tags=keep_tags)
    operator: Any = _completed(doc, tmp_path).data["operator"]
    assert operator["recruiters"] == []
    assert {"about": "operator.recruiters", "document": "HR file"} in operator["references"]
    assert {"about": "baseline/unknown-chain/1", "said": "enclosed"} in operator["references"]


def test_rows_of_a_document_are_entries_of_the_list_that_was_asked_for(tmp_path: Path) -> None:
    doc = _document()
    _fill(doc, FILLED)
    operator: Any = _completed(doc, tmp_path).data["operator"]
    assert operator["audit_reports"] == [{"auditor": "North", "findings": "none"}]


def test_a_row_that_was_copied_is_an_entry_of_its_own(tmp_path: Path) -> None:
    doc = _document()
    _fill(doc, FILLED)
    filled = next(one for one in _controls(doc) if "North" in "".join(one.itertext()))
    line = next(filled.iterancestors(qn("w:tr")))
    line.addnext(copy.deepcopy(line))
    operator: Any = _completed(doc, tmp_path).data["operator"]
    assert [one["auditor"] for one in operator["audit_reports"]] == ["North", "North"]


def test_a_wrong_answer_is_refused_with_its_field(tmp_path: Path) -> None:
    doc = _document()
    _fill(doc, {"entry.audited_on": "in autumn", "answer:fact:operator.recruiters": "perhaps"})
    said = _refused(doc, tmp_path)
    assert "q.docx: operator.audit_reports, entry 1, audited_on: `in autumn` may be read as more than one day" in said
    assert "q.docx: answer:fact:operator.recruiters: `perhaps` is no answer to a list" in said


def test_words_outside_the_fields_are_not_passed_over(tmp_path: Path) -> None:
    doc = _document()
    beside = next(_controls(doc)[0].iterancestors(qn("w:p")))
    docx.text.paragraph.Paragraph(beside, None).add_run("see our letter")  # type: ignore[arg-type]
    assert "`see our letter` stands beside the field" in _refused(doc, tmp_path)
    other = _document()
    other.add_paragraph("We use two recruiters.")
    assert "words outside the fields are not those that were sent out" in _refused(other, tmp_path)


def test_what_a_word_processor_shows_in_an_empty_field_is_no_answer(tmp_path: Path) -> None:
    doc = _document()
    style = doc.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), "Platzhaltertext")
    for control in _controls(doc):
        text = next(control.iter(qn("w:t")))
        text.text = "Klicken oder tippen Sie hier, um Text einzugeben."
        about = text.getparent().find(qn("w:rPr"))
        sub(about, "w:rStyle", **{"w:val": "Platzhaltertext"})
    assert not _completed(doc, tmp_path).put


def test_a_damaged_document_is_refused(tmp_path: Path) -> None:
    doc, file = _document(), tmp_path / "q.docx"
    doc.save(file)
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(tmp_path / "broken.docx", "w") as broken:
        for one in whole.infolist():
            broken.writestr(one, whole.read(one)[: -9 if one.filename == "word/document.xml" else None])
    with pytest.raises(InputInvalidError, match="cannot be read as a Word document"):
        answers_in(tmp_path / "broken.docx")
