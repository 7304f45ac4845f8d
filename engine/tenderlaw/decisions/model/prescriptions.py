"""What is prescribed besides: clauses for the contract, and signs of risk that ask for evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tenderlaw.rules.explain import Explanation

__all__ = ["Prescription", "RiskSign"]


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
