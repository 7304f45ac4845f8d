"""The note on a decision for the authority's own file: the whole decision with its reasons, paths and digests."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.words import day, literal
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.sentences.operators import name_of
from tenderlaw.decisions.sentences.provisions import provision_in
from tenderlaw.decisions.sentences.sentence import written_in
from tenderlaw.documents.letters.passages import buyer_of, said, sentence
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.documents.letters.regime_blocks import path, policy_blocks, regime_blocks
from tenderlaw.documents.letters.spoken import unsaid
from tenderlaw.documents.manifest import manifest_of
from tenderlaw.documents.model import (
    Block,
    Bullets,
    Document,
    Paragraph,
    Party,
    Record,
    Section,
    Signature,
    Table,
    Text,
)
from tenderlaw.documents.phrases import phrases_in as furniture_in
from tenderlaw.facts.questions import question_of
from tenderlaw.facts.wording import said_in

__all__ = ["file_note"]


def file_note(decision: Decision, language: str = "en") -> Document:
    """The whole decision with its reasons, for the file. Raises InputInvalidError for a language without phrases."""
    phrases, furniture = phrases_in(language), furniture_in(language)
    procurement = decision.given.case.procurement
    models = decision.models
    sections = [Section(phrases["note_decision"], tuple(_first(decision, language)))]
    sections += [
        Section(said_in(regime.title, language), tuple(regime_blocks(regime, language, models)))
        for regime in decision.regimes
    ]
    sections += [
        Section(said_in(policy.title, language), tuple(policy_blocks(policy, language))) for policy in decision.policies
    ]
    sections += _rest(decision, language)
    lines = tuple(furniture[name] for name in ("name", "position", "date", "signature"))
    return Document(
        kind="file-note",
        title=furniture["letter_title"],
        subtitle=literal(procurement.title) if procurement.title else None,
        language=language,
        buyer=buyer_of(decision),
        parties=tuple(_parties(decision, language)),
        sections=tuple(sections),
        signatures=(Signature(phrases["for_authority"], lines),),
        notes=tuple(_notes(decision, language)),
        manifest=manifest_of(decision, language),
    )


def _first(decision: Decision, language: str) -> Iterator[Block]:
    """The answer, whether an award may proceed, and what stands in its way."""
    phrases = phrases_in(language)
    coming = any(finding.state == "not_yet" for regime in decision.regimes for finding in regime.findings)
    answer = "not_yet" if coming and decision.outcome == "not_excluded" else decision.outcome
    yield Paragraph(said(sentence(phrases[f"answer_{answer}"].format(name=_name(decision, language)))), box=True)
    yield Paragraph(said(phrases[f"award_{decision.award.may_proceed}"]))
    if decision.award.because:
        yield Bullets(tuple(said(sentence(said_in(reason, language))) for reason in decision.award.because))
    if decision.own_conditions is not None:
        yield Paragraph(said(sentence(said_in(decision.own_conditions, language))))


def _rest(decision: Decision, language: str) -> Iterator[Section]:
    """What is missing, what nobody read, and by which rules it was decided."""
    phrases, models = phrases_in(language), decision.models
    if decision.missing_facts:
        rows = tuple(
            (
                path(one.path),
                said(question_of(one.path, language, models).text),
                path("; ".join(provision_in(cite, language) for cite in one.needed_for)),
            )
            for one in decision.missing_facts
        )
        head = tuple((Text(phrases[name]),) for name in ("fact", "question", "needed"))
        yield Section(phrases["missing"], (Table(head, rows, row_heads=True),))
    if decision.unread:
        unread = tuple((path(one.path), path(one.value)) for one in decision.unread)
        head = ((Text(phrases["fact"]),), (Text(phrases["given"]),))
        yield Section(phrases["unread"], (Table(head, unread, row_heads=True),))
    rules = [
        phrases["rules_version"].format(title=said_in(pack.title, language), version=pack.version)
        for pack in decision.packs
    ]
    basis = (
        (phrases["evaluators"], said(", ".join(decision.evaluators))),
        (phrases["rules"], said("; ".join(rules))),
    )
    yield Section(phrases["basis_title"], (Record(basis),))


def _parties(decision: Decision, language: str) -> Iterator[Party]:
    furniture, procurement = furniture_in(language), decision.given.case.procurement
    if procurement.id:
        yield Party(furniture["reference"], path(procurement.id))
    if procurement.authority and procurement.authority.name:
        yield Party(furniture["buyer"], path(procurement.authority.name))
    yield Party(phrases_in(language)["bidder"], path(_name(decision, language)))
    yield Party(furniture["as_of"], said(day(decision.as_of, language)))


def _notes(decision: Decision, language: str) -> Iterator[str]:
    """That it is no legal advice, and that some words stand in English, where they do."""
    yield furniture_in(language)["note_not_advice"]
    findings = [one for regime in decision.regimes for one in regime.findings if one.state != "not_triggered"]
    requirements = [one for regime in decision.regimes for one in regime.requirements]
    if any(unsaid(language, findings, requirements)):
        yield phrases_in(language)["note_english"]


def _name(decision: Decision, language: str) -> str:
    return literal(written_in(name_of({"name": decision.given.case.operator.name}, 0), language))
