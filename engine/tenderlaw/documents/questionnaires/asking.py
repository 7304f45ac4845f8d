"""From a decision to the questions that its bidder alone can answer: facts that it lacks, evidence asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import Packs, choose_policies
from tenderlaw.decisions.missing import STEP
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.prescriptions import RiskSign
from tenderlaw.documents.questionnaires.model import Asked, Column, EvidenceAsked, Questionnaire
from tenderlaw.documents.questionnaires.phrases import phrases_in
from tenderlaw.documents.questionnaires.topics import topic_of, topics_in
from tenderlaw.documents.questionnaires.words_asked import WordsAsked, words_asked
from tenderlaw.facts.asked_of import asked_of
from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.places import field_of
from tenderlaw.facts.questions import question_of
from tenderlaw.facts.titles import title_of
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.arguments import a_word

__all__ = ["is_the_bidders", "questionnaire", "whole_group"]

_NAMING: Final = ("name", "title", "site", "id", "plan", "kind", "offence", "link", "audited_on", "on")
"""By which of its facts an entry is known to whoever gave it."""


def questionnaire(decision: Decision, language: str = "en", *, policies: Packs | None = None) -> Questionnaire:
    """What the bidder is asked so that the decision, and the authority's own conditions, lack nothing any more.

    `policies` are those of the decision, where they are not installed. Raises InputInvalidError where questionnaires
    are not written in the language.
    """
    own = choose_policies([one.policy for one in decision.policies] if policies is None else policies)
    models = models_of(own, decision.models)
    phrases_in(a_word(language, "language"))
    case, topics = decision.given.case, topics_in(language)
    order = {topic.id: number for number, topic in enumerate(topics)}
    asked = sorted(_asked(decision, models, words_asked(own, models), language), key=lambda one: order[one.topic])
    bought = case.procurement
    return Questionnaire(
        language=language,
        procurement=bought.id,
        bought=bought.title,
        buyer=bought.authority.name if bought.authority else None,
        bidder=case.operator.name,
        as_of=decision.as_of,
        decision=decision.id,
        topics=topics,
        asked=tuple(asked),
        evidence=tuple(_evidence(decision, language)),
    )


def is_the_bidders(path: str, models: FactModels) -> bool:
    """Whether the fact at a path is the bidder's to answer, and not the authority's to find."""
    return asked_of(path, models) == "bidder"


def _asked(decision: Decision, models: FactModels, words: WordsAsked, language: str) -> Iterator[Asked]:
    missing = [*decision.missing_facts, *(one for policy in decision.policies for one in policy.missing_facts)]
    settles = {one.path for one in missing if one.settles}
    needs = _needs(decision, language)
    cites: dict[str, dict[str, None]] = {}
    for one in missing:
        if one.ask != "bidder":
            continue
        for path in whole_group(one.path, models):
            if is_the_bidders(path, models):
                cites.setdefault(path, {}).update(dict.fromkeys(needs.get(one.path) or one.needed_for))
    for path, needed in cites.items():
        asked = _question(path, models, words, language)
        caption = _caption(path, decision.given.held)
        yield replace(asked, caption=caption, needed_for=tuple(needed), settles=path in settles)


def whole_group(path: str, models: FactModels) -> Iterator[str]:
    """The path itself; of a group of facts, that of each fact in it."""
    field = field_of(path, models)
    if field is not None and field.kind in ("group", "valuation") and field.model is not None:
        for name in field.model.model_fields:
            yield from whole_group(f"{path}.{name}", models)
    elif field is not None:
        yield path


def _question(path: str, models: FactModels, words: WordsAsked, language: str) -> Asked:
    said, field = question_of(path, language, models), field_of(path, models)
    columns = () if field is None or field.entries is None else tuple(_columns(path, field.entries, language, models))
    listed = path.rpartition(".")[2]
    columns = tuple(replace(one, such_as=_such_as(one, words.get((listed, one.name), ()))) for one in columns)
    return Asked(
        path=path,
        topic=topic_of(path),
        title=title_of(path, language, models),
        text=said.text,
        help=said.help,
        kind=said.kind,
        may_be_open=said.may_be_open,
        choices=said.choices,
        columns=columns,
    )


def _columns(path: str, model: type[Facts], language: str, models: FactModels, within: str = "") -> Iterator[Column]:
    """What is asked of each entry, as far as one cell holds it: lists within an entry are asked for afterwards."""
    for name in model.model_fields:
        field, here = field_at(model, (name,)), f"{within}{name}"
        at = f"{path}[0].{here}"
        if field is None or field.kind == "list" or not is_the_bidders(at, models):
            continue
        if field.kind in ("group", "valuation") and field.model is not None:
            yield from _columns(path, field.model, language, models, f"{here}.")
            continue
        said = question_of(at, language, models)
        yield Column(here, title_of(at, language, models), said.text, said.kind, said.may_be_open, said.choices)


def _such_as(column: Column, words: tuple[str, ...]) -> tuple[str, ...]:
    return words if column.kind in ("word", "words", "code") and not column.choices else ()


def _caption(path: str, held: Mapping[str, object]) -> str | None:
    """The entry that a question is about, in the bidder's own words, and the undertaking, where it is another."""
    found: object = held
    named: list[str] = []
    for step in STEP.findall(path):
        if isinstance(found, tuple) and step.isdecimal():
            found = found[int(step)] if int(step) < len(found) else None
            entry = cast("Mapping[str, object]", found or {})
            named.append(next((str(entry[name]) for name in _NAMING if name in entry), f"{int(step) + 1}"))
        else:
            found = found.get(step) if isinstance(found, dict) else None
    return ", ".join(named) or None


def _needs(decision: Decision, language: str) -> dict[str, dict[str, None]]:
    """By each missing path, what waits for it: the title of the provision or the condition, and its citation."""
    needs: dict[str, dict[str, None]] = {}

    def wait(paths: Sequence[str], title: str, cite: str) -> None:
        for path in paths:
            needs.setdefault(path, {})[f"{said_in(title, language)} ({said_in(cite, language)})"] = None

    for regime in decision.regimes:
        for one in regime.findings:
            wait(one.missing, one.title, one.cite)
        for requirement in regime.requirements:
            wait(requirement.missing, requirement.title, requirement.cite)
    for policy in decision.policies:
        for requirement in policy.requirements:
            wait(requirement.missing, requirement.title, requirement.cite)
        for factor in () if policy.tier is None else policy.tier.factors:
            wait(factor.missing, factor.title, factor.cite)
    return needs


def _evidence(decision: Decision, language: str) -> Iterator[EvidenceAsked]:
    signs: list[tuple[str, RiskSign]] = [(one.pack, sign) for one in decision.regimes for sign in one.risks]
    signs += [(one.policy, sign) for one in decision.policies for sign in one.risks]
    told: set[str] = set()
    for pack, sign in signs:
        for number, text in enumerate(sign.ask_for, 1):
            said = said_in(text, language)
            asked = sign.state == "present" and sign.asked_of == "bidder"
            if asked and said not in told:  # two policies may ask for the same
                told.add(said)
                name = f"{pack}/{sign.risk}/{number}"
                yield EvidenceAsked(name, said_in(sign.title, language), said_in(sign.cite, language), said)
