"""Appending: an entry is written in the transaction of what it records. No entry, no answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, cast

from sqlalchemy import Connection, TextClause, bindparam, func, insert, select, text

from tenderlaw.record.faults import TamperedError
from tenderlaw.record.leaves import KINDS, SALT_SIZE, Entry, Kind, committed, leaf_of
from tenderlaw.record.tree import Node, closed_by, leaf_hash, node_hash
from tenderlaw.record.vault import Vault
from tenderlaw.sources.canonical import canonical
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text, utc_now

__all__ = ["Record", "hashes_of", "one_at_a_time", "payload_of", "size_of"]


# made once: to make a statement takes longer than to run it
_entry: Final = tables.entry.c
_LAST: Final = select(func.max(_entry.seq)).where(_entry.tenant == bindparam("tenant"))
_LEAVES: Final = select(_entry.seq, _entry.leaf_hash).where(
    _entry.tenant == bindparam("tenant"), _entry.seq.in_(bindparam("seqs", expanding=True))
)
_ADD_ENTRY: Final = insert(tables.entry)
_ADD_EVIDENCE: Final = insert(tables.evidence)
_ADD_NODES: Final = insert(tables.node)
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:tenant, 14))")
_NODES: Final = (
    "SELECT node.level, node.i, node.hash FROM (VALUES {}) AS asked CROSS JOIN node "
    "WHERE node.tenant = :tenant AND node.level = asked.column1 AND node.i = asked.column2"
)


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
        connection.execute(_ADD_ENTRY, {"tenant": tenant, "leaf_hash": leaf, **row})
        _close(connection, tenant, seq - 1, leaf)
        return seq

    def _kept(self, connection: Connection, tenant: str, seq: int, subject: str, secret: bytes) -> str:
        salt = secrets.token_bytes(SALT_SIZE)
        sealed = self.vault.seal(connection, tenant, subject, f"evidence/{seq}", secret)
        row = {"tenant": tenant, "seq": seq, "subject": subject, "sealed": sealed, "salt": salt}
        connection.execute(_ADD_EVIDENCE, row)
        return committed(salt, secret)


def size_of(connection: Connection, tenant: str) -> int:
    """How many entries a tenant's record has."""
    return connection.execute(_LAST, {"tenant": tenant}).scalar() or 0


def payload_of(connection: Connection, tenant: str, seq: int) -> Mapping[str, object]:
    """What an entry says to everybody; nothing where there is no such entry."""
    column = tables.entry.c
    query = select(column.payload).where(column.tenant == tenant, column.seq == seq)
    return cast("Mapping[str, object]", connection.execute(query).scalar() or {})


def hashes_of(connection: Connection, tenant: str, nodes: Iterable[Node]) -> dict[Node, bytes]:
    """The stored hashes of complete subtrees; one that is not there is left out."""
    wanted = list(nodes)
    leaves = [node.i + 1 for node in wanted if node.level == 0]
    above = [node for node in wanted if node.level]
    found: dict[Node, bytes] = {}
    if leaves:
        hashed = connection.execute(_LEAVES, {"tenant": tenant, "seqs": leaves})
        found.update({Node(0, seq - 1): bytes(value) for seq, value in hashed})
    if above:
        asked: dict[str, object] = {"tenant": tenant}
        for number, node in enumerate(above):
            asked |= {f"level{number}": node.level, f"i{number}": node.i}
        rows = connection.execute(_nodes_asked(len(above)), asked)
        found.update({Node(level, i): bytes(value) for level, i, value in rows})
    return found


@lru_cache(maxsize=256)
def _nodes_asked(count: int) -> TextClause:
    """Looks up each of so many nodes by its key; of `(level, i) IN (...)` SQLite makes a scan of the whole table."""
    pairs = ", ".join(f"(:level{number}, :i{number})" for number in range(count))
    return text(_NODES.format(pairs))


def one_at_a_time(connection: Connection, tenant: str) -> None:
    """Whoever appends next waits for the end of this transaction: on PostgreSQL for its tenant, on SQLite all."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"tenant": tenant})


def _close(connection: Connection, tenant: str, number: int, leaf: bytes) -> None:
    """Store the subtrees that leaf `number` fills."""
    closing = list(closed_by(number))
    if not closing:
        return
    lefts = hashes_of(connection, tenant, [Node(node.level - 1, 2 * node.i) for node in closing])
    rows = []
    whole = leaf
    for node in closing:
        left = lefts.get(Node(node.level - 1, 2 * node.i))
        if left is None:  # nothing is appended to what is not whole
            hint = "`tenderlaw record verify` says where"
            raise TamperedError([Fault(f"record of {tenant}", 0, 0, "", "is not as it was written", hint)])
        whole = node_hash(left, whole)
        rows.append({"tenant": tenant, "level": node.level, "i": node.i, "hash": whole})
    connection.execute(_ADD_NODES, rows)
