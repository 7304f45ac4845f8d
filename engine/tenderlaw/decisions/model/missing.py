"""A fact that nobody gave, whom to ask for it and how it is written."""

from __future__ import annotations

from dataclasses import dataclass

from tenderlaw.facts.asked_of import Asked

__all__ = ["MissingFact"]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that nobody gave and that could change the decision."""

    path: str
    meaning: str
    settles: bool
    """Whether its answer alone could settle the decision."""
    needed_for: tuple[str, ...]
    """Citations of the grounds and requirements that wait for it."""
    given: str | None = None
    """What was given and why it does not answer: another currency, a day or an offence that the pack does not hold; of
    a day, which other day decides in its place."""
    paste: str = ""
    """The fact as a line of a case file, to be completed: an empty list means that there is none."""
    ask: Asked = "bidder"
    """Whom to ask: the bidder, or the authority, which settles it itself."""
    instead: tuple[str, ...] = ()
    """Other facts that answer as well: it follows from any of them, or they decide where it is not known."""
    untried: bool = False
    """Whether no answer was tried, for there are too many facts to try them all; `settles` then says what is likely."""
