"""Where an interview stands: the outcome so far, what to ask next, how much remains at most, and why it stops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenderlaw.decisions.decide import award_over
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.facts.wording import said_in
from tenderlaw.interview.asking import Listed, answered_already, asked_at, listed
from tenderlaw.interview.bounds import at_most
from tenderlaw.interview.companies import standing_of_company
from tenderlaw.interview.model import AwardWord, Interview, RegimeStanding, Stage, Standing, Why
from tenderlaw.interview.phrases import phrases_in, said
from tenderlaw.interview.reach import open_waits
from tenderlaw.interview.weighing import Weighed, weighed_whole
from tenderlaw.rules.explain import truth_word

__all__ = ["award_shown", "award_word", "open_facts", "standing"]


def standing(interview: Interview, language: str = "en") -> Standing:
    """Where an interview stands, in a language. Raises InputInvalidError for facts that are none, or contradict."""
    phrases_in(language)
    if interview.aim == "duties":
        return standing_of_company(interview, language)
    weighed = interview.weighed
    waits, asked = _open(interview)
    rest = [one for one in waits if answered_already(one, interview)]
    stages = {one.stage for one in asked}
    settled = stages.isdisjoint(("entry", "scope", "outcome")) and not any(one.stage in _OF_OUTCOME for one in rest)
    award = award_shown(interview)
    remain = at_most(interview, weighed, asked)
    why: Why = "asks" if asked else "settled" if not rest else "not_known" if _unknown(rest, interview) else "unfit"
    return Standing(
        interview=interview,
        language=language,
        outcome=weighed.outcome,
        award=award,
        settled=settled,
        why=why,
        said=_said(why, stages if settled else None, weighed, award, remain, language),
        questions=tuple(asked_at(one, interview, weighed, language) for one in asked[:MOST]),
        at_most=remain,
        unknown=tuple(asked_at(one, interview, weighed, language) for one in rest[:MOST]),
        others=_others(weighed, {one.fact.path for one in waits}),
        regimes=tuple(_regimes(weighed, language)),
    )


def open_facts(interview: Interview) -> tuple[MissingFact, ...]:
    """The facts that are still to be asked because they could change the result, without words."""
    return tuple(one.fact for one in _open(interview)[1])


def _open(interview: Interview) -> tuple[list[Listed], list[Listed]]:
    """Every fact that waits, and of these those that are to be asked."""
    waits = listed(interview, interview.weighed, open_waits(interview, interview.weighed))
    return waits, [one for one in waits if not one.futile and not answered_already(one, interview)]


MOST: Final = 200
"""Of how many open questions the words are said at a time: nobody reads more, and the next ones follow."""
_OF_OUTCOME: Final = ("entry", "scope", "outcome")


def _unknown(rest: Sequence[Listed], interview: Interview) -> bool:
    return any(one.fact.path in interview.unknown for one in rest)


def award_shown(interview: Interview) -> AwardWord:
    """Whether award may proceed; while it is asked which laws govern, as far as those say that surely do."""
    weighed = interview.weighed
    open_ = [one for one in weighed.regimes if one.governs is None]
    scope = {path for one in open_ for wait in one.waits for path in wait.paths}
    return award_word(weighed, whole=scope.issubset(interview.unknown))


def award_word(weighed: Weighed, *, whole: bool) -> AwardWord:
    """Whether award may proceed; `whole` also looks at what packs ask of which nobody knows whether they govern."""
    if not whole or all(one.governs is not None for one in weighed.regimes):
        return weighed.award.may_proceed
    decided = [weighed_whole(weighed, one)[0] for one in weighed.regimes if one.governs is not False]
    return award_over(decided).may_proceed


def _others(weighed: Weighed, asked: set[str]) -> int:
    """How many facts requirements wait for that change neither the outcome nor the award."""
    decided = [one.decided for one in weighed.regimes if one.decided is not None]
    missing = {path for one in decided for each in one.requirements for path in each.missing}
    return len(missing - asked)


def _said(why: Why, stages: set[Stage] | None, weighed: Weighed, award: AwardWord, remain: int, language: str) -> str:
    key = f"why_{why}"
    if why == "asks" and stages is not None:  # the outcome is settled
        key = "why_asks_award" if "award" in stages else "why_asks_policy"
    outcome, may = (said(f"{of}_{one}", language) for of, one in (("outcome", weighed.outcome), ("award", award)))
    return said(key, language, outcome=outcome, award=may, number=str(remain))


def _regimes(weighed: Weighed, language: str) -> list[RegimeStanding]:
    return [
        RegimeStanding(one.regime.id, said_in(one.regime.title, language), truth_word(one.governs), one.outcome)
        for one in weighed.regimes
    ]
