"""Roots and proofs out of the stored subtrees: a few dozen rows, however long the record is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from tenderlaw.record.faults import NotInRecordError, TamperedError
from tenderlaw.record.ledger import hashes_of, size_of
from tenderlaw.record.tree import Span, consistency_proof, inclusion_proof, needed, span_hash
from tenderlaw.sources.faults import Fault

__all__ = ["consistency", "inclusion", "root_of"]


def root_of(connection: Connection, tenant: str, size: int) -> bytes:
    """The root over the first `size` entries."""
    _need(connection, tenant, size)
    return _hashes(connection, tenant, [Span(0, size)])[0]


def inclusion(connection: Connection, tenant: str, seq: int, size: int) -> list[bytes]:
    """The proof that entry `seq` is one of the first `size`. Raises NotInRecordError."""
    _need(connection, tenant, size)
    if not 1 <= seq <= size:
        raise NotInRecordError([Fault("record", 0, 0, "", f"entry {seq} is not one of the first {size}")])
    return _hashes(connection, tenant, inclusion_proof(seq - 1, size))


def consistency(connection: Connection, tenant: str, old: int, new: int) -> list[bytes]:
    """The proof that the first `new` entries begin with the first `old`. Raises NotInRecordError."""
    _need(connection, tenant, new)
    if not 0 <= old <= new:
        raise NotInRecordError([Fault("record", 0, 0, "", f"{old} entries are not the beginning of {new}")])
    return _hashes(connection, tenant, consistency_proof(old, new)) if 0 < old < new else []


def _need(connection: Connection, tenant: str, size: int) -> None:
    held = size_of(connection, tenant)
    if not 0 <= size <= held:
        raise NotInRecordError([Fault("record", 0, 0, "", f"there are {held} entries, not {size}")])


def _hashes(connection: Connection, tenant: str, spans: Sequence[Span]) -> list[bytes]:
    known = hashes_of(connection, tenant, needed(spans))
    try:
        return [span_hash(span, known) for span in spans]
    except KeyError as error:
        level, i = error.args[0]
        what = f"node {level}/{i}" if level else f"entry {i + 1}"
        raise TamperedError([Fault("record", 0, 0, what, "is missing")]) from error
