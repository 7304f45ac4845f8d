"""Whose hand acts on a file, and by which packs: what every function of this room is given beside the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import orjson
from sqlalchemy import Connection, bindparam, select

from tenderlaw.decisions.regime import Regime
from tenderlaw.record.faults import ErasedError, TamperedError
from tenderlaw.record.leaves import Kind, committed
from tenderlaw.record.ledger import Record
from tenderlaw.service.files.faults import NotAllowedError
from tenderlaw.service.files.places import Plain
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.canonical import canonical
from tenderlaw.sources.faults import Fault
from tenderlaw.store import tables
from tenderlaw.store.moments import moment_text

__all__ = ["Hand", "behind", "noted", "opened", "sealed", "secrets_of"]


@dataclass(frozen=True, slots=True)
class Hand:
    """A person or a key of a tenant, what they may do, and the packs that the request began with."""

    record: Record
    packs: PackSet
    tenant: str
    actor: str
    """The handle of the person or the key: never a name."""
    rights: frozenset[str] = frozenset()
    four_eyes: bool = False
    """Whether the tenant wants another person to approve a step before it counts."""
    four_eyes_documents: bool = False
    """Whether the tenant wants another person to approve a document before it goes out."""
    retention_days: int | None = None
    """How long the tenant keeps a file after its last change; None: nothing is erased by itself."""
    allowed: tuple[str, ...] | None = None
    """The packs of law by which the tenant decides; None: all that are installed."""
    own: tuple[str, ...] = ()
    """The tenant's own policies."""

    @property
    def at(self) -> str:
        """The time, by the clock of the record."""
        return moment_text(self.record.now())

    def need(self, right: str) -> None:
        """Raise NotAllowedError without this right."""
        if right not in self.rights:
            raise NotAllowedError([Fault("caller", 0, 0, "", f"this takes the role `{right}`")])

    def regimes(self, ids: tuple[str, ...] | None) -> tuple[Regime, ...]:
        """The packs of law of these ids, or all by which the tenant decides. Raises InputInvalidError for another."""
        return self.packs.law(self.allowed if ids is None else ids)

    def policies(self, ids: tuple[str, ...] | None) -> tuple[Regime, ...]:
        """The policies of these ids, or the tenant's own. Raises InputInvalidError for an id that none has."""
        return self.packs.own(self.own if ids is None else ids)


def sealed(connection: Connection, hand: Hand, subject: str, purpose: str, data: object) -> bytes:
    """Plain data, encrypted under the key of a file."""
    return hand.record.vault.seal(connection, hand.tenant, subject, purpose, canonical(data))


def opened(connection: Connection, hand: Hand, subject: str, purpose: str, data: bytes) -> Plain:
    """The same back. Raises ErasedError where the file was erased."""
    return cast("Plain", orjson.loads(hand.record.vault.open(connection, hand.tenant, subject, purpose, data)))


def noted(
    connection: Connection, hand: Hand, kind: Kind, subject: str, payload: Mapping[str, object], secret: object
) -> int:
    """Put it on record, last in the transaction in which it is done; the number of the entry."""
    return hand.record.append(connection, hand.tenant, kind, hand.actor, subject, payload, secret)


def behind(connection: Connection, hand: Hand, actor: str) -> frozenset[str]:
    """Who may have acted where this actor did: itself, and of a key whoever issued it, and was shown its secret.

    A key may have been issued by a key.
    """
    found, key = {actor}, tables.api_key.c
    issuer = select(key.created_by).where(key.tenant == hand.tenant, key.key == bindparam("by"))
    while (by := connection.execute(issuer, {"by": actor}).scalar()) is not None and by not in found:
        found.add(by)
        actor = by
    return frozenset(found)


def secrets_of(connection: Connection, hand: Hand, subject: str, seqs: Iterable[int]) -> dict[int, Plain]:
    """What entries of the record about a file commit to, by their numbers, each compared with what it commits to.

    Raises ErasedError where the file was erased, TamperedError where something is not what was recorded.
    """
    wanted = sorted(set(seqs))
    if not wanted:
        return {}
    held, entry = tables.evidence.c, tables.entry.c
    query = (
        select(entry.seq, entry.commitment, held.sealed, held.salt)
        .select_from(tables.entry.outerjoin(tables.evidence, (held.tenant == entry.tenant) & (held.seq == entry.seq)))
        .where(entry.tenant == hand.tenant, entry.subject == subject, entry.seq.in_(wanted))
    )
    found: dict[int, Plain] = {}
    for seq, commitment, data, salt in connection.execute(query).all():
        if data is None:
            raise ErasedError([Fault("file", 0, 0, "", "was erased")])
        said = hand.record.vault.open(connection, hand.tenant, subject, f"evidence/{seq}", data)
        if committed(salt, said) != commitment:
            raise TamperedError([Fault("record", 0, 0, f"evidence of entry {seq}", "is not what was recorded")])
        found[seq] = cast("Plain", orjson.loads(said))
    return found
