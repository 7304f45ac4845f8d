"""From what waits to questions: ranked, in a language, each with the provisions that need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tenderlaw.decisions.answers import answerable
from tenderlaw.decisions.missing import rank
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.facts import called
from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.decisions.settling import Trials, Verdict
from tenderlaw.facts.catalogue import Field
from tenderlaw.facts.questions import Choice, Question, question_of
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, languages_of, said_in
from tenderlaw.interview.entries import named_by, needs_first
from tenderlaw.interview.facts_at import at, lists_above
from tenderlaw.interview.gates import with_gates
from tenderlaw.interview.instead import also_answering
from tenderlaw.interview.model import Asked, Interview, Needed, Stage
from tenderlaw.interview.phrases import said
from tenderlaw.interview.reach import Open
from tenderlaw.interview.vocabulary import choices_from, offences_of, words_known
from tenderlaw.interview.weighing import Weighed
from tenderlaw.interview.words import caption_of

__all__ = ["Listed", "answered_already", "asked_about", "asked_at", "listed", "needed_by", "question_at", "unfinished"]

_STAGES: Final[tuple[Stage, ...]] = ("entry", "scope", "outcome", "award", "policy")
_TELLING: Final = ("offence", "kind", "link", "list", "role")
"""The facts of an entry that say what it is: asked first, since most of the others depend on them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A fact that waits to be asked, before it is put into words."""

    fact: MissingFact
    stage: Stage
    needed: tuple[tuple[Regime, str], ...]
    futile: bool = False
    """Whether it would matter, and no longer can."""


def listed(interview: Interview, weighed: Weighed, waits: Sequence[Open]) -> list[Listed]:
    """Every fact that could change the result, in the order in which it is to be asked."""
    first = unfinished(interview, weighed)
    found: list[Listed] = [] if first is None else [first]
    for stage in _STAGES[1:]:
        held = [one for one in waits if one.stage == stage]
        if held:
            found += _growing_first(_ranked(interview, weighed, held, stage), interview.growing)
    first_of: dict[str, Listed] = {}
    for one in found:
        first_of.setdefault(one.fact.path, one)
        if one.fact.path in interview.unknown:
            for other in also_answering(one.fact, interview, weighed.models):
                first_of.setdefault(other.path, Listed(other, one.stage, one.needed, one.futile))
    return list(first_of.values())


def answered_already(one: Listed, interview: Interview) -> bool:
    """Whether a fact was asked already, in this interview: not known, or answered in a way that does not answer it."""
    path = one.fact.path
    if path in interview.unknown:
        return True
    return path in interview.order and path not in interview.growing and at(interview.facts, path) is not None


def _growing_first(found: Sequence[Listed], growing: Sequence[str]) -> list[Listed]:
    """First what is asked of entries that were just added, then whether there are more, then everything else."""

    def place(one: Listed) -> int:
        path = one.fact.path
        return 0 if any(path.startswith(f"{each}[") for each in growing) else 1 if path in growing else 2

    return sorted(found, key=place)


def unfinished(interview: Interview, weighed: Weighed) -> Listed | None:
    """What an entry that is being added lacks to be one."""
    for name in interview.growing:
        entries = at(interview.facts, name)
        if not isinstance(entries, list | tuple) or not entries:
            continue
        for fact in needs_first(name, weighed.models):
            if entries[-1].get(fact) is None:
                path = f"{name}[{len(entries) - 1}].{fact}"
                missing = MissingFact(path, "", False, ())
                return Listed(answerable([missing], (), {}, weighed.models)[0], "entry", ())
    return None


def _ranked(interview: Interview, weighed: Weighed, waits: Sequence[Open], stage: Stage) -> list[Listed]:
    regimes = list({one.regime.id: one.regime for one in waits}.values())
    possible = [one.regime for one in weighed.regimes if one.governs is not False]
    chains = [chain for regime in possible for chain in regime.day_chains]
    tries = stage in ("scope", "outcome") and weighed.outcome == "undetermined"
    tried = _tried(weighed, possible) if tries else None
    packs = [one.typed.pack for one in regimes]
    missing = rank([one.wait for one in waits], weighed.given.held, tried, chains, packs, weighed.models)
    missing = with_gates(answerable(missing, chains, weighed.procurement, weighed.models), interview, weighed.models)
    needed: dict[str, dict[tuple[str, str], tuple[Regime, str]]] = {}
    for one in waits:
        for path in one.wait.paths:
            needed.setdefault(path, {})[one.regime.id, one.wait.cite] = (one.regime, one.wait.cite)
    hopeful = {path for one in waits if not one.futile for path in one.wait.paths}
    found = [Listed(one, stage, _needed(one, needed), hopeful.isdisjoint(_for(one, needed))) for one in missing]
    if stage == "scope":
        # what most packs wait for tells most about which of them govern
        found.sort(key=lambda one: -len({regime.id for regime, _ in one.needed}))
    return _together(found)


def _for(one: MissingFact, needed: Mapping[str, object]) -> tuple[str, ...]:
    """What waits for a fact: it itself, or of a gate, those that it answers."""
    return (one.path,) if one.path in needed else one.instead


def _needed(
    one: MissingFact, needed: Mapping[str, Mapping[tuple[str, str], tuple[Regime, str]]]
) -> tuple[tuple[Regime, str], ...]:
    if one.path in needed:
        return tuple(needed[one.path].values())
    return tuple({key: each for path in one.instead for key, each in needed.get(path, {}).items()}.values())


def _tried(weighed: Weighed, possible: Sequence[Regime]) -> Callable[[str, Field], Verdict]:
    trials = Trials(weighed.given.held, possible, weighed.day, weighed.given.models)

    def verdict(path: str, field: Field) -> Verdict:
        # of a list with entries no answer says that there is none
        return "does-not" if at(weighed.given.held, path) else trials.verdict(path, field)

    return verdict


def _together(found: Sequence[Listed]) -> list[Listed]:
    """In their order, but for the questions about one entry, which follow each other: what it is first."""
    groups: dict[str, list[Listed]] = {}
    for one in found:
        lists = lists_above(one.fact.path)
        groups.setdefault(one.fact.path.rpartition("]")[0] if lists else one.fact.path, []).append(one)
    for held in groups.values():
        held.sort(key=lambda one: one.fact.path.rpartition(".")[2] not in _TELLING)
    return [one for held in groups.values() for one in held]


def asked_at(one: Listed, interview: Interview, weighed: Weighed, language: str) -> Asked:
    """The question about a fact that waits."""
    path = one.fact.path
    entries = at(interview.facts, path)
    another = isinstance(entries, list | tuple) and bool(entries) and path in interview.growing
    asked = question_at(path, language, interview)
    if another:
        title = called(path, language, weighed.models)
        text, help_ = (said(key, language, title=title) for key in ("another", "another_help"))
        asked = replace(asked, text=text, help=help_, language=language)
    offences = offences_of(weighed.governing)
    return Asked(
        path=path,
        question=asked,
        stage=one.stage,
        settles=one.fact.settles,
        needed_for=tuple(_provisions(one.needed, language)),
        ask=one.fact.ask,
        caption=caption_of(path, interview.facts, language, weighed.models, offences),
        another=another,
        named_by=named_by(path, weighed.models) if asked.kind == "list" else None,
        may_be_none=asked.kind in ("list", "words", "countries"),
        given=None if another else one.fact.given,
        instead=one.fact.instead,
    )


def _provisions(needed: Iterable[tuple[Regime, str]], language: str) -> Iterable[Needed]:
    for regime, cite in needed:
        yield needed_by(regime, cite, language)


def needed_by(regime: Regime, cite: str, language: str) -> Needed:
    """A provision of a pack, as a language says it."""
    spoken = language if language in languages_of(regime.title) else DEFAULT_LANGUAGE
    cited = provision_in(said_in(cite, language), language)
    return Needed(regime.id, said_in(regime.title, language), cited, spoken)


def question_at(path: str, language: str, interview: Interview) -> Question:
    """The question about a fact; of an offence, or of a word that packs know, with those of the packs that govern."""
    asked = question_of(path, language, interview.models)
    if asked.kind == "offence":
        weighed = interview.weighed
        other = Choice("other", said("other_offence", language), language)
        return replace(asked, choices=(*choices_from(offences_of(_catalogues(weighed)), language), other))
    if asked.kind not in ("code", "word") or asked.choices:
        return asked
    may = tuple(one.regime for one in interview.weighed.regimes if one.governs is not False)
    words = words_known(path, may)
    # the question is then one for a word to choose, as those are whose words are fixed
    return replace(asked, kind="code", choices=tuple(choices_from(words, language))) if words else asked


def asked_about(interview: Interview, path: str, language: str) -> Asked:
    """The question about any fact, whether it is open or answered: for whoever goes back, or changes an answer.

    Raises InputInvalidError where the path leads to no fact.
    """
    weighed = interview.weighed
    question_of(path, language, weighed.models)
    missing = answerable([MissingFact(path, "", False, ())], (), weighed.procurement, weighed.models)[0]
    return asked_at(Listed(missing, "outcome", ()), interview, weighed, language)


def _catalogues(weighed: Weighed) -> tuple[Regime, ...]:
    """The packs whose offences may be named: those that govern; while none surely does, those that may."""
    possible = tuple(one.regime for one in weighed.regimes if one.governs is not False)
    return weighed.governing or possible
