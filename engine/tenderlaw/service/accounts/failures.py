"""Attempts to come in that failed: on record where it is known whose key or link it was, and limited by address.

Secrets of 256 bits are not guessed; what is limited is noise. A good key or link is never refused because others from
the same address sent bad ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.store.database import Database

__all__ = ["Failures"]

_RECORDED: Final = parse("10/hour")
"""How many of one key's or person's go on record: the record is not to be filled by whoever likes."""


@dataclass(slots=True)
class Failures:
    """What failed in this process a short while ago."""

    rate: RateLimitItem
    """How many an address may send."""
    _held: FixedWindowRateLimiter = field(default_factory=lambda: FixedWindowRateLimiter(MemoryStorage()))

    def too_many(self, address: str) -> bool:
        """Count one more of this address; whether these are more than it may send."""
        return not self._held.hit(self.rate, "address", address)

    def recorded(self, database: Database, act: Act, why: str) -> None:
        """Put one on record, as an act of the key or person whose secret it was; never what was sent."""
        if self._held.hit(_RECORDED, "subject", act.tenant, act.actor):
            with database.writing() as connection:
                noted(connection, act, "sign_in", act.actor, {"done": "refused", "why": why})
