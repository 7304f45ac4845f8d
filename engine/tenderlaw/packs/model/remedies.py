"""What a letter tells the bidder of its rights: hearing, self-cleaning, the standstill, who reviews the decision."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from tenderlaw.facts.base import Code, Day, Facts, Items
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation, RawCondition

__all__ = ["Letter", "Remedy", "RemedyKind", "Unit", "Within"]

RemedyKind: TypeAlias = Literal["hearing", "self_cleaning", "standstill", "review"]
"""To be heard before the decision; to prove self-cleaning; the time in which no contract is concluded; who reviews the
decision, and until when."""

Letter: TypeAlias = Literal[
    "invitation", "request-for-documents", "exclusion", "non-exclusion", "replacement", "intention-to-terminate",
    "termination",
]  # fmt: skip
"""The letters of a procedure that go to a bidder."""

Unit: TypeAlias = Literal["days", "working_days", "months"]
UNITS: Final[tuple[Unit, ...]] = ("days", "working_days", "months")

Length = Annotated[int, Field(ge=1, le=3660)]


class Within(Facts):
    """A time limit, by one of its units, and the event after which it runs."""

    days: Length | None = None
    """Calendar days."""
    working_days: Length | None = None
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    after: Spoken
    """The event, as words that follow "after"."""
    event_day: Literal["not-counted", "counted"] = "not-counted"
    """`counted`: the limit begins with the day of the event, which is its first day."""

    def lengths(self) -> list[tuple[int, Unit]]:
        """The lengths given: one, in a pack that was checked."""
        given: list[tuple[int | None, Unit]] = [(getattr(self, unit), unit) for unit in UNITS]
        return [(number, unit) for number, unit in given if number is not None]


class Remedy(Facts):
    """A right, or a time to wait, that the law gives the addressee of a letter, in sentences that the letter prints."""

    id: Code
    kind: RemedyKind
    title: Spoken
    cite: Citation
    says: Spoken | None = None
    """Whole sentences, addressed to the bidder; left out where the rules were not read, and `review` says so: the
    authority then says it in its own words, or the letter is a draft."""
    in_: Items[Letter] = Field(alias="in")
    """The letters that carry it."""
    when: RawCondition | None = None
    """Of which procurement or operator it is so; left out, of all. Where that is unknown, it is carried, too."""
    within: Within | None = None
    review: Spoken | None = None
    """Why a person must read the text before it is sent."""
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    """The as-of dates, both included, for which it is the law."""
