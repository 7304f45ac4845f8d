"""What the law takes one way until somebody says otherwise: shown with its question, so that somebody may."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.decisions.model.regimes import PresumedFact
from tenderlaw.decisions.sentences.facts import value_of
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, languages_of, said_in
from tenderlaw.interview.asking import needed_by, question_at
from tenderlaw.interview.entries import without_blank
from tenderlaw.interview.model import Interview, Presumed
from tenderlaw.interview.weighing import Weighed, WeighedRegime

__all__ = ["presumed"]


def presumed(interview: Interview, language: str) -> tuple[Presumed, ...]:
    """The facts that were presumed, each once: by the laws that govern, then by those that for this reason do not."""
    weighed = interview.weighed
    found: dict[str, Presumed] = {}
    for governs in (True, False):
        for one in (each for each in weighed.regimes if each.governs is governs):
            for fact in _presumed(weighed, one):
                if fact.path not in found and without_blank(fact.path, weighed.blanks) == fact.path:
                    found[fact.path] = _said(fact, one, interview, language)
    return tuple(found.values())


def _presumed(weighed: Weighed, one: WeighedRegime) -> Iterator[PresumedFact]:
    yield from weighed.why_not(one).presumed if one.decided is None else one.decided.presumed


def _said(fact: PresumedFact, one: WeighedRegime, interview: Interview, language: str) -> Presumed:
    return Presumed(
        path=fact.path,
        question=question_at(fact.path, language, interview),
        taken=value_of(fact.path, fact.value, language, interview.models),
        reason=said_in(fact.reason, language),
        needed=needed_by(one.regime, fact.cite, language),
        language=language if language in languages_of(fact.reason) else DEFAULT_LANGUAGE,
    )
