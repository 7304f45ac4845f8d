"""What is prescribed besides: clauses for the contract, and signs of risk that ask for evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tenderlaw.facts.asked_of import Asked
from tenderlaw.rules.explain import Explanation

__all__ = ["Filled", "Prescription", "RiskSign", "SaidOfEntry", "VersionDay"]


@dataclass(frozen=True, slots=True)
class VersionDay:
    """The day that decides which version of an official text goes in."""

    on: date | None
    """None while no fact that gives it is known."""
    by: str
    """The fact that gives it."""
    asked: str
    """The fact to which the law looks first; where `by` is another one, it is not given."""


@dataclass(frozen=True, slots=True)
class SaidOfEntry:
    """A fact of an entry, as it goes into a clause."""

    kind: Literal["words", "country", "day", "number", "money"]
    value: str
    """Words as given, a country by its code, a day or a number as in JSON, money as `EUR 1000.00`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the pack fills into a blank of the clause, so that nobody is asked for it."""

    fill_in: str
    kind: Literal["words", "number", "money", "entries"]
    values: tuple[str, ...] = ()
    """Words, or one number or amount of money (`EUR 1000.00`)."""
    entries: tuple[tuple[SaidOfEntry, ...], ...] = ()
    """The entries of a list, each with what is said of it."""
    cite: str | None = None
    """The provision of a dated value."""
    missing: tuple[str, ...] = ()
    """Facts without which the pack cannot fill it."""


@dataclass(frozen=True, slots=True)
class Prescription:
    """A clause that the regime puts into the contract, or not."""

    clause: str
    cite: str
    obligation: str
    state: Literal["prescribed", "not_prescribed", "unknown"]
    alternates: tuple[str, ...] = ()
    """The alternates that are chosen."""
    missing: tuple[str, ...] = ()
    version: VersionDay | None = None
    """The day that decides which version of an official text goes in."""
    fill_ins: tuple[Filled, ...] = ()
    """What the pack fills in."""
    explanation: tuple[Explanation, ...] = ()
    """Why, node by node; of the prescription and of its alternates."""


@dataclass(frozen=True, slots=True)
class RiskSign:
    """A sign of risk: it asks for evidence, and never excludes anyone."""

    risk: str
    title: str
    cite: str
    state: Literal["present", "unknown"]
    ask_for: tuple[str, ...]
    missing: tuple[str, ...] = ()
    asked_of: Asked = "bidder"
    """Whose the evidence is: the bidder's, or the authority's own."""
