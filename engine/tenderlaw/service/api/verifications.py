"""The record gone through, as long work where it is long: how far it is, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tenderlaw.service.accounts.caller import Caller, needs
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.filing import reads, said, writes
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.book import ENDED, Job
from tenderlaw.service.jobs.verification import (
    enter_verification,
    last_verification,
    verified_if_short,
    verified_in,
)

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["record"], route_class=DoorRoute, responses=PROBLEMS)
Auditor = Annotated[Caller, Depends(needs("record"))]


@dataclass(frozen=True, slots=True)
class RecordFault:
    """What is wrong with a record, and where."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class RecordVerified:
    """What was gone through, and what is not as it was written; with no finding, all that was signed is."""

    size: int
    root: str
    keys: tuple[str, ...]
    checkpoints: int
    signed: int
    """How many entries the last good checkpoint covers."""
    evidence: int
    """How many entries were compared with what they commit to."""
    erased: int
    findings: tuple[RecordFault, ...]
    more: int
    """Findings beyond those listed."""
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """The record gone through: how far it is, and what it came to."""

    state: str
    """`waiting`, `running`, `done`, `failed` or `cancelled`."""
    done: int
    """How many entries, of `total`."""
    total: int | None
    asked_at: str
    ended_at: str | None
    verified: RecordVerified | None
    """Once it is done."""


@router.post(
    "/record/verification", response_model=None,
    responses={200: {"model": Verification}, 202: {"model": Verification}},
)  # fmt: skip
async def verify_record(request: Request, who: Auditor) -> Response:
    """Go through the record: every entry, node, checkpoint, and what is kept of their evidence.

    A short one is answered at once, a longer one is long work (202): `GET` says how far it is.
    """
    found = await reads(request, who, verified_if_short)
    job = await writes(request, who, lambda connection, hand: enter_verification(connection, hand, found))
    return _verification(job)


@router.get("/record/verification", response_model=None, responses={200: {"model": Verification}})
async def last_verification_of_record(request: Request, who: Auditor) -> Response:
    """The verification that was asked for last: how far it is, and what it came to."""
    job = await reads(request, who, lambda connection, hand: last_verification(connection, hand.tenant))
    if job is None:
        raise Problem("not-found", "the record was not verified yet: `POST` does")
    return _verification(job, 200)


def _verification(job: Job, status: int = 202) -> Response:
    found, told = verified_in(job), None
    if found is not None:
        findings = tuple(RecordFault(one.place, one.message) for one in found.findings)
        names = ("size", "root", "keys", "checkpoints", "signed", "evidence", "erased", "more", "remarks")
        told = RecordVerified(findings=findings, **{name: getattr(found, name) for name in names})
    body = Verification(job.state, job.done, job.total, job.created_at, job.ended_at, told)
    if job.state in ENDED:
        return said(body)
    return said(body, None, status, **{"Location": "/v1/record/verification", "Retry-After": "1"})
