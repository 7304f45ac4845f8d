"""A document that was made: its preview, the file, the versions of its kind, and what changed between two of them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast, get_args

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.documents.redlining import redline_docx
from tenderlaw.service.files.approving import approve_document
from tenderlaw.service.files.deciding import File, read_file
from tenderlaw.service.files.documents import Issued, document_bytes, document_to_send, documents_on, may_send
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.headers import preview_csp
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.documents import KIND
from tenderlaw.service.pages.documents import drafts_among
from tenderlaw.service.pages.following import followed, work_of
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import came_from
from tenderlaw.service.pages.views.blanks import document_title
from tenderlaw.service.pages.views.issued_words import words_of
from tenderlaw.service.pages.views.redlines import redline_of_lines
from tenderlaw.service.pages.work import reading, writing
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
Verdict = Literal["approved", "returned", "withdrawn"]
_COMPARED: Final = ("docx", "odt", "html", "md")


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page shows."""

    issued: Issued
    file: File
    data: bytes
    versions: list[Issued]
    drafts: frozenset[str]


@router.get("/bidders/{handle}/documents/work/{job}")
async def being_made(request: Request, who: Reader, handle: str, job: str) -> Response:
    """How far a document is that is made as long work; once it is made, leads to it."""
    found, language = await work_of(request, who, job, KIND), language_of(request)
    file = await reading(request, who, read_file, handle)
    if found.subject != handle:
        raise Problem("not-found")
    if found.result is not None:
        return go(request, f"/documents/{found.result['document']}", "document_made")
    kind = cast("DocumentKind", found.request["kind"])
    title = document_title(kind, language)
    return await followed(
        request,
        who,
        found,
        "documents/work.html",
        title=title,
        bidder=file.bidder,
        again=f"/bidders/{handle}/documents/new?kind={kind}",
        address=f"/bidders/{handle}/documents/work/{job}",
    )


def _shown(connection: Connection, hand: Hand, document: str) -> Shown:
    issued, data = document_bytes(connection, hand, document)
    made = [one for one in documents_on(connection, hand, issued.bidder) if one.kind == issued.kind]
    return Shown(issued, read_file(connection, hand, issued.bidder), data, made, drafts_among(connection, hand, made))


@router.get("/documents/{document}")
async def one(request: Request, who: Reader, document: str) -> HTMLResponse:
    """A document as it was made."""
    language = language_of(request)

    def find(connection: Connection, hand: Hand) -> tuple[Shown, bool, list[str] | None]:
        shown = _shown(connection, hand, document)
        sent, form = may_send(connection, hand, shown.issued), shown.issued.format
        return shown, sent, None if sent and form == "html" else words_of(form, shown.data)

    shown, sent, words = await reading(request, who, find)
    issued = shown.issued
    title = document_title(cast("DocumentKind", issued.kind), language)
    return page(
        request,
        "documents/one.html",
        bidder=shown.file.bidder,
        title=title,
        issued=issued,
        draft=issued.document in shown.drafts,
        mine=issued.by == who.actor,
        may_send=sent,
        may_end=issued.state == "pending" and who.may("officer" if issued.by == who.actor else "approver"),
        words=words,
        entry_href=f"/record/{issued.seq}" if who.may("auditor") else None,
        versions=[
            {
                "here": other.document == issued.document,
                "href": f"/documents/{other.document}",
                "version": other.version,
                "format": other.format,
                "language": other.language,
                "at": other.at,
                "draft": other.document in shown.drafts,
                "compare": _comparison(issued, other),
            }
            for other in shown.versions
        ],
    )


def _comparison(one: Issued, other: Issued) -> str | None:
    """Where the two are compared, the older first; None of one with itself, and of what cannot be."""
    if one.document == other.document or not {one.format, other.format} <= set(_COMPARED):
        return None
    old, new = sorted((one, other), key=lambda issued: issued.version)
    return f"/documents/{new.document}/changes?since={old.document}"


@router.post("/documents/{document}/approval")
async def second_person(request: Request, who: Officer, document: str) -> Response:
    """Lets a document of somebody else go out or sends it back; or takes one's own back."""
    form, language = await came_from(request, who), language_of(request)
    verdict = form.get("verdict", "")
    if verdict not in get_args(Verdict):
        return go(request, f"/documents/{document}")
    try:
        await writing(request, who, approve_document, document, cast("Verdict", verdict), form.get("reasons", ""))
    except InputInvalidError as error:
        raise Problem("input-invalid", said("steps.reasons_missing", language)) from error
    return go(request, f"/documents/{document}", f"document_{verdict}")


@router.get("/documents/{document}/file")
async def file(request: Request, who: Reader, document: str) -> Response:
    """The file, byte for byte as it was made. One that waits is given to whoever may approve it."""
    issued, data = await reading(request, who, document_to_send, document)
    name = f"{issued.kind}-{issued.version}.{issued.format}"  # nothing of a person is in it
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": preview_csp()}
    return Response(data, media_type=_TYPES[issued.format], headers=headers)


@router.get("/documents/{document}/preview")
async def preview(request: Request, who: Reader, document: str) -> Response:
    """A web page that was made, for a frame of ours."""
    issued, data = await reading(request, who, document_to_send, document)
    if issued.format != "html":
        raise Problem("not-found", "only a web page can be shown so")
    return HTMLResponse(data.decode("utf-8"), headers={"Content-Security-Policy": preview_csp()})


@router.get("/documents/{document}/changes")
async def changes(request: Request, who: Reader, document: str, since: str) -> HTMLResponse:
    """What changed between two versions, in words, with marks that can be heard as well."""
    language = language_of(request)

    def find(connection: Connection, hand: Hand) -> tuple[Shown, Issued, list[str] | None, list[str] | None]:
        shown = _shown(connection, hand, document)
        before, data = document_bytes(connection, hand, since)
        if (before.bidder, before.kind) != (shown.issued.bidder, shown.issued.kind):
            raise Problem("not-found", "the two are no versions of one document")
        return shown, before, words_of(before.format, data), words_of(shown.issued.format, shown.data)

    shown, before, old, new = await reading(request, who, find)
    issued = shown.issued
    title = document_title(cast("DocumentKind", issued.kind), language)
    both_word = before.format == issued.format == "docx" and (
        who.may("approver") or before.state == issued.state == "issued"
    )
    return page(
        request,
        "documents/redline.html",
        bidder=shown.file.bidder,
        document=document,
        title=title,
        old=before.version,
        new=issued.version,
        text_language=issued.language,
        view=None if old is None or new is None else redline_of_lines(old, new),
        tracked=f"/documents/{document}/changes.docx?since={since}" if both_word else None,
    )


@router.get("/documents/{document}/changes.docx")
async def tracked(request: Request, who: Reader, document: str, since: str) -> Response:
    """The same as a Word file with tracked changes."""

    def find(connection: Connection, hand: Hand) -> bytes:
        (new, data), (old, before) = (document_to_send(connection, hand, one) for one in (document, since))
        if (new.bidder, new.kind, new.format, old.format) != (old.bidder, old.kind, "docx", "docx"):
            raise Problem("not-found", "the two are no Word files of one document")
        with tempfile.TemporaryDirectory(prefix="tenderlaw-") as folder:
            paths = [Path(folder) / name for name in ("old.docx", "new.docx")]
            for path, held in zip(paths, (before, data), strict=True):
                path.write_bytes(held)
            return redline_docx(paths[0], paths[1], author="tenderlaw").data

    data = await reading(request, who, find)
    headers = {"Content-Disposition": 'attachment; filename="changes.docx"'}
    return Response(data, media_type=_TYPES["docx"], headers=headers)
