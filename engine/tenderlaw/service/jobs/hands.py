"""Whose hand does long work: that of who asked for it, with the rights that they have now."""

from __future__ import annotations

from sqlalchemy import Connection

from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act, NotFoundError
from tenderlaw.service.accounts.keys import key_of
from tenderlaw.service.accounts.people import person_of
from tenderlaw.service.accounts.tenants import settings_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.jobs.bench import Bench
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.store.moments import moment_text

__all__ = ["act_of", "hand_for", "hand_of", "rights_now"]


def rights_now(connection: Connection, tenant: str, actor: str, at: str) -> frozenset[str]:
    """What a person or a key may do now: nothing, where they may no longer come in."""
    try:
        if actor.startswith("key_"):
            key = key_of(connection, tenant, actor)
            return key.rights if key.revoked_at is None and key.expires_at > at else frozenset()
        person = person_of(connection, tenant, actor)
        return person.rights if person.active else frozenset()
    except NotFoundError:
        return frozenset()


def hand_for(
    connection: Connection, record: Record, packs: PackSet, tenant: str, actor: str, rights: frozenset[str]
) -> Hand:
    """The hand of somebody in a tenant, with what the tenant chose."""
    said = settings_of(connection, tenant)
    return Hand(
        record=record,
        packs=packs,
        tenant=tenant,
        actor=actor,
        rights=rights,
        four_eyes=said.four_eyes,
        four_eyes_documents=said.four_eyes_documents,
        retention_days=said.retention_days,
        allowed=said.packs,
        own=said.policies,
    )


def hand_of(connection: Connection, bench: Bench, packs: PackSet) -> Hand:
    """The hand of who asked for a piece of work."""
    job, at = bench.job, moment_text(bench.record.now())
    rights = rights_now(connection, job.tenant, job.by, at)
    return hand_for(connection, bench.record, packs, job.tenant, job.by, rights)


def act_of(hand: Hand) -> Act:
    """What a hand does now, for the record."""
    return Act(hand.record, hand.tenant, hand.actor, hand.record.now())
