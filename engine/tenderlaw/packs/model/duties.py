"""Duties of a company outside any procurement: who owes what, by when, with what content, and what follows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from tenderlaw.facts.base import Code, Day, FactPath, Facts, Items, Name
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation, Obligation, RawCondition

__all__ = ["Consequence", "Due", "Duty", "Element", "SharedText"]


class Due(Facts):
    """By when: so many months after a day, or a day of the calendar that comes next after it."""

    after: FactPath
    """The day: `ends_on` of the entry, or a day of the operator."""
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    """So many whole months: after 30 June six of them end on 31 December."""
    days: Annotated[int, Field(ge=1, le=3660)] | None = None
    """So many days, the day itself not counted."""
    each_year: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] | None = None
    """Month and day, such as `05-31`: the first after the day."""
    cite: Citation


class Element(Facts):
    """One thing that meeting the duty takes."""

    id: Code
    title: Spoken
    cite: Citation
    obligation: Obligation = "mandatory"
    """What is only recommended leaves the duty met."""
    when: RawCondition | None = None
    """When it is asked; left out, always."""
    met: RawCondition


class Consequence(Facts):
    """What follows where the duty is not met."""

    title: Spoken
    cite: Citation


class SharedText(Facts):
    """A statement or report under another regime whose text may serve for the duty, too."""

    pack: Code
    """The pack of duties of the other regime."""
    duty: Code
    """Its duty."""
    from_: Day = Field(alias="from")
    """Since when it is said."""
    to: Day | None = None
    cite: Citation
    """Who says so."""
    obligation: Obligation = "guidance"
    """`mandatory` where a law says that it does, `guidance` where an authority does and the law is silent."""
    still: Items[Code] = ()
    """Elements of the duty that the other regime's text does not meet by itself: they are looked at in any case."""
    note: Spoken | None = None


class Duty(Facts):
    """A duty of an operator. It never excludes by itself: a ground that does asks for it in its own words."""

    id: Code
    title: Spoken
    cite: Citation
    obligation: Obligation = "mandatory"
    over: Name | None = None
    """The list for each of whose entries it is owed, such as `financial_years`; left out, it is owed once."""
    when: RawCondition
    """Who owes it, and for which entries."""
    due: Due | None = None
    """By when the law wants it; left out, the law sets no day."""
    guided: Due | None = None
    """By when guidance wants it."""
    done_on: FactPath | None = None
    """The day on which it was done: later than due, it was done late."""
    elements: Items[Element]
    consequences: Items[Consequence] = ()
    served_by: Items[SharedText] = ()
    """Texts under other regimes that may serve for it."""
    note: Spoken | None = None
    """What the sources leave open."""
