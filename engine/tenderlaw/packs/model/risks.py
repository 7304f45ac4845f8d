"""Risk: the signs of it, and the tiers into which a policy scores a contract. Nothing here excludes anyone."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

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
    when: RawCondition


class Level(Facts):
    """Points that a factor of a tiering gives where its condition holds."""

    points: Annotated[int, Field(ge=1, le=100)]
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
    levels: Items[Level]


class Raise(Facts):
    """What puts a contract into the highest tier whatever the points."""

    id: Code
    title: Spoken
    cite: Citation
    when: RawCondition


class Tiering(Facts):
    """A transparent scoring of risk into three tiers. It chooses clauses and evidence and never excludes anyone."""

    title: Spoken
    cite: Citation
    factors: Items[TieringFactor]
    medium_from: Annotated[int, Field(ge=1)]
    """Points from which the tier is medium."""
    high_from: Annotated[int, Field(ge=1)]
    """Points from which it is high."""
    raised_to_high: Items[Raise] = ()
