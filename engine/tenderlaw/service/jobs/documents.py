"""Documents written as long work: a PDF of many clauses takes long and much memory, and holds no request up.

job = enter_document(connection, hand, bidder, asked, revision)
"""

from __future__ import annotations

import io
from dataclasses import fields
from typing import Any, Final

import orjson
from sqlalchemy import Connection

from tenderlaw.service.files.deciding import read_file, refuse_changed
from tenderlaw.service.files.documents import DocumentAsked, issue_document, prepare_document
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.jobs.bench import Bench, LastStep
from tenderlaw.service.jobs.blobs import Kept, SealedFile, keep
from tenderlaw.service.jobs.book import ENDED, Job, entered, jobs
from tenderlaw.service.jobs.hands import act_of, hand_of
from tenderlaw.service.jobs.sets import set_of_work
from tenderlaw.store.handles import new_handle

__all__ = ["KIND", "documents_waiting", "enter_document", "run_document"]

KIND: Final = "document"


def enter_document(
    connection: Connection, hand: Hand, bidder: str, asked: DocumentAsked, revision: str | None = None
) -> Job:
    """Put a document on the table, of the file as it is now: where it changes meanwhile, nothing is issued.

    Raises NotThereError, NotAllowedError, and ChangedError where it is not as `revision` says.
    """
    hand.need("officer")
    file = read_file(connection, hand, bidder)
    refuse_changed(file, revision)
    said = {one.name: getattr(asked, one.name) for one in fields(asked)}
    job = new_handle("job")
    # what is filled in may name people: it is erased with the file
    kept = keep(connection, hand.record.vault, hand.tenant, bidder, io.BytesIO(orjson.dumps(said, default=_plain)))
    request = {
        "order": kept.plain(),
        "bidder": bidder,
        "revision": file.bidder.revision,
        "pack_set": hand.packs.digest,
        "lists": [],
        "kind": asked.kind,
    }
    return entered(connection, act_of(hand), KIND, request, job)


def documents_waiting(connection: Connection, hand: Hand, bidder: str) -> list[Job]:
    """The documents of a file that are being written, the latest first."""
    hand.need("reader")
    return [one for one in jobs(connection, hand.tenant, KIND) if one.subject == bidder and one.state not in ENDED]


def run_document(bench: Bench) -> LastStep:
    """Write the document; it is issued in the transaction in which the work ends.

    Raises as `prepare_document` and `issue_document` do.
    """
    job = bench.job
    kept = Kept.of(job.tenant, job.subject, job.request["order"])
    asked = DocumentAsked(**orjson.loads(SealedFile(bench.database, bench.record.vault, kept).read()))
    packs = set_of_work(bench)
    bidder, revision = str(job.request["bidder"]), str(job.request["revision"])
    with bench.database.reading() as connection:
        hand = hand_of(connection, bench, packs)
        prepared = prepare_document(connection, hand, bidder, asked, revision)
    bench.report(1, 1)

    def issue(connection: Connection) -> dict[str, object]:
        issued = issue_document(connection, hand, prepared)
        return {"document": issued.document, "bidder": bidder, "version": issued.version}

    return issue


def _plain(value: object) -> Any:  # noqa: ANN401 - plain data
    return dict(value) if hasattr(value, "keys") else list(value)  # type: ignore[call-overload]
