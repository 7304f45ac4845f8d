"""What the page of a decision shows beside grounds: requirements, signs of risk, the tier, clauses, open readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tenderlaw.decisions.model.policies import PolicyDecision, TierResult
from tenderlaw.decisions.model.prescriptions import Prescription, RiskSign
from tenderlaw.decisions.model.regimes import PresumedFact, RegimeDecision
from tenderlaw.decisions.model.requirements import RequirementState, is_power
from tenderlaw.decisions.sentences.facts import called, value_in, value_of
from tenderlaw.decisions.sentences.sentence import under_its_head
from tenderlaw.documents.letters.passages import sentence
from tenderlaw.documents.letters.phrases import phrases_in as letter_phrases_in
from tenderlaw.facts.models import FactModels
from tenderlaw.rules.explain import FactRead
from tenderlaw.service.pages.forms.errors import named
from tenderlaw.service.pages.views.grounds import FactLine
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, cited, given, said, said_sentence

__all__ = [
    "ClauseLine",
    "FactorLine",
    "PresumedLine",
    "Reading",
    "RequirementLine",
    "RiskLine",
    "TierView",
    "clause_lines",
    "presumed_lines",
    "readings",
    "requirement_lines",
    "risk_lines",
    "tier_view",
]

_STATES: Final[Mapping[str, TagColour]] = {"met": "green", "unmet": "red", "unknown": "purple"}
_TIERS: Final[Mapping[str, TagColour]] = {"low": "green", "medium": "yellow", "high": "orange"}


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """Something asked besides exclusion: its state, what follows, and what would meet it."""

    title: Said
    cite: str
    tag: Tag
    follows: str | None
    told: Said
    cure: Said | None
    weighs: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A sign of risk, with the evidence to ask for."""

    title: Said
    cite: str
    tag: Tag
    ask_for: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause that is prescribed, or that waits for facts."""

    clause: str
    cite: str
    obligation: str
    tag: Tag
    alternates: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PresumedLine:
    """A fact that the law takes one way until the contrary is shown."""

    title: str
    value: str
    reason: Said
    cite: str
    path: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A place that needs a person's reading."""

    told: Said
    cite: str


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor of the tier: its points, what gave them, on which facts, and what it lacks."""

    title: Said
    cite: str
    points: str
    level: Said | None
    facts: tuple[FactLine, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierView:
    """The tier of risk under a policy: it chooses clauses and evidence, and never excludes."""

    tag: Tag
    told: Said
    score: int
    most: int
    factors: tuple[FactorLine, ...]
    raised: tuple[tuple[str, Said, str], ...]
    """What puts it into a tier whatever the points: to which, what, and the provision."""
    may_be_raised: tuple[tuple[str, Said, str], ...]


def requirement_lines(requirements: Iterable[RequirementState], language: str) -> tuple[RequirementLine, ...]:
    """Those that are not met first."""
    order = ("unmet", "unknown", "met")
    return tuple(_requirement(one, language) for one in sorted(requirements, key=lambda one: order.index(one.state)))


def _requirement(one: RequirementState, language: str) -> RequirementLine:
    letters = letter_phrases_in(language)
    power = is_power(one)
    told = under_its_head(one.reason, language)
    return RequirementLine(
        title=said(one.title, language),
        cite=cited(one.cite, language),
        tag=Tag(letters["asked_power" if power else f"asked_{one.state}"], "blue" if power else _STATES[one.state]),
        follows=None if one.state == "met" else letters[f"follows_{one.follows}"],
        told=Said(sentence(told)),
        cure=said(one.cure, language) if one.cure and one.state != "met" else None,
        weighs=tuple(
            f"{said(of.title, language)} ({cited(of.cite, language)}), {letters[of.weighs]}: "
            f"{letters[f'given_{of.given}']}"
            for of in one.factors
        ),
        missing=one.missing,
    )


def risk_lines(risks: Iterable[RiskSign], language: str) -> tuple[RiskLine, ...]:
    """Signs of risk with the evidence to ask for, those that are present first."""
    letters = letter_phrases_in(language)
    colours: Mapping[str, TagColour] = {"present": "orange", "unknown": "purple"}
    return tuple(
        RiskLine(
            said(one.title, language),
            cited(one.cite, language),
            Tag(letters[f"risk_{one.state}"], colours[one.state]),
            tuple(said(what, language) for what in one.ask_for),
        )
        for one in sorted(risks, key=lambda one: one.state)
    )


def clause_lines(clauses: Iterable[Prescription], language: str) -> tuple[ClauseLine, ...]:
    """The clauses that are prescribed, then those that wait."""
    words = room_in("decisions", language)
    colours: Mapping[str, TagColour] = {"prescribed": "blue", "unknown": "purple"}
    return tuple(
        ClauseLine(
            one.clause,
            cited(one.cite, language),
            words[f"obligation_{one.obligation}"],
            Tag(words[f"clause_{one.state}"], colours[one.state]),
            one.alternates,
            one.missing,
        )
        for one in sorted(clauses, key=lambda one: one.state)
        if one.state != "not_prescribed"
    )


def presumed_lines(regime: RegimeDecision, language: str, models: FactModels) -> tuple[PresumedLine, ...]:
    """What the regime took one way, as nobody says otherwise."""
    return tuple(
        PresumedLine(
            called(one.path, language, models),
            value_of(one.path, one.value, language, models),
            _reason(one, language, models),
            cited(one.cite, language),
            one.path,
        )
        for one in regime.presumed
    )


def _reason(one: PresumedFact, language: str, models: FactModels) -> Said:
    found = said_sentence(one.reason, language)
    return Said(named(found.text, one.path, found.lang or language, models), found.lang)


def readings(regime: RegimeDecision, language: str) -> tuple[Reading, ...]:
    """The places where the text needs a person."""
    return tuple(Reading(said_sentence(one.reason, language), cited(one.cite, language)) for one in regime.review_notes)


def tier_view(policy: PolicyDecision, language: str, models: FactModels) -> TierView | None:
    """The tier of a policy that has tiers."""
    tier = policy.tier
    if tier is None:
        return None
    letters = letter_phrases_in(language)
    level = letters[f"tier_{tier.tier}"]
    limits = {"medium": tier.medium_from, "high": tier.high_from}
    told = letters["tier_is"].format(tier=level, score=tier.score, most=tier.most, cite=tier.cite, **limits)
    return TierView(
        tag=Tag(level, _TIERS[tier.tier]),
        told=Said(told),
        score=tier.score,
        most=tier.most,
        factors=tuple(_factors(tier, language, models)),
        raised=tuple(
            (letters[f"tier_{one.to}"], said(one.title, language), cited(one.cite, language)) for one in tier.raised
        ),
        may_be_raised=tuple(
            (letters[f"tier_{one.to}"], said(one.title, language), cited(one.cite, language))
            for one in tier.may_be_raised
        ),
    )


def _factors(tier: TierResult, language: str, models: FactModels) -> Iterator[FactorLine]:
    letters = letter_phrases_in(language)
    for one in tier.factors:
        yield FactorLine(
            said(one.title, language),
            cited(one.cite, language),
            letters["points_of"].format(points=one.points, most=one.most) if one.most else letters["not_counted"],
            None if one.level is None else said(one.level.title, language),
            () if one.level is None else tuple(_fact_lines(one.level.facts, language, models)),
            one.missing,
        )


def _fact_lines(facts: Iterable[FactRead], language: str, models: FactModels) -> Iterator[FactLine]:
    for one in facts:
        if one.value is not None:
            yield FactLine(called(one.path, language, models), given(value_in(one, language, models)), one.path)
