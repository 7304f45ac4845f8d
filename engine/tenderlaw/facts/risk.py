"""Facts from which a policy reads how likely trafficking or forced labour is. None of them excludes anyone."""

from __future__ import annotations

from typing import Literal

from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import Country, Facts, Text

__all__ = ["Good", "Practice", "PracticeKind", "SupplyChain", "Workforce"]


class SupplyChain(Facts):
    """The supply chain of the contract (background paper CTOC/COP/WG.4/2021, para. 3(a), 34)."""

    tiers: Literal["one", "two", "three-or-more"] | None = None
    """How many tiers of undertakings contribute, the bidder's own among them."""
    known: Literal["fully", "partly", "not"] | None = None
    """Whether the bidder knows the undertakings in it."""


class Workforce(Facts):
    """Who does the work (background paper para. 13, 47)."""

    temporary_or_seasonal: bool | None = None
    """A share of the workers is temporary or seasonal."""
    migrant_or_low_skilled_through_brokers: bool | None = None
    """Migrant or low-skilled workers come through labour brokers or agencies."""
    migrants_hired_directly: bool | None = None
    """Migrant workers in manual or low-skilled work are hired by the employer itself, without brokers or agencies
    (para. 13)."""
    lodged_or_travelling: bool | None = None
    """Workers are lodged or travel for the contract."""


class Good(Agreeing):
    """A good that is delivered, or an input of it (background paper para. 11)."""

    name: Text
    """The good, in the words of the procurement."""
    supplied_as: Literal["delivered", "input"] | None = None
    """Delivered as such, or used in what is delivered."""
    country: Country | None = None
    """Where it is grown, mined or made."""
    origin_known: bool | None = None
    """It is known where it is grown, mined or made; it follows from `country`."""
    listed: bool | None = None
    """A list of goods made by forced or child labour names it, from whatever country."""
    country_listed: bool | None = None
    """The list names the country, for whatever good."""
    listed_for_country: bool | None = None
    """The list names this good from this country."""
    forced_labour_for_country: bool | None = None
    """The list names this good from this country for forced labour."""


PracticeKind = Literal[
    "recruitment-fees",
    "identity-documents",
    "debt-bondage",
    "wages-withheld",
    "restricted-movement",
    "deception",
    "intimidation-or-violence",
    "abusive-conditions",
    "unlicensed-brokers",
]
"""Practices among the eleven indicators of the International Labour Organization, and recruitment fees."""


class Practice(Agreeing):
    """A practice that was looked for at the bidder or a known subcontractor."""

    kind: PracticeKind
    """Which practice."""
    found: bool | None = None
    """It was found."""
    made_good: bool | None = None
    """It was ended and the harm made good, fees reimbursed among it."""
    description: Text | None = None
    """What was found, in words."""
