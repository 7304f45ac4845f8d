"""What an answer that stands settles: for whoever comes back to it later, or was not there when it was given."""

from __future__ import annotations

from dataclasses import replace

from tenderlaw.interview.answering import forgotten
from tenderlaw.interview.changes import changes
from tenderlaw.interview.facts_at import at
from tenderlaw.interview.model import Change, Interview
from tenderlaw.interview.phrases import phrases_in

__all__ = ["settled_by"]


def settled_by(interview: Interview, path: str, language: str = "en") -> tuple[Change, ...]:
    """What the answer at a path settles: the draft with it, compared with the same without it.

    Of a list whose entries are all: that they are. Raises InputInvalidError where the rest is no case without it.
    """
    phrases_in(language)
    entries = at(interview.facts, path)
    if isinstance(entries, list | tuple) and entries and path not in interview.growing:
        before = replace(interview, growing=(*interview.growing, path))
    else:
        before = forgotten(interview, path)
    return changes(before, interview, language)
