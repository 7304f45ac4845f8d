"""What each answer to a missing fact would make of the outcome: decided with it, nothing of it kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.outcomes import outcome_under_all
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.settling import answers_of, with_answer
from tenderlaw.facts.given import Given
from tenderlaw.facts.places import field_of
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["AnswerTried", "tried_answers"]


@dataclass(frozen=True, slots=True)
class AnswerTried:
    """An answer as a case would hold it, and the outcome that it would make."""

    answer: object
    """A truth, a word, a day, or an empty tuple: that there is none."""
    outcome: Outcome


def tried_answers(decision: Decision, path: str, regimes: Sequence[Regime]) -> tuple[AnswerTried, ...]:
    """The outcome under each answer that there is to the fact at `path`; none of a fact whose answers are endless.

    `regimes` are those of the decision. An answer that contradicts another fact of the case is none.
    """
    field = field_of(path, decision.models)
    if field is None:
        return ()
    governing = _governing(decision, regimes)
    return tuple(
        AnswerTried(answer, outcome)
        for answer in answers_of(field, decision.as_of)
        if (outcome := _outcome(decision, path, answer, governing)) is not None
    )


def _governing(decision: Decision, regimes: Sequence[Regime]) -> list[Regime]:
    """The regimes that govern or may: the others say nothing, whatever the answer."""
    out = {one.pack for one in decision.regimes if one.outcome == "out_of_scope"}
    return [regime for regime in regimes if regime.id not in out]


def _outcome(decision: Decision, path: str, answer: object, regimes: Sequence[Regime]) -> Outcome | None:
    day: date = decision.as_of
    try:
        answered = Given.of(with_answer(decision.given.held, path, answer), decision.models)
    except InputInvalidError:
        return None
    return outcome_under_all(regimes, answered.records(day), "entities" in answered.held, day)
