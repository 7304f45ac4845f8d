"""Grounds for exclusion: what they oblige to, what lifts them, what they mean for an operator in its role."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tenderlaw.facts.base import Code, Day, FactPath, Facts, Items
from tenderlaw.facts.operator import Role
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation, Obligation, RawCondition

__all__ = ["Effect", "Ground", "Lift", "RoleRule"]

Effect = Literal["must_exclude", "may_exclude"]


class Lift(Facts):
    """What takes the effect from a ground that applies."""

    id: Code
    title: Spoken
    cite: Citation
    leaves: Literal["nothing", "discretion"] = "nothing"
    """What is left of a duty to exclude: nothing, or that the authority may exclude."""
    state: Literal["self_cleaned", "cured", "derogated"] | None = None
    """The state of the finding, where nothing is left."""
    needs: Spoken
    """What would have to be shown, as a sentence fragment for the bidder."""
    available_if: Code | None = None
    """An option (a truth) without which the law does not give this lift."""
    when: RawCondition
    barred: RawCondition | None = None
    """While this holds it cannot lift, and is not offered as what would; `barred_cite` says by which provision."""
    barred_cite: Citation | None = None


class Ground(Facts):
    """A ground for exclusion."""

    id: Code
    title: Spoken
    cite: Citation
    statement: Spoken
    """The situation in words, as a clause that follows the operator's name."""
    obligation: Obligation
    effect: Effect
    must_if: Code | None = None
    """An option (a truth) that turns a discretionary ground into a duty to exclude."""
    when: RawCondition
    period: Code | None = None
    lifted_by: Items[Code] = ()
    topic: Code | None = None
    """What it is about, in a word that regimes share, so that they can be compared."""
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    by: Items[FactPath] = ("as_of",)
    """The facts whose first known day decides whether the ground is in force."""
    in_place_of: Items[Code] = ()
    """Grounds of the parent for which this one of a layer stands: its own law has written them anew."""
    review: Spoken | None = None
    """Why a person must read the text where this ground applies or may apply."""
    review_when: RawCondition | None = None
    """The cases in which that reading matters; left out, all."""


class RoleRule(Facts):
    """What a ground means for an operator in this role."""

    role: Role
    consequence: Literal["exclusion", "replacement", "none"]
    """`none`: the regime says nothing of an operator in this role."""
    cite: Citation
    requirement: Spoken | None = None
    """For a replacement: what is asked of the tenderer, as a title."""
    must_if: Code | None = None
    """An option that makes replacement for a discretionary ground a duty."""
    unless: RawCondition | None = None
    """Where this surely holds, nothing follows from a ground for an operator in this role: the law lets the authority
    choose whether to look for one, and it does not. While it is not known, what is known of the operator counts."""
