"""What a company owes outside any procurement, and how far it has met it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from tenderlaw.rules.explain import Explanation

__all__ = [
    "CompanyDuties",
    "DutyOutcome",
    "DutyState",
    "DutyWord",
    "ElementState",
    "ElementWord",
    "RegimeDuties",
    "Reusable",
]

DutyWord: TypeAlias = Literal["met", "late", "open", "unmet", "unknown"]
"""`met`, in time or without a day to keep; `late`: met after its day; `open`: not met, and its day has not passed;
`unmet`; `unknown`: a fact is missing."""
ElementWord: TypeAlias = Literal["met", "unmet", "unknown"]
DutyOutcome: TypeAlias = Literal["owes", "owes_nothing", "unknown", "not_in_force"]


@dataclass(frozen=True, slots=True)
class ElementState:
    """One thing that meeting a duty takes."""

    element: str
    title: str
    cite: str
    obligation: str
    state: ElementWord
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reusable:
    """A statement or report under another regime whose text may serve for a duty, too."""

    pack: str
    """The pack of the other regime."""
    duty: str
    cite: str
    obligation: str
    """`mandatory` where a law says so, `guidance` where an authority does."""
    still: tuple[str, ...] = ()
    """Titles of the elements that the other text does not meet by itself."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty of a company, for a financial year or once."""

    duty: str
    title: str
    cite: str
    obligation: str
    about: str
    """The entry for which it is owed, such as `operator.financial_years[0]`, or the company."""
    of: date | None
    """The last day of the financial year for which it is owed."""
    owed: Literal["owed", "unknown"]
    """Whether the company surely owes it."""
    state: DutyWord
    reason: str
    due: date | None = None
    """The last day that the law gives."""
    guided: date | None = None
    """The last day that guidance gives."""
    elements: tuple[ElementState, ...] = ()
    consequences: tuple[str, ...] = ()
    """What follows where it is not met, each with its citation."""
    note: str | None = None
    reusable: tuple[Reusable, ...] = ()
    """Texts under other regimes that may serve for it on the day."""
    missing: tuple[str, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    """Who owes it, node by node."""


@dataclass(frozen=True, slots=True)
class RegimeDuties:
    """What a company owes under one regime."""

    pack: str
    title: str
    outcome: DutyOutcome
    reason: str
    duties: tuple[DutyState, ...] = ()
    notes: tuple[str, ...] = ()
    """Readings that the text leaves open, for a person to look at."""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompanyDuties:
    """What a company of the group owes under every regime asked."""

    operator: str
    """`operator` or `group[n]`."""
    name: str
    regimes: tuple[RegimeDuties, ...]
    unread: tuple[str, ...] = ()
    """Facts given that no rule read."""
