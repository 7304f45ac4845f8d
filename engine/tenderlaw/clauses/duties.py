"""What follows from the wording of a clause after the award, as data: duties with their days, and measures.

`duties` of a `clause.yaml` say what falls due when; `ladder` says which measures a breach opens, in which order and
after which hearing. Both point to the passage that says it, and say no more than it does. Conditions are those of packs
and ask the facts of the record of a contract (`policies/contract-record`).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from tenderlaw.facts.base import Code, FactPath, Facts, Items, Name, Text
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import RawCondition

__all__ = ["ClauseDuty", "DoneBy", "Hearing", "Ladder", "Length", "NoDuty", "Party", "Rung", "SameAs"]

Party: TypeAlias = Literal["contractor", "buyer"]
"""Whose duty it is."""


class Length(Facts):
    """A length of time: a fill-in that counts hours, days, working days, months or years; or what the wording says."""

    fill: Name | None = None
    days: int | None = Field(None, ge=1)
    months: int | None = Field(None, ge=1)
    years: int | None = Field(None, ge=1)

    @property
    def said(self) -> tuple[str, ...]:
        """What it says; one thing, where it is in order."""
        return tuple(name for name in ("fill", "days", "months", "years") if getattr(self, name) is not None)


class SameAs(Facts):
    """What tells that an entry of one list is about an entry of another: that both name the same."""

    of: Name
    """The fact of the entry that shows it."""
    is_: Name = Field(alias="is")
    """The fact of the entry for which the duty is owed."""


class DoneBy(Facts):
    """The list of the record whose entries show that a duty was met, and on which day."""

    over: Name
    on: Name
    """The day of an entry on which it was done."""
    where: RawCondition | None = None
    same: SameAs | None = None
    """Which entries are about the one for which the duty is owed."""


class ClauseDuty(Facts):
    """A duty under a clause that falls due on a day, once or again and again, or for each entry of a list."""

    id: Code
    title: Spoken
    of: Party
    passage: Code
    """The key of the passage that says it."""
    cite: Text | None = None
    """Where an official clause says it, whose text is not here."""
    to: Spoken | None = None
    """To whom something is reported or given, where not to the other party."""
    contact: Name | None = None
    """The fill-in that names them."""
    alternate: Code | None = None
    """The alternate of the clause in which it stands."""
    when: RawCondition | None = None
    """When it is owed; left out, always."""
    over: Name | None = None
    """For each entry of which list it is owed."""
    where: RawCondition | None = None
    """For which entries."""
    after: FactPath | None = None
    """The day from which its time runs."""
    after_done: Code | None = None
    """Instead: the duty of the same clause, with whose being done it runs; while that is not done, with its day."""
    before: FactPath | None = None
    """Instead: the day before which it is due."""
    by: FactPath | None = None
    """Instead: the day on which it is due."""
    on: Name | None = None
    """Instead: the fill-in that names that day."""
    within: Length | None = None
    """How long; with `before`, how long before. Left out after a day: without delay, with no day to count to."""
    again: Length | None = None
    """How often it returns, until the contract ends."""
    again_from: Literal["due", "done"] = "due"
    """Whether it returns in each further period, or so long after it was last done."""
    done_on: Name | None = None
    """The day of the entry on which it was done."""
    done_by: DoneBy | None = None
    """What else shows it than an entry of `handed_in`."""
    note: Spoken | None = None
    """What a person must look at, because the wording leaves it open."""


class NoDuty(Facts):
    """A passage whose words speak of something that returns, and why it is no duty here."""

    passage: Code
    because: Text


class Rung(Facts):
    """A measure that the buyer may take after a breach."""

    id: Code
    """The measure, as `measures` of the record name it."""
    title: Spoken
    passage: Code
    item: int | None = Field(None, ge=1)
    """Which item of the list in that passage it is."""
    cite: Text | None = None
    """Where an official clause says it, whose text is not here."""
    when: RawCondition | None = None
    """When it may be taken, asked of the breach; left out, after any."""
    at_once: RawCondition | None = None
    """When it may be taken before the contractor is heard."""
    passes_over: RawCondition | None = None
    """When milder measures are passed over for it, because they have failed or would."""
    weigh: Spoken | None = None
    """What the buyer shall weigh before it takes it."""
    ends_contract: bool = False
    """Whether it ends the contract."""


class Hearing(Facts):
    """What the buyer does before it takes a measure."""

    passage: Code
    stated: Name
    """The day on which the buyer stated the breach."""
    commented: Name
    """The day on which the contractor commented."""
    within: Length | None = None
    """How long the contractor has for that, where the clause says it."""


class Ladder(Facts):
    """The measures that a clause opens after a breach."""

    over: Name
    """The list of breaches."""
    breach: RawCondition
    """Which of its entries are breaches to which it applies."""
    ended: Name
    """The day on which a breach had ended and its harm was made good."""
    order: Literal["mildest-first", "any"]
    """Whether the buyer begins with the mildest measure."""
    any_rung: RawCondition | None = None
    """For which breaches it may begin with any of them all the same."""
    hearing: Hearing | None = None
    rungs: Items[Rung]
