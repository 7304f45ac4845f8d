"""Handing a record over: a file that needs neither us nor the database to be verified, and proofs of single entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, type_coerce
from sqlalchemy.types import Text

from tenderlaw.record.checkpoints import latest_note, sign_checkpoint, verifiers_of
from tenderlaw.record.faults import ErasedError, NotInRecordError
from tenderlaw.record.forms import EXPORT, PROOF, VERSION, entry_line
from tenderlaw.record.leaves import leaf_bytes
from tenderlaw.record.ledger import Record
from tenderlaw.record.notes import open_note
from tenderlaw.record.proofs import inclusion
from tenderlaw.sources.canonical import canonical
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.database import Database

__all__ = ["export", "opened", "prove"]

_STEP: Final = 200
"""Entries that are read at a time, with their evidence."""

# made once: to make a statement takes longer than to run it
_entry: Final = tables.entry.c
_ENTRIES: Final = (
    select(_entry.tenant, _entry.seq, _entry.at, _entry.kind, _entry.actor, _entry.subject, _entry.commitment)
    .add_columns(_entry.leaf_hash, type_coerce(_entry.payload, Text).label("payload"))
    .where(_entry.tenant == bindparam("tenant"), _entry.seq > bindparam("after"), _entry.seq <= bindparam("last"))
    .order_by(_entry.seq)
)


def export(database: Database, record: Record, tenant: str, actor: str, *, evidence: bool = False) -> Iterator[bytes]:
    """The lines of a tenant's whole record, each with its end; with `evidence` in clear, as far as it is not erased.

    That it was exported, by whom and whether with evidence, is its last entry, recorded before the first line is given.
    """
    with database.writing() as connection:
        size = record.append(connection, tenant, "export", actor, "", {"evidence": evidence})
        note, keys = sign_checkpoint(connection, record, tenant), verifiers_of(connection, tenant)
    origin = open_note(note, keys, "checkpoint").origin
    head = {"format": EXPORT, "version": VERSION, "tenant": tenant, "origin": origin, "keys": list(map(str, keys))}
    return _lines(database, record, {**head, "size": size, "evidence": evidence})


def _lines(database: Database, record: Record, head: dict[str, Any]) -> Iterator[bytes]:
    yield canonical(head) + b"\n"
    tenant, size, evidence = head["tenant"], head["size"], head["evidence"]
    checkpoints = 0
    # what is read in several steps is one state all the same: nothing of it changes but evidence, which may be erased
    for after in range(0, size, _STEP):
        with database.reading() as connection:
            last = min(size, after + _STEP)
            rows = _entries(connection, tenant, after, last)
            notes = _notes(connection, tenant, -1 if after == 0 else after, last)
            lines = list(_step(connection, record, rows, notes, evidence=evidence))
        checkpoints += len(notes)
        yield from lines
    yield canonical({"end": {"checkpoints": checkpoints, "entries": size}}) + b"\n"


def _step(
    connection: Connection, record: Record, rows: Sequence[Row[Any]], notes: dict[int, str], *, evidence: bool
) -> Iterator[bytes]:
    if 0 in notes:
        yield canonical({"checkpoint": notes[0]}) + b"\n"
    for row in rows:
        yield entry_line(_leaf(row), row.leaf_hash) + b"\n"
        if evidence and row.commitment is not None:
            kept = opened(connection, record, row.tenant, row.seq)
            if kept is not None:
                said = {"salt": kept[0].hex(), "secret": kept[1].decode(), "seq": row.seq}
                yield canonical({"evidence": said}) + b"\n"
        if row.seq in notes:
            yield canonical({"checkpoint": notes[row.seq]}) + b"\n"


def prove(connection: Connection, record: Record, tenant: str, seq: int, *, evidence: bool = False) -> bytes:
    """The proof that an entry is in the record, on one line; with `evidence`, also of what it commits to.

    Within `database.writing()`, as a checkpoint is signed where none covers the entry. Raises NotInRecordError, and
    ErasedError where the evidence that is asked for is gone.
    """
    rows = _entries(connection, tenant, seq - 1, seq) if seq > 0 else []
    if not rows:
        raise NotInRecordError([Fault("record", 0, 0, "", f"there is no entry {seq}")])
    note = latest_note(connection, tenant, at_least=seq) or sign_checkpoint(connection, record, tenant)
    keys = verifiers_of(connection, tenant)
    said = open_note(note, keys, "checkpoint")
    hashes = [one.hex() for one in inclusion(connection, tenant, seq, said.size)]
    proof: dict[str, object] = {"format": PROOF, "version": VERSION, "tenant": tenant, "entry": _leaf(rows[0]).decode()}
    proof |= {"proof": hashes, "checkpoint": note, "keys": list(map(str, keys))}
    if evidence and rows[0].commitment is not None:
        kept = opened(connection, record, tenant, seq)
        if kept is None:
            raise ErasedError([Fault("record", 0, 0, f"entry {seq}", "its evidence was erased")])
        proof["evidence"] = {"salt": kept[0].hex(), "secret": kept[1].decode(), "seq": seq}
    return canonical(proof) + b"\n"


def opened(connection: Connection, record: Record, tenant: str, seq: int) -> tuple[bytes, bytes] | None:
    """The salt and the secret of an entry, as canonical JSON; None where it commits to none or it was erased."""
    column = tables.evidence.c
    row = connection.execute(select(tables.evidence).where(column.tenant == tenant, column.seq == seq)).one_or_none()
    if row is None:
        return None
    return row.salt, record.vault.open(connection, tenant, row.subject, f"evidence/{seq}", row.sealed)


def _entries(connection: Connection, tenant: str, after: int, last: int) -> Sequence[Row[Any]]:
    return connection.execute(_ENTRIES, {"tenant": tenant, "after": after, "last": last}).all()


def _notes(connection: Connection, tenant: str, after: int, last: int) -> dict[int, str]:
    column = tables.checkpoint.c
    query = select(column.size, column.note).where(column.tenant == tenant, column.size > after, column.size <= last)
    return {row.size: row.note for row in connection.execute(query)}


def _leaf(row: Row[Any]) -> bytes:
    return leaf_bytes(row.seq, row.at, row.kind, row.actor, row.subject, row.payload.encode(), row.commitment)
