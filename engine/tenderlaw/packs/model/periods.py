"""Periods of exclusion: how they are counted, when they start, what a judgment sets instead."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tenderlaw.facts.base import Code, Country, FactPath, Facts, Items, Text
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation, RawCondition

__all__ = ["Beside", "Counting", "JudgmentPeriod", "Period", "PeriodStart"]


class Beside(Facts):
    """The days beside the last day of a period on which another reading of the counting rule would decide otherwise."""

    days: Annotated[int, Field(ge=0, le=31)] = 0
    """How many days before and after it."""
    weekends: bool = False
    """Whether the period may also run on from a Saturday or a Sunday to the end of the next working day."""
    holidays_of: FactPath | None = None
    """The fact that names the place whose public holidays count like weekends, such as the country of the authority;
    where it is not known or nobody lists its holidays, weekends alone."""


class Counting(Facts):
    """How periods are counted."""

    event_day: Literal["not-counted", "counted"]
    """`not-counted`: a period of years ends with the same calendar day; `counted`: with the day before."""
    ends: Literal["that-day", "next-working-day"] = "that-day"
    """`next-working-day`: a period whose last day is no working day runs to the end of the next one."""
    holidays: Country | None = None
    """Where the holidays count, for working days; Saturdays and Sundays never are."""
    cite: Citation
    review: Spoken | None = None
    """Why a person must look where the last day itself decides; absent where the rule is settled."""
    beside: Beside = Beside()
    """The days beside it on which a person must look, too."""


class PeriodStart(Facts):
    """One way in which a period starts."""

    date: FactPath
    """The day from which it runs."""
    not_before: FactPath | None = None
    """A day that is certainly not later, for use while `date` is unknown."""
    when: RawCondition | None = None
    """When this start counts; the first that holds is taken."""
    cite: Citation | None = None


class JudgmentPeriod(Facts):
    """A period that a final judgment sets instead."""

    set: FactPath
    until: FactPath
    cite: Citation


class Period(Facts):
    """A period of exclusion in calendar years."""

    id: Code
    cite: Citation
    over: Text
    """The collection whose entries have this period."""
    years: int | dict[Literal["option"], Code]
    starts: Items[PeriodStart]
    on: FactPath = "as_of"
    """The day that it must cover: that of the decision, or another day of the procurement, such as that on which the
    tender was submitted. What came to be after such a day and by the as-of date is neither in it nor out of it."""
    judgment: JudgmentPeriod | None = None
