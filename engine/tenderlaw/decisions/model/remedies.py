"""What a decision's letters tell of hearing, self-cleaning, standstill and review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tenderlaw.packs.model.remedies import Letter, RemedyKind, Unit

__all__ = ["RemedyState", "TimeLimit"]


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """So many days or months after an event."""

    number: int
    unit: Unit
    after: str
    """The event, as words that follow "after"."""
    event_day: Literal["not-counted", "counted"] = "not-counted"
    """`counted`: the limit begins with the day of the event, which is its first day."""


@dataclass(frozen=True, slots=True)
class RemedyState:
    """A right, or a time to wait, that the law of the regime gives the bidder, or may give it."""

    remedy: str
    kind: RemedyKind
    title: str
    cite: str
    says: str | None
    """Whole sentences, addressed to the bidder; None where the authority says it in its own words."""
    letters: tuple[Letter, ...]
    """The letters that carry it."""
    state: Literal["holds", "unknown"]
    """`unknown`: a fact is missing, so a person must see whether the letter says it."""
    within: TimeLimit | None = None
    review: str | None = None
    """Why a person must read the text before it is sent."""
    missing: tuple[str, ...] = ()
    """The facts that would settle whether it holds."""
