"""Verifying the record in the database: every entry, every stored subtree, every checkpoint, and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, select, text, union

from tenderlaw.record.checkpoints import verifiers_of
from tenderlaw.record.faults import ErasedError, TamperedError
from tenderlaw.record.leaves import ERASURE, committed, leaf_bytes
from tenderlaw.record.ledger import size_of
from tenderlaw.record.notes import Checkpoint, Verifier
from tenderlaw.record.vault import Vault
from tenderlaw.record.walk import Verified, Walk
from tenderlaw.store import tables

__all__ = ["tenants_of", "verify"]

_STEP: Final = 8192
"""Entries that are read at a time."""


# without the types of the columns: what somebody wrote there past us is to be found, not to be converted
_ENTRIES: Final = text(
    "SELECT seq, at, kind, actor, subject, payload, commitment, leaf_hash FROM entry "
    "WHERE tenant = :tenant AND seq > :after ORDER BY seq LIMIT :step"
)
_BEFORE_ALL: Final = text("SELECT seq FROM entry WHERE tenant = :tenant AND seq < 1")
_NODES: Final = text(
    "SELECT i, hash FROM node WHERE tenant = :tenant AND level = :level AND i BETWEEN :first AND :last"
)
_NODES_TOO_MANY: Final = text(
    "SELECT level, i FROM node WHERE tenant = :tenant "
    "AND (level < 1 OR level > 62 OR i < 0 OR i >= CAST(:size AS BIGINT) >> level)"
)
_CHECKPOINTS: Final = text("SELECT size, note FROM checkpoint WHERE tenant = :tenant ORDER BY size DESC")
_EVIDENCE: Final = text("SELECT * FROM evidence WHERE tenant = :tenant AND seq = :seq")
_EVIDENCE_THERE: Final = text("SELECT seq FROM evidence WHERE tenant = :tenant AND seq BETWEEN :first AND :last")
_EVIDENCE_TOO_MUCH: Final = text("SELECT seq FROM evidence WHERE tenant = :tenant AND (seq < 1 OR seq > :size)")


def tenants_of(connection: Connection) -> list[str]:
    """Every tenant that has a record, or should."""
    held = (tables.tenant, tables.entry, tables.node, tables.checkpoint, tables.evidence)
    query = union(*(select(table.c.tenant) for table in held))
    return sorted(connection.execute(query).scalars(), key=str)


def verify(
    connection: Connection,
    tenant: str,
    *,
    vault: Vault | None = None,
    verifiers: Sequence[Verifier] = (),
    witnessed: Iterable[Checkpoint] = (),
    heard: Callable[[int, int], None] = lambda done, total: None,
) -> Verified:
    """Go through a tenant's record, within `database.reading()`.

    `vault` opens the evidence and compares it, too. `verifiers`: the public keys to trust, else those in the database.
    `witnessed`: checkpoints that were kept elsewhere; only they tell of a record that was rewritten and signed anew.
    `heard` is told now and then how many entries were gone through, and of how many.
    """
    walk = Walk(tenant, verifiers or verifiers_of(connection, tenant), witnessed)
    here = {"tenant": tenant}
    notes = list(connection.execute(_CHECKPOINTS, here).all())
    _pass_notes(walk, notes)
    after, on, size = 0, True, size_of(connection, tenant)
    while on and (rows := connection.execute(_ENTRIES, {**here, "after": after, "step": _STEP}).all()):
        before, after = walk.size, rows[-1].seq
        on = _entries(connection, walk, rows, notes)
        _evidence(connection, walk, {row.seq: row for row in rows if isinstance(row.seq, int)}, before, vault)
        heard(walk.size, max(walk.size, size if isinstance(size, int) else 0))  # what was changed may be anything
    for note in reversed(notes):
        walk.found(f"checkpoint of {note.size}", f"was signed, and the record has {walk.size} entries only")
    whole = {**here, "size": walk.size}
    for seq in connection.execute(_BEFORE_ALL, here).scalars():
        walk.found(f"entry {seq}", "is before the first")
    for level, i in connection.execute(_NODES_TOO_MANY, whole):
        walk.found(f"node {level}/{i}", "is over entries that are not there")
    for seq in connection.execute(_EVIDENCE_TOO_MUCH, whole).scalars():
        walk.found(f"evidence of entry {seq}", "is of an entry that is not there")
    return walk.end()


def _entries(connection: Connection, walk: Walk, rows: Sequence[Row[Any]], notes: list[Row[Any]]) -> bool:
    """Hand over entries, with the checkpoints between them, and compare the stored subtrees; whether to go on."""
    filled: dict[int, dict[int, bytes]] = {}
    on = True
    for row in rows:
        on = walk.follows(row.seq)
        if not on:
            break
        _pass_notes(walk, notes)
        leaf = _leaf(row)
        if leaf is None:
            walk.found(f"entry {row.seq}", "cannot be read: a value in it is of another kind")
        if row.kind == ERASURE:
            walk.erasure(row.subject, row.seq)
        for node, value in walk.entry(leaf, _bytes(row.leaf_hash), str(row.at)):
            filled.setdefault(node.level, {})[node.i] = value
        _pass_notes(walk, notes)
    for level, values in filled.items():
        _compare(connection, walk, level, values)
    return on


def _leaf(row: Row[Any]) -> bytes | None:
    """The leaf of an entry as it stands there; a number in the place of a text makes another leaf, bytes make none."""
    seq, at, kind, actor, subject, payload, commitment, _ = tuple(row)
    try:
        return leaf_bytes(seq, at, kind, actor, subject, payload.encode(), commitment)
    except (AttributeError, TypeError, UnicodeEncodeError):
        return None


def _pass_notes(walk: Walk, notes: list[Row[Any]]) -> None:
    """Hand over the checkpoints that were signed when there were as many entries as now."""
    while notes and not (isinstance(notes[-1].size, int) and notes[-1].size > walk.size):
        signed = notes.pop()
        walk.note(signed.note if isinstance(signed.note, str) else "", signed.size)


def _compare(connection: Connection, walk: Walk, level: int, values: Mapping[int, bytes]) -> None:
    asked = {"tenant": walk.tenant, "level": level, "first": min(values), "last": max(values)}
    stored = {i: _bytes(value) for i, value in connection.execute(_NODES, asked)}
    if stored == values:
        return
    for i, value in values.items():
        if i not in stored:
            walk.found(f"node {level}/{i}", "is missing")
        elif stored[i] != value:
            first = (i << level) + 1
            walk.found(f"node {level}/{i}", f"is not the hash over entries {first} to {first - 1 + (1 << level)}")


def _evidence(
    connection: Connection, walk: Walk, entries: Mapping[int, Row[Any]], before: int, vault: Vault | None
) -> None:
    """Compare the evidence of entries with what they commit to, as far as it is there and can be opened."""
    asked = {"tenant": walk.tenant, "first": before + 1, "last": walk.size}
    stored = set(connection.execute(_EVIDENCE_THERE, asked).scalars())
    for seq, entry in entries.items():
        if entry.commitment is not None and seq not in stored:
            walk.no_evidence(seq, entry.subject)
    for seq in sorted(stored, key=str):
        of = entries.get(seq)
        if of is None or of.commitment is None:
            walk.found(f"evidence of entry {seq}", "is of an entry that commits to none")
        elif vault is not None:
            # one at a time: a thousand decisions with their facts are a hundred megabytes
            row = connection.execute(_EVIDENCE, {"tenant": walk.tenant, "seq": seq}).one()
            walk.evidence(None if _fits(connection, walk.tenant, of, row, vault) else f"evidence of entry {seq}")


def _fits(connection: Connection, tenant: str, entry: Row[Any], row: Row[Any], vault: Vault) -> bool:
    try:
        secret = vault.open(connection, tenant, row.subject, f"evidence/{row.seq}", _bytes(row.sealed))
    except (TamperedError, ErasedError):
        return False
    return bool(row.subject == entry.subject and committed(_bytes(row.salt), secret) == entry.commitment)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
