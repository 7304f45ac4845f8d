"""A file that ends: held while a claim needs it, kept until its day, erased for good; decisions made again before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection

from tenderlaw.record import erasing
from tenderlaw.record.erasing import Due, Ground
from tenderlaw.record.replaying import Replay, replay
from tenderlaw.service.files.bidders import bidder_row
from tenderlaw.service.files.deciding import Made, decision_data, made_at
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.taking import reasons_of
from tenderlaw.service.pack_sets import PackSet

__all__ = ["due_files", "erase_file", "hold_file", "keep_file_until", "kept_for_replay", "replayed"]


def erase_file(connection: Connection, hand: Hand, bidder: str, ground: Ground) -> int:
    """Erase all that was sealed for a bidder's file; the number of the entry that says so. Proofs hold after it.

    Raises HeldError under a legal hold, ErasedError where it was done before, NotThereError.
    """
    hand.need("approver")
    bidder_row(connection, hand, bidder, lock=True)
    return erasing.erase(connection, hand.record, hand.tenant, bidder, hand.actor, ground)


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
