"""What is seen and made of files: bidders side by side, history, what answers would change, documents issued."""

from __future__ import annotations

from copy import deepcopy

import pytest
from sqlalchemy import Connection, update

from service.filing import (
    APPROVER,
    CLEAN,
    DAY,
    ENTRY,
    GROUND,
    MISCONDUCT,
    OFFICER,
    OPERATOR,
    READER,
    STRANGER,
    begun,
    with_four_eyes,
)
from service.filing import database as database  # noqa: PLC0414 - a fixture
from tenderlaw.service.files.answers import AnswersGiven, record_answers
from tenderlaw.service.files.approving import approve_step
from tenderlaw.service.files.bidders import create_bidder
from tenderlaw.service.files.comparing import compare_bidders
from tenderlaw.service.files.deciding import decided, read_file
from tenderlaw.service.files.documents import (
    DocumentAsked,
    Issued,
    document_bytes,
    document_values,
    documents_on,
    issue_document,
    prepare_document,
)
from tenderlaw.service.files.drafts import BidderDraft
from tenderlaw.service.files.faults import ChangedError, FileRefusedError, NotThereError
from tenderlaw.service.files.further import further_answers
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.history import history_of
from tenderlaw.service.files.recording import decide_and_record
from tenderlaw.service.files.taking import StepAsked, take_step
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store import tables
from tenderlaw.store.database import Database

CLEANED = StepAsked("self-cleaning", "accepted", "weighed", ENTRY, "eu-2014-24", GROUND, "self-cleaning")
VALUES = {
    "authority_address": "Street 1",
    "addressee_address": "Street 2",
    "place": "Example",
    "contact": "A. Person",
    "signatory": "B. Person",
    "position": "head of unit",
}


def issued(connection: Connection, hand: Hand, bidder: str, asked: DocumentAsked) -> Issued:
    return issue_document(connection, hand, prepare_document(connection, hand, bidder, asked))


def test_bidders_of_a_procurement_stand_side_by_side(database: Database) -> None:
    bought, first = begun(database)
    with database.writing() as connection:
        second = create_bidder(connection, OFFICER, bought, BidderDraft({"operator": CLEAN, "entities": []})).bidder
        third = create_bidder(connection, OFFICER, bought, BidderDraft({"operator": OPERATOR, "entities": []})).bidder
        for one in (first, second):
            decide_and_record(connection, OFFICER, one)
        take_step(connection, OFFICER, second, StepAsked("decision", "admit", "nothing is against it"))
        take_step(connection, with_four_eyes(OFFICER), first, CLEANED)
        rows = compare_bidders(connection, READER, bought)
        with pytest.raises(NotThereError):
            compare_bidders(connection, STRANGER, bought)
    assert [(row.bidder, row.outcome, row.award, row.waiting, row.own) for row in rows] == [
        (first, "undetermined", "unknown", 1, None),
        (second, "not_excluded", "yes", 0, "admit"),
        (third, None, None, 0, None),
    ]
    assert rows[0].missing[0] == f"{ENTRY}.self_cleaning.accepted"
    assert {row.name for row in rows} == {"Example Facility Services AB"}


def test_the_history_of_a_file_says_who_did_what_when_and_why(database: Database) -> None:
    bought, bidder = begun(database)
    with database.writing() as connection:
        decide_and_record(connection, OFFICER, bidder)
        step = take_step(connection, with_four_eyes(OFFICER), bidder, CLEANED).step
        approve_step(connection, APPROVER, step.step, "approved", "agreed")
        events = history_of(connection, READER, bidder)
        assert [event.kind for event in events] == ["answers", "answers", "decision", "step", "approval", "decision"]
        assert [event.about for event in events[:2]] == [bought, bidder]
        assert [event.actor for event in events[3:5]] == [OFFICER.actor, APPROVER.actor]
        assert events[3].reasons == "weighed"
        assert events[4].payload["step"] == step.step
        assert history_of(connection, READER, bidder, after=events[3].seq, limit=1) == [events[4]]


def test_what_each_further_answer_would_change_is_tried_on_the_facts(database: Database) -> None:
    facts = {name: value for name, value in CLEAN.items() if name != "insolvency"}
    facts["misconduct"] = [{name: value for name, value in MISCONDUCT.items() if name != "grave"}]
    _, bidder = begun(database, facts)
    with database.reading() as connection:
        file = read_file(connection, READER, bidder)
    found = further_answers(decided(OFFICER, file.bidder, file.standing, DAY))
    would = {one.missing.path: [(each.answer, each.outcome) for each in one.answers] for one in found}
    assert would["operator.misconduct[0].grave"] == [(False, "undetermined"), (True, "may_exclude")]
    assert would["operator.insolvency"] == [((), "undetermined")]
    _, other = begun(database)
    with database.reading() as connection:
        file = read_file(connection, READER, other)
    step, *_ = further_answers(decided(OFFICER, file.bidder, file.standing, DAY))
    assert (step.missing.path, step.by_step) == (f"{ENTRY}.self_cleaning.accepted", True)
    assert [(one.answer, one.outcome) for one in step.answers] == [(False, "must_exclude"), (True, "not_excluded")]


def test_a_document_is_issued_with_a_number_and_a_sealed_copy(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    note = DocumentAsked("file-note", "md")
    with database.writing() as connection:
        with pytest.raises(FileRefusedError, match="not decided yet"):
            prepare_document(connection, OFFICER, bidder, note)
        made = decide_and_record(connection, OFFICER, bidder).made
        one, two = (issued(connection, OFFICER, bidder, note) for _ in range(2))
        assert (one.version, two.version, one.decision) == (1, 2, made.decision)
        found, data = document_bytes(connection, READER, one.document)
        assert found == one
        assert b"Example Facility Services AB" in data
        assert [each.document for each in documents_on(connection, READER, bidder)] == [two.document, one.document]
        with pytest.raises(NotThereError):
            document_bytes(connection, STRANGER, one.document)
        held = connection.execute(tables.blob.select()).all()
        assert all(b"Example" not in each.sealed for each in held)
        connection.execute(update(tables.blob).values(sealed=held[1].sealed))
    with pytest.raises(Exception, match="not what was sealed"), database.reading() as connection:
        document_bytes(connection, READER, one.document)


def test_a_document_of_a_file_that_changed_meanwhile_is_not_issued(database: Database) -> None:
    _, bidder = begun(database, CLEAN)
    note = DocumentAsked("file-note", "md")
    with database.writing() as connection:
        decide_and_record(connection, OFFICER, bidder)
        prepared = prepare_document(connection, OFFICER, bidder, note)
        record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "Another"}))
        with pytest.raises(ChangedError):
            issue_document(connection, OFFICER, prepared)
        with pytest.raises(FileRefusedError, match="changed since it was decided"):
            prepare_document(connection, OFFICER, bidder, note)


def test_a_letter_tells_of_what_the_authority_itself_decided(database: Database) -> None:
    facts = deepcopy(OPERATOR)
    facts["linked_persons"][0]["convictions"][0]["self_cleaning"] = {"claimed": False}
    _, bidder = begun(database, facts)
    asked = DocumentAsked("exclusion", "md", values=VALUES)
    with database.writing() as connection:
        decide_and_record(connection, OFFICER, bidder)
        with pytest.raises(FileRefusedError, match="has not decided on the bidder"):
            prepare_document(connection, OFFICER, bidder, asked)
        assert prepare_document(connection, OFFICER, bidder, DocumentAsked("exclusion", "md", draft=True)).draft
        with pytest.raises(InputInvalidError):  # the decision bears no such letter
            prepare_document(connection, OFFICER, bidder, DocumentAsked("non-exclusion", "md", draft=True))
        take_step(connection, OFFICER, bidder, StepAsked("decision", "exclude", "the law obliges"))
        with pytest.raises(InputInvalidError):  # blanks are left
            prepare_document(connection, OFFICER, bidder, DocumentAsked("exclusion", "md"))
        issued(connection, OFFICER, bidder, asked)
        file, _ = record_answers(connection, OFFICER, bidder, AnswersGiven({"operator.name": "Another"}))
        assert (file.own.verdict if file.own else None, file.own_is_current) == ("exclude", False)
        decide_and_record(connection, OFFICER, bidder)
        with pytest.raises(FileRefusedError, match="facts changed since the authority decided"):
            prepare_document(connection, OFFICER, bidder, asked)
        assert document_values(connection, READER, bidder, "exclusion") == VALUES
        assert document_values(connection, READER, bidder, "invitation") == {}
