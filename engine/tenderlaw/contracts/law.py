"""What the law and the clauses say of ending the contract, and what the law has somebody report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from tenderlaw.contracts.model import (
    IncidentState,
    ReportState,
    RungState,
    TerminationState,
    TerminationWay,
    TerminationWord,
)
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.wording import with_cite
from tenderlaw.packs.model.requirements import Requirement

__all__ = ["reports_of", "termination_of"]

_ORDER: Final[tuple[TerminationWord, ...]] = (
    "taken", "must_be_considered", "available", "after_hearing", "unknown", "barred", "no_ground",
)  # fmt: skip
"""Of several ways, the word that counts."""
_OF_RUNG: Final[Mapping[str, TerminationWord]] = {
    "taken": "taken",
    "available": "available",
    "after_hearing": "after_hearing",
    "after_milder": "barred",
    "barred": "barred",
    "unknown": "unknown",
}
_REPORTS: Final = ("notify", "record", "file_statement", "replace_entity", "no_subcontract_until_met")


def termination_of(
    decision: Decision, regimes: Sequence[Regime], incidents: Sequence[IncidentState] | None
) -> TerminationState:
    """Whether the contract may be ended, by the law as decided on the day and by the clauses after each breach.

    `incidents` is none where nobody said which there were.
    """
    ways = [*_of_law(decision, regimes), *_of_clauses(incidents or ())]
    words: set[TerminationWord] = {one.state for one in ways}
    if incidents is None or any(one.state == "unknown" for one in incidents):
        words.add("unknown")
    word: TerminationWord = next((one for one in _ORDER if one in words), "no_ground")
    return TerminationState(word, Sentence(f"contract_termination_{word}"), tuple(ways))


def _governing(
    decision: Decision, regimes: Sequence[Regime]
) -> Iterator[tuple[RegimeDecision, Mapping[str, Requirement]]]:
    """The regimes that govern or may, each with the requirements of its pack by their ids."""
    known = {regime.id: regime for regime in regimes}
    for decided in decision.regimes:
        if decided.outcome != "out_of_scope":
            yield decided, {one.id: one for one in known[decided.pack].typed.pack.requirements}


def _of_law(decision: Decision, regimes: Sequence[Regime]) -> Iterator[TerminationWay]:
    for decided, packs in _governing(decision, regimes):
        for one in decided.requirements:
            said = packs.get(one.requirement)
            considers = said is not None and said.considers_termination
            if one.state == "met" or not (considers or one.follows == "termination_available"):
                continue
            yield _way(one, decided, considers=considers)
        if decided.scope != "true" and any(one.follows == "termination_available" for one in packs.values()):
            yield TerminationWay(
                decided.pack, decided.title, decided.title, "unknown", decided.scope_reason,
                missing=decided.scope_missing,
            )  # fmt: skip


def _way(one: RequirementState, decided: RegimeDecision, *, considers: bool) -> TerminationWay:
    word: TerminationWord = "unknown"
    if one.state == "unmet" and decided.scope == "true":
        word = "must_be_considered" if considers else "available"
    steps: list[str] = []
    if one.notice_first is not None:
        steps.append(Sentence("contract_notice_first", cite=one.notice_first))
    steps += [
        with_cite(remedy.title, remedy.cite)
        for remedy in decided.remedies
        if remedy.kind == "hearing" and "termination" in remedy.letters
    ]
    if word == "available" and steps:
        word = "after_hearing"
    return TerminationWay(decided.pack, one.title, one.cite, word, one.reason, tuple(steps), one.operator, one.missing)


def _of_clauses(incidents: Sequence[IncidentState]) -> Iterator[TerminationWay]:
    for incident in incidents:
        for rung in incident.rungs:
            if rung.ends_contract:
                yield _of_rung(incident, rung)


def _of_rung(incident: IncidentState, rung: RungState) -> TerminationWay:
    steps = () if rung.weigh is None or rung.state == "taken" else (Sentence("contract_weigh", what=rung.weigh),)
    word = _OF_RUNG[rung.state]
    if incident.state == "unknown" and word in ("available", "after_hearing"):
        word = "unknown"
    title = Sentence("contract_after_incident", title=rung.title, name=incident.name)
    missing = tuple(dict.fromkeys((*rung.missing, *incident.missing)))
    return TerminationWay(
        rung.passage, title, rung.cite or rung.passage, word, rung.reason, steps, incident.about, missing
    )


def reports_of(decision: Decision, regimes: Sequence[Regime]) -> Iterator[ReportState]:
    """What the governing regimes still ask of somebody: a report, an entry, a certificate; and whether it was done.

    Nothing that has become a choice of the authority, and nothing that comes before the award.
    """
    for decided, packs in _governing(decision, regimes):
        for one in decided.requirements:
            said = packs.get(one.requirement)
            owed = one.follows == "remedies_available" and one.obligation == "mandatory"
            if one.follows in _REPORTS or (owed and said is not None and not said.considers_termination):
                yield _report(one, decided)


def _report(one: RequirementState, decided: RegimeDecision) -> ReportState:
    word: Literal["done", "due", "unknown"] = "unknown"
    if decided.scope == "true" and one.state != "unknown":
        word = "done" if one.state == "met" else "due"
    return ReportState(decided.pack, one.title, one.cite, word, one.reason, one.cure, one.operator, one.missing)
