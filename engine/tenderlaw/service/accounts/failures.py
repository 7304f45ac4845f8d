"""Attempts to come in that failed: on record where it is known whose key or link it was, and limited by address.

Secrets of 256 bits are not guessed; what is limited is noise. A good key or link is never refused because others from
the same address sent bad ones. The processes of a machine share the limit of an address, each its part of it, so that
together they bear no more than it says; several machines each bear it. How many go on record is counted in the record,
whoever heard of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Connection, select

from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.store import tables
from tenderlaw.store.database import Database
from tenderlaw.store.moments import moment_text

__all__ = ["Failures", "share_of"]

_MOST: Final = 10
"""How many of one key's or person's go on record in an hour: the record is not to be filled by whoever likes."""
_HOUR: Final = timedelta(hours=1)
_RECORDED: Final = parse(f"{_MOST}/hour")


def share_of(rate: str, workers: int) -> RateLimitItem:
    """The part of a limit that each process bears, at least one."""
    whole = parse(rate)
    return type(whole)(max(1, whole.amount // workers), whole.multiples)


@dataclass(slots=True)
class Failures:
    """What failed in this process a short while ago."""

    rate: RateLimitItem
    """How many an address may send to this process."""
    _held: FixedWindowRateLimiter = field(default_factory=lambda: FixedWindowRateLimiter(MemoryStorage()))

    def too_many(self, address: str) -> bool:
        """Count one more of this address; whether these are more than it may send."""
        return not self._held.hit(self.rate, "address", address)

    def recorded(self, database: Database, act: Act, why: str) -> None:
        """Put one on record, as an act of the key or person whose secret it was; never what was sent."""
        if not self._held.hit(_RECORDED, "subject", act.tenant, act.actor):
            return
        with database.writing() as connection:
            if _told(connection, act) < _MOST:
                noted(connection, act, "sign_in", act.actor, {"done": "refused", "why": why})


def _told(connection: Connection, act: Act) -> int:
    """How many of this key or person went on record within the hour, by any process."""
    entry = tables.entry.c
    query = select(entry.payload).where(
        entry.tenant == act.tenant, entry.subject == act.actor, entry.kind == "sign_in",
        entry.at > moment_text(act.now - _HOUR),
    )  # fmt: skip
    return sum(one.get("done") == "refused" for one in connection.execute(query).scalars())
