"""A ground as the page of a decision shows it: what it is, on which facts, until when, and what would lift it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tenderlaw.decisions.model.findings import Finding, LiftState
from tenderlaw.decisions.sentences.facts import called, value_in
from tenderlaw.decisions.sentences.findings import consequences_of, ground_of
from tenderlaw.documents.letters.passages import about_entry, sentence
from tenderlaw.documents.letters.phrases import phrases_in as letter_phrases_in
from tenderlaw.facts import written
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.case import Case
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.wording import languages_of, subordinate_in
from tenderlaw.rules.explain import FactRead
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, cited, given, said

__all__ = ["FactLine", "GroundView", "LiftLine", "ground_view", "in_order"]

_COLOURS: Final[Mapping[str, TagColour]] = {
    "applies": "red", "possible": "purple", "not_yet": "yellow", "lapsed": "grey", "self_cleaned": "green",
    "cured": "green", "derogated": "green", "not_in_force": "grey", "not_triggered": "grey",
}  # fmt: skip
_ORDER: Final = tuple(_COLOURS)
_SILENT: Final = ("open", "0001-01-01")
"""Values that stand for no end and no beginning: nothing that a person said."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact on which something was decided: what it is called and what it says."""

    title: str
    value: Said
    path: str


@dataclass(frozen=True, slots=True)
class LiftLine:
    """What takes the effect from a ground, and whether it does."""

    title: Said
    cite: str
    needs: Said
    tag: Tag
    leaves: str | None
    """That it leaves discretion, where it does."""
    barred_by: str | None
    """The provision that bars it for now."""
    lift: str


@dataclass(frozen=True, slots=True)
class GroundView:
    """One finding, in the order in which a lawyer reads it."""

    anchor: str
    title: Said
    cite: str
    tag: Tag
    state: str
    effect: str
    """What follows from it where it applies, in words."""
    whose: Said
    """The operator, or the entity, that it is about."""
    about: str | None
    """The entry: the conviction, the person."""
    situation: Said
    """The situation in a sentence."""
    consequences: tuple[str, ...]
    facts: tuple[FactLine, ...]
    since: str | None
    until: str | None
    set_by: str | None
    """Whether a judgment or the law sets the period."""
    lifts: tuple[LiftLine, ...]
    missing: tuple[str, ...]
    """Paths of the facts for which it waits."""
    ground: str
    entry: str | None
    operator: str


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Those that apply first, then those that may, then those that something lifts; within them, duties first."""
    return sorted(findings, key=lambda one: (_ORDER.index(one.state), one.effect != "must_exclude"))


def ground_view(finding: Finding, anchor: str, language: str, models: FactModels, case: Case) -> GroundView:
    """The view of a finding; `anchor` names its place on the page."""
    words = room_in("decisions", language)
    spoken = languages_of(finding.statement)
    return GroundView(
        anchor=anchor,
        title=said(finding.title, language),
        cite=cited(finding.cite, language),
        tag=Tag(room_in("states", language)[finding.state], _COLOURS[finding.state]),
        state=finding.state,
        effect=words[f"effect_{finding.effect}"],
        whose=given(finding.name),
        about=_about(finding, language, models, case),
        situation=Said(
            sentence(ground_of(finding, language, headed=False)),
            None if language in spoken or finding.state in ("not_yet", "lapsed", "not_in_force") else "en",
        ),
        consequences=tuple(text for code, text in consequences_of(finding, language) if code not in _SHOWN_APART),
        facts=tuple(_facts(finding.facts, language, models)),
        since=None if finding.since is None else written.day(finding.since, language),
        until=_until(finding, language),
        set_by=words["set_by_judgment" if finding.set_by_judgment else "set_by_law"] if finding.until else None,
        lifts=tuple(_lift(one, language) for one in finding.lifts) if finding.state != "not_triggered" else (),
        missing=finding.missing,
        ground=finding.ground,
        entry=finding.entry,
        operator=finding.operator,
    )


_ELSEWHERE: Final = ("as_of", "first day", "last day")
"""What explanations show beside facts, and the page in places of their own."""
_SHOWN_APART: Final = (
    "would_lift", "barred", "until_by_law", "until_by_judgment", "open_by_law", "open_by_judgment",
)  # fmt: skip
"""Sentences whose content stands in the list of days and of lifts."""


def _facts(facts: Iterable[FactRead], language: str, models: FactModels) -> Iterator[FactLine]:
    told: set[tuple[str, str]] = set()
    for fact in facts:
        if fact.value is None or fact.value in _SILENT or fact.path in _ELSEWHERE:
            continue
        title, value = called(fact.path, language, models), value_in(fact, language, models)
        if (title, value) not in told:
            told.add((title, value))
            yield FactLine(title[:1].upper() + title[1:], given(value), fact.path)


def _until(finding: Finding, language: str) -> str | None:
    if finding.until is None:
        return None
    return letter_phrases_in(language)["without_end"] if finding.until == OPEN else written.day(finding.until, language)


def _lift(one: LiftState, language: str) -> LiftLine:
    words = room_in("decisions", language)
    holds: Mapping[str, TagColour] = {"true": "green", "false": "grey", "unknown": "purple"}
    needs = subordinate_in(one.needs, language)
    return LiftLine(
        title=said(one.title, language),
        cite=cited(one.cite, language),
        needs=Said(needs, None if language in languages_of(one.needs) else "en"),
        tag=Tag(words["lift_barred"], "grey")
        if one.barred_by
        else Tag(words[f"lift_{one.holds}_{one.shown_by}"], holds[one.holds]),
        leaves=words["leaves_discretion"] if one.leaves == "discretion" else None,
        barred_by=cited(one.barred_by, language) if one.barred_by else None,
        lift=one.lift,
    )


def _about(finding: Finding, language: str, models: FactModels, case: Case) -> str | None:
    """Which entry it is about: the person by name, and the entry of that person's list."""
    if finding.entry is None or "[" not in finding.entry:
        return None
    return about_entry(finding.entry, case, language, models)
