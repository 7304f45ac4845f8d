"""Documents issued from files: made, numbered, sealed, on record, and given out again byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.documents.formats import Format
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import Id, file_answer
from tenderlaw.service.api.documents import MEDIA_TYPES
from tenderlaw.service.api.filing import (
    Handle,
    Officer,
    Reader,
    made,
    reads,
    said,
    tag_of,
    writes,
)
from tenderlaw.service.api.jobs import JobBody, body_of
from tenderlaw.service.api.once import Once, answered_before, writes_once
from tenderlaw.service.files.approving import approve_document, list_unissued
from tenderlaw.service.files.deciding import read_file
from tenderlaw.service.files.documents import (
    DocumentAsked,
    Issued,
    Prepared,
    composed_document,
    document_to_send,
    documents_on,
    issue_document,
    prepare_document,
)
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import need_match
from tenderlaw.service.jobs.documents import enter_document

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["files"], route_class=DoorRoute, responses=PROBLEMS)

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Words = Annotated[str, StringConstraints(max_length=20_000)]


class NewDocument(BaseModel):
    """A document to be issued from a file, on its last decision."""

    model_config = ConfigDict(extra="forbid")

    kind: DocumentKind
    format: Format = "docx"
    language: Language = "en"
    fallback_language: Language | None = None
    draft: bool = Field(False, description="With placeholders where something is not filled in.")
    values: dict[str, Words] = Field({}, max_length=1000, description="What is filled in, by the ids of blanks.")
    with_clauses: list[Annotated[str, StringConstraints(max_length=400)]] = Field([], max_length=200)
    without_clauses: dict[Id, Words] = Field({}, max_length=200, description="Clauses left out, each with the reason.")


@dataclass(frozen=True, slots=True)
class DocumentIssued:
    """A document that was issued."""

    document: str
    bidder: str
    decision: str | None
    kind: str
    format: str
    language: str
    version: int
    """Of its kind on this file, from 1."""
    entry: int
    """Number of its entry in the record."""
    issued_at: str
    issued_by: str
    state: str
    """`issued`, or `pending` while another person has to approve it; `returned`, `withdrawn`."""
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The documents issued from a file, the latest first."""

    items: tuple[DocumentIssued, ...]


@dataclass(frozen=True, slots=True)
class DocumentWaiting:
    """A document that waits for another person."""

    document: str
    bidder: str
    made_at: str
    made_by: str


@dataclass(frozen=True, slots=True)
class DocumentsWaiting:
    """The documents that wait for another person."""

    items: tuple[DocumentWaiting, ...]


def _issued(one: Issued) -> DocumentIssued:
    return DocumentIssued(
        one.document,
        one.bidder,
        one.decision,
        one.kind,
        one.format,
        one.language,
        one.version,
        one.seq,
        one.at,
        one.by,
        one.state,
        one.approved_by,
    )


@router.post(
    "/bidders/{bidder}/documents",
    status_code=201,
    response_model=None,
    responses={201: {"model": DocumentIssued}, 202: {"model": JobBody, "description": "A PDF is set as long work."}},
)
async def new_document(
    request: Request, bidder: Handle, body: NewDocument, who: Officer, once: Once = None
) -> Response:
    """Issue a document from a file: `If-Match` says which version of the file was seen.

    A letter that tells what the authority decided is issued once it has decided so; a draft at any time. A PDF takes
    seconds: it is set as long work (202), of the file as it is now, and issued then.
    """
    asked = DocumentAsked(
        body.kind, body.format, body.language, body.fallback_language, body.draft, body.values,
        tuple(body.with_clauses), body.without_clauses,
    )  # fmt: skip

    def prepared(connection: Connection, hand: Hand) -> Prepared:
        need_match(request, tag_of(read_file(connection, hand, bidder).bidder))
        return prepare_document(connection, hand, bidder, asked)

    def composed(connection: Connection, hand: Hand) -> str:
        need_match(request, tag_of(read_file(connection, hand, bidder).bidder))
        return composed_document(connection, hand, bidder, asked)[0].bidder.revision

    before = await answered_before(request, who, once)
    if before is not None:
        return before
    if asked.format == "pdf":
        revision = await reads(request, who, composed)

        def entered(connection: Connection, hand: Hand) -> tuple[str, Response]:
            job = enter_document(connection, hand, bidder, asked, revision)
            return bidder, said(body_of(job).model_dump(), None, 202, Location=f"/v1/jobs/{job.job}")

        return await writes_once(request, who, once, entered)
    # writing it out takes long, and holds nobody up: it is put on record where the file has not changed meanwhile
    ready = await reads(request, who, prepared)

    def kept(connection: Connection, hand: Hand) -> tuple[str, Response]:
        found = issue_document(connection, hand, ready)
        tag = tag_of(read_file(connection, hand, bidder).bidder)
        return bidder, made(_issued(found), tag, f"/v1/issued-documents/{found.document}")

    return await writes_once(request, who, once, kept)


@router.get("/bidders/{bidder}/documents", response_model=None, responses={200: {"model": DocumentsPage}})
async def documents_of_bidder(request: Request, bidder: Handle, who: Reader) -> Response:
    """The documents issued from a file, the latest first."""
    found = await reads(request, who, lambda connection, hand: documents_on(connection, hand, bidder))
    return said(DocumentsPage(tuple(map(_issued, found))))


@router.get(
    "/issued-documents/{document}", response_model=None,
    responses={200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(
        {one.partition(";")[0] for one in MEDIA_TYPES.values()})}}},
)  # fmt: skip
async def issued_document(request: Request, document: Handle, who: Reader) -> Response:
    """A document as it was issued, byte for byte. One that waits for approval is given to whoever may approve it."""
    found, data = await reads(request, who, lambda connection, hand: document_to_send(connection, hand, document))
    form: Format = found.format  # type: ignore[assignment]  # one of ours, as it was written
    return file_answer(data, MEDIA_TYPES[form], f"{found.kind}-{found.version}.{found.format}")


class DocumentApproval(BaseModel):
    """Whether a document goes out, and why not."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["approved", "returned", "withdrawn"]
    reasons: str = Field("", max_length=10_000)


@router.get("/issued-documents", response_model=None, responses={200: {"model": DocumentsWaiting}})
async def documents_waiting(request: Request, who: Reader) -> Response:
    """The documents that wait for another person, the oldest first."""
    found = await reads(request, who, list_unissued)
    items = tuple(DocumentWaiting(one.step, one.bidder, one.at, one.by) for one in found)
    return said(DocumentsWaiting(items))


@router.post("/issued-documents/{document}/approval", response_model=None, responses={200: {"model": DocumentIssued}})
async def approval_of_document(request: Request, document: Handle, body: DocumentApproval, who: Officer) -> Response:
    """Let a document of another person go out, or send it back with reasons; its author can withdraw it."""
    found = await writes(
        request, who,
        lambda connection, hand: approve_document(connection, hand, document, body.verdict, body.reasons),
    )  # fmt: skip
    return said(_issued(found))
