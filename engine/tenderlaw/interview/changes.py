"""What an answer settled: the decision before and after it, compared in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.sentences.findings import consequences_of, ground_of
from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.facts.wording import said_in
from tenderlaw.interview.companies import changes_of_company
from tenderlaw.interview.model import AwardWord, Change, Interview
from tenderlaw.interview.phrases import said
from tenderlaw.interview.standings import award_shown
from tenderlaw.interview.weighing import Weighed, WeighedRegime
from tenderlaw.rules.explain import truth_word
from tenderlaw.rules.truth import Truth

__all__ = ["changes"]

_WORST: Final = ("applies", "possible")
_DONE: Final = "not_triggered"


def changes(before: Interview, after: Interview, language: str) -> tuple[Change, ...]:
    """Everything that came to be settled, or was opened again, between two states of a draft."""
    if after.aim == "duties":
        return changes_of_company(before, after, language)
    awards, was, now = (award_shown(before), award_shown(after)), before.weighed, after.weighed
    return (*_of_outcome(was, now, awards, language), *_of_regimes(was, now, language))


def _of_outcome(
    before: Weighed, after: Weighed, awards: tuple[AwardWord, AwardWord], language: str
) -> Iterator[Change]:
    if before.outcome != after.outcome:
        was, now = (said(f"outcome_{one.outcome}", language) for one in (before, after))
        words = said("changed_outcome", language, before=was, after=now)
        yield Change("outcome", words, "outcome", before.outcome, after.outcome)
    if awards[0] != awards[1]:
        was, now = (said(f"award_{one}", language) for one in awards)
        words = said("changed_award", language, before=was, after=now)
        yield Change("award", words, "award", *awards)


def _of_regimes(before: Weighed, after: Weighed, language: str) -> Iterator[Change]:
    known = {one.regime.id: one for one in before.regimes}
    for one in after.regimes:
        was = known[one.regime.id]
        if was.governs is not one.governs:
            yield _of_scope(after, was.governs, one, language)
        if one.governs is True:
            yield from _of_findings(was, one, language)
            yield from _of_requirements(was, one, language)


def _of_scope(after: Weighed, was: Truth, one: WeighedRegime, language: str) -> Change:
    title = said_in(one.regime.title, language)
    if one.governs is True:
        words = said("governs", language, title=title)
    elif one.governs is None:
        words = said("governs_open", language, title=title)
    else:
        reason = said_in(after.why_not(one).reason, language)
        words = said("governs_not", language, title=title, reason=reason)
    return Change("regime", words, one.regime.id, truth_word(was), truth_word(one.governs))


def _of_findings(was: WeighedRegime, one: WeighedRegime, language: str) -> Iterator[Change]:
    before, after = _findings(was), _findings(one)
    for key, finding in after.items():
        state = before[key].state if key in before else _DONE if was.decided is not None else None
        if finding.state == state or (state is None and finding.state != "applies"):
            continue
        if finding.state == "possible":
            words = _named("opened", finding, language)
        elif finding.state in (_DONE, "not_in_force"):
            words = _named("cleared", finding, language)
        else:
            # whoever answers is told what follows from it, and not where the facts stand in a case
            words = " ".join((ground_of(finding, language), *(text for _, text in consequences_of(finding, language))))
        yield Change("finding", words, f"{one.regime.id}/{key[0]}", state or "possible", finding.state)


def _findings(one: WeighedRegime) -> Mapping[tuple[str, str], Finding]:
    """By ground and operator, what weighs most of what was found."""
    found: dict[tuple[str, str], Finding] = {}
    for each in () if one.decided is None else one.decided.findings:
        key = (each.ground, each.operator)
        if key not in found or _weight(each) < _weight(found[key]):
            found[key] = each
    return found


def _weight(one: Finding) -> int:
    if one.state in _WORST:
        return _WORST.index(one.state)
    return 3 if one.state == _DONE else 2


def _named(key: str, one: Finding | RequirementState, language: str) -> str:
    cite = provision_in(said_in(one.cite, language), language)
    return said(key, language, title=said_in(one.title, language), cite=cite)


def _of_requirements(was: WeighedRegime, one: WeighedRegime, language: str) -> Iterator[Change]:
    if was.decided is None or one.decided is None:
        return
    before, after = (
        {(each.requirement, each.operator): each for each in found.requirements} for found in (was.decided, one.decided)
    )
    for key, each in after.items():
        state = before[key].state if key in before else "unknown"
        if each.state != state:
            words = said_in(each.reason, language)
            yield Change("requirement", words, f"{one.regime.id}/{key[0]}", state, each.state)
    for key, each in before.items():
        if key not in after:
            words = _named("requirement_gone", each, language)
            yield Change("requirement", words, f"{one.regime.id}/{key[0]}", each.state, "gone")
