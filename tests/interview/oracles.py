"""Somebody who knows a whole case, and answers an interview from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hypothesis import note

from tenderlaw.decisions.regime import Regime
from tenderlaw.interview import ADD, Asked, Interview, Standing, answered, begin, standing
from tenderlaw.interview.facts_at import at

MOST = 200
"""Questions that no interview about these cases reaches."""

Choose = Callable[[Standing], Asked]


def first(now: Standing) -> Asked:
    """The question that is to be asked next."""
    assert now.next is not None
    return now.next


def answer_from(case: Mapping[str, object], asked: Asked, interview: Interview) -> object:
    """What the case says to a question; None where it does not say."""
    known = at(case, asked.path)
    if asked.question.kind == "list" and isinstance(known, list):
        held = at(interview.facts, asked.path)
        return ADD if len(held if isinstance(held, list) else []) < len(known) else []
    if isinstance(known, date):
        return "open" if known == date.max else known.isoformat()
    return known


def interviewed(
    case: Mapping[str, object], regimes: tuple[Regime, ...], as_of: date, choose: Choose = first
) -> Standing:
    """Where an interview ends that is answered from a whole case, the question chosen each time by `choose`."""
    now = standing(begin(as_of=as_of, packs=regimes))
    for _ in range(MOST):
        if not now.questions:
            return now
        asked = choose(now)
        said = answered(now.interview, asked.path, answer_from(case, asked, now.interview))
        note(f"{asked.stage} {asked.path} {answer_from(case, asked, now.interview)} -> {said.standing.outcome}")
        assert said.faults == ()
        now = said.standing
    raise AssertionError("it never stops")
