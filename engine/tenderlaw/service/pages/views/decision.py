"""The page of a decision: what it comes to, what to do next, why, what is missing, and on what it rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tenderlaw.clauses.words import literal
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.policies import PolicyDecision
from tenderlaw.decisions.model.regimes import RegimeDecision, Threshold
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.facts import called
from tenderlaw.decisions.sentences.operators import name_of
from tenderlaw.decisions.sentences.sentence import written_in
from tenderlaw.documents.letters.passages import sentence
from tenderlaw.documents.letters.phrases import phrases_in as letter_phrases_in
from tenderlaw.facts import written
from tenderlaw.facts.models import FactModels
from tenderlaw.service.pages.views.besides import (
    ClauseLine,
    PresumedLine,
    Reading,
    RequirementLine,
    RiskLine,
    TierView,
    clause_lines,
    presumed_lines,
    readings,
    requirement_lines,
    risk_lines,
    tier_view,
)
from tenderlaw.service.pages.views.grounds import FactLine, GroundView, ground_view, in_order
from tenderlaw.service.pages.views.links import by_none
from tenderlaw.service.pages.views.missing import MissingView, missing_views, outcome_tag
from tenderlaw.service.pages.views.next_steps import NextStep, next_steps
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, cited, given, said, said_sentence

__all__ = [
    "DecisionView",
    "PolicyView",
    "RegimeView",
    "Rule",
    "SilentGround",
    "ThresholdLine",
    "award_tag",
    "decision_view",
    "money_of",
    "operator_name",
    "regime_view",
]

_SILENT: Final = ("not_triggered", "not_in_force")
"""States of grounds that are only named."""


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """A dated amount on which the scope turned."""

    title: Said
    cite: str
    amount: str
    compared: str
    holds: str
    review: Said | None


@dataclass(frozen=True, slots=True)
class SilentGround:
    """A ground that was looked at and is not given."""

    title: Said
    cite: str
    note: str | None
    """That it is not in force, where it is not."""


@dataclass(frozen=True, slots=True)
class RegimeView:
    """A regime: whether it governs, its outcome, its grounds in order, and what it asks besides."""

    pack: str
    title: Said
    tag: Tag
    scope: str
    scope_reason: Said
    national_law: Said | None
    grounds: tuple[GroundView, ...]
    """Those that apply or may, and those that something lifts, or a day."""
    silent: tuple[SilentGround, ...]
    """Those that are not triggered."""
    requirements: tuple[RequirementLine, ...]
    risks: tuple[RiskLine, ...]
    clauses: tuple[ClauseLine, ...]
    presumed: tuple[PresumedLine, ...]
    readings: tuple[Reading, ...]
    thresholds: tuple[ThresholdLine, ...]
    award: Tag


@dataclass(frozen=True, slots=True)
class PolicyView:
    """What one of the authority's own policies adds: it excludes nobody."""

    policy: str
    title: Said
    tier: TierView | None
    requirements: tuple[RequirementLine, ...]
    risks: tuple[RiskLine, ...]
    clauses: tuple[ClauseLine, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pack or policy by which it was decided."""

    id: str
    title: Said
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Everything that the page says, in its order."""

    operator: Said
    procurement: Said
    outcome: str
    tag: Tag
    answer: str
    as_of: str
    as_of_iso: str
    award: Tag
    award_told: str
    because: tuple[Said, ...]
    cures: tuple[Said, ...]
    own_open: int | None
    """How many of the authority's own conditions are open; none where there are none."""
    review: bool
    steps: tuple[NextStep, ...]
    regimes: tuple[RegimeView, ...]
    """Those that govern or may."""
    outside: tuple[RegimeView, ...]
    """Those that do not govern, each with its reason."""
    missing: tuple[MissingView, ...]
    policies: tuple[PolicyView, ...]
    unread: tuple[FactLine, ...]
    rules: tuple[Rule, ...]
    evaluators: str
    engine_version: str


def operator_name(decision: Decision, language: str) -> str:
    """What the bidder is called."""
    return literal(written_in(name_of({"name": decision.given.case.operator.name}, 0), language))


def decision_view(
    decision: Decision, regimes: Sequence[Regime], language: str, by_step: Callable[[str], bool] = by_none
) -> DecisionView:
    """The view of a decision in a language of the pages.

    `regimes` are the compiled packs by which it was made: with them, answers to missing facts are tried. `by_step` says
    which facts only a step of the authority gives.
    """
    letters, name = letter_phrases_in(language), operator_name(decision, language)
    coming = any(finding.state == "not_yet" for regime in decision.regimes for finding in regime.findings)
    answer = "not_yet" if coming and decision.outcome == "not_excluded" else decision.outcome
    views = [regime_view(one, f"r{number}", decision, language) for number, one in enumerate(decision.regimes)]
    return DecisionView(
        operator=given(name),
        procurement=given(decision.given.case.procurement.title),
        outcome=decision.outcome,
        tag=outcome_tag(decision.outcome, language),
        answer=sentence(letters[f"answer_{answer}"].format(name=name)),
        as_of=written.day(decision.as_of, language),
        as_of_iso=decision.as_of.isoformat(),
        award=award_tag(decision.award.may_proceed, language),
        award_told=letters[f"award_{decision.award.may_proceed}"],
        because=tuple(said_sentence(one, language) for one in decision.award.because),
        cures=tuple(said(one, language) for one in decision.award.cure),
        own_open=_own_open(decision),
        review=decision.review,
        steps=next_steps(decision, regimes, by_step),
        regimes=tuple(one for one in views if one.scope != "false"),
        outside=tuple(one for one in views if one.scope == "false"),
        missing=missing_views(decision, regimes, language),
        policies=tuple(_policy(one, language, decision.models) for one in decision.policies),
        unread=tuple(
            FactLine(called(one.path, language, decision.models), given(one.value), one.path) for one in decision.unread
        ),
        rules=tuple(Rule(one.id, said(one.title, language), one.version, one.digest) for one in decision.packs),
        evaluators=written.listed(list(decision.evaluators), language),
        engine_version=decision.engine_version,
    )


def _own_open(decision: Decision) -> int | None:
    states = [one.state for policy in decision.policies for one in policy.requirements]
    return sum(state != "met" for state in states) if states else None


def award_tag(may_proceed: str, language: str) -> Tag:
    """Whether award may proceed, as a tag."""
    colours: dict[str, TagColour] = {"yes": "green", "no": "red", "unknown": "purple"}
    return Tag(room_in("decisions", language)[f"award_{may_proceed}"], colours[may_proceed])


def regime_view(regime: RegimeDecision, anchor: str, decision: Decision, language: str) -> RegimeView:
    """A regime, its grounds in order; `anchor` names its place on the page."""
    models, case = decision.models, decision.given.case
    findings = in_order(regime.findings)
    shown = [one for one in findings if one.state not in _SILENT]
    silent = dict.fromkeys((one.title, one.cite, one.state) for one in findings if one.state in _SILENT)
    outcome = "undetermined" if regime.scope == "unknown" else regime.outcome
    return RegimeView(
        pack=regime.pack,
        title=said(regime.title, language),
        tag=outcome_tag(outcome, language),
        scope=regime.scope,
        scope_reason=said_sentence(regime.scope_reason, language),
        national_law=said_sentence(regime.national_law, language) if regime.national_law else None,
        grounds=tuple(
            ground_view(one, f"{anchor}-g{number}", language, models, case) for number, one in enumerate(shown)
        ),
        silent=tuple(_silent(*one, language) for one in silent),
        requirements=requirement_lines(regime.requirements, language),
        risks=risk_lines(regime.risks, language),
        clauses=clause_lines(regime.clauses, language),
        presumed=presumed_lines(regime, language, models),
        readings=readings(regime, language),
        thresholds=tuple(_threshold(one, language) for one in regime.thresholds),
        award=award_tag(regime.award.may_proceed, language),
    )


def _silent(title: str, cite: str, state: str, language: str) -> SilentGround:
    note = letter_phrases_in(language)["state_not_in_force"] if state == "not_in_force" else None
    return SilentGround(said(title, language), cited(cite, language), note)


def _threshold(one: Threshold, language: str) -> ThresholdLine:
    words = room_in("decisions", language)
    amount = words["not_settled"] if one.amount is None else money_of(one.amount, one.currency, language)
    vat = f", {words[f'vat_{one.vat}']}" if one.vat else ""
    return ThresholdLine(
        said(one.title, language),
        cited(one.cite, language),
        f"{amount}{vat}",
        words.get(f"compared_{one.operator}", one.operator.replace("_", " ")),
        words[f"truth_{one.holds}"],
        said_sentence(one.review, language) if one.review else None,
    )


def money_of(amount: str, currency: str | None, language: str) -> str:
    """An amount as a language writes it."""
    value = Decimal(amount)
    return written.money(value, currency, language) if currency else written.number(value, language)


def _policy(policy: PolicyDecision, language: str, models: FactModels) -> PolicyView:
    return PolicyView(
        policy.policy,
        said(policy.title, language),
        tier_view(policy, language, models),
        requirement_lines(policy.requirements, language),
        risk_lines(policy.risks, language),
        clause_lines(policy.clauses, language),
    )
