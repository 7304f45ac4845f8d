"""The answers to check: everything given, asked or still open, with what is no longer needed kept and marked."""

from __future__ import annotations

from collections.abc import Iterable

from tenderlaw.decisions.unread import unread_facts
from tenderlaw.facts.places import field_of
from tenderlaw.interview.asking import question_at
from tenderlaw.interview.facts_at import at, leaves
from tenderlaw.interview.model import Checked, Interview, Standing
from tenderlaw.interview.phrases import phrases_in
from tenderlaw.interview.standings import standing
from tenderlaw.interview.words import caption_of, in_words, offences_of

__all__ = ["answers_to_check"]


def answers_to_check(interview: Interview, language: str = "en", now: Standing | None = None) -> tuple[Checked, ...]:
    """Every fact given, in the order of its answers, then what is not known, then what is open and could matter.

    What no rule reads any more, as the other answers stand, is marked as not needed: it is true all the same. `now`
    is where the interview stands, where that was worked out already.
    """
    phrases_in(language)
    unread = set(_unread(interview))
    now = now or standing(interview, language)
    waiting = {one.path for one in (*now.questions, *now.unknown)}
    given = [path for path, _ in leaves(interview.facts) if field_of(path, interview.models) is not None]
    if interview.aim == "duties":
        given.remove("operator.role")  # of a company outside any procurement it says nothing
    first = {path: number for number, path in enumerate(interview.order)}
    lines = [_line(interview, path, language, needed=path not in unread) for path in _ordered(given, first)]
    lines += [
        _line(interview, path, language, needed=path in waiting)
        for path in interview.unknown
        if at(interview.facts, path) is None
    ]
    shown = {one.path for one in lines}
    open_ = (one.path for one in now.questions if one.path not in shown and not one.another)
    return (*lines, *(_line(interview, path, language, needed=True) for path in open_))


def _unread(interview: Interview) -> Iterable[str]:
    """The facts that no rule reads."""
    if interview.aim == "duties":
        return interview.owed.companies[0].unread
    given = interview.weighed.given
    return (one.path for one in unread_facts(given, interview.regimes, interview.policies, interview.as_of))


def _ordered(paths: Iterable[str], first: dict[str, int]) -> list[str]:
    """As they were answered; what was there before stands first, as the case has it."""
    return sorted(paths, key=lambda path: first.get(path, -1))


def _line(interview: Interview, path: str, language: str, *, needed: bool) -> Checked:
    weighed = interview.weighed
    offences = offences_of(interview.governing)
    value = at(interview.facts, path)
    return Checked(
        path=path,
        question=question_at(path, language, interview),
        caption=caption_of(path, interview.facts, language, weighed.models, offences),
        answer=None if value is None else in_words(path, value, language, weighed.models, offences),
        state="given" if value is not None else "not_known" if path in interview.unknown else "open",
        source=interview.sources.get(path),
        needed=needed,
    )
