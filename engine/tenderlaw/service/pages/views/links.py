"""Where the page of a decision leads: to questions, documents and the authority's own steps of a bidder."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

__all__ = ["NOWHERE", "Links"]


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses around a bidder's decisions; those of a decision that is in no file lead nowhere."""

    procurement: str | None = None
    bidder: str | None = None
    day: str = ""

    @property
    def home(self) -> str | None:
        """The bidder's own page."""
        if self.procurement is None or self.bidder is None:
            return None
        return f"/procurements/{quote(self.procurement)}/bidders/{quote(self.bidder)}"

    def question(self, path: str) -> str | None:
        """The question that asks for the fact at a path."""
        return None if self.home is None else f"{self.home}/questions?{urlencode({'path': path})}"

    def document(self, kind: str) -> str | None:
        """Where a document of this kind is made."""
        if self.home is None:
            return None
        return f"{self.home}/documents/new?{urlencode({'kind': kind, 'as_of': self.day})}"

    @property
    def decisions(self) -> str | None:
        """All decisions on the bidder."""
        return None if self.home is None else f"{self.home}/decisions"

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
            "answer-questions": f"{self.home}/questions",
            "record-step": self.steps,
            "read-notes": "#readings",
            "cure-award": "#award",
            "compare": self.comparison,
            "check-scope": f"{self.home}/questions",
        }.get(code)


NOWHERE = Links()
"""For a decision that is in no file."""
