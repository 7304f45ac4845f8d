"""The first answer of `check`, on one screen: outcome, why, what to ask whom, what stands in the way, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tenderlaw.cli.decision_lines import award_line, unworded_lines
from tenderlaw.decisions.sentences.sentence import Sentence, written_in
from tenderlaw.facts.given_paths import given_paths

if TYPE_CHECKING:
    from tenderlaw.clauses.wording import UnwordedClause
    from tenderlaw.decisions.model.decision import Decision
    from tenderlaw.decisions.model.findings import Finding
    from tenderlaw.decisions.model.missing import MissingFact
    from tenderlaw.decisions.model.policies import TierResult
    from tenderlaw.decisions.model.regimes import RegimeDecision
    from tenderlaw.interop.espd import EspdReading

__all__ = ["first_answer"]

_FINDINGS: Final = 5
_ASKED: Final = 4
_REASONS: Final = 3
_NOTES: Final = 3
_CONDITIONS: Final = 6
"""How many of each are shown; the rest is counted and shown by `--full`."""
_FACTS: Final = 4
_OPEN: Final = ("possible", "not_triggered")


def first_answer(
    decision: Decision, espd: EspdReading | None = None, unworded: Sequence[UnwordedClause] = ()
) -> Iterator[str]:
    """The lines after the outcome; `unworded` are clauses that it prescribes and of which there is no text."""
    yield award_line(decision)
    yield from _governing(decision.regimes)
    findings = [finding for regime in decision.regimes for finding in regime.findings]
    yield from _why(findings, decision)
    yield from _asked(decision.missing_facts)
    yield from _award(decision)
    yield from _own(decision)
    yield from _notes(decision)
    presumed = [one for regime in decision.regimes for one in regime.presumed]
    if presumed:
        said = "; ".join(dict.fromkeys(f"{one.path} ({one.value}, {one.cite})" for one in presumed))
        yield f"Presumed, as nobody says otherwise: {said}"
    if decision.unread:
        given = "; ".join(f"{one.path} ({one.value})" for one in decision.unread)
        yield f"Given, and read by no rule of a regime that governs: {given}"
    yield from unworded_lines(unworded)
    for policy in decision.policies:
        tier = "" if policy.tier is None else _tier(policy.tier)
        yield f"Policy {policy.title} [{policy.policy}]{tier}"
    if espd is not None and espd.remarks:
        yield f"Remarks on the ESPD (version {espd.version}): {len(espd.remarks)}"
    yield f"Decision {decision.id[:16]}; `--full` shows every ground, requirement, clause and remark"


def _governing(regimes: Sequence[RegimeDecision]) -> Iterator[str]:
    for regime in regimes:
        if regime.scope != "false":
            known = "" if regime.scope == "true" else f"; {regime.scope_reason}"
            yield f"{regime.title} [{regime.pack}]: {regime.outcome}{known}"
            if regime.national_law is not None:
                yield f"  {regime.national_law}"
    aside = [regime.pack for regime in regimes if regime.scope == "false"]
    if aside:
        yield f"Not governed by {', '.join(aside)} (`tenderlaw regimes` says why)"


def _why(findings: Sequence[Finding], decision: Decision) -> Iterator[str]:
    order = {"applies": 0, "not_yet": 2}
    told = sorted((one for one in findings if one.state not in _OPEN), key=lambda one: order.get(one.state, 1))
    open_ = [one for one in findings if one.state == "possible"]
    if not told and not open_:
        governs = any(regime.scope != "false" for regime in decision.regimes)
        if governs:
            yield "Why: no ground is given"
        return
    yield "Why:"
    for finding in told[:_FINDINGS]:
        yield f"  [{finding.state}] {_finding(finding, decision)}"
    if len(told) > _FINDINGS:
        yield f"  and {len(told) - _FINDINGS} more findings"
    if open_:
        cites = list(dict.fromkeys(one.cite for one in open_))
        yield f"  [possible] not decided yet: {'; '.join(cites)}"


def _finding(finding: Finding, decision: Decision) -> str:
    """A ground, its provision, the facts behind it as they were given, until when."""
    given = {path for path, _ in given_paths(decision.given.held, decision.given.models.case)}
    own = [fact for fact in finding.facts if fact.path in given]
    facts = "; ".join(f"{fact.path.rpartition('.')[2].replace('_', ' ')} {fact.value}" for fact in own[:_FACTS])
    where = f", {finding.entry}" if finding.entry else ""
    until = f"; until {written_in(finding.until, 'en')}" if finding.until is not None else ""
    return f"{finding.title} ({finding.cite}){where}{f': {facts}' if facts else ''}{until}"


def _own(decision: Decision) -> Iterator[str]:
    """How the authority's own conditions stand beside the law, and what to ask for them."""
    said = decision.own_conditions
    if said is None:
        return
    asked = [one for policy in decision.policies for one in policy.requirements if one.state != "met"]
    # first what is not met, then what the award waits for
    asked.sort(key=lambda one: (one.state == "unknown", one.follows != "no_award_until_met"))
    reasons = list(dict.fromkeys([one.reason for one in asked]))
    # the conditions stand in lines of their own
    line = said.without("open") if isinstance(said, Sentence) and reasons else said
    yield f"{line[:1].upper()}{line[1:]}"
    for reason in reasons[:_CONDITIONS]:
        yield f"  {reason}"
    if len(reasons) > _CONDITIONS:
        yield f"  and {len(reasons) - _CONDITIONS} more"
    yield from _asked(_beside(decision), "Ask for these conditions (the line goes into the case; complete it):")


def _beside(decision: Decision) -> list[MissingFact]:
    """What the authority's own conditions wait for, and nothing of the law does."""
    asked = {fact.path for fact in decision.missing_facts}
    waiting = {path for policy in decision.policies for one in policy.requirements for path in one.missing}
    found = {
        fact.path: fact for policy in decision.policies for fact in policy.missing_facts if fact.path in waiting - asked
    }
    return list(found.values())


def _asked(
    missing: Sequence[MissingFact], title: str = "Ask (the line goes into the case; complete it):"
) -> Iterator[str]:
    if not missing:
        return
    yield title
    for fact in missing[:_ASKED]:
        settles = "; could settle it" if fact.settles else ""
        given = f" Given: {fact.given}." if fact.given else ""
        yield f"  the {fact.ask}: {fact.meaning}{given} ({'; '.join(fact.needed_for[:_REASONS])}{settles})"
        others = f"   # or {', '.join(fact.instead)}" if fact.instead else ""
        none = "   # if there is none" if fact.paste.endswith("[]") else ""
        yield f"    {fact.paste}{none}{others}"
    if len(missing) > _ASKED:
        yield f"  and {len(missing) - _ASKED} more facts: {', '.join(fact.path for fact in missing[_ASKED:][:6])}"


def _award(decision: Decision) -> Iterator[str]:
    award = decision.award
    if award.may_proceed == "yes":
        return
    yield "In the way of award:"
    for reason in award.because[:_REASONS]:
        yield f"  {reason}"
    if len(award.because) > _REASONS:
        yield f"  and {len(award.because) - _REASONS} more"
    for cure in award.cure[:1]:
        more = f" (and {len(award.cure) - 1} more ways)" if len(award.cure) > 1 else ""
        yield f"  would be cured if {cure}{more}"


def _notes(decision: Decision) -> Iterator[str]:
    notes = [note for regime in decision.regimes for note in regime.review_notes]
    if not notes:
        return
    yield "A person must look at:"
    for note in notes[:_NOTES]:
        yield f"  {note.about} ({note.cite}): {note.reason}"
    if len(notes) > _NOTES:
        yield f"  and {len(notes) - _NOTES} more notes"


def _tier(tier: TierResult) -> str:
    """The tier, its points, and what raised it above them."""
    raised = "; ".join(one.title for one in tier.raised)
    return f": tier {tier.tier}, {tier.score} of {tier.most} points" + (f"; raised by: {raised}" if raised else "")
