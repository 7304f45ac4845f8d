"""Award criteria of a policy: what earns points, and how much each weighs. They rank tenders and exclude none."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from tenderlaw.facts.base import Code, Facts
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation

__all__ = ["AwardCriterion", "Earned"]

Earned: TypeAlias = Literal["price", "cost", "quality", "human-rights", "other"]
"""By what the points of a criterion are earned."""


class AwardCriterion(Facts):
    """One award criterion; assessments name it by its id."""

    id: Code
    title: Spoken
    cite: Citation
    earns: Earned
    weight: Annotated[int, Field(ge=1, le=100)]
    """Of a hundred, over all criteria of the policy."""
