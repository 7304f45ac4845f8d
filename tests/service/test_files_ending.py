"""A file that ends: decisions are made again with the same bytes, then it is erased, and only that stays known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.filing import APPROVER, CLEAN, OFFICER, READER, STRANGER, begun, packs
from service.filing import database as database  # noqa: PLC0414 - a fixture
from tenderlaw.record.faults import ErasedError, HeldError
from tenderlaw.record.verify import verify
from tenderlaw.service.files.answers import AnswersGiven, record_answers
from tenderlaw.service.files.approving import approve_document, list_unissued
from tenderlaw.service.files.bidders import list_bidders
from tenderlaw.service.files.comparing import compare_bidders
from tenderlaw.service.files.deciding import read_file
from tenderlaw.service.files.documents import (
    DocumentAsked,
    document_bytes,
    document_to_send,
    issue_document,
    prepare_document,
)
from tenderlaw.service.files.erasing import (
    due_files,
    erase_file,
    hold_file,
    keep_file_until,
    kept_for_replay,
    replayed,
)
from tenderlaw.service.files.faults import FileRefusedError, NotAllowedError, NotThereError
from tenderlaw.service.files.history import history_of
from tenderlaw.service.files.recording import decide_and_record
from tenderlaw.service.files.taking import StepAsked, take_step
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store.database import Database


def test_a_decision_is_made_again_with_the_same_bytes(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        made = decide_and_record(connection, OFFICER, bidder).made
        found, data = kept_for_replay(connection, READER, made.decision)
        with pytest.raises(NotThereError):
            kept_for_replay(connection, STRANGER, made.decision)
    assert found == made
    assert replayed(data, packs()).state == "same"
    other = replayed({**data, "outcome": "not_excluded"}, packs())
    assert (other.state, [one.path for one in other.differences]) == ("differs", ["outcome"])


def test_an_erased_file_says_nothing_more_and_its_record_is_still_whole(database: Database) -> None:
    bought, bidder = begun(database, CLEAN)
    with database.writing() as connection:
        made = decide_and_record(connection, OFFICER, bidder).made
        take_step(connection, OFFICER, bidder, StepAsked("decision", "admit", "nothing is against it"))
        prepared = prepare_document(connection, OFFICER, bidder, DocumentAsked("file-note", "md"))
        document = issue_document(connection, OFFICER, prepared).document
        with pytest.raises(NotAllowedError):
            erase_file(connection, OFFICER, bidder, "request")
        with pytest.raises(NotThereError):
            erase_file(connection, STRANGER, bidder, "request")
        hold_file(connection, APPROVER, bidder, held=True, reasons="a claim is pending")
        with pytest.raises(HeldError):
            erase_file(connection, APPROVER, bidder, "request")
        hold_file(connection, APPROVER, bidder, held=False, reasons="the claim was settled")
        erase_file(connection, APPROVER, bidder, "request")
        for gone in (
            lambda: read_file(connection, READER, bidder),
            lambda: document_bytes(connection, READER, document),
            lambda: kept_for_replay(connection, READER, made.decision),
            lambda: record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "X"})),
            lambda: decide_and_record(connection, OFFICER, bidder),
            lambda: erase_file(connection, APPROVER, bidder, "request"),
        ):
            with pytest.raises(ErasedError):
                gone()
        assert [row.erased for row in compare_bidders(connection, READER, bought)] == [True]
        assert not list_bidders(connection, READER, procurement=bought).items
        assert [one.kind for one in history_of(connection, READER, bidder)][-1] == "erasure"
    with database.reading() as connection:
        assert not verify(connection, "tenant_a", vault=OFFICER.record.vault).findings


def test_with_four_eyes_two_approvers_erase_a_file_and_nothing_comes_between_them(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    first, second = (replace(APPROVER, four_eyes=True, actor=actor) for actor in ("person_a", "person_b"))
    with database.writing() as connection:
        assert [erase_file(connection, first, bidder, "request") for _ in range(2)] == [False, False]
        assert not erase_file(connection, second, bidder, "unlawful"), "another ground is another question"
        decide_and_record(connection, OFFICER, bidder)
        assert not erase_file(connection, first, bidder, "request"), "something came since"
        hold_file(connection, second, bidder, held=True, reasons="a claim is pending")
        with pytest.raises(HeldError):
            erase_file(connection, second, bidder, "request")
        hold_file(connection, second, bidder, held=False, reasons="the claim was settled")
        assert not erase_file(connection, first, bidder, "request")
        assert erase_file(connection, second, bidder, "request")


def test_where_documents_need_a_second_person_none_goes_out_before(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    maker, second = replace(OFFICER, four_eyes_documents=True), replace(APPROVER, actor="person_b")
    author = replace(APPROVER, actor=OFFICER.actor)

    def made(*, draft: bool = False) -> str:
        asked = DocumentAsked("contract-terms" if draft else "file-note", "md", draft=draft)
        return issue_document(connection, maker, prepare_document(connection, maker, bidder, asked)).document

    with database.writing() as connection:
        decide_and_record(connection, OFFICER, bidder)
        draft, sent, back, own, late = made(draft=True), made(), made(), made(), made()
        assert document_to_send(connection, maker, draft)[0].state == "issued"
        assert [one.step for one in list_unissued(connection, READER)] == [sent, back, own, late]
        for hand in (maker, author):
            with pytest.raises(FileRefusedError, match="once another person has approved it"):
                document_to_send(connection, hand, sent)
        with pytest.raises(NotAllowedError):
            approve_document(connection, author, sent, "approved")
        assert document_to_send(connection, second, sent)[1] == document_bytes(connection, READER, sent)[1]
        assert approve_document(connection, second, sent, "approved").state == "issued"
        assert document_to_send(connection, maker, sent)[0].approved_by == "person_b"
        with pytest.raises(InputInvalidError):
            approve_document(connection, second, back, "returned")
        assert approve_document(connection, second, back, "returned", "another address").state == "returned"
        assert approve_document(connection, maker, own, "withdrawn", "a slip").state == "withdrawn"
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "X"}))
        with pytest.raises(FileRefusedError, match="the file changed"):
            approve_document(connection, second, late, "approved")
        for ended in (sent, back):
            with pytest.raises(FileRefusedError, match="does not wait"):
                approve_document(connection, second, ended, "approved")


def test_a_file_is_due_after_the_day_until_which_it_is_kept(database: Database) -> None:
    _, bidder = begun(database)
    with database.writing() as connection:
        keep_file_until(connection, APPROVER, bidder, date(2029, 2, 1), "directive 2014/24 art. 84(2)")
        assert not due_files(connection, READER, date(2029, 2, 1))
        assert [one.bidder for one in due_files(connection, READER, date(2029, 2, 2))] == [bidder]
        assert not due_files(connection, STRANGER, date(2029, 2, 2))
        hold_file(connection, APPROVER, bidder, held=True, reasons="a claim is pending")
        assert not due_files(connection, READER, date(2029, 2, 2))
