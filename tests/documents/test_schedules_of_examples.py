"""The schedules of whole examples, law and policy together, in every format: what a reader sees, kept as snapshots.

Digests change with every word of a pack or a clause; they are masked, the words are not.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from document_readers import words_of
from pypdf import PdfReader
from syrupy.assertion import SnapshotAssertion

from tenderlaw import load_case
from tenderlaw.documents import Document, clause_schedule
from tenderlaw.documents.formats import FORMATS, write_document
from tenderlaw.documents.kinds import OF_CLAUSES, DocumentKind
from tenderlaw.documents.model import plain

ROOT = Path(__file__).resolve().parents[2]
FILL_INS = {
    "acknowledge_days": "3",
    "answer_days": "20",
    "audit_months": "12",
    "audit_report_days": "10",
    "audit_report_months": "24",
    "audit_result_days": "30",
    "authority_contact": "the national hotline, 0800 000 000",
    "certification_threshold": "USD 700000.00",
    "comment_days": "14",
    "contact": "procurement@city.example",
    "document_return_hours": "24",
    "interview_percent": "20",
    "monitoring_months": "6",
    "owner_change_days": "14",
    "ownership_percent": "25",
    "plan_update_months": "12",
    "recruiter_replacement_days": "30",
    "register_change_days": "10",
    "register_days": "14",
    "reimbursement_days": "30",
    "remedy_days": "30",
    "replacement_days": "30",
    "report_days": "5",
    "statement_months": "12",
    "support_organisation": "Example Support, 0800 000 001",
    "termination_provision": "section 1 of the Example Act",
    "training_days": "60",
    "training_months": "12",
    "visit_notice_days": "5",
    "withheld_percent": "10",
}


@dataclass(frozen=True)
class Schedule:
    example: str
    as_of: date
    pack: str
    policy: str
    fill_ins: str
    """Those of FILL_INS that its clauses have, besides those that every schedule here has."""
    contact: str = FILL_INS["contact"]


EVERYWHERE = (
    "authority_contact comment_days contact reimbursement_days remedy_days replacement_days report_days "
    "support_organisation withheld_percent"
)
BASELINE = (
    "acknowledge_days answer_days audit_months audit_report_days audit_report_months audit_result_days "
    "document_return_hours interview_percent monitoring_months owner_change_days ownership_percent plan_update_months "
    "recruiter_replacement_days register_change_days register_days statement_months termination_provision "
    "training_days training_months visit_notice_days"
)
# one line an example
SCHEDULES = (
    Schedule("policy-tiers", date(2026, 2, 1), "eu-2014-24", "baseline", BASELINE),
    Schedule("scottish-clauses", date(2026, 3, 2), "gb-sct-2015", "zero-tolerance", ""),
    Schedule("us-clauses", date(2026, 1, 15), "us-far", "zero-tolerance", "certification_threshold"),
)
ALL = pytest.mark.parametrize("chosen", SCHEDULES, ids=lambda chosen: chosen.example)


@lru_cache
def made(chosen: Schedule, kind: DocumentKind = "contract-terms") -> Document:
    return clause_schedule(
        load_case(ROOT / "examples" / chosen.example / "case.yaml"),
        kind=kind,
        as_of=chosen.as_of,
        packs=[chosen.pack],
        policies=[chosen.policy],
        fill_ins={
            **{name: FILL_INS[name] for name in f"{EVERYWHERE} {chosen.fill_ins}".split()},
            "contact": chosen.contact,
        },
    )


def masked(words: str) -> str:
    return re.sub(r"\b[0-9a-f]{12,64}\b", "<digest>", words)


@ALL
@pytest.mark.parametrize("form", FORMATS)
def test_a_schedule_reads_as_it_did(form: str, chosen: Schedule, snapshot: SnapshotAssertion) -> None:
    data = write_document(made(chosen), form)  # type: ignore[arg-type]
    # a line a sentence, so that a difference can be read
    read = (
        re.sub(r"(?<=[.:;]) ", "\n", words_of(form, data)) if form in ("docx", "odt", "pdf") else data.decode("utf-8")
    )
    assert masked(read) == snapshot


@ALL
@pytest.mark.parametrize("kind", OF_CLAUSES)
def test_each_document_reads_as_it_did(kind: DocumentKind, chosen: Schedule, snapshot: SnapshotAssertion) -> None:
    assert masked(write_document(made(chosen, kind), "md").decode("utf-8")) == snapshot


@pytest.mark.parametrize("more", range(0, 48, 4))
def test_in_a_pdf_each_footnote_stands_on_the_page_of_its_clause(more: int) -> None:
    """A heading that moves to the next page takes its footnote along. More words shift every page break."""
    (chosen,) = (one for one in SCHEDULES if one.example == "scottish-clauses")
    filled = replace(chosen, contact="procurement@city.example" + " or any of its branches" * more)
    document = made(filled)
    notes = {note.number: plain(note.content) for note in document.footnotes}
    pages = [
        re.sub(r"\s+", " ", page.extract_text())
        for page in PdfReader(io.BytesIO(write_document(document, "pdf"))).pages
    ]
    for clause in document.clauses:
        number = clause.footnote
        marked = [at for at, page in enumerate(pages) if f"{clause.number}. {clause.title}{number}" in page]
        noted = [at for at, page in enumerate(pages) if f"{number} {notes[number]}" in page]
        assert len(marked) == 1
        assert marked == noted, clause.id


@ALL
def test_every_clause_of_a_schedule_says_who_asks_for_it(chosen: Schedule) -> None:
    titles = {
        "eu-2014-24": "Directive 2014/24/EU on public procurement",
        "baseline": "Baseline against trafficking and",
        "gb-sct-2015": "Public Contracts (Scotland) Regulations 2015",
        "us-far": "Federal",
        "zero-tolerance": "Zero tolerance of",
    }
    clauses = made(chosen).clauses
    numbers = {clause.id: clause.number for clause in clauses}
    for clause in clauses:
        prescribed = any(titles[by] in clause.why for by in (chosen.pack, chosen.policy))
        because = [f"clause\u00a0{numbers[name]}" in clause.why for name in clause.comes_with]
        everywhere = clause.id == "interpretation" and "every document" in clause.why
        assert prescribed or (because and all(because)) or everywhere, clause.id
    for by in (chosen.pack, chosen.policy):
        assert any(titles[by] in clause.why for clause in clauses), by


def test_what_only_an_alternate_that_is_not_chosen_would_need_is_not_asked_for() -> None:
    """The class deviation, and the directives of the place of performance, are for alternates alone."""
    chosen = next(one for one in SCHEDULES if one.example == "us-clauses")
    fill_ins = {fill.id for fill in made(chosen, "authority-file").fill_ins}
    assert {"deviation", "document_title"} & fill_ins == set()
    assert "certification_threshold" in fill_ins
