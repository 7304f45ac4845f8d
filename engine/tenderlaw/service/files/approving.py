"""A second pair of eyes: another person approves a step, or a document, or sends it back; both are on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select, update

from tenderlaw.service.files.bidders import touched
from tenderlaw.service.files.deciding import File, read_file, refuse_changed
from tenderlaw.service.files.documents import Issued, issued_of
from tenderlaw.service.files.faults import FileRefusedError, NotAllowedError, NotThereError
from tenderlaw.service.files.hand import Hand, behind, noted
from tenderlaw.service.files.steps import Step, StepState, set_states
from tenderlaw.service.files.taking import Taken, came_to_stand, reasons_of, refuse_impossible, replaced_by
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle

__all__ = ["Waiting", "approve_document", "approve_step", "list_unissued", "list_waiting", "withdraw_step"]

_TABLE = tables.step


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for another person."""

    step: str
    bidder: str
    kind: str
    at: str
    by: str


def list_waiting(connection: Connection, hand: Hand, limit: int = 200) -> list[Waiting]:
    """The steps that wait for approval, the oldest first; none of a file that was erased."""
    hand.need("reader")
    bidder = tables.bidder.c
    there = select(bidder.bidder).where(bidder.tenant == hand.tenant, bidder.erased_at.is_(None))
    query = select(_TABLE).where(
        _TABLE.c.tenant == hand.tenant, _TABLE.c.state == "pending", _TABLE.c.bidder.in_(there)
    )
    rows = connection.execute(query.order_by(_TABLE.c.seq).limit(limit)).all()
    return [Waiting(row.step, row.bidder, row.kind, row.at, row.by) for row in rows]


def approve_step(
    connection: Connection,
    hand: Hand,
    step: str,
    verdict: Literal["approved", "returned"],
    reasons: str = "",
    revision: str | None = None,
) -> Taken:
    """Approve a step of another person, so that it counts, or send it back, with reasons.

    Raises NotAllowedError for its author, FileRefusedError where it does not wait, StepRefusedError where the file
    does not bear it any more, ChangedError where somebody changed the file since `revision`.
    """
    hand.need("approver")
    file, found = _waiting(connection, hand, step, revision)
    if hand.actor in behind(connection, hand, found.by):
        message = "whoever took a step, or issued the key by which it was taken, cannot approve it"
        raise NotAllowedError([Fault("caller", 0, 0, "", message, "another person with the role `approver` can")])
    if verdict == "returned":
        return _ended(connection, hand, file, found, "returned", reasons_of(reasons))
    refuse_impossible(hand, file, found)
    replaced = replaced_by(file.steps, found.said)
    return _ended(connection, hand, file, found, "standing", reasons.strip(), replaced)


def list_unissued(connection: Connection, hand: Hand, limit: int = 200) -> list[Waiting]:
    """The documents that wait for another person, the oldest first, each as a step of the kind `document`."""
    hand.need("reader")
    document, bidder = tables.document.c, tables.bidder.c
    there = select(bidder.bidder).where(bidder.tenant == hand.tenant, bidder.erased_at.is_(None))
    query = select(tables.document).where(
        document.tenant == hand.tenant, document.state == "pending", document.bidder.in_(there)
    )
    rows = connection.execute(query.order_by(document.seq).limit(limit)).all()
    return [Waiting(row.document, row.bidder, "document", row.at, row.by) for row in rows]


def approve_document(
    connection: Connection,
    hand: Hand,
    document: str,
    verdict: Literal["approved", "returned", "withdrawn"],
    reasons: str = "",
) -> Issued:
    """Let a document of another person go out, or send it back, with reasons; its author may withdraw it.

    Raises NotAllowedError for whoever may not, FileRefusedError where it does not wait, or the file was changed or
    decided anew since it was made: then it can only be sent back.
    """
    found = issued_of(connection, hand, document)
    file = read_file(connection, hand, found.bidder, lock=True)
    found = issued_of(connection, hand, document)
    hand.need("officer" if verdict == "withdrawn" else "approver")
    mine = hand.actor in behind(connection, hand, found.by)
    if mine is not (verdict == "withdrawn"):
        message = "whoever made a document, or issued the key by which it was made, withdraws it; others approve it"
        raise NotAllowedError([Fault("caller", 0, 0, "", message, "another person with the role `approver` can")])
    if found.state != "pending":
        raise FileRefusedError([Fault("document", 0, 0, "", f"it does not wait for anybody: it is {found.state}")])
    if verdict == "approved" and (file.changed or file.latest is None or file.latest.decision != found.decision):
        message = "the file changed since the document was made"
        raise FileRefusedError([Fault("document", 0, 0, "", message, "send it back, and make it anew")])
    said = reasons.strip() if verdict == "approved" else reasons_of(reasons)
    state, at = ("issued" if verdict == "approved" else verdict), tables.document.c
    touched(connection, hand, file.bidder)
    noted(connection, hand, "approval", found.bidder, {"document": document, "state": state}, {"reasons": said})
    ended = update(tables.document).where(at.tenant == hand.tenant, at.document == document)
    connection.execute(ended.values(state=state, approved_by=hand.actor))
    return issued_of(connection, hand, document)


def withdraw_step(connection: Connection, hand: Hand, step: str, reasons: str, revision: str | None = None) -> Taken:
    """Take back a step of one's own that waits. Raises as approving does, NotAllowedError for another's."""
    hand.need("officer")
    file, found = _waiting(connection, hand, step, revision)
    if found.by != hand.actor:
        raise NotAllowedError([Fault("caller", 0, 0, "", "only whoever took a step can withdraw it")])
    return _ended(connection, hand, file, found, "withdrawn", reasons_of(reasons))


def _waiting(connection: Connection, hand: Hand, step: str, revision: str | None) -> tuple[File, Step]:
    query = select(_TABLE.c.bidder).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.step == step)
    bidder = connection.execute(query).scalar() if is_handle(step) else None
    if bidder is None:
        raise NotThereError("step", step)
    file = read_file(connection, hand, bidder, lock=True)
    refuse_changed(file, revision)
    found = next(one for one in file.steps if one.step == step)
    if found.state != "pending":
        message = f"the step does not wait for anybody: it is {found.state}"
        raise FileRefusedError([Fault("step", 0, 0, "", message)])
    return file, found


def _ended(
    connection: Connection,
    hand: Hand,
    file: File,
    found: Step,
    state: StepState,
    reasons: str,
    replaced: list[str] | None = None,
) -> Taken:
    payload = {"step": found.step, "state": state, "replaced": replaced or []}
    touched(connection, hand, file.bidder)
    at = hand.at
    seq = noted(connection, hand, "approval", file.bidder.bidder, payload, {"reasons": reasons})
    who = {"approved_by": hand.actor, "approved_at": at, "approval_seq": seq}
    set_states(connection, hand, [found.step], state, **who)
    return came_to_stand(connection, hand, file, found.step, replaced or [])
