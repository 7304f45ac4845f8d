"""What the decision letter says of a regime and of a policy, as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tenderlaw.clauses.words import day, literal
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.policies import PolicyDecision, TierResult
from tenderlaw.decisions.model.prescriptions import RiskSign
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.requirements import Follows, RequirementState
from tenderlaw.documents.model import Block, Bullets, Element, Heading, Paragraph, Table, Text

__all__ = ["policy_blocks", "regime_blocks", "said", "sentence"]

_STATES = {
    "applies": "applies",
    "possible": "open",
    "not_triggered": "not triggered",
    "not_yet": "not yet",
    "lapsed": "period over",
    "self_cleaned": "self-cleaning shown",
    "cured": "made good",
    "derogated": "derogated from",
    "not_in_force": "not in force",
}

_FOLLOWS: dict[Follows, str] = {
    "no_award_until_met": "no award until it is met",
    "reject_tender": "the tender is rejected",
    "may_reject_tender": "the tender may be rejected",
    "termination_available": "the contract may be terminated",
    "no_subcontract_until_met": "no subcontract until it is met",
    "remedies_available": "the remedies of the contract are available",
    "file_statement": "a statement is filed",
    "notify": "somebody is told",
    "record": "an entry is made in a record",
    "replace_entity": "the entity is replaced",
    "may_replace_entity": "the authority may require that the entity be replaced",
}
_GIVEN = {"true": "given", "false": "not given", "unknown": "not known"}


def regime_blocks(regime: RegimeDecision) -> Iterator[Block]:
    """A regime: scope, grounds with their reasons, what is asked besides, signs of risk, open readings."""
    yield Paragraph(said(sentence(regime.scope_reason)))
    if regime.national_law is not None:
        yield Paragraph(said(sentence(regime.national_law)))
    shown = [finding for finding in regime.findings if finding.state != "not_triggered"]
    if shown:
        yield Heading("Grounds")
        head = (said("Ground"), said("State"), said("Reason"))
        yield Table(head, tuple(_ground(finding) for finding in shown), row_heads=True)
    clear = dict.fromkeys(f.cite for f in regime.findings if f.state == "not_triggered")
    if clear:
        yield Paragraph(said(f"Looked at and not triggered: {'; '.join(clear)}."))
    if regime.requirements:
        yield Heading("What is asked besides")
        head = (said("Requirement"), said("State"), said("Reason"))
        yield Table(head, tuple(_requirement(r) for r in regime.requirements), row_heads=True)
    yield from _risks(regime.risks)
    if regime.presumed:
        yield Heading("What was presumed, as nobody says otherwise")
        head = (said("Fact"), said("Presumed"), said("Why"))
        rows = tuple((_path(p.path), said(p.value), said(f"{sentence(p.reason)} ({p.cite})")) for p in regime.presumed)
        yield Table(head, rows, row_heads=True)
    if regime.review_notes:
        yield Heading("Readings that need a person")
        yield Bullets(tuple(said(f"{sentence(note.reason)} ({note.cite})") for note in regime.review_notes))


def policy_blocks(policy: PolicyDecision) -> Iterator[Block]:
    """A policy of the authority: the tier with its points, what raised it, and signs of risk."""
    yield Paragraph(said("It chooses clauses and evidence; it excludes nobody and changes no outcome."))
    if policy.tier is not None:
        yield from _tier(policy.tier)
    yield from _risks(policy.risks)


def _tier(tier: TierResult) -> Iterator[Block]:
    yield Heading("Tier of risk")
    yield Paragraph(said(f"The risk is {tier.tier}: {tier.score} of {tier.most} points ({tier.cite})."))
    head = (said("Factor"), said("Points"), said("Not known"))
    rows = tuple(
        (said(f"{one.title} ({one.cite})"), said(str(one.points)), _path(", ".join(one.missing) or "nothing"))
        for one in tier.factors
    )
    yield Table(head, rows, row_heads=True)
    if tier.raised:
        yield Paragraph(said("Whatever the points, these make it high:"))
        yield Bullets(tuple(said(sentence(f"{one.title} ({one.cite})")) for one in tier.raised))


def _risks(risks: tuple[RiskSign, ...]) -> Iterator[Block]:
    if not risks:
        return
    yield Heading("Signs of risk")
    yield Paragraph(said("A sign of risk asks for evidence; it excludes nobody."))
    head = (said("Sign"), said("State"), said("Evidence to ask for"))
    rows = tuple((said(f"{r.title} ({r.cite})"), said(r.state), said("; ".join(r.ask_for))) for r in risks)
    yield Table(head, rows, row_heads=True)


def _ground(finding: Finding) -> tuple[tuple[Element, ...], ...]:
    named = f"{finding.title} ({finding.cite})"
    # the first column names the ground; its reason need not say it again
    reason = finding.reason.removeprefix(f"{named}:").strip()
    return said(named), said(_STATES[finding.state] + _period(finding)), said(reason)


def _requirement(one: RequirementState) -> tuple[tuple[Element, ...], ...]:
    follows = f"{one.state}; {_FOLLOWS[one.follows]}" if one.state != "met" else one.state
    weighs = [f"{factor.title} ({factor.cite}), {factor.weighs}: {_GIVEN[factor.given]}" for factor in one.factors]
    named = f"{one.title} ({one.cite})"
    reason = one.reason.removeprefix(f"{named}:").strip()
    return said(named), said(follows), said(f"{reason} Weighed: {'; '.join(weighs)}." if weighs else reason)


def _period(finding: Finding) -> str:
    if finding.until is None:
        return ""
    return f", until {day(finding.until, 'en')}" if finding.until != date.max else ", without a fixed end"


def _path(text: str) -> tuple[Element, ...]:
    """The path of a fact, letter for letter."""
    return (Text(literal(text), "given"),)


def said(text: str) -> tuple[Element, ...]:
    """A sentence of the decision: it may hold names from outside, so it is literal."""
    return (Text(literal(text[:1].upper() + text[1:]), "given"),)


def sentence(text: str) -> str:
    """Words with a capital letter and a full stop."""
    words = text.strip()
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."
