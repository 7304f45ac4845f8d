"""What to do next after a decision: which letter it bears, what to ask for, which step is the authority's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.documents.letters.basis import Basis, basis_of
from tenderlaw.interview import Interview, open_facts
from tenderlaw.service.pages.views.links import by_none

__all__ = ["NextStep", "StepCode", "next_steps"]

StepCode: TypeAlias = Literal[
    "answer-questions", "ask-bidder", "invite", "record-step", "exclusion-letter", "non-exclusion-letter",
    "replacement-letter", "cure-award", "contract-terms", "read-notes", "compare", "check-scope", "assess",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, and the document that does it, where one does."""

    code: StepCode
    document: DocumentKind | None = None
    number: int = 0
    """How many questions, or notes, it is about."""


def next_steps(
    decision: Decision, regimes: Sequence[Regime], by_step: Callable[[str], bool] = by_none
) -> tuple[NextStep, ...]:
    """What to do next, the most pressing first; `by_step` says of which facts only a step of the authority tells.

    `regimes` are those of the decision. Nothing of it is done here.
    """
    return tuple(dict.fromkeys(_steps(decision, regimes, by_step)))


def _steps(decision: Decision, regimes: Sequence[Regime], by_step: Callable[[str], bool]) -> Iterator[NextStep]:
    basis = basis_of(decision)
    missing = _could_change(decision, regimes)
    assessed = [one for one in missing if by_step(one.path)]
    own = [one for one in missing if one.ask == "authority" and not by_step(one.path)]
    theirs = [one for one in missing if one.ask == "bidder"]
    if decision.outcome == "out_of_scope":
        yield NextStep("check-scope")
        return
    if assessed:
        yield NextStep("assess", None, len(assessed))
    if own:
        yield NextStep("answer-questions", None, len(own))
    if theirs:
        yield NextStep("ask-bidder", "request-for-documents", len(theirs))
    yield from _on_grounds(basis)
    if basis.replacements():
        yield NextStep("replacement-letter", "replacement")
    if any(regime.review_notes for regime in decision.regimes):
        yield NextStep("read-notes", None, sum(len(regime.review_notes) for regime in decision.regimes))
    if decision.award.may_proceed == "no" and decision.award.cure:
        yield NextStep("cure-award", None, len(decision.award.cure))
    if decision.outcome == "not_excluded":
        yield NextStep("non-exclusion-letter", "non-exclusion")
        yield NextStep("compare")
    if decision.award.may_proceed == "yes":
        yield NextStep("contract-terms", "contract-terms")


def _could_change(decision: Decision, regimes: Sequence[Regime]) -> tuple[MissingFact, ...]:
    """What is missing and could still change the outcome, or whether the award may proceed."""
    if not decision.missing_facts:
        return ()
    return open_facts(Interview(decision.given.plain, decision.as_of, tuple(regimes)))


def _on_grounds(basis: Basis) -> Iterator[NextStep]:
    """Hearing first, then the authority's own step, then the letter that says it."""
    applying = basis.in_state("applies")
    if not applying:
        return
    yield NextStep("invite", "invitation", len(applying))
    yield NextStep("record-step", None, len(applying))
    yield NextStep("exclusion-letter", "exclusion")
