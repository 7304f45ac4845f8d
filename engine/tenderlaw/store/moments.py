"""Moments as the tables hold them: UTC, text of one length, so that their order is the order of the text."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["is_moment", "moment", "moment_text", "utc_now"]


def utc_now() -> datetime:
    """The clock of this machine; nothing that decides reads it."""
    return datetime.now(UTC)


def moment_text(at: datetime) -> str:
    """`2026-11-30T12:05:00.000000Z`; a moment without a zone is refused, for it could be any of twenty-four."""
    if at.tzinfo is None:
        message = "a moment needs its time zone"
        raise ValueError(message)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def moment(text: str) -> datetime:
    """The same back."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def is_moment(text: str) -> bool:
    """Whether a text is a moment as the tables hold them."""
    try:
        return moment_text(moment(text)) == text
    except ValueError:
        return False
