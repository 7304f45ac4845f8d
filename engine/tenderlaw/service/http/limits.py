"""How often an address may ask, in memory: each process counts for itself, and starts anew with it."""

from __future__ import annotations

import math
import time
from ipaddress import IPv6Address

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from tenderlaw.service.http.problems import Problem
from tenderlaw.service.settings import Settings

__all__ = ["Limits", "caller_address"]


class Limits:
    """The rate of a process."""

    def __init__(self, settings: Settings) -> None:
        self._counted = FixedWindowRateLimiter(MemoryStorage())
        self._rate: RateLimitItem = parse(settings.rate)

    def count(self, who: str) -> None:
        """Count one request of somebody. Raises Problem (429) with the seconds to wait where it is one too many."""
        rate = self._rate
        if not self._counted.hit(rate, who):
            until, _ = self._counted.get_window_stats(rate, who)
            wait = max(1, math.ceil(until - time.time()))
            raise Problem("rate-limited", f"more than {rate}", headers={"Retry-After": str(wait)})


def caller_address(client: object) -> str:
    """The address that a connection comes from; of IPv6 its network, for a household has as many as it likes."""
    host = client[0] if isinstance(client, tuple | list) and client else "unknown"
    text = str(host)
    if text.count(":") < 2:
        return text
    try:
        address = IPv6Address(text.partition("%")[0])  # it may be written in short, with groups of zeros left out
    except ValueError:
        return text
    return address.exploded[:19] if address.ipv4_mapped is None else str(address.ipv4_mapped)
