"""What the truth of a ground, its period and its lifts amount to: the state of a finding, the outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tenderlaw.decisions.model.findings import Finding, FindingState
from tenderlaw.decisions.model.outcome import OUTCOMES, Outcome
from tenderlaw.rules.periods import Span
from tenderlaw.rules.truth import Truth

__all__ = ["outcome_of", "state_of", "strictest"]


def state_of(when: Truth, span: Span | None, day: date, lifts: Sequence[tuple[FindingState, Truth]]) -> FindingState:
    """The state of a ground in force: `lifts` are the state that each gives and whether it holds.

    A ground surely applies only if it is surely given, its period surely covers the day and no lift can
    hold; it surely does not apply if any one of these surely fails.
    """
    if when is False:
        return "not_triggered"
    if span is not None and span.covers is False:
        return "not_yet" if span.first is not None and day < span.first else "lapsed"
    sure = when is True and (span is None or span.covers is True)
    for state, holds in lifts:
        if holds is True:
            return state
        sure = sure and holds is False
    return "applies" if sure else "possible"


def outcome_of(scope: Truth, findings: Collection[Finding], *, others: bool = False) -> Outcome:
    """The outcome that findings on operators to be excluded entail, under a regime whose scope is `scope`.

    `others`: there may be further operators to be excluded, of whom nothing is known.
    """
    if scope is False:
        return "out_of_scope"
    if scope is None:
        return "undetermined"
    applying = {finding.effect for finding in findings if finding.state == "applies"}
    if "must_exclude" in applying:
        return "must_exclude"
    if "may_exclude" in applying:
        return "may_exclude"
    return "undetermined" if others or any(finding.state == "possible" for finding in findings) else "not_excluded"


def strictest(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of several outcomes; without any, nothing governs."""
    return min(outcomes, key=OUTCOMES.index, default="out_of_scope")
