"""Appending: an entry is written in the transaction of what it records. No entry, no answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, func, insert, select, text, tuple_

from tenderlaw.record.leaves import KINDS, SALT_SIZE, Entry, Kind, committed, leaf_of
from tenderlaw.record.tree import Node, closed_by, leaf_hash, node_hash
from tenderlaw.record.vault import Vault
from tenderlaw.sources.canonical import canonical
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text, utc_now

__all__ = ["Record", "hashes_of", "one_at_a_time", "payload_of", "size_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """The record of every tenant in one database: its vault, and the clock by which entries are dated."""

    vault: Vault
    now: Callable[[], datetime] = field(default=utc_now)

    def append(
        self,
        connection: Connection,
        tenant: str,
        kind: Kind,
        actor: str,
        subject: str,
        payload: Mapping[str, object],
        secret: object = None,
    ) -> int:
        """Append an entry within `database.writing()`; its number, from 1.

        `payload` is public to whoever gets an export: no personal data. `secret` is plain data that is kept encrypted
        under the key of `subject`, committed to in the entry, and can be erased; None for nothing. Appending comes
        last in a transaction: it holds back all other entries of the tenant until that ends.
        """
        if kind not in KINDS:
            message = f"no kind of entry: {kind}"
            raise ValueError(message)
        one_at_a_time(connection, tenant)
        seq = size_of(connection, tenant) + 1
        commitment = None if secret is None else self._kept(connection, tenant, seq, subject, canonical(secret))
        entry = Entry(seq, moment_text(self.now()), kind, actor, subject, payload, commitment)
        leaf = leaf_hash(leaf_of(entry))
        row = {name: getattr(entry, name) for name in Entry.__slots__}
        connection.execute(insert(tables.entry).values(tenant=tenant, leaf_hash=leaf, **row))
        _close(connection, tenant, seq - 1, leaf)
        return seq

    def _kept(self, connection: Connection, tenant: str, seq: int, subject: str, secret: bytes) -> str:
        salt = secrets.token_bytes(SALT_SIZE)
        sealed = self.vault.seal(connection, tenant, subject, f"evidence/{seq}", secret)
        row = {"tenant": tenant, "seq": seq, "subject": subject, "sealed": sealed, "salt": salt}
        connection.execute(insert(tables.evidence).values(row))
        return committed(salt, secret)


def size_of(connection: Connection, tenant: str) -> int:
    """How many entries a tenant's record has."""
    column = tables.entry.c
    return connection.execute(select(func.max(column.seq)).where(column.tenant == tenant)).scalar() or 0


def payload_of(connection: Connection, tenant: str, seq: int) -> Mapping[str, object]:
    """What an entry says to everybody; nothing where there is no such entry."""
    column = tables.entry.c
    query = select(column.payload).where(column.tenant == tenant, column.seq == seq)
    return cast("Mapping[str, object]", connection.execute(query).scalar() or {})


def hashes_of(connection: Connection, tenant: str, nodes: Iterable[Node]) -> dict[Node, bytes]:
    """The stored hashes of complete subtrees; one that is not there is left out."""
    wanted = list(nodes)
    leaves = [node.i + 1 for node in wanted if node.level == 0]
    above = [(node.level, node.i) for node in wanted if node.level]
    found: dict[Node, bytes] = {}
    if leaves:
        entry = tables.entry.c
        query = select(entry.seq, entry.leaf_hash).where(entry.tenant == tenant, entry.seq.in_(leaves))
        found.update({Node(0, seq - 1): value for seq, value in connection.execute(query)})
    if above:
        node = tables.node.c
        rows = select(node.level, node.i, node.hash).where(node.tenant == tenant, tuple_(node.level, node.i).in_(above))
        found.update({Node(level, i): value for level, i, value in connection.execute(rows)})
    return found


def one_at_a_time(connection: Connection, tenant: str) -> None:
    """Whoever appends next waits for the end of this transaction: on PostgreSQL for its tenant, on SQLite all."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:tenant, 14))"), {"tenant": tenant})


def _close(connection: Connection, tenant: str, number: int, leaf: bytes) -> None:
    """Store the subtrees that leaf `number` fills."""
    closing = list(closed_by(number))
    if not closing:
        return
    lefts = hashes_of(connection, tenant, [Node(node.level - 1, 2 * node.i) for node in closing])
    rows = []
    whole = leaf
    for node in closing:
        whole = node_hash(lefts[Node(node.level - 1, 2 * node.i)], whole)
        rows.append({"tenant": tenant, "level": node.level, "i": node.i, "hash": whole})
    connection.execute(insert(tables.node), rows)
