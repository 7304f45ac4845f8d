"""The remedies that letters to the bidder carry: they follow from the regime, and change no outcome."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.remedies import RemedyState, TimeLimit
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.model.remedies import Within
from tenderlaw.rules.truth import Truth

__all__ = ["remedies_of"]


def remedies_of(judged: Judged, scope: Truth, scope_missing: tuple[str, ...]) -> Iterator[RemedyState]:
    """Every remedy that is or may be given; while it is unknown whether the regime governs, so is each of them."""
    for remedy, condition in judged.regime.typed.remedies:
        holds = judged.truth(f"remedy:{remedy.id}") if condition is not None else True
        if holds is False or not in_force(judged.as_of, remedy.from_, remedy.to):
            continue
        missing = [*scope_missing] if scope is None else []
        if holds is None and condition is not None:
            missing += judged.missing(condition, judged.scope())
        yield RemedyState(
            remedy=remedy.id,
            kind=remedy.kind,
            title=remedy.title,
            cite=remedy.cite,
            says=remedy.says,
            letters=remedy.in_,
            state="holds" if holds and scope else "unknown",
            within=_limit(remedy.within),
            review=remedy.review,
            missing=tuple(dict.fromkeys(missing)),
        )


def _limit(within: Within | None) -> TimeLimit | None:
    if within is None:
        return None
    ((number, unit),) = within.lengths()
    return TimeLimit(number, unit, within.after, within.event_day)
