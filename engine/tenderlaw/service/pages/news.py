"""What the last answer settled, for the page that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tenderlaw.interview import Change, Standing, settled_by
from tenderlaw.interview.facts_at import at, names
from tenderlaw.interview.words import in_words, offences_of
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["News", "news_of"]

_MOST_NEWS: Final = 4
"""What more an answer settled than this unfolds."""


@dataclass(frozen=True, slots=True)
class News:
    """What became of the last answer."""

    echo: str | None
    """What was understood, in words; None where it is not known."""
    first: tuple[Change, ...]
    """What it settled, and tells most."""
    rest: tuple[Change, ...]
    """What it settled besides: laws that do not govern, and whatever else is many."""


def news_of(now: Standing, after: str, language: str) -> News | None:
    """What the answer at a path settled: where it stands, beside where it stood without that answer."""
    interview = now.interview
    if not names(after):  # it stands in an address, where anybody may write anything
        return None
    value, unknown = at(interview.facts, after), after in interview.unknown
    if (value is None and not unknown) or (isinstance(value, list | tuple) and value):
        return None
    try:
        settled = settled_by(interview, after, language)
    except InputInvalidError:
        return None
    offences = offences_of(interview.governing)
    echo = None if unknown else in_words(after, value, language, interview.models, offences)
    first = [one for one in settled if one.about != "regime" or one.after != "false"][:_MOST_NEWS]
    return News(echo, tuple(first), tuple(one for one in settled if one not in first))
