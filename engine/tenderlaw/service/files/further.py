"""What each further answer would change: the answers to what is missing, tried one by one on the facts of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.what_if import tried_answers
from tenderlaw.service.files.assessing import is_assessed
from tenderlaw.service.files.deciding import Decided
from tenderlaw.service.files.drafts import assessed_by

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
    assessed = assessed_by(found.regimes)
    return [
        Further(one, is_assessed(one.path, assessed), tuple(_tried(found.decision, found.regimes, one)))
        for one in found.decision.missing_facts[:_MOST]
    ]


def _tried(decision: Decision, regimes: Sequence[Regime], one: MissingFact) -> Iterator[WouldBe]:
    for tried in tried_answers(decision, one.path, regimes):
        answer = tried.answer
        said = answer.isoformat() if isinstance(answer, date) else answer
        yield WouldBe(cast("bool | str | tuple[()]", said), tried.outcome)
