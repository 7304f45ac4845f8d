"""What it comes to: the outcome for the operator, and whether award may proceed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["OUTCOMES", "Award", "Outcome"]

Outcome: TypeAlias = Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
OUTCOMES: tuple[Outcome, ...] = (
    "must_exclude",
    "may_exclude",
    "undetermined",
    "not_excluded",
    "out_of_scope",
)
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Award:
    """Whether award to this operator may proceed, and what stands in the way."""

    may_proceed: Literal["yes", "no", "unknown"]
    because: tuple[str, ...] = ()
    cure: tuple[str, ...] = ()
