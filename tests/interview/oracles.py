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


def answer_from(case: Mapping[str, object], asked: Asked, interview: Interview) -> tuple[str, object]:
    """What the case says to a question, at its path or at that of a fact that answers as well; None where nothing."""
    known = at(case, asked.path)
    if known is None:
        for other in asked.instead:
            if at(case, other) is not None and at(interview.facts, other) is None:
                return other, _said(at(case, other))
    if asked.question.kind == "list" and isinstance(known, list):
        held = at(interview.facts, asked.path)
        return asked.path, ADD if len(held if isinstance(held, list) else []) < len(known) else []
    return asked.path, _said(known)


def _said(known: object) -> object:
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
        path, answer = answer_from(case, asked, now.interview)
        said = answered(now.interview, path, answer)
        note(f"{asked.stage} {asked.path} -> {path}: {answer} -> {said.standing.outcome}")
        assert said.faults == ()
        # an entry brings its own questions; whatever else is answered, fewer remain
        assert answer == ADD or asked.stage == "entry" or said.standing.at_most < now.at_most
        now = said.standing
    raise AssertionError("it never stops")
