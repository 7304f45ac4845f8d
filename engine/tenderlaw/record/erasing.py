"""Erasure and retention: what is kept of a person goes, that it was there stays proved.

Erasing a bidder's file deletes the key of all that was sealed for it, the ciphertexts and the salts. The entries stay:
without a salt, what they commit to says nothing, and every proof holds. No file under a legal hold is erased (GDPR
art. 17(3)(b) and (e)), whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import Connection, Table, and_, delete, func, or_, select, update

from tenderlaw.record.faults import ErasedError, HeldError, NotInRecordError
from tenderlaw.record.ledger import Record
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.database import Database
from tenderlaw.store.moments import moment_text

__all__ = ["Due", "Ground", "due", "erase", "erase_due", "erased_count", "hold", "keep_until", "need_no_hold"]

Ground = Literal["retention", "request", "unlawful"]
"""Why: it was kept for as long as it had to be, the person asked (GDPR art. 17), it should never have been kept."""

SYSTEM: Final = "system"
"""Who acts where nobody does."""


@dataclass(frozen=True, slots=True)
class Due:
    """A file that was kept for as long as it had to be."""

    bidder: str
    procurement: str
    until: str
    """The last day on which it had to be kept."""


def erase(connection: Connection, record: Record, tenant: str, subject: str, actor: str, ground: Ground) -> int:
    """Erase what was sealed for a subject (a bidder's file, the files of long work), for ever; the number of its entry.

    Within `database.writing()`; `store.backup.wipe` afterwards clears what the database's own files still hold.
    Raises HeldError under a legal hold, ErasedError where it was done before, NotInRecordError for what is not there.
    """
    row = need_no_hold(connection, tenant, subject)
    seqs, blobs = _evidence_of(connection, tenant, subject), _blobs_of(connection, tenant, subject)
    had_key = record.vault.erase(connection, tenant, subject)
    if not had_key and not seqs and row is None:
        raise NotInRecordError([Fault(subject, 0, 0, "", "nothing is kept of it")])
    kept, blob = tables.evidence.c, tables.blob.c
    connection.execute(delete(tables.evidence).where(kept.tenant == tenant, kept.subject == subject))
    connection.execute(delete(tables.blob).where(blob.tenant == tenant, blob.blob.in_(blobs)))
    at = moment_text(record.now())
    _change(connection, tables.bidder, tenant, subject, {"sealed": None, "erased_at": at})
    _change(connection, tables.procurement, tenant, subject, {"sealed": None})
    return record.append(connection, tenant, "erasure", actor, subject, {"ground": ground, "entries": seqs})


def need_no_hold(connection: Connection, tenant: str, subject: str) -> Any:  # noqa: ANN401 - a row
    """The row of a file that may be erased, locked; None where it has none. Raises HeldError, ErasedError."""
    row = _file(connection, tenant, subject)
    if row is not None and row.legal_hold:
        raise HeldError([Fault(subject, 0, 0, "", "is held, as a duty or a claim needs it", "lift the hold first")])
    return row


def due(connection: Connection, tenant: str, on: date, bidder: str | None = None) -> list[Due]:
    """The files that may go on a day, the longest due first: by their own last day, else by the tenant's setting.

    Of one `bidder` alone, whether its file may: it stands locked from here on, so that nobody changes that meanwhile.
    """
    days = _settings(connection, tenant).get("retention_days")
    column = tables.bidder.c
    over = column.retention_until < on.isoformat()
    if isinstance(days, int):
        last = (on - timedelta(days=days)).isoformat()
        over = or_(over, and_(column.retention_until.is_(None), column.changed_at < last))
    query = select(column.bidder, column.procurement, column.retention_until, column.changed_at).where(
        column.tenant == tenant, column.erased_at.is_(None), column.legal_hold.is_(False), over
    )
    if bidder is not None:
        query = query.where(column.bidder == bidder).with_for_update()
    found = []
    for row in connection.execute(query):
        changed = date.fromisoformat(row.changed_at[:10])
        until = row.retention_until or (changed + timedelta(days=cast("int", days))).isoformat()
        found.append(Due(row.bidder, row.procurement, until))
    return sorted(found, key=lambda one: (one.until, one.bidder))


def erase_due(database: Database, record: Record, tenant: str, on: date, actor: str = SYSTEM) -> list[str]:
    """Erase the files that are due, each in a transaction of its own; the handles of those that were."""
    with database.reading() as connection:
        found = due(connection, tenant, on)
    gone = []
    for one in found:
        with database.writing() as connection:
            if due(connection, tenant, on, one.bidder):  # nobody has held it, or gone on with it, meanwhile
                erase(connection, record, tenant, one.bidder, actor, "retention")
                gone.append(one.bidder)
    return gone


def erased_count(connection: Connection) -> int:
    """How many files, and files of work, were ever erased here: what tells that `store.backup.wipe` is due again."""
    key = tables.subject_key.c.wrapped_key
    return connection.execute(select(func.count()).where(key == b"")).scalar_one()


def keep_until(
    connection: Connection, record: Record, tenant: str, bidder: str, actor: str, until: date | None, source: str
) -> int:
    """Keep a file until a day, which a provision says (`source`); None: as long as the tenant keeps files."""
    day = None if until is None else until.isoformat()
    if _file(connection, tenant, bidder) is None:
        raise NotInRecordError([Fault(bidder, 0, 0, "", "there is no such file")])
    _change(connection, tables.bidder, tenant, bidder, {"retention_until": day})
    return record.append(connection, tenant, "retention", actor, bidder, {"until": day, "source": source})


def hold(
    connection: Connection, record: Record, tenant: str, subject: str, actor: str, *, held: bool, reasons: str
) -> int:
    """Hold a bidder's file, or the files of long work, whatever their last day, or lift the hold.

    The reasons are sealed with them. Raises NotInRecordError for what is not there, ErasedError for what is gone.
    """
    if _file(connection, tenant, subject) is None:
        raise NotInRecordError([Fault(subject, 0, 0, "", "there is no such file")])
    for table in (tables.bidder, tables.job):
        _change(connection, table, tenant, subject, {"legal_hold": held})
    return record.append(connection, tenant, "retention", actor, subject, {"held": held}, {"reasons": reasons})


def _file(connection: Connection, tenant: str, subject: str) -> Any:  # noqa: ANN401 - a row
    """The row of a bidder's file or of long work, locked; None where neither is there. Raises ErasedError."""
    for table in (tables.bidder, tables.job):
        query = select(table).where(table.c.tenant == tenant, table.c[table.name] == subject).with_for_update()
        row = connection.execute(query).one_or_none()
        if row is not None:
            if (at := row._mapping.get("erased_at")) is not None:
                raise ErasedError([Fault(subject, 0, 0, "", f"was erased on {at[:10]}")])
            return row
    return None


def _change(connection: Connection, table: Table, tenant: str, handle: str, values: Mapping[str, object]) -> None:
    connection.execute(update(table).where(table.c.tenant == tenant, table.c[table.name] == handle).values(values))


def _settings(connection: Connection, tenant: str) -> Mapping[str, object]:
    column = tables.tenant.c
    found = connection.execute(select(column.settings).where(column.tenant == tenant)).scalar()
    return cast("Mapping[str, object]", found or {})


def _evidence_of(connection: Connection, tenant: str, subject: str) -> list[int]:
    column = tables.evidence.c
    query = select(column.seq).where(column.tenant == tenant, column.subject == subject)
    return list(connection.execute(query.order_by(column.seq)).scalars())


def _blobs_of(connection: Connection, tenant: str, subject: str) -> list[str]:
    """What was sealed for the subject, and the files of the documents issued to a bidder."""
    blob, document = tables.blob.c, tables.document.c
    own = select(blob.blob).where(blob.tenant == tenant, blob.subject == subject)
    issued = select(document.document).where(document.tenant == tenant, document.bidder == subject)
    return list(connection.execute(own.union(issued)).scalars())
