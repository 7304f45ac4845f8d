"""Handles: the public names of things, random, so that nobody can guess one or learn anything from it."""

from __future__ import annotations

import re
import secrets
from typing import Final

__all__ = ["is_handle", "new_handle"]

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_FORM: Final = re.compile(r"[a-z]{1,16}_[a-z2-7]{26}")


def new_handle(prefix: str) -> str:
    """A prefix of small letters, `_`, and 26 characters that hold 130 bits of chance: `case_...`."""
    return f"{prefix}_{''.join([_LETTERS[byte & 31] for byte in secrets.token_bytes(26)])}"


def is_handle(text: str, prefix: str | None = None) -> bool:
    """Whether a text has the form of a handle, of this prefix where one is named: asked before any query."""
    return _FORM.fullmatch(text) is not None and (prefix is None or text.startswith(f"{prefix}_"))
