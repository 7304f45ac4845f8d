"""What each further answer would change: the answers to what is missing, tried one by one on the facts of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.outcomes import outcome_under_all
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.settling import answers_of
from tenderlaw.facts.given import Given
from tenderlaw.facts.places import field_of
from tenderlaw.service.files.assessing import is_assessed
from tenderlaw.service.files.deciding import Decided
from tenderlaw.service.files.drafts import assessed_by
from tenderlaw.service.files.places import put_at, steps_of
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["Further", "WouldBe", "further_answers"]

_MOST: Final = 20
"""Missing facts whose answers are tried."""


@dataclass(frozen=True, slots=True)
class WouldBe:
    """One answer, and the outcome that it alone would bring about."""

    answer: bool | str | tuple[()]
    """A truth, a word, a day, or that a list has no entry."""
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Further:
    """A fact that is missing, and what its answers would change."""

    missing: MissingFact
    by_step: bool
    """Whether only a step of the authority gives it."""
    answers: tuple[WouldBe, ...]
    """Those that do not contradict other facts; none where answers cannot be tried one by one."""


def further_answers(found: Decided) -> list[Further]:
    """What the answers to the facts that are missing would change, the decisive first; nothing is kept."""
    decision = found.decision
    assessed = assessed_by(found.regimes)
    aside = {result.pack for result in decision.regimes if result.scope == "false"}
    regimes = [one for one in found.regimes if one.id not in aside]
    return [
        Further(one, is_assessed(one.path, assessed), tuple(_tried(decision, regimes, one)))
        for one in decision.missing_facts[:_MOST]
    ]


def _tried(decision: Decision, regimes: Sequence[Regime], one: MissingFact) -> Iterator[WouldBe]:
    field = field_of(one.path, decision.models)
    if field is None:
        return
    for answer in answers_of(field, decision.as_of):
        outcome = _outcome(decision, regimes, one.path, answer)
        if outcome is not None:
            said = answer.isoformat() if isinstance(answer, date) else answer
            yield WouldBe(cast("bool | str | tuple[()]", said), outcome)


def _outcome(decision: Decision, regimes: Sequence[Regime], path: str, answer: object) -> Outcome | None:
    """The outcome with one answer; None where it contradicts another fact."""
    try:
        given = Given.of(
            cast("dict[str, object]", put_at(decision.given.held, steps_of(path), answer)), decision.models
        )
    except InputInvalidError:
        return None
    known = "entities" in given.held
    return outcome_under_all(regimes, given.records(decision.as_of), known, decision.as_of)
