"""A file that ends: held while a claim needs it, kept until its day, erased for good; decisions made again before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, select

from tenderlaw.record import erasing
from tenderlaw.record.erasing import Due, Ground
from tenderlaw.record.replaying import Replay, replay
from tenderlaw.service.files.bidders import bidder_row
from tenderlaw.service.files.deciding import Made, decision_data, made_at
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.taking import reasons_of
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.store import tables

__all__ = [
    "asked_before",
    "due_files",
    "erase_file",
    "erasure_asked",
    "hold_file",
    "keep_file_until",
    "kept_for_replay",
    "replayed",
]


def erase_file(connection: Connection, hand: Hand, bidder: str, ground: Ground) -> bool:
    """Erase all that was sealed for a bidder's file. Proofs hold after it.

    Whether it was erased: where the tenant has four eyes, the first who asks only asks, and another does it.
    Raises HeldError under a legal hold, ErasedError where it was done before, NotThereError.
    """
    hand.need("approver")
    bidder_row(connection, hand, bidder, lock=True)
    if not asked_before(connection, hand, bidder, ground):
        return False
    erasing.erase(connection, hand.record, hand.tenant, bidder, hand.actor, ground)
    return True


def asked_before(connection: Connection, hand: Hand, subject: str, ground: Ground) -> bool:
    """Whether an erasure may be done now: another person has asked for it, on the same ground, and nothing came since.

    Else, where the tenant has four eyes, it is put on record that it is asked for. Raises HeldError.
    """
    if not hand.four_eyes:
        return True
    erasing.need_no_hold(connection, hand.tenant, subject)
    found = erasure_asked(connection, hand, subject)
    if found is None or found[1] != ground:
        asked = {"asked": "erasure", "ground": ground}
        hand.record.append(connection, hand.tenant, "retention", hand.actor, subject, asked)
        return False
    return found[0] != hand.actor


def erasure_asked(connection: Connection, hand: Hand, subject: str) -> tuple[str, str] | None:
    """Who has asked that a file be erased, and why, where nothing came to it since."""
    entry = tables.entry.c
    query = select(entry.actor, entry.payload).where(entry.tenant == hand.tenant, entry.subject == subject)
    last = connection.execute(query.order_by(entry.seq.desc()).limit(1)).one_or_none()
    asked = last is not None and last.payload.get("asked") == "erasure"
    return (last.actor, last.payload["ground"]) if asked and last is not None else None


def hold_file(connection: Connection, hand: Hand, bidder: str, *, held: bool, reasons: str) -> int:
    """Hold a file, whatever its last day, or lift the hold, with reasons. Raises NotThereError, ErasedError."""
    hand.need("approver")
    bidder_row(connection, hand, bidder, lock=True)
    said = reasons_of(reasons)
    return erasing.hold(connection, hand.record, hand.tenant, bidder, hand.actor, held=held, reasons=said)


def keep_file_until(connection: Connection, hand: Hand, bidder: str, until: date | None, source: str) -> int:
    """Keep a file until a day that a provision says (`source`); None: as long as the tenant keeps files.

    Raises NotThereError, ErasedError.
    """
    hand.need("approver")
    bidder_row(connection, hand, bidder, lock=True)
    return erasing.keep_until(connection, hand.record, hand.tenant, bidder, hand.actor, until, source)


def due_files(connection: Connection, hand: Hand, on: date) -> list[Due]:
    """The files that may go on a day, the longest due first; nothing is done to them."""
    hand.need("reader")
    return erasing.due(connection, hand.tenant, on)


def kept_for_replay(connection: Connection, hand: Hand, decision: str) -> tuple[Made, Mapping[str, object]]:
    """A decision and all that it was made from. Raises NotThereError, ErasedError, TamperedError."""
    made = made_at(connection, hand, decision)
    return made, decision_data(connection, hand, made)


def replayed(data: Mapping[str, object], packs: PackSet) -> Replay:
    """The decision made again with a set of packs: the same bytes, or what differs and why. It takes no transaction.

    Raises InputInvalidError where the set lacks a pack that took part.
    """
    held = cast("Mapping[str, Any]", data)
    regimes = packs.law([one["pack"] for one in held["regimes"]]) if held["regimes"] else ()
    return replay(held, regimes, packs.own([one["policy"] for one in held["policies"]]))
