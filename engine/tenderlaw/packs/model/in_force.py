"""When a regime is in force, and whether a day lies within dated bounds."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from tenderlaw.facts.base import Day, FactPath, Facts, Items, Text
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation

__all__ = ["InForce", "in_force"]


class InForce(Facts):
    """When the regime is in force, by the first of these dates that is known."""

    from_: Day | None = Field(default=None, alias="from")
    pending: Text | None = None
    """In place of a day: why the law, though made, is not in force."""
    to: Day | None = None
    by: Items[FactPath] = ("as_of",)
    cite: Citation
    review_until: Day | None = None
    """Until this day a person must look at how the regime applied; with `review`, the reason."""
    review: Spoken | None = None


def in_force(day: date, from_: date | None, to: date | None) -> bool:
    """Whether `day` lies between the two days, both included; an absent bound is open."""
    return (from_ is None or from_ <= day) and (to is None or day <= to)
