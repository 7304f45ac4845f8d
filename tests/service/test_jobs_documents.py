"""Documents as long work: issued once, of the file as it was, by who may still do so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from service.accounts_held import Held, held_in
from service.filing import CLEAN, PROCUREMENT
from service.screening_held import SETS, done, enter, hand, in_json_lines, worker
from service.test_accounts_http import key_of
from service.test_jobs_http import client_of
from tenderlaw.record.erasing import erase
from tenderlaw.service.accounts.people import add_person, change_person
from tenderlaw.service.files.bidders import create_bidder
from tenderlaw.service.files.documents import DocumentAsked, document_bytes, documents_on
from tenderlaw.service.files.drafts import BidderDraft, ProcurementDraft
from tenderlaw.service.files.faults import ChangedError, NotThereError
from tenderlaw.service.files.procurements import create_procurement
from tenderlaw.service.files.recording import decide_and_record
from tenderlaw.service.jobs.book import Job, job_of
from tenderlaw.service.jobs.documents import enter_document
from tenderlaw.service.jobs.housekeeping import kept_house
from tenderlaw.service.jobs.outcomes import problem_kept
from tenderlaw.store import tables

ASKED = DocumentAsked("file-note", "md")


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with held_in(f"sqlite:///{tmp_path / 'a.sqlite'}") as one:
        yield one


def begun(held: Held) -> tuple[str, str]:
    """A procurement and a decided file."""
    with held.writing() as connection:
        draft = ProcurementDraft(PROCUREMENT, regimes=("eu-2014-24",))
        bought = create_procurement(connection, hand(held), "Cleaning", draft, as_of=date(2026, 2, 1)).procurement
        bidder = create_bidder(connection, hand(held), bought, BidderDraft({"operator": CLEAN})).bidder
        decide_and_record(connection, hand(held), bidder)
    return bought, bidder


def ask(held: Held, bidder: str) -> Job:
    held.clock.on(seconds=1)
    with held.writing() as connection:
        return enter_document(connection, hand(held), bidder, ASKED)


def test_a_document_is_written_by_the_worker_and_issued_once(held: Held) -> None:
    _, bidder = begun(held)
    job = done(held, ask(held, bidder))
    assert job.state == "done" and job.result is not None, problem_kept(held.database, held.record, job)
    with held.database.reading() as connection:
        (issued,) = documents_on(connection, hand(held), bidder)
        _, data = document_bytes(connection, hand(held), issued.document)
    assert issued.document == job.result["document"] and b"Example Facility Services" in data
    assert issued.by == held.first["north"].person


def test_a_worker_that_another_replaced_issues_nothing(held: Held) -> None:
    _, bidder = begun(held)
    job = ask(held, bidder)
    first, second = worker(held), worker(held)
    run = first.kinds["document"]

    def late(bench: object) -> object:
        found = run(bench)  # type: ignore[arg-type]
        held.clock.on(minutes=2)
        second.once()
        return found

    first.kinds = {"document": late}  # type: ignore[dict-item]
    first.once()
    with held.database.reading() as connection:
        assert len(documents_on(connection, hand(held), bidder)) == 1
        assert job_of(connection, "north", job.job).state == "done"


def test_a_document_of_a_file_that_changed_meanwhile_is_not_issued(held: Held) -> None:
    _, bidder = begun(held)
    one, two = ask(held, bidder), ask(held, bidder)
    assert done(held, one).state == "done"
    late = done(held, two)  # the file has a document more than when it was asked
    assert late.state == "failed"
    said = problem_kept(held.database, held.record, late)
    assert said is not None and said["type"] == "/problems/changed"
    with held.writing() as connection, pytest.raises(ChangedError):
        enter_document(connection, hand(held), bidder, ASKED, "an older one")
    with held.writing() as connection, pytest.raises(NotThereError):
        enter_document(connection, hand(held, "south"), bidder, ASKED)


def test_what_was_asked_of_a_document_and_why_it_failed_goes_with_the_file(held: Held) -> None:
    _, bidder = begun(held)
    waiting, one, late = (ask(held, bidder) for _ in range(3))
    assert done(held, waiting).state == "done"
    failed = done(held, one)
    assert "errors" in (problem_kept(held.database, held.record, failed) or {})
    with held.writing() as connection:
        erase(connection, held.record, "north", bidder, "person_a", "request")
        assert connection.execute(select(tables.blob)).all() == []
    assert "errors" not in (problem_kept(held.database, held.record, failed) or {"errors": None})
    gone = done(held, late)
    assert gone.state == "failed" and gone.problem is not None and gone.problem["type"] == "/problems/erased"


def test_who_may_no_longer_do_it_has_nothing_issued(held: Held) -> None:
    _, bidder = begun(held)
    with held.writing() as connection:
        one = add_person(connection, held.act(), "o@north.example", "Olga", ["officer"])
        theirs = replace(hand(held), actor=one.person, rights=one.rights)
        job = enter_document(connection, theirs, bidder, ASKED)
        change_person(connection, held.act(), one.person, active=False)
    assert done(held, job).state == "failed"
    with held.database.reading() as connection:
        assert documents_on(connection, hand(held), bidder) == []


def test_documents_and_screenings_of_what_is_kept_are_asked_over_http(held: Held) -> None:
    bought, bidder = begun(held)
    client = client_of(held)
    asked = client.post("/v1/document-jobs", json={"bidder": bidder, "kind": "file-note", "format": "md"})
    assert asked.status_code == 202, asked.text
    worker(held).once()
    assert client.get(asked.headers["location"]).json()["counts"]["document"].startswith("doc_")
    # a PDF is never set in the request, whoever asks for it
    decides, case = key_of(held, "north", "decide"), {"facts": {"procurement": PROCUREMENT, "operator": CLEAN}}
    stateless = {**case, "as_of": "2026-02-01", "kind": "file-note", "format": "pdf", "packs": ["eu-2014-24"]}
    asked = client.post("/v1/documents", json=stateless, headers=decides)
    place = asked.headers["location"]
    assert asked.status_code == 202 and client.get(f"{place}/file", headers=decides).status_code == 409
    worker(held).once()
    assert client.get(place, headers=decides).json()["state"] == "done"
    assert client.get(f"{place}/file", headers=decides).content.startswith(b"%PDF")
    assert client.get(place, headers=key_of(held, "north", "decide")).status_code == 404  # another's
    file = client.get(f"/v1/bidders/{bidder}")
    once = {"If-Match": file.headers["etag"], "Idempotency-Key": "one"}
    asked = [client.post(f"/v1/bidders/{bidder}/documents", json={"kind": "file-note", "format": "pdf"}, headers=once)
             for _ in range(2)]  # fmt: skip
    assert [one.status_code for one in asked] == [202, 202] and asked[0].text == asked[1].text
    worker(held).once()
    assert client.get(asked[0].headers["location"]).json()["counts"]["version"] == 2
    held.clock.on(hours=2)
    kept_house(held.database, held.record)
    assert client.get(f"{place}/file", headers=decides).status_code == 410
    other = {"headers": key_of(held, "south", "files")}
    refused = client.post("/v1/document-jobs", json={"bidder": bidder, "kind": "file-note"}, **other)
    assert refused.status_code == 404
    found = enter(held, in_json_lines(), facts=None, procurement=bought, packs=None)
    assert done(held, found).state == "done" and SETS.current.digest in str(held.entries(kind="screening"))
    with pytest.raises(NotThereError):
        enter(held, in_json_lines(), tenant="south", facts=None, procurement=bought)
