"""An exclusion that a judgment sets is one legal fact, whether the conviction or the list of exclusions states it.

A final conviction of the operator whose judgment sets an exclusion entails an exclusion by judgment, effective in the
State of the court; an empty list of exclusions says nothing against it, so that one is open where nobody says which
convictions there are. Where nobody says whether it is final, or
whether its judgment sets one, it may. One exclusion of the same day and State says that the judgment of the conviction
sets it. The same judgment cannot exclude until two days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from tenderlaw.facts.agreeing import Conflict, Get, fact_of
from tenderlaw.facts.base import Record

__all__ = ["ENTAILS", "OPENED_BY", "conflicting_judgments", "entailed_exclusion", "set_by_judgment", "state_of"]


ENTAILS: Final = {"excluded_from": "final_on", "excluded_until": "judgment_excludes_until", "effective_in": "country"}
"""The facts of an exclusion by judgment, and those of the conviction that entail them."""

OPENED_BY: Final = ("final", "judgment_sets_exclusion")
"""The facts of a conviction without which nobody knows whether it entails one, in the order in which they are asked."""


def state_of(place: str) -> str:
    """The State of a place: of `DE-BY`, `DE`; whatever is written otherwise is its own."""
    return place[:2] if place[2:3] == "-" and place[:2].isupper() else place


def entailed_exclusion(conviction: Record) -> Record | None:
    """The exclusion by judgment that a conviction of the operator entails or may; None where it entails none."""
    if conviction.get("judgment_sets_exclusion") is False or conviction.get("final") is False:
        return None
    found = {name: conviction[by] for name, by in ENTAILS.items() if by in conviction}
    if "effective_in" in found:
        found["effective_in"] = (state_of(str(found["effective_in"])),)
    return found


def set_by_judgment(conviction: Record, exclusions: Sequence[Record]) -> Record:
    """A conviction of the operator with the exclusion that its own judgment sets, where the list alone states it."""
    if "judgment_excludes_until" in conviction or conviction.get("judgment_sets_exclusion") is False:
        return conviction
    same = [one for one in exclusions if _same_judgment(one, conviction)]
    if len(same) != 1:
        return conviction
    until = {"judgment_excludes_until": same[0]["excluded_until"]} if "excluded_until" in same[0] else {}
    return {**conviction, "judgment_sets_exclusion": True, **until}


def conflicting_judgments(get: Get) -> Iterator[Conflict]:
    """Where an exclusion and the conviction by the same judgment say two last days, or one that there is none."""
    convictions = list(enumerate(get("convictions") or ()))
    for number, exclusion in enumerate(get("exclusions_by_judgment") or ()):
        same = [(at, one) for at, one in convictions if _same_judgment(exclusion, one)]
        if same and all(_differ(exclusion, one) for _, one in same):
            at, conviction = same[0]
            name = _differ(exclusion, conviction) or ""
            yield Conflict(
                f"`excluded_until` is not what `{name}` says, of a conviction by the same judgment",
                ("exclusions_by_judgment", number, "excluded_until"),
                ("convictions", at, name),
            )


def _same_judgment(exclusion: Any, conviction: Any) -> bool:  # noqa: ANN401 - models, or the same as plain data
    day, court = fact_of(conviction, "final_on"), fact_of(conviction, "country")
    return (
        day is not None
        and day == fact_of(exclusion, "excluded_from")
        and court in (fact_of(exclusion, "effective_in") or ())
    )


def _differ(exclusion: Any, conviction: Any) -> str | None:  # noqa: ANN401
    """The fact of the conviction that says otherwise than the exclusion."""
    until, said = fact_of(exclusion, "excluded_until"), fact_of(conviction, "judgment_excludes_until")
    if fact_of(conviction, "judgment_sets_exclusion") is False:
        return "judgment_sets_exclusion"
    return "judgment_excludes_until" if until is not None and said is not None and until != said else None
