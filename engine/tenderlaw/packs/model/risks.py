"""Risk: the signs of it, and the tiers into which a policy scores a contract. Nothing here excludes anyone."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tenderlaw.facts.asked_of import Asked
from tenderlaw.facts.base import Code, Facts, Items, Text
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation, RawCondition

__all__ = ["Level", "Raise", "Risk", "Tiering", "TieringFactor"]


class Risk(Facts):
    """A sign of risk: it asks for evidence and attention, and never excludes anyone."""

    id: Code
    title: Spoken
    cite: Citation
    ask_for: Items[Text]
    """The evidence to ask for."""
    asked_of: Asked = "bidder"
    """Whose the evidence is: the bidder's, or the authority's own."""
    when: RawCondition


class Level(Facts):
    """Points that a factor of a tiering gives where its condition holds."""

    id: Code
    title: Spoken
    """What holds, in words: the decision says it beside the points."""
    cite: Citation | None = None
    """Its own source; without one, that of the factor."""
    points: Annotated[int, Field(ge=1, le=100)]
    applies_when: RawCondition | None = None
    """Where the level surely counts among the points that can be had; without it, always."""
    when: RawCondition


class TieringFactor(Facts):
    """One factor of a tiering: the points of its highest level that surely holds.

    Where a higher level may hold, it gives at least the points for not knowing.
    """

    id: Code
    title: Spoken
    cite: Citation
    unknown: Annotated[int, Field(ge=0, le=100)]
    """Points where it is not known whether a level holds: not knowing is never nothing."""
    applies_when: RawCondition | None = None
    """Where all its levels surely count among the points that can be had; without it, always."""
    levels: Items[Level]


class Raise(Facts):
    """What puts a contract into a tier at least, whatever the points."""

    id: Code
    title: Spoken
    cite: Citation
    when: RawCondition
    unless: RawCondition | None = None
    """What lifts it where it surely holds; not knowing lifts nothing."""


class Tiering(Facts):
    """A transparent scoring of risk into three tiers. It chooses clauses and evidence and never excludes anyone.

    The limits are said for the sum of all points. Where a factor, or a level of one, does not surely apply, the tier is
    reckoned with it and without it, each time in proportion to the points that can be had, and the higher counts.
    """

    title: Spoken
    cite: Citation
    factors: Items[TieringFactor]
    medium_from: Annotated[int, Field(ge=1)]
    """Points of the full sum from which the tier is medium."""
    high_from: Annotated[int, Field(ge=1)]
    """Points from which it is high."""
    raised_to_high: Items[Raise] = ()
    raised_to_medium: Items[Raise] = ()
    """What makes the tier medium where the points alone would make it low."""
