"""Requirements besides exclusion: of whom they are asked, what follows where they are not met, what weighs."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from tenderlaw.facts.base import Code, FactPath, Facts, Items
from tenderlaw.facts.operator import Role
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation, Obligation, RawCondition
from tenderlaw.packs.model.remedies import Letter

__all__ = ["OWN_FOLLOWS", "DueDay", "Factor", "Follows", "Requirement"]

Follows: TypeAlias = Literal[
    "no_award_until_met",
    "no_subcontract_until_met",
    "reject_tender",
    "may_reject_tender",
    "replace_entity",
    "termination_available",
    "remedies_available",
    "file_statement",
    "notify",
    "record",
    "request_completion",
]
"""What follows from a requirement that is not met: for the award, the subcontract, the tender, the entity or the
contract; or that someone must file a statement, tell somebody, make an entry in a record, or complete the tender."""

OWN_FOLLOWS: Final = ("no_award_until_met", "request_completion", "record")
"""What an authority may decide itself, without a law that says so, the weightiest first: it never excludes anyone."""


class DueDay(Facts):
    """The day of a case by which something is to be handed in."""

    fact: FactPath


class Factor(Facts):
    """Something that weighs where the authority decides what follows."""

    id: Code
    title: Spoken
    cite: Citation
    weighs: Literal["mitigating", "aggravating"]
    when: RawCondition


class Requirement(Facts):
    """Something asked of the bidder or of the authority besides exclusion."""

    id: Code
    title: Spoken
    cite: Citation
    obligation: Obligation
    follows: Follows
    roles: Items[Role] = ("tenderer", "group-member")
    """Of whom it is asked."""
    considers_termination: bool = False
    """Whether the end of the contract is among the remedies that must be considered where it is not met."""
    topic: Code | None = None
    """What it is about, in a word that regimes share, so that they can be compared."""
    clause: Code | None = None
    """The text of the clause library that asks for it: mostly a condition of submission."""
    due: DueDay | Literal["award"] | None = None
    """Of a policy: by when it is to be met, on a day of the case or before the award."""
    when: RawCondition | None = None
    """When it arises; left out, where the pack prescribes its clause."""
    met: RawCondition | None = None
    """When it is met; left out, it stands unmet as soon as it arises."""
    cure: Spoken | None = None
    """What would meet it."""
    notice_first: Citation | None = None
    """Of a power: the provision by which the authority gives notice of its intention, and hears the other, before it
    makes use of it."""
    notice_says: Spoken | None = None
    """What the notice tells of that, in whole sentences, addressed to whoever gets it."""
    stated_in: Items[Letter] = ()
    """Of what the authority itself has to state: the letters in which it does, in its own words."""
    factors: Items[Factor] = ()
    """What counts for and against the operator where the authority decides what follows."""
