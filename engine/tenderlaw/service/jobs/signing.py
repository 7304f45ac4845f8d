"""Webhooks signed: the receiver can check who sent a message, that nobody changed it, and that it is no old one.

The headers and the form of the secret are those of Standard Webhooks (symmetric keys, version 1), so that its libraries
in a dozen languages check them: `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature`, the Base64 of
HMAC-SHA-256 over `id.timestamp.body`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from secrets import token_bytes
from typing import Final

__all__ = ["TOLERANCE", "checked", "headers_of", "new_secret"]

_PREFIX: Final = "whsec_"
TOLERANCE: Final = 300
"""Seconds by which a message may be older, or newer, than the clock of who receives it."""


def new_secret() -> str:
    """A secret for one receiver, shown once."""
    return _PREFIX + base64.b64encode(token_bytes(32)).decode()


def headers_of(secrets: Iterable[str], message: str, seconds: int, body: bytes) -> dict[str, str]:
    """The headers that go with a message: its handle, when it is sent, and signatures over both and the body."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{_signature(one, message, seconds, body)}" for one in secrets),
    }


def checked(secret: str, headers: Mapping[str, str], body: bytes, now: int) -> bool:
    """Whether a message came from who has the secret, unchanged and just now: what a receiver does."""
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not stamp.isascii() or not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE:
        return False
    right = _signature(secret, message, int(stamp), body)
    given = (one.partition(",") for one in headers.get("webhook-signature", "").split())
    return any(version == "v1" and hmac.compare_digest(right, one) for version, _, one in given)


def _signature(secret: str, message: str, seconds: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return base64.b64encode(hmac.new(key, f"{message}.{seconds}.".encode() + body, hashlib.sha256).digest()).decode()
