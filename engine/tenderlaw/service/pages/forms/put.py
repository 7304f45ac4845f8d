"""A question as it is put on a page: its control, why it is asked, and by what its answer is known again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenderlaw.facts.places import field_of
from tenderlaw.facts.questions import Question
from tenderlaw.interview import TYPED, Asked, Interview, back
from tenderlaw.interview.asking import question_at
from tenderlaw.interview.facts_at import at, names
from tenderlaw.interview.words import caption_of, in_words, offences_of
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.forms.controls import ADD, ANSWER, NONE, UNKNOWN, Answer, Control, control_of, typed_of
from tenderlaw.sources.canonical import digest

__all__ = ["Put", "control_at", "known_by", "meant", "put_asked", "put_at", "typed_before"]

_MAY_BE_NONE: Final = ("list", "words", "countries")
"""Kinds of questions to which `none` is an answer."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it is put on a page."""

    path: str
    control: Control
    caption: str | None
    asked: Asked | None
    """With why it is asked; None where it is asked again, to change what was answered."""
    was: str
    """By what the answer that stands now is known again: another one was given meanwhile where it differs."""
    before: str | None
    """The question that was answered before."""
    source: str | None = None
    """Where the answer that stands comes from, if nobody gave it here."""
    stands: str | None = None
    """That answer, in words."""

    @property
    def question(self) -> Question:
        """The question."""
        return self.control.question


def put_asked(interview: Interview, asked: Asked, language: str) -> Put:
    """A question that is open."""
    control = control_of(asked.question, another=asked.another, may_be_none=asked.may_be_none)
    path, (was, before) = asked.path, _kept(interview, asked.path)
    return Put(path, control, asked.caption, asked, was, before, *_taken_over(interview, path, language))


def put_at(interview: Interview, path: str, open_: Sequence[Asked], language: str) -> Put:
    """The question at a path, whether it is one of those open or was answered. Raises Problem where there is none."""
    asked = next((one for one in open_ if one.path == path), None)
    if asked is not None:
        return put_asked(interview, asked, language)
    control = control_at(interview, path, language)
    caption = caption_of(path, interview.facts, language, interview.models, offences_of(interview.governing))
    return Put(path, control, caption, None, *_kept(interview, path), *_taken_over(interview, path, language))


def _kept(interview: Interview, path: str) -> tuple[str, str | None]:
    return known_by(interview, path), back(interview, path)


def _taken_over(interview: Interview, path: str, language: str) -> tuple[str | None, str | None]:
    """Where the answer that stands comes from, if it was taken over, and the answer in words."""
    value, source = at(interview.facts, path), interview.sources.get(path, TYPED)
    if value is None or source == TYPED:
        return None, None
    return source, in_words(path, value, language, interview.models, offences_of(interview.governing))


def control_at(interview: Interview, path: str, language: str) -> Control:
    """The control for the fact at a path. Raises Problem where it leads to none."""
    if not names(path) or field_of(path, interview.models) is None:
        raise Problem("not-found")
    question = question_at(path, language, interview)
    another = path in interview.growing and bool(at(interview.facts, path))
    return control_of(question, another=another, may_be_none=question.kind in _MAY_BE_NONE)


def known_by(interview: Interview, path: str) -> str:
    """By what an answer is known again."""
    return digest([at(interview.facts, path), path in interview.unknown, path in interview.growing])[:16]


def typed_before(interview: Interview, put: Put) -> Mapping[str, str]:
    """What would have been typed for the answer that stands."""
    if put.path in interview.unknown:
        return {UNKNOWN if put.control.typed else ANSWER: UNKNOWN}
    return typed_of(put.control, at(interview.facts, put.path))


def meant(answer: Answer) -> object:
    """An answer as interviews take it."""
    match answer.word:
        case "value":
            return answer.value
        case "unknown":
            return None
        case "none":
            return NONE
        case "add":
            return ADD
