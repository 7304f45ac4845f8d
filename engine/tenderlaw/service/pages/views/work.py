"""A piece of long work as its page shows it: how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tenderlaw.service.jobs.book import ENDED, Job
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, given

__all__ = ["Progress", "progress_view", "said_of"]

_STATES: Final[Mapping[str, TagColour]] = {
    "waiting": "grey", "running": "blue", "done": "green", "failed": "red", "cancelled": "grey",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is."""

    job: str
    tag: Tag
    state: str
    ended: bool
    done: int
    total: int | None
    per_cent: int | None
    by: Said
    created_at: str
    ended_at: str | None


def progress_view(job: Job, names: Mapping[str, str], language: str) -> Progress:
    """How far it is; `names` are those of people and keys, by their handles."""
    return Progress(**said_of(job, names, language))


def said_of(job: Job, names: Mapping[str, str], language: str) -> dict[str, Any]:
    """The same, for a view that says more."""
    held: dict[str, Any] = {
        name: getattr(job, name) for name in ("job", "state", "done", "total", "created_at", "ended_at")
    }
    return held | {
        "tag": Tag(room_in("work", language)[f"state_{job.state}"], _STATES[job.state]),
        "ended": job.state in ENDED,
        "per_cent": None if not job.total else min(100, 100 * job.done // job.total),
        "by": given(names.get(job.by, job.by)),
    }
