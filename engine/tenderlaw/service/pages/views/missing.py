"""What is not known yet: each question, who answers it, and what each answer would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.facts import value_of
from tenderlaw.decisions.what_if import AnswerTried, tried_answers
from tenderlaw.documents.letters.passages import about_entry
from tenderlaw.facts import written
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.questions import question_of
from tenderlaw.service.pages.engine_words import told
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, cited

__all__ = ["OUTCOME_COLOURS", "AnswerEffect", "MissingView", "missing_views", "outcome_tag"]

OUTCOME_COLOURS: Final[Mapping[str, TagColour]] = {
    "must_exclude": "red", "may_exclude": "orange", "undetermined": "purple", "not_excluded": "green",
    "out_of_scope": "grey",
}  # fmt: skip
MOST_TRIED: Final = 12
"""Of so many missing facts the answers are tried for the page; the others are listed."""


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """One or several answers, and the outcome that each of them would make."""

    answers: str
    tag: Tag
    changes: bool
    """Whether the outcome would be another one than now."""


@dataclass(frozen=True, slots=True)
class MissingView:
    """A missing fact: the question that asks for it, and what the answer would change."""

    path: str
    question: Said
    about: str | None
    """The person or the entry that it is about."""
    needed_for: str
    settles: bool
    ask: str
    """Whom to ask, in words."""
    given: Markup | None
    """What was given and does not answer."""
    effects: tuple[AnswerEffect, ...]


def outcome_tag(outcome: Outcome, language: str) -> Tag:
    """The outcome in words, with its colour."""
    return Tag(room_in("outcomes", language)[outcome], OUTCOME_COLOURS[outcome])


def missing_views(decision: Decision, regimes: Sequence[Regime], language: str) -> tuple[MissingView, ...]:
    """The missing facts, those that could settle the outcome first; `regimes` are those of the decision."""
    return tuple(
        _missing(one, decision, regimes if number < MOST_TRIED else (), language)
        for number, one in enumerate(decision.missing_facts)
    )


def _missing(one: MissingFact, decision: Decision, regimes: Sequence[Regime], language: str) -> MissingView:
    asked = question_of(one.path, language, decision.models)
    tried = tried_answers(decision, one.path, regimes) if regimes else ()
    return MissingView(
        path=one.path,
        question=Said(asked.text, None if asked.language == language else asked.language),
        about=about_entry(one.path, decision.given.case, language, decision.models),
        needed_for="; ".join(cited(cite, language) for cite in one.needed_for),
        settles=one.settles,
        ask=room_in("decisions", language)[f"ask_{one.ask}"],
        given=told(one.given, language) if one.given else None,
        effects=tuple(_effects(one.path, tried, decision, language)),
    )


def _effects(path: str, tried: Sequence[AnswerTried], decision: Decision, language: str) -> Iterator[AnswerEffect]:
    """Answers of one outcome together; where every answer leaves it as it is, that alone."""
    words = room_in("decisions", language)
    by_outcome: dict[Outcome, list[str]] = {}
    for one in tried:
        by_outcome.setdefault(one.outcome, []).append(_answer(path, one.answer, decision, language))
    if len(by_outcome) == 1 and len(tried) > 1:
        (outcome,) = by_outcome
        yield AnswerEffect(words["any_answer"], outcome_tag(outcome, language), outcome != decision.outcome)
        return
    for outcome, answers in by_outcome.items():
        yield AnswerEffect(
            written.listed(answers, language), outcome_tag(outcome, language), outcome != decision.outcome
        )


def _answer(path: str, answer: object, decision: Decision, language: str) -> str:
    """An answer as a person gives it."""
    words = room_in("decisions", language)
    if answer == ():
        return words["answer_none"]
    if isinstance(answer, date):
        if answer == OPEN:
            return words["answer_open"]
        return words["answer_now" if answer == decision.as_of else "answer_long_ago"]
    value = ("true" if answer else "false") if isinstance(answer, bool) else str(answer)
    return value_of(path, value, language, decision.models)
