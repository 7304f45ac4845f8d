"""What has become of a file: every entry of the record about it, in order, with what can still be read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, select

from tenderlaw.service.files.bidders import bidder_row
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.steps import steps_on
from tenderlaw.store import tables

__all__ = ["Event", "history_of"]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record about a file."""

    seq: int
    at: str
    kind: str
    actor: str
    payload: Mapping[str, object]
    """What everybody who may see the record sees: no personal data."""
    reasons: str | None
    """The reasons of a step, where it is one and the file was not erased."""


def history_of(connection: Connection, hand: Hand, bidder: str, after: int = 0, limit: int = 200) -> list[Event]:
    """The entries about a file with numbers above `after`, the oldest first; of an erased file, too."""
    hand.need("reader")
    row = bidder_row(connection, hand, bidder)
    entry = tables.entry.c
    query = select(tables.entry).where(entry.tenant == hand.tenant, entry.subject == bidder, entry.seq > after)
    found = connection.execute(query.order_by(entry.seq).limit(limit)).all()
    reasons = {} if row.erased_at is not None else {
        step.seq: step.said.reasons for step in steps_on(connection, hand, bidder)
    }  # fmt: skip
    return [
        Event(one.seq, one.at, one.kind, one.actor, cast("Mapping[str, object]", one.payload), reasons.get(one.seq))
        for one in found
    ]
