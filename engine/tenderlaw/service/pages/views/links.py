"""Where the page of a decision leads: to questions, documents and the authority's own steps of a bidder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

__all__ = ["NOWHERE", "Links", "by_none"]


def _as_it_is(path: str) -> str:
    return path


def by_none(path: str) -> bool:
    """That no fact is given by a step alone."""
    del path
    return False


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses around a bidder's decisions; those of a decision that is in no file lead nowhere."""

    procurement: str | None = None
    bidder: str | None = None
    in_draft: Callable[[str], str] = _as_it_is
    """Where the draft has what stands at a path of the decision."""
    by_step: Callable[[str], bool] = by_none
    """Whether only a step of the authority gives the fact at a path."""

    @property
    def home(self) -> str | None:
        """The bidder's own page."""
        return None if self.bidder is None else f"/bidders/{quote(self.bidder)}"

    def question(self, path: str) -> str | None:
        """The question that asks for the fact at a path, or the step that decides it."""
        if self.home is None:
            return None
        if self.by_step(path):
            return self.steps
        return f"{self.home}/questions?{urlencode({'path': self.in_draft(path)})}"

    def document(self, kind: str) -> str | None:
        """Where a document of this kind is made."""
        return None if self.home is None else f"{self.home}/documents/new?{urlencode({'kind': kind})}"

    @property
    def documents(self) -> str | None:
        """The documents made from the file."""
        return None if self.home is None else f"{self.home}/documents"

    @property
    def steps(self) -> str | None:
        """The authority's own steps."""
        return None if self.home is None else f"{self.home}/steps"

    @property
    def comparison(self) -> str | None:
        """The bidders beside one another."""
        return None if self.procurement is None else f"/procurements/{quote(self.procurement)}/comparison"

    def step(self, code: str, document: str | None) -> str | None:
        """Where one of the next steps is taken."""
        if self.home is None:
            return None
        if document is not None:
            return self.document(document)
        return {
            "answer-questions": "#missing",
            "record-step": self.steps,
            "assess": self.steps,
            "read-notes": "#readings",
            "cure-award": "#award",
            "compare": self.comparison,
            "check-scope": f"{self.home}/answers",
        }.get(code)


NOWHERE = Links()
"""For a decision that is in no file."""
