"""Secrets that are shown once: keys of the API, sign-in links and sessions. Of each only a SHA-256 digest is kept.

Each holds 32 random bytes, so that a digest needs neither salt nor a slow hash: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

__all__ = ["Key", "digest_of", "is_token", "key_in", "new_key", "new_token", "same"]

_BYTES: Final = 32
_KEY: Final = re.compile(r"tlk_([a-z2-7]{26})_([A-Za-z0-9_-]{43})")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as its holder sends it: which one it is, and the secret that shows that it is theirs."""

    id: str
    text: str

    @property
    def digest(self) -> str:
        """What is kept of it."""
        return digest_of(self.text)


def new_token() -> str:
    """32 random bytes as 43 characters that may stand in an address or a cookie."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Whether a text has the form of a token at all; what has not is looked up nowhere."""
    return _TOKEN.fullmatch(text) is not None


def new_key(identity: str) -> Key:
    """A new key with this identity: the 26 characters after the prefix of its handle."""
    return Key(identity, f"tlk_{identity}_{new_token()}")


def key_in(text: str) -> Key | None:
    """The key in a text, or nothing where the text has another form."""
    found = _KEY.fullmatch(text)
    return Key(found[1], text) if found else None


def digest_of(token: str) -> str:
    """SHA-256 of a token, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two digests are the same, in a time that does not tell how far they agree."""
    return hmac.compare_digest(one.encode(), other.encode())
