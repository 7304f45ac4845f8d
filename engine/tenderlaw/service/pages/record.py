"""Pages of the record: its entries, how far it is signed, proofs, exports, and verifying it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response, StreamingResponse

from tenderlaw.record.checkpoints import sign_checkpoint
from tenderlaw.record.exported import Proved, verify_export, verify_proof
from tenderlaw.record.exporting import export, prove
from tenderlaw.record.faults import ErasedError, NotInRecordError
from tenderlaw.record.leaves import KINDS
from tenderlaw.record.walk import Verified
from tenderlaw.service.accounts.caller import kept
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.book import Job
from tenderlaw.service.jobs.verification import (
    KIND,
    enter_verification,
    last_verification,
    verified_if_short,
    verified_in,
)
from tenderlaw.service.pages.engine_words import fault_said
from tenderlaw.service.pages.following import followed, work_of
from tenderlaw.service.pages.forms.errors import FormError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Auditor
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import came_from
from tenderlaw.service.pages.views.record import checkpoint_of, entry_lines, entry_view
from tenderlaw.service.pages.work import reading, writing
from tenderlaw.sources.faults import TenderlawError

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_MOST: Final = 2**53
"""No entry has a larger number, and no database is asked for one."""


def _number(seq: int) -> int:
    if not 0 < seq <= _MOST:
        raise Problem("not-found", "there is no such entry")
    return seq


Number = Annotated[int, Depends(_number)]
"""The number of an entry, in the path."""


@router.get("/record")
async def entries(
    request: Request, who: Auditor, kind: str = "", about: str = "", before: int | None = None
) -> HTMLResponse:
    """Entries, the newest first, and how far the record is signed."""
    language = language_of(request)
    before = None if before is None else max(0, min(before, _MOST))

    def find(connection: Connection, hand: Hand) -> tuple[object, object, object, Job | None]:
        wanted = kind if kind in KINDS else ""
        lines, after = entry_lines(connection, hand.tenant, language, kind=wanted, about=about[:80], before=before)
        last = last_verification(connection, hand.tenant)
        return lines, after, checkpoint_of(connection, hand.tenant), last

    lines, after, signed, last = await reading(request, who, find)
    kinds = [(one, said(f"record.kind_{one}", language)) for one in KINDS]
    return page(
        request, "record/list.html", lines=lines, after=after, signed=signed, kinds=kinds, kind=kind, about=about,
        last=last, verified=verified_in(last) if last else None,
    )  # fmt: skip


@router.post("/record/checkpoint")
async def checkpoint(request: Request, who: Auditor) -> Response:
    """Signs the record as it stands."""
    await came_from(request, who)
    await writing(request, who, lambda connection, hand: sign_checkpoint(connection, hand.record, hand.tenant))
    return go(request, "/record", "signed")


@router.get("/record/verify")
async def ask_verify(request: Request, who: Auditor) -> HTMLResponse:
    """The form: the record that is here, or a file that was handed over."""
    del who
    return page(request, "record/verify.html", verified=None, proved=None, errors=[])


@router.post("/record/verify")
async def verify(request: Request, who: Auditor) -> Response:
    """Goes through an export or a proof; through the record here as long work, and leads to where that is seen."""
    form, language, desk = await came_from(request, who), language_of(request), desk_of(request)
    upload = form.file("file")
    if form.get("what") == "file" and upload is None:
        errors = [FormError("file", said("record.file_missing", language))]
        return page(request, "record/verify.html", status=422, verified=None, proved=None, errors=errors)
    if upload is None:
        short = await reading(request, who, verified_if_short)
        job = await writing(request, who, lambda connection, hand: enter_verification(connection, hand, short))
        return go(request, f"/record/verify/{job.job}")
    try:
        found = await desk.work(_in_file, upload.data)
    except TenderlawError as error:
        errors = [FormError("file", fault_said(fault, language)) for fault in error.faults[:5]]
        return page(request, "record/verify.html", status=422, verified=None, proved=None, errors=errors)
    verified, proved = (found, None) if isinstance(found, Verified) else (None, found)
    return page(request, "record/verify.html", verified=verified, proved=proved, errors=[])


@router.get("/record/verify/{job}")
async def one_verification(request: Request, who: Auditor, job: str) -> Response:
    """How far going through the record is, and what it came to."""
    found = await work_of(request, who, job, KIND)
    return await followed(request, who, found, "record/verification.html", verified=verified_in(found))


def _in_file(data: bytes) -> Verified | Proved:
    """A proof is one line; anything else is taken for an export."""
    lines = data.splitlines(keepends=True)
    return verify_proof(data) if len(lines) == 1 else verify_export(lines)


@router.post("/record/export")
async def exported(request: Request, who: Auditor) -> Response:
    """The whole record as a file, with what entries commit to where that is asked for."""
    form = await came_from(request, who)
    database, record = kept(desk_of(request))
    lines = await desk_of(request).work(
        export, database, record, who.tenant, who.actor, evidence=form.get("evidence") == "yes"
    )
    headers = {"Content-Disposition": 'attachment; filename="record.jsonl"'}
    return StreamingResponse(_some_at_a_time(lines), media_type="application/jsonl", headers=headers)


def _some_at_a_time(lines: Iterator[bytes], most: int = 64 * 1024) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= most:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


@router.get("/record/{seq}")
async def one_entry(request: Request, who: Auditor, seq: Number) -> HTMLResponse:
    """An entry, and the proof that it is in the record."""
    language = language_of(request)
    view = await reading(request, who, lambda connection, hand: entry_view(connection, hand.tenant, seq, language))
    if view is None:
        raise Problem("not-found", "there is no such entry")
    return page(request, "record/one.html", entry=view)


@router.post("/record/{seq}/proof")
async def proof(request: Request, who: Auditor, seq: Number) -> Response:
    """The proof of an entry as a file that can be verified without us."""
    form = await came_from(request, who)
    evidence = form.get("evidence") == "yes"
    try:
        line = await writing(
            request, who, lambda connection, hand: prove(connection, hand.record, hand.tenant, seq, evidence=evidence)
        )
    except NotInRecordError as error:
        raise Problem("not-found", "there is no such entry") from error
    except ErasedError as error:
        raise Problem("erased") from error
    headers = {"Content-Disposition": f'attachment; filename="proof-{seq}.json"'}
    return Response(line, media_type="application/json", headers=headers)
