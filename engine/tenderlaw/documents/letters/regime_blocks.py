"""What the file note says of a regime and of a policy, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenderlaw.clauses.words import day, literal
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.policies import PolicyDecision, TierResult
from tenderlaw.decisions.model.prescriptions import RiskSign
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.remedies import RemedyState
from tenderlaw.decisions.model.requirements import RequirementState, is_power
from tenderlaw.decisions.sentences.facts import value_of
from tenderlaw.decisions.sentences.findings import reason_of
from tenderlaw.decisions.sentences.provisions import provision_in, with_provision
from tenderlaw.decisions.sentences.sentence import under_its_head
from tenderlaw.documents.letters.passages import named, said, sentence
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.documents.model import Block, Bullets, Element, Heading, Paragraph, Table, Text
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.wording import said_in
from tenderlaw.rules.explain import FactRead

__all__ = ["path", "policy_blocks", "regime_blocks"]


def regime_blocks(regime: RegimeDecision, language: str, models: FactModels) -> Iterator[Block]:
    """A regime: scope, grounds with their reasons, what is asked besides, signs of risk, open readings, remedies."""
    phrases = phrases_in(language)
    yield Paragraph(said(sentence(said_in(regime.scope_reason, language))))
    if regime.national_law is not None:
        yield Paragraph(said(sentence(said_in(regime.national_law, language))))
    shown = [finding for finding in regime.findings if finding.state != "not_triggered"]
    if shown:
        yield Heading(phrases["grounds"])
        head = _head(phrases, "ground", "state", "reason")
        yield Table(head, tuple(_ground(finding, language, models) for finding in shown), row_heads=True)
    told = {finding.cite for finding in shown}
    clear = dict.fromkeys(f.cite for f in regime.findings if f.state == "not_triggered" and f.cite not in told)
    if clear:
        yield Paragraph(said(phrases["clear"].format(cites="; ".join(provision_in(cite, language) for cite in clear))))
    yield from _requirements(regime.requirements, language)
    yield from _risks(regime.risks, language)
    if regime.presumed:
        yield Heading(phrases["presumed"])
        head = _head(phrases, "fact", "presumed_value", "why")
        rows = tuple(
            (
                path(p.path),
                said(value_of(p.path, p.value, language, models)),
                said(with_provision(sentence(said_in(p.reason, language)), p.cite, language)),
            )
            for p in regime.presumed
        )
        yield Table(head, rows, row_heads=True)
    if regime.review_notes:
        yield Heading(phrases["reviews"])
        notes = [
            with_provision(sentence(said_in(note.reason, language)), note.cite, language)
            for note in regime.review_notes
        ]
        yield Bullets(tuple(said(note) for note in notes))
    if regime.remedies:
        yield Heading(phrases["remedies"])
        yield Bullets(tuple(_remedy(one, language) for one in regime.remedies))


def policy_blocks(policy: PolicyDecision, language: str) -> Iterator[Block]:
    """A policy of the authority: the tier with its points, what raised it, its own conditions, and signs of risk."""
    yield Paragraph(said(phrases_in(language)["policy_intro"]))
    if policy.tier is not None:
        yield from _tier(policy.tier, language)
    yield from _requirements(policy.requirements, language)
    yield from _risks(policy.risks, language)


def _requirements(requirements: tuple[RequirementState, ...], language: str) -> Iterator[Block]:
    if not requirements:
        return
    phrases = phrases_in(language)
    yield Heading(phrases["asked"])
    head = _head(phrases, "requirement", "state", "reason")
    yield Table(head, tuple(_requirement(one, language) for one in requirements), row_heads=True)


def _remedy(one: RemedyState, language: str) -> tuple[Element, ...]:
    told = with_provision(said_in(one.title, language), one.cite, language)
    return said(told + (f": {sentence(said_in(one.review, language))}" if one.review else ""))


def _head(phrases: Mapping[str, str], *names: str) -> tuple[tuple[Element, ...], ...]:
    return tuple((Text(phrases[name]),) for name in names)


def _tier(tier: TierResult, language: str) -> Iterator[Block]:
    phrases = phrases_in(language)
    yield Heading(phrases["tier"])
    level = phrases[f"tier_{tier.tier}"]
    limits = {"medium": tier.medium_from, "high": tier.high_from}
    yield Paragraph(
        said(phrases["tier_is"].format(tier=level, score=tier.score, most=tier.most, cite=tier.cite, **limits))
    )
    rows = tuple(
        (
            said(named(one.title, one.cite, language)),
            said(phrases["points_of"].format(points=one.points, most=one.most) if one.most else phrases["not_counted"]),
            said("") if one.level is None else _made(one.level.title, one.level.cite, one.level.facts, language),
            path(", ".join(one.missing) or phrases["nothing"]),
        )
        for one in tier.factors
    )
    yield Table(_head(phrases, "factor", "points", "level", "not_known"), rows, row_heads=True)
    for to in ("high", "medium"):
        raised = [one for one in tier.raised if one.to == to]
        if raised:
            yield Paragraph(said(phrases[f"raised_to_{to}"]))
            yield Bullets(tuple(_made(one.title, one.cite, one.facts, language) for one in raised))
    if tier.may_be_raised:
        yield Paragraph(said(phrases["may_be_raised"]))
        yield Bullets(
            tuple(
                (*said(named(one.title, one.cite, language)), Text(": "), *path(", ".join(one.missing)))
                for one in tier.may_be_raised
            )
        )


def _made(title: str, cite: str, facts: tuple[FactRead, ...], language: str) -> tuple[Element, ...]:
    """What gave points or raised the tier, with the facts on which it did."""
    read = ", ".join(f"{fact.path} = {fact.value}" for fact in facts if fact.value is not None)
    if not read:
        return said(sentence(named(title, cite, language)))
    return (*said(named(title, cite, language)), Text(": "), *path(read))


def _risks(risks: tuple[RiskSign, ...], language: str) -> Iterator[Block]:
    if not risks:
        return
    phrases = phrases_in(language)
    yield Heading(phrases["risks"])
    yield Paragraph(said(phrases["risks_intro"]))
    rows = tuple(
        (
            said(named(one.title, one.cite, language)),
            said(phrases[f"risk_{one.state}"]),
            said("; ".join(said_in(asked, language) for asked in one.ask_for)),
        )
        for one in risks
    )
    yield Table(_head(phrases, "sign", "state", "evidence"), rows, row_heads=True)


def _ground(finding: Finding, language: str, models: FactModels) -> tuple[tuple[Element, ...], ...]:
    reason = reason_of(finding, language, models, headed=False)
    head = named(finding.title, finding.cite, language)
    return said(head), said(_state(finding, language)), said(sentence(reason))


def _state(finding: Finding, language: str) -> str:
    phrases = phrases_in(language)
    state = phrases[f"state_{finding.state}"]
    if finding.until is None:
        return state
    if finding.until == OPEN:
        return f"{state}, {phrases['without_end']}"
    return f"{state}, {phrases['until'].format(day=day(finding.until, language))}"


def _requirement(one: RequirementState, language: str) -> tuple[tuple[Element, ...], ...]:
    phrases = phrases_in(language)
    state = phrases["asked_power" if is_power(one) else f"asked_{one.state}"]
    if one.state != "met":
        state = f"{state}; {phrases[f'follows_{one.follows}']}"
    weighs = [
        f"{named(of.title, of.cite, language)}, {phrases[of.weighs]}: {phrases[f'given_{of.given}']}"
        for of in one.factors
    ]
    told = sentence(under_its_head(one.reason, language))
    if weighs:
        told = f"{told} {phrases['weighed'].format(factors='; '.join(weighs))}"
    return said(named(one.title, one.cite, language)), said(state), said(told)


def path(text: str) -> tuple[Element, ...]:
    """The path of a fact, letter for letter."""
    return (Text(literal(text), "given"),)
