"""Decisions put on record: made beside others that write, and recorded where nothing was put on record meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, exists, insert, select

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.record.ledger import size_of
from tenderlaw.service.files.deciding import File, Made, decided, digest_of, read_file
from tenderlaw.service.files.hand import Hand, noted
from tenderlaw.service.files.places import Plain
from tenderlaw.store import tables
from tenderlaw.store.handles import new_handle

__all__ = ["Prepared", "Recorded", "decide_and_record", "prepare_decision", "record_decision"]

_entry, _bidder, _bought = tables.entry.c, tables.bidder.c, tables.procurement.c
# made once: to make a statement takes longer than to run it
_SINCE: Final = select(
    exists().where(
        _entry.tenant == bindparam("tenant"),
        _entry.subject.in_((bindparam("bidder"), bindparam("procurement"))),
        _entry.seq > bindparam("seq"),
    )
)
_HOLD: Final = (
    select(_bidder.bidder)
    .join_from(tables.bidder, tables.procurement, _bought.tenant == _bidder.tenant)
    .where(_bidder.tenant == bindparam("tenant"), _bidder.bidder == bindparam("bidder"))
    .where(_bought.procurement == _bidder.procurement)
    .with_for_update()
)
_ADD: Final = insert(tables.decision)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision on record, with all that it says."""

    made: Made
    decision: Decision
    new: bool
    """False where the last decision was this one: nothing had changed, and nothing was written."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A decision on a file that is not on record yet."""

    file: File
    decision: Decision
    told: Plain
    """What the record will say of it to everybody."""
    evidence: Plain
    """What the record will commit to; nothing where the last decision was this one."""
    seen: int
    """How many entries the record had: whether anything came to the file since is seen by them."""
    as_of: date | None
    meant: Callable[[File], None] | None


def prepare_decision(
    connection: Connection,
    hand: Hand,
    handle: str,
    *,
    as_of: date | None = None,
    meant: Callable[[File], None] | None = None,
    lock: bool = False,
) -> Prepared:
    """Decide a file on a day (left out, that of the procurement), in a transaction that may only read.

    `meant` raises where the file is not the one that is to be decided. Raises InputInvalidError without a day.
    """
    hand.need("officer")
    seen = size_of(connection, hand.tenant)
    file = read_file(connection, hand, handle, lock=lock)
    if meant is not None:
        meant(file)
    found = decided(hand, file.bidder, file.standing, as_of)
    told = _told(hand, found.decision, (*found.regimes, *found.policies))
    evidence = {} if _is_last(file, told) else found.decision.data()
    return Prepared(file, found.decision, told, evidence, seen, as_of, meant)


def record_decision(connection: Connection, hand: Hand, prepared: Prepared) -> Recorded:
    """Put a decision on record, whole or not at all; what something came to meanwhile is decided anew before.

    Where nothing changed since the last decision, that one is given. Raises as `prepare_decision` does.
    """
    hand.need("officer")
    named = {"tenant": hand.tenant, "bidder": prepared.file.bidder.bidder}
    if connection.dialect.name == "postgresql":  # on SQLite all who write wait for one another
        connection.execute(_HOLD, named)
    bought = prepared.file.bidder.procurement.procurement
    if connection.execute(_SINCE, {**named, "procurement": bought, "seq": prepared.seen}).scalar():
        handle, as_of = prepared.file.bidder.bidder, prepared.as_of
        return decide_and_record(connection, hand, handle, as_of=as_of, meant=prepared.meant)
    return _recorded(connection, hand, prepared)


def decide_and_record(
    connection: Connection,
    hand: Hand,
    handle: str,
    *,
    as_of: date | None = None,
    meant: Callable[[File], None] | None = None,
) -> Recorded:
    """Decide a file and put that on record in one transaction, in which nobody else changes it."""
    prepared = prepare_decision(connection, hand, handle, as_of=as_of, meant=meant, lock=True)
    return _recorded(connection, hand, prepared)


def _recorded(connection: Connection, hand: Hand, prepared: Prepared) -> Recorded:
    last = prepared.file.latest
    if last is not None and _is_last(prepared.file, prepared.told):
        return Recorded(last, prepared.decision, new=False)
    return Recorded(_put_on_record(connection, hand, prepared), prepared.decision, new=True)


def _put_on_record(connection: Connection, hand: Hand, prepared: Prepared) -> Made:
    file, decision = prepared.file, prepared.decision
    at, made = hand.at, new_handle("dec")
    about = {
        "decision": made,
        "revision": file.bidder.revision,
        "steps": [step.step for step in file.steps if step.state == "standing"],
    }
    told, pack_set = {**prepared.told, **about}, str(prepared.told["pack_set"])
    seq = noted(connection, hand, "decision", file.bidder.bidder, told, prepared.evidence)
    new = Made(made, file.bidder.bidder, seq, decision.as_of, decision.outcome, pack_set, at, hand.actor, told)
    names = ("decision", "bidder", "seq", "outcome", "pack_set", "made_at", "made_by")
    row = {name: getattr(new, name) for name in names}
    connection.execute(_ADD, {"tenant": hand.tenant, "as_of": new.as_of.isoformat(), **row})
    return new


def _is_last(file: File, told: Plain) -> bool:
    """Whether the last decision says this, and nothing changed since."""
    return file.latest is not None and not file.changed and told.items() <= file.latest.told.items()


def _told(hand: Hand, decision: Decision, asked: Sequence[Regime]) -> Plain:
    """What the record says of a decision to whoever reads it: neither its id nor anything about anybody."""
    return {
        "as_of": decision.as_of.isoformat(),
        "award": decision.award.may_proceed,
        "engine": decision.engine_version,
        "outcome": decision.outcome,
        "pack_set": hand.packs.digest,
        "packs": digest_of(asked),
    }
