"""The authority's own steps as their page shows them: those taken, those that can be taken, and what bars the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.facts import called, value_of
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.questions import question_of
from tenderlaw.facts.wording import languages_of, said_in, subordinate_in
from tenderlaw.interview.words import offences_of
from tenderlaw.service.files.places import Plain, steps_of, value_at
from tenderlaw.service.files.possible import Barred, Possible
from tenderlaw.service.files.steps import Step
from tenderlaw.service.pages.views.grounds import FactLine
from tenderlaw.service.pages.views.links import Links
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, cited, given, said
from tenderlaw.sources.faults import Fault

__all__ = [
    "BarredLine",
    "PossibleView",
    "StepView",
    "answers_against",
    "barred_lines",
    "entry_lines",
    "possible_views",
    "step_views",
]

_STATES: Final[Mapping[str, TagColour]] = {
    "pending": "yellow", "standing": "green", "returned": "red", "withdrawn": "grey", "replaced": "grey",
    "reopened": "orange",
}  # fmt: skip
_PATH: Final = re.compile(r"\b(?:operator|procurement|entities)(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)+")


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that was taken."""

    step: str
    kind: str
    verdict: str
    tag: Tag
    title: Said
    """The ground or the list that it is about."""
    cite: str | None
    reasons: Said
    at: str
    by: Said
    approved_by: Said | None
    approved_at: str | None
    state: str
    mine: bool
    """Whether whoever looks took it."""
    seq: int
    about: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class PossibleView:
    """A step that can be taken, as a form."""

    number: int
    kind: str
    what: str
    """What kind of step it is, in words."""
    title: Said
    cite: str | None
    needs: Said | None
    verdicts: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]
    dated: bool
    """Whether the day on which it was decided is asked for."""
    at: str
    pack: str | None
    ground: str | None
    lift: str | None
    about: tuple[FactLine, ...]
    digest: str
    """By what the entry is known again: where it changes, the step is open again."""


@dataclass(frozen=True, slots=True)
class BarredLine:
    """A step that cannot be taken now."""

    what: str
    verdict: str | None
    why: str
    """One of the phrases, with `{title}`."""
    title: Said
    cite: str | None
    missing: tuple[tuple[str, str | None], ...]
    """What is not known, each with where it is answered."""


def step_views(
    steps: Iterable[Step],
    facts: Plain,
    regimes: Iterable[Regime],
    names: Mapping[str, str],
    actor: str,
    language: str,
) -> tuple[StepView, ...]:
    """The steps that were taken, the latest first."""
    words = room_in("steps", language)
    titles = _titles(regimes)
    out = []
    for one in steps:
        kind, verdict = one.said.kind, one.said.verdict
        title = titles.get((one.said.pack or "", one.said.ground or ""))
        about = entry_lines(facts, one.said.subject.at, language, None) if kind == "name-hit" else ()
        out.append(
            StepView(
                step=one.step,
                kind=words[f"kind_{kind}"],
                verdict=words[f"verdict_{kind}_{verdict}"],
                tag=Tag(words[f"state_{one.state}"], _STATES[one.state]),
                title=said(title, language) if title else Said(""),
                cite=cited(one.said.cite, language) if one.said.cite else None,
                reasons=Said(one.said.reasons, None, given=True),
                at=one.at,
                by=given(names.get(one.by, one.by)),
                approved_by=given(names.get(one.approved_by, one.approved_by)) if one.approved_by else None,
                approved_at=one.approved_at,
                state=one.state,
                mine=one.by == actor,
                seq=one.seq,
                about=about,
            )
        )
    return tuple(reversed(out))


def possible_views(
    possible: Iterable[Possible], facts: Plain, models: FactModels, language: str, regimes: Sequence[Regime] = ()
) -> tuple[PossibleView, ...]:
    """The steps that can be taken, each as a form; that on the bidder as a whole last.

    `regimes` have the titles of grounds and of offences.
    """
    words, titles = room_in("steps", language), _titles(regimes)
    offences = {regime.id: offences_of((regime,)) for regime in regimes}
    return tuple(
        PossibleView(
            number=number,
            kind=one.kind,
            what=words[f"kind_{one.kind}"],
            title=_title(one, facts, language, titles),
            cite=cited(one.cite, language) if one.cite else None,
            needs=_needs(one, language),
            verdicts=tuple((verdict, words[f"verdict_{one.kind}_{verdict}"]) for verdict in one.verdicts),
            words=tuple(_words(one, models, language)),
            more=tuple((name, _more(name, models, language)) for name in one.more),
            dated=one.assessment is not None and "decided" in one.assessment.lays,
            at=one.subject.at,
            pack=one.pack,
            ground=one.ground,
            lift=one.lift,
            about=entry_lines(facts, one.subject.at, language, models, offences.get(one.pack or ""))
            if one.kind != "decision"
            else (),
            digest=one.subject.known_by,
        )
        for number, one in enumerate(possible)
    )


def _titles(regimes: Iterable[Regime]) -> Mapping[tuple[str, str], str]:
    """The titles of grounds, by pack and ground."""
    return {(regime.id, one.typed.ground.id): one.typed.ground.title for regime in regimes for one in regime.grounds}


def _title(one: Possible, facts: Plain, language: str, titles: Mapping[tuple[str, str], str]) -> Said:
    """What the step is about: the ground, and by what name the law calls what lifts it, where that says more."""
    words = room_in("steps", language)
    if one.kind == "decision":
        return Said(words["on_the_bidder"])
    if one.kind == "name-hit":
        entry = cast("dict[str, Any]", value_at(facts, steps_of(one.subject.at)) or {})
        return Said(words["entry_of"].format(list=given(str(entry.get("list", "")))))
    own, ground = said(one.title, language), titles.get((one.pack or "", one.ground or ""))
    if ground is None or str(own) == said_in(ground, language):
        return own
    of_ground = said(ground, language)
    return of_ground if str(own) == words[f"kind_{one.kind}"] else Said(f"{of_ground} – {own}", of_ground.lang)


def _needs(one: Possible, language: str) -> Said | None:
    if not one.needs:
        return None
    return Said(subordinate_in(one.needs, language), None if language in languages_of(one.needs) else "en")


def _words(one: Possible, models: FactModels, language: str) -> Iterator[tuple[str, str]]:
    """The words of which one says what the authority found, those that lift aside."""
    if one.assessment is None or not one.words:
        return
    ((name, lifting),) = one.assessment.lays.items()
    path = f"{one.subject.at}.{name}"
    for word in one.words:
        if word != lifting:
            yield word, value_of(path, word, language, models)


def _more(name: str, models: FactModels, language: str) -> str:
    title = called(f"operator.derogations[0].{name}", language, models)
    return title[:1].upper() + title[1:]


def entry_lines(
    facts: Plain, at: str, language: str, models: FactModels | None, offences: Mapping[str, str] | None = None
) -> tuple[FactLine, ...]:
    """What the file says at a place, fact by fact."""
    held = value_at(facts, steps_of(at)) if "[" in at else None
    if not isinstance(held, dict):
        return ()
    return tuple(_facts(held, at, language, models, offences or {}))


def _facts(
    held: Mapping[str, object], at: str, language: str, models: FactModels | None, offences: Mapping[str, str]
) -> Iterator[FactLine]:
    for name, value in held.items():
        path = f"{at}.{name}"
        title = called(path, language, models) if models is not None else called(path, language)
        if isinstance(value, dict):
            yield from _facts(value, path, language, models, offences)
        elif isinstance(value, str | bool | int | float):
            text = ("true" if value else "false") if isinstance(value, bool) else str(value)
            shown = value_of(path, text, language, models) if models is not None else value_of(path, text, language)
            if value in offences and path.endswith("offence"):
                shown = said_in(offences[str(value)], language)
            yield FactLine(title[:1].upper() + title[1:], given(shown), path)


def answers_against(faults: Iterable[Fault], models: FactModels, language: str) -> tuple[tuple[str, Said], ...]:
    """The answers of a file that contradict a step, by their paths, each with its question: to be changed first."""
    paths = dict.fromkeys(path for one in faults for path in _PATH.findall(f"{one.hint} {one.message}"))
    asked = [(path, question_of(path, language, models)) for path in paths]
    return tuple((path, Said(one.text, one.language)) for path, one in asked)


def barred_lines(barred: Iterable[Barred], models: FactModels, links: Links, language: str) -> tuple[BarredLine, ...]:
    """What cannot be done now, with the provision or the facts that stand in the way."""
    words = room_in("steps", language)
    return tuple(
        BarredLine(
            words[f"kind_{one.kind}"],
            words.get(f"verdict_{one.kind}_{one.verdict}") if one.verdict else None,
            f"steps.bar_{one.why.code}",
            said(one.why.title, language) if one.why.title else Said(""),
            cited(one.cite, language) if one.cite else None,
            tuple((called(path, language, models), links.question(path)) for path in one.why.facts),
        )
        for one in barred
    )
