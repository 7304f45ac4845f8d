"""What is asked besides exclusion, whether it is met, and what weighs where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from tenderlaw.facts.asked_of import Asked
from tenderlaw.packs.model import requirements as packs
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.rules.explain import Explanation, TruthWord

__all__ = ["FactorState", "Follows", "RequirementState", "gives_power", "is_power"]

Follows: TypeAlias = packs.Follows | Literal["may_replace_entity"]


@dataclass(frozen=True, slots=True)
class FactorState:
    """Something that weighs where the authority decides what follows, and whether it is given."""

    factor: str
    title: str
    cite: str
    weighs: Literal["mitigating", "aggravating"]
    given: TruthWord


@dataclass(frozen=True, slots=True)
class RequirementState:
    """Something asked besides exclusion."""

    requirement: str
    title: str
    cite: str
    obligation: str
    state: Literal["met", "unmet", "unknown"]
    follows: Follows
    operator: str
    reason: str
    cure: str | None = None
    met_by: Asked = "bidder"
    """Who can meet it: the bidder, if some fact that shows it is the bidder's to answer; the authority otherwise."""
    topic: str | None = None
    """What it is about, in a word that regimes share."""
    factors: tuple[FactorState, ...] = ()
    notice_first: str | None = None
    """Of a power: the provision by which notice of the intention goes before it."""
    notice_says: str | None = None
    """What that notice tells, in whole sentences."""
    stated_in: tuple[Letter, ...] = ()
    """The letters in which the authority states it, in its own words."""
    rests_on: tuple[str, ...] = ()
    """Of a power: the grounds on which it may rest, of those that are not surely absent."""
    missing: tuple[str, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    """When it arises and when it is met, node by node; in a detailed decision."""
    clause: str | None = None
    """The text of the clause library that asks for it."""
    due: Literal["day", "award"] | None = None
    """Of an authority's own condition: by when it is to be met, on a day of the case or before the award."""
    due_on: date | None = None
    """That day, where it is known."""


def is_power(one: RequirementState) -> bool:
    """Whether what follows is the authority's choice, and it has it: nothing is unmet then."""
    return one.state == "unmet" and gives_power(one.follows)


def gives_power(follows: Follows) -> bool:
    """Whether what follows is something that the authority may do."""
    return follows.startswith("may_") or follows.endswith("_available")
