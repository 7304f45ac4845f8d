"""Passages that several letters share: grounds with their facts, what would keep a bidder in, questions, remedies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tenderlaw.clauses.words import literal
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.remedies import RemedyState
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.sentences.facts import entry_in, value_of
from tenderlaw.decisions.sentences.findings import consequences_of, facts_of, ground_of
from tenderlaw.decisions.sentences.provisions import provision_in, with_provision
from tenderlaw.decisions.sentences.sentence import phrase
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.documents.model import Element, Text
from tenderlaw.documents.phrases import phrases_in as furniture_in
from tenderlaw.facts.case import Case
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.operator import EconomicOperator, LinkedPerson
from tenderlaw.facts.questions import question_of
from tenderlaw.facts.wording import said_in, subordinate_in
from tenderlaw.rules.explain import FactRead

__all__ = [
    "about_entry",
    "asked_besides",
    "buyer_of",
    "grounds",
    "named",
    "own_facts",
    "questions",
    "remedies_in",
    "said",
    "sentence",
    "would_keep",
]


_PATH: Final = re.compile(r"[a-z][a-z0-9_]{2,}(?:\.[a-z]|\[\d)")
"""How the path of a fact begins: written letter for letter, also at the beginning of a sentence."""


def said(text: str) -> tuple[Element, ...]:
    """Words that may hold names from outside, so they are literal."""
    return (Text(literal(text), "given"),)


def named(title: str, cite: str, language: str) -> str:
    """What is cited, with its provision."""
    return phrase("named", {"title": title, "cite": cite}, language)


def buyer_of(decision: Decision) -> str | None:
    """The name of the authority, as documents have it."""
    authority = decision.given.case.procurement.authority
    return literal(authority.name) if authority and authority.name else None


def sentence(text: str) -> str:
    """Words with a capital letter and a full stop."""
    words = text.strip()
    if not _PATH.match(words):
        words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."


def grounds(
    findings: Sequence[Finding], language: str, models: FactModels, case: Case
) -> Iterator[tuple[Element, ...]]:
    """Each ground with its provision, the situation and the facts; for the bidder, without paths."""
    findings = [replace(one, facts=tuple(_stated(one))) for one in findings]
    told = [" ".join(_ground(one, language, models, case)) for one in findings]
    yield from (said(text) for text in dict.fromkeys(told))


def _ground(finding: Finding, language: str, models: FactModels, case: Case) -> Iterator[str]:
    """A ground, whom it concerns beside the bidder, what has taken its effect, by its own name, and the facts."""
    yield ground_of(finding, language)
    if name := _person(finding.entry or "", case):
        yield phrases_in(language)["person_concerned"].format(name=name)
    yield from (text for code, text in consequences_of(finding, language) if code == "not_excluded")
    yield from facts_of(finding, language, models, for_file=False)


def _stated(finding: Finding) -> Iterator[FactRead]:
    """The facts without the day of the decision, and without ends and beginnings that stand for none."""
    return (fact for fact in finding.facts if fact.path != "as_of" and fact.value not in ("open", "0001-01-01"))


def would_keep(
    findings: Iterable[Finding], language: str, *, not_established: str | None = None
) -> Iterator[tuple[Element, ...]]:
    """What ends each ground or takes its effect: its period, its lifts, those that are barred.

    That a fact is missing which could make a power a duty is for the file alone.
    `not_established` stands after what would take the effect.
    """
    told = [" ".join(_would_keep(one, language, not_established)) for one in findings]
    yield from (said(text) for text in dict.fromkeys(told) if text)


def _would_keep(finding: Finding, language: str, not_established: str | None) -> Iterator[str]:
    told = [
        (code, text) for code, text in consequences_of(finding, language) if code not in (finding.effect, "heavier")
    ]
    if not told:
        return
    yield named(finding.title, finding.cite, language) + furniture_in(language)["colon"]
    for code, text in told:
        yield text
        if code == "would_lift" and not_established:
            yield not_established


def asked_besides(requirements: Iterable[RequirementState], language: str) -> Iterator[str]:
    """What has to be handed in, by what would meet each requirement."""
    told = phrases_in(language)["handed_in"]
    for one in requirements:
        if one.cure and one.state != "met":
            cure = subordinate_in(one.cure, language).strip().rstrip(".")
            yield told.format(title=said_in(one.title, language), cite=provision_in(one.cite, language), cure=cure)


def remedies_in(remedies: Iterable[RemedyState], language: str) -> Iterator[tuple[Element, ...]]:
    """What the law lets the bidder know, with its provision."""
    for one in remedies:
        if one.says is not None:
            yield said(with_provision(said_in(one.says, language).strip(), one.cite, language))


def own_facts(decision: Decision) -> tuple[MissingFact, ...]:
    """The missing facts that the bidder can be asked for."""
    return tuple(fact for fact in decision.missing_facts if fact.ask == "bidder")


def questions(decision: Decision, language: str) -> Iterator[tuple[Element, ...]]:
    """The questions to the bidder, each with the person or the entry that it is about and what needs the answer."""
    phrases, models, case = phrases_in(language), decision.models, decision.given.case
    for fact in own_facts(decision):
        text = question_of(fact.path, language, models).text
        about = about_entry(fact.path, case, language, models)
        if about:
            text = phrases["about"].format(entry=about, question=text)
        yield said(
            phrases["needed_for"].format(
                question=text, cites="; ".join(provision_in(cite, language) for cite in fact.needed_for)
            )
        )


def _person(entry: str, case: Case) -> str | None:
    """The name of the person linked to an undertaking under whom an entry stands."""
    found = re.match(r"(operator|entities\[(\d+)\])\.linked_persons\[(\d+)\]", entry)
    if found is None:
        return None
    whose = case.operator if found[2] is None else (case.entities or ())[int(found[2])]
    return (whose.linked_persons or ())[int(found[3])].name


def about_entry(path: str, case: Case, language: str, models: FactModels) -> str | None:
    """The person, the undertaking or the entry that a fact is about, where it is not the tenderer itself."""
    told: list[str] = []
    entry: object = case
    for found in re.finditer(r"\.?([a-z][a-z0-9_]*)(?:\[(\d+)\])?", path):
        name, number = found[1], found[2]
        entry = getattr(entry, name, None)
        if number is None:
            continue
        entry = entry[int(number)] if isinstance(entry, tuple) and int(number) < len(entry) else None
        called = entry.name if isinstance(entry, LinkedPerson | EconomicOperator) else None
        here = path[: found.end()]
        if not called and isinstance(entry, LinkedPerson) and entry.link:
            called = value_of(f"{here}.link", entry.link, language, models)
        told.append(literal(called) if called else entry_in(here, language, models))
    return ", ".join(told) or None
