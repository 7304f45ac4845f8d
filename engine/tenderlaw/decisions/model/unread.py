"""A fact that was given and that no rule read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["UnreadFact"]


@dataclass(frozen=True, slots=True)
class UnreadFact:
    """A fact that was given and that no rule of a governing regime read for that operator."""

    path: str
    value: str
    """What was given, in words."""
