"""A finding: what was looked at, how it stands, what is, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "State", "lacking", "note", "well"]

State = Literal["well", "note", "lacking"]
"""`note`: the service runs, but somebody should know. `lacking`: it does not run, or not as it has to."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: State
    said: str
    right: str = ""
    """What would be right; empty where it is."""

    def plain(self) -> dict[str, str]:
        """As programs read it."""
        return {"what": self.what, "state": self.state, "said": self.said, "right": self.right}


def well(what: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(what, "well", said)


def note(what: str, said: str, right: str) -> Finding:
    """The service runs, and somebody should know."""
    return Finding(what, "note", said, right)


def lacking(what: str, said: str, right: str) -> Finding:
    """The service does not run, or not as it has to."""
    return Finding(what, "lacking", said, right)
