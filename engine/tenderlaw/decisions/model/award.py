"""What recorded assessments come to under the award criteria of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["AwardFlag", "AwardScore", "CriterionScore"]


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The assessment of a tender under one criterion."""

    criterion: str
    title: str
    cite: str
    earns: str
    weight: int
    """The most that it can earn, of a hundred over all criteria."""
    state: Literal["scored", "unknown"]
    score: str | None = None
    """What it earned, exact: a decimal, or a fraction such as `70/3` where no decimal is."""
    reasons: str | None = None
    """The reasons that were recorded."""
    missing: tuple[str, ...] = ()
    """What the assessment lacks: facts, by their paths."""
    because: str | None = None
    """Why it counts for nothing sure, where no fact is missing."""


@dataclass(frozen=True, slots=True)
class AwardFlag:
    """Something that a person has to look at before the award."""

    id: Literal["price-alone", "ask-for-explanation", "reject", "not-a-criterion"]
    said: str
    cite: str


@dataclass(frozen=True, slots=True)
class AwardScore:
    """What the assessments of a tender come to. It ranks, and excludes nobody."""

    criteria: tuple[CriterionScore, ...]
    total: str | None
    """Of a hundred, exact; none while an assessment is missing: what is not known is never nothing."""
    least: str
    """What it comes to at least, whatever is missing."""
    most: str
    """And at most."""
    flags: tuple[AwardFlag, ...] = ()
