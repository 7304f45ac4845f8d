"""PDFs of documents of which nothing is kept, set as long work: a document that was made goes in, its PDF comes out.

Both lie sealed until somebody erases them, and for an hour after the work has ended at most.
"""

from __future__ import annotations

import io
from typing import Final

import orjson
from sqlalchemy import Connection

from tenderlaw.documents.formats import checked
from tenderlaw.documents.model import Document
from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.jobs.bench import Bench, LastStep
from tenderlaw.service.jobs.blobs import Kept, SealedFile, keep, keep_all, removed
from tenderlaw.service.jobs.book import Job, entered
from tenderlaw.sources.extras import need
from tenderlaw.store.database import Database
from tenderlaw.store.handles import new_handle

__all__ = ["KIND", "enter_pdf", "pdf_of", "run_pdf"]

KIND: Final = "pdf"


def enter_pdf(connection: Connection, act: Act, document: Document, name: str) -> Job:
    """Put a document on the table. Raises InputInvalidError for words that no format can show."""
    need("documents", "PDF")
    from tenderlaw.documents.pdf import pdf_data  # noqa: PLC0415 - of an extra

    job, data = new_handle("job"), orjson.dumps(pdf_data(checked(document)))
    order = keep(connection, act.record.vault, act.tenant, job, io.BytesIO(data))
    return entered(connection, act, KIND, {"order": order.plain(), "name": name}, job)


def run_pdf(bench: Bench) -> LastStep:
    """Set it; what it was made of goes with the end of the work."""
    need("documents", "PDF")
    from tenderlaw.documents.pdf import set_pdf  # noqa: PLC0415 - of an extra

    job, vault = bench.job, bench.record.vault
    order = Kept.of(job.tenant, job.subject, job.request["order"])
    data = set_pdf(orjson.loads(SealedFile(bench.database, vault, order).read()))
    bench.report(1, 1)
    made = keep_all(bench.database, vault, job.tenant, job.subject, io.BytesIO(data))

    def end(connection: Connection) -> dict[str, object]:
        removed(connection, job.tenant, job.subject, [made.blob])
        return {"files": {KIND: made.plain()}, "name": job.request["name"]}

    return end


def pdf_of(database: Database, record: Record, job: Job) -> bytes:
    """The PDF that work came to. Raises ErasedError once it was erased."""
    said = (job.result or {})["files"][KIND]
    return SealedFile(database, record.vault, Kept.of(job.tenant, job.subject, said)).read()
