"""How the files of a screening end: held while a claim needs them, erased for good by who may end a bidder's file."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Connection

from tenderlaw.record.erasing import Ground, erase, hold
from tenderlaw.record.faults import NotInRecordError
from tenderlaw.service.accounts.acts import Act, NotFoundError
from tenderlaw.service.files.erasing import asked_before
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.taking import reasons_of
from tenderlaw.service.jobs.book import Job, ask_to_cancel, job_of
from tenderlaw.service.jobs.hands import act_of
from tenderlaw.service.jobs.screening import KIND

__all__ = ["erase_screening", "erase_work", "hold_screening", "screening_of"]


def screening_of(connection: Connection, tenant: str, job: str) -> Job:
    """The screening of this handle in this tenant. Raises NotFoundError, for other work too."""
    found = job_of(connection, tenant, job)
    if found.kind != KIND:
        raise NotFoundError
    return found


def erase_screening(connection: Connection, hand: Hand, job: str) -> bool:
    """Erase what was uploaded for a screening and what came of it; work under way ends.

    Whether it was erased: where the tenant has four eyes, the first who asks only asks.
    Raises HeldError, NotFoundError, NotAllowedError.
    """
    hand.need("approver")
    found = screening_of(connection, hand.tenant, job)
    if not asked_before(connection, hand, found.job, "request"):
        return False
    ask_to_cancel(connection, act_of(hand), found.job)
    erase_work(connection, act_of(hand), found.job, "request")
    return True


def hold_screening(connection: Connection, hand: Hand, job: str, *, held: bool, reasons: str) -> int:
    """Hold the files of a screening, or lift the hold, with reasons. Raises NotFoundError, ErasedError."""
    hand.need("approver")
    found, said = screening_of(connection, hand.tenant, job), reasons_of(reasons)
    return hold(connection, hand.record, hand.tenant, found.job, hand.actor, held=held, reasons=said)


def erase_work(connection: Connection, act: Act, job: str, ground: Ground) -> None:
    """Erase what was uploaded for a piece of work and what came of it; that there was such work stays on record."""
    with suppress(NotInRecordError):  # it had no files, or they were erased before
        erase(connection, act.record, act.tenant, job, act.actor, ground)
