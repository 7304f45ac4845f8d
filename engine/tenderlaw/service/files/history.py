"""What has become of a file: every entry of the record about it, in order, with what can still be read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, select

from tenderlaw.record.leaves import Kind
from tenderlaw.service.files.bidders import bidder_row
from tenderlaw.service.files.hand import Hand, secrets_of
from tenderlaw.service.files.places import Plain
from tenderlaw.service.files.steps import steps_on
from tenderlaw.store import tables

__all__ = ["Event", "history_of", "said_last"]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record about a file."""

    seq: int
    at: str
    kind: str
    actor: str
    about: str
    """The handle of the file, or of its procurement, whose facts it shares."""
    payload: Mapping[str, object]
    """What everybody who may see the record sees: no personal data."""
    reasons: str | None
    """The reasons of a step, where it is one and the file was not erased."""


def history_of(connection: Connection, hand: Hand, bidder: str, after: int = 0, limit: int = 200) -> list[Event]:
    """The entries about a file and its procurement numbered above `after`, the oldest first; of an erased one, too."""
    hand.need("reader")
    row = bidder_row(connection, hand, bidder)
    entry = tables.entry.c
    query = select(tables.entry).where(entry.tenant == hand.tenant, entry.subject.in_((bidder, row.procurement)))
    query = query.where(entry.seq > after)
    found = connection.execute(query.order_by(entry.seq).limit(limit)).all()
    reasons = {} if row.erased_at is not None else {
        step.seq: step.said.reasons for step in steps_on(connection, hand, bidder)
    }  # fmt: skip
    return [
        Event(
            one.seq,
            one.at,
            one.kind,
            one.actor,
            one.subject,
            cast("Mapping[str, object]", one.payload),
            reasons.get(one.seq),
        )
        for one in found
    ]


def said_last(
    connection: Connection, hand: Hand, bidder: str, kind: Kind, *, first: bool = False
) -> tuple[str, Plain] | None:
    """When the last entry of a kind about a file was made, or the first, and what it commits to. Raises ErasedError."""
    hand.need("reader")
    entry = tables.entry.c
    query = select(entry.seq, entry.at).where(entry.tenant == hand.tenant, entry.subject == bidder, entry.kind == kind)
    found = connection.execute(query.order_by(entry.seq if first else entry.seq.desc()).limit(1)).one_or_none()
    return None if found is None else (found.at, secrets_of(connection, hand, bidder, [found.seq])[found.seq])
