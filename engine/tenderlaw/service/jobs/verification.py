"""The record gone through as long work: a million entries take a quarter of a minute. A short one is done at once.

found = verified_if_short(connection, hand)           # reading
job = enter_verification(connection, hand, found)     # writing
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from sqlalchemy import Connection

from tenderlaw.record.ledger import size_of
from tenderlaw.record.verify import verify
from tenderlaw.record.walk import Finding, Verified
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.jobs.bench import Bench
from tenderlaw.service.jobs.book import ENDED, Job, done_at_once, entered, jobs
from tenderlaw.service.jobs.hands import act_of

__all__ = [
    "KIND", "enter_verification", "last_verification", "run_verification", "verified_if_short", "verified_in",
]  # fmt: skip

KIND: Final = "verification"
_SHORT: Final = 2_000
"""Entries that are gone through within the request that asks for it."""


def verified_if_short(connection: Connection, hand: Hand) -> Verified | None:
    """What going through the record came to; None of a longer one, which a worker goes through."""
    if size_of(connection, hand.tenant) > _SHORT:
        return None
    return verify(connection, hand.tenant, vault=hand.record.vault)


def enter_verification(connection: Connection, hand: Hand, found: Verified | None) -> Job:
    """Put it on the table, with what was found already; where one waits or is under way, that one."""
    if found is not None:
        return done_at_once(connection, act_of(hand), KIND, asdict(found), found.size)
    last = last_verification(connection, hand.tenant)
    return last if last is not None and last.state not in ENDED else entered(connection, act_of(hand), KIND, {})


def last_verification(connection: Connection, tenant: str) -> Job | None:
    """The verification that was asked for last; None where none was."""
    return next(iter(jobs(connection, tenant, KIND, limit=1)), None)


def run_verification(bench: Bench) -> dict[str, object]:
    """Go through the record of who asked. What is found holds places and no personal data."""
    tenant = bench.job.tenant
    with bench.database.reading() as connection:
        return asdict(verify(connection, tenant, vault=bench.record.vault, heard=bench.report))


def verified_in(job: Job) -> Verified | None:
    """What a verification came to, once it is done."""
    if job.result is None:
        return None
    said = dict(job.result)
    lists = {name: tuple(said[name]) for name in ("keys", "remarks")}
    return Verified(**{**said, **lists, "findings": tuple([Finding(**one) for one in said["findings"]])})
