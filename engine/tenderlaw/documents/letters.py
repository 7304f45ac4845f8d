"""Documents of a decision on exclusion: a plain summary for the bidder, and a reasoned decision for the file.

Both say what the Decision says and nothing else. They are written in English, as its reasons are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tenderlaw.clauses.words import day, literal
from tenderlaw.decisions.model.decision import Decision, MissingFact
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.documents.manifest import manifest_of
from tenderlaw.documents.model import (
    Block,
    Bullets,
    Document,
    DocumentKind,
    Element,
    Paragraph,
    Party,
    Record,
    Section,
    Signature,
    Table,
    Text,
)
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.documents.regime_blocks import policy_blocks, regime_blocks, said, sentence
from tenderlaw.facts.case import Case
from tenderlaw.facts.operator import EconomicOperator, LinkedPerson
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["bidder_summary", "decision_letter"]

_ANSWER: dict[Outcome, str] = {
    "must_exclude": "{name} must be excluded from this procurement.",
    "may_exclude": "{name} may be excluded from this procurement; the authority decides, and acts proportionately.",
    "undetermined": "It cannot be decided yet whether {name} must or may be excluded: facts are missing.",
    "not_excluded": "No ground for the exclusion of {name} applies.",
    "out_of_scope": "The rules that were asked do not govern this procurement; nothing was decided under them.",
}
_AWARD = {
    "yes": "On these grounds nothing stands in the way of an award.",
    "no": "An award may not proceed as things stand.",
    "unknown": "Whether an award may proceed is not known yet.",
}
_NOT_YET = "No ground for the exclusion of {name} applies yet; a fact is dated after the date of this decision."
_TOLD = ("applies", "not_yet", "self_cleaned", "cured", "derogated", "lapsed")
"""States whose reasons a bidder is told one by one."""
_FEW, _MOST = 6, 7
"""How many open grounds are named, and how many missing facts: the summary is a page."""
_AFTERWARDS = ("file_statement", "notify", "record")
"""What is filed, told or recorded after a decision: a bidder hears of it once it is due, not while that is open."""


def bidder_summary(case: Case, decision: Decision, language: str = "en") -> Document:
    """What a bidder needs to know, on a page: the answer, the reasons, what would change it, what to send."""
    name = _name(case)
    blocks: list[Block] = [Paragraph(said(_answer(decision, name)), box=True)]
    blocks.append(Paragraph(said(_AWARD[decision.award.may_proceed])))
    findings = [finding for regime in decision.regimes for finding in regime.findings]
    told = [finding for finding in findings if finding.state in _TOLD]
    reasons = [_for_bidder(finding) for finding in told]
    reasons += _undecided(findings)
    sections = [Section(None, tuple(blocks))]
    if reasons:
        lifting = any(finding.lifts for finding in told if finding.state == "applies")
        title = "Why, and what would lift it" if lifting else "Why"
        sections.append(Section(title, (Bullets(tuple(said(reason) for reason in reasons)),)))
    needs = [need for need in _needs(decision) if not any(need.rstrip(".") in reason for reason in reasons)]
    if needs:
        sections.append(Section("What else would be needed", (Bullets(tuple(said(sentence(n)) for n in needs)),)))
    if decision.missing_facts:
        sections.append(Section("What is still needed", (Bullets(tuple(_missing(decision, case))),)))
    if decision.review:
        sections.append(Section("What a person still has to look at", (Bullets(tuple(_reviews(decision))),)))
    return _document("bidder-summary", "summary_title", case, decision, language, tuple(sections))


def decision_letter(case: Case, decision: Decision, language: str = "en") -> Document:
    """The whole decision with its reasons, for the file."""
    name = _name(case)
    first: list[Block] = [
        Paragraph(said(_answer(decision, name)), box=True),
        Paragraph(said(_AWARD[decision.award.may_proceed])),
    ]
    if decision.award.because:
        first.append(Bullets(tuple(said(sentence(reason)) for reason in decision.award.because)))
    sections = [Section("The decision", tuple(first))]
    sections += [Section(regime.title, tuple(regime_blocks(regime))) for regime in decision.regimes]
    sections += [Section(policy.title, tuple(policy_blocks(policy))) for policy in decision.policies]
    if decision.missing_facts:
        rows = tuple(
            (_given(fact.path), said(sentence(_whose(fact, case))), _given("; ".join(fact.needed_for)))
            for fact in decision.missing_facts
        )
        head = (said("Fact"), said("Meaning"), said("Needed for"))
        sections.append(Section("Facts that are missing", (Table(head, rows, row_heads=True),)))
    if decision.unread:
        unread = tuple((_given(one.path), _given(one.value)) for one in decision.unread)
        given = Table((said("Fact"), said("Given")), unread, row_heads=True)
        sections.append(Section("Facts that were given and that no rule read", (given,)))
    basis = (
        ("Evaluators", said(", ".join(decision.evaluators))),
        ("Rules", said("; ".join(f"{pack.title}, version {pack.version}" for pack in decision.packs))),
    )
    sections.append(Section("On what it rests", (Record(basis),)))
    signatures = (Signature("For the authority", ("Name", "Position", "Date", "Signature")),)
    return _document("decision-letter", "letter_title", case, decision, language, tuple(sections), signatures)


def _answer(decision: Decision, name: str) -> str:
    """The outcome in a sentence; where a ground is yet to come, it is no plain no."""
    coming = any(finding.state == "not_yet" for regime in decision.regimes for finding in regime.findings)
    said_ = _NOT_YET if coming and decision.outcome == "not_excluded" else _ANSWER[decision.outcome]
    return said_.format(name=name)


def _document(
    kind: DocumentKind,
    title: str,
    case: Case,
    decision: Decision,
    language: str,
    sections: tuple[Section, ...],
    signatures: tuple[Signature, ...] = (),
) -> Document:
    if language != "en":
        message = f"is not written in `{language}`"
        raise InputInvalidError([Fault(kind, 0, 0, "language", message, "it is written in en, as its reasons are")])
    phrases, authority = phrases_in(language), case.procurement.authority
    return Document(
        kind=kind,
        title=phrases[title],
        subtitle=literal(case.procurement.title) if case.procurement.title else None,
        language=language,
        draft=False,
        buyer=literal(authority.name) if authority and authority.name else None,
        parties=tuple(_parties(case, decision.as_of, language)),
        sections=sections,
        definitions=(),
        clauses=(),
        unworded=(),
        undecided=(),
        footnotes=(),
        fill_ins=(),
        signatures=signatures,
        notes=(phrases["note_not_advice"],),
        manifest=manifest_of(decision, language),
    )


def _parties(case: Case, as_of: date, language: str) -> Iterator[Party]:
    phrases = phrases_in(language)
    authority = case.procurement.authority
    if case.procurement.id:
        yield Party(phrases["reference"], _given(case.procurement.id))
    if authority and authority.name:
        yield Party(phrases["buyer"], _given(authority.name))
    yield Party("Bidder", _given(_name(case)))
    yield Party(phrases["as_of"], said(day(as_of, language)))


def _needs(decision: Decision) -> list[str]:
    """What would meet a requirement or cure the award, each once."""
    needs = [
        f"{one.title} ({one.cite}): {one.cure}"
        for regime in decision.regimes
        for one in regime.requirements
        if one.cure and (one.state == "unmet" or (one.state == "unknown" and one.follows not in _AFTERWARDS))
    ]
    needs += [cure for cure in decision.award.cure if not any(cure in need for need in needs)]
    return list(dict.fromkeys(needs))


def _for_bidder(finding: Finding) -> str:
    """The reason without the path of the entry, which is for the file."""
    return finding.reason.replace(f" (stated at {finding.entry})", "") if finding.entry else finding.reason


def _undecided(findings: Sequence[Finding]) -> Iterator[str]:
    """The open grounds in a sentence; where there are many, by their provisions."""
    open_ = list(dict.fromkeys((one.title, one.cite) for one in findings if one.state == "possible"))
    if len(open_) > _FEW:
        yield f"{len(open_)} grounds cannot be decided yet: {'; '.join(cite for _, cite in open_)}."
    elif open_:
        yield f"These grounds cannot be decided yet: {'; '.join(f'{title} ({cite})' for title, cite in open_)}."


def _missing(decision: Decision, case: Case) -> Iterator[tuple[Element, ...]]:
    """What the bidder may supply, each fact; what is the authority's own, and what is over a page, by number."""
    own = [fact for fact in decision.missing_facts if not fact.path.startswith("procurement.")]
    for fact in own[:_MOST]:
        settles = " This answer alone could settle the matter." if fact.settles else ""
        yield Text(sentence(_whose(fact, case)), "given"), Text(f"{settles} ({literal(fact.path)})")
    if (further := len(own) - _MOST) > 0:
        yield said(f"{_facts(further)} further on the bidder; the decision names each.")
    if others := len(decision.missing_facts) - len(own):
        yield said(f"{_facts(others)} about the procurement, which the authority settles itself.")


def _facts(number: int) -> str:
    return "one fact" if number == 1 else f"{number} facts"


def _whose(fact: MissingFact, case: Case) -> str:
    """What the fact means, and of which person or undertaking where the facts name one."""
    meaning, name = fact.meaning.strip().rstrip("."), None
    entry: object = case
    for step in re.findall(r"[a-z_]+|\d+", fact.path):
        entry = entry[int(step)] if isinstance(entry, tuple) else getattr(entry, step, None)
        if isinstance(entry, LinkedPerson) or (isinstance(entry, EconomicOperator) and entry is not case.operator):
            name = entry.name or name
    return literal(f"{meaning}: {name}" if name else meaning)


def _reviews(decision: Decision) -> Iterator[tuple[Element, ...]]:
    for regime in decision.regimes:
        for note in regime.review_notes:
            yield said(f"{sentence(note.reason)} ({note.cite})")


def _name(case: Case) -> str:
    return literal(case.operator.name) if case.operator.name else "the operator"


def _given(text: str) -> tuple[Element, ...]:
    return (Text(literal(text), "given"),)
