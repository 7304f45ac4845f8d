"""Documents of a decision on exclusion: a plain summary for the bidder, and a reasoned decision for the file.

Both say what the Decision says and nothing else. They are written in English, as its reasons are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tenderlaw.clauses.words import day, literal
from tenderlaw.decisions.model import Decision, Finding, Follows, Outcome, RegimeDecision, RequirementState
from tenderlaw.documents.clause_schedule import manifest_of
from tenderlaw.documents.model import (
    Block,
    Bullets,
    Document,
    DocumentKind,
    Element,
    Heading,
    Paragraph,
    Party,
    Record,
    Section,
    Signature,
    Table,
    Text,
)
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.facts.case import Case
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
_STATES = {
    "applies": "applies",
    "possible": "open",
    "not_triggered": "not triggered",
    "lapsed": "period over",
    "self_cleaned": "self-cleaning shown",
    "cured": "made good",
    "derogated": "derogated from",
    "not_in_force": "not in force",
}
_TOLD = ("applies", "self_cleaned", "cured", "derogated", "lapsed")
"""States whose reasons a bidder is told one by one."""
_FOLLOWS: dict[Follows, str] = {
    "no_award_until_met": "no award until it is met",
    "reject_tender": "the tender is rejected",
    "may_reject_tender": "the tender may be rejected",
    "termination_available": "the contract may be terminated",
    "no_subcontract_until_met": "no subcontract until it is met",
    "remedies_available": "the remedies of the contract are available",
    "file_statement": "a statement is filed",
    "notify": "somebody is told",
    "record": "an entry is made in a record",
    "replace_entity": "the entity is replaced",
    "may_replace_entity": "the authority may require that the entity be replaced",
}


_GIVEN = {"true": "given", "false": "not given", "unknown": "not known"}


def bidder_summary(case: Case, decision: Decision, language: str = "en") -> Document:
    """What a bidder needs to know, on a page: the answer, the reasons, what would change it, what to send."""
    name = _name(case)
    blocks: list[Block] = [Paragraph(_words(_ANSWER[decision.outcome].format(name=name)), box=True)]
    blocks.append(Paragraph(_words(_AWARD[decision.award.may_proceed])))
    findings = [finding for regime in decision.regimes for finding in regime.findings]
    reasons = [finding.reason for finding in findings if finding.state in _TOLD]
    undecided = dict.fromkeys(
        f"{finding.title} ({finding.cite})" for finding in findings if finding.state == "possible"
    )
    if undecided:
        reasons.append(f"These grounds cannot be decided yet: {'; '.join(undecided)}.")
    sections = [Section(None, tuple(blocks))]
    if reasons:
        title = "Why, and what would lift it" if any(finding.lifts for finding in findings) else "Why"
        sections.append(Section(title, (Bullets(tuple(_words(reason) for reason in reasons)),)))
    needs = [need for need in _needs(decision) if not any(need.rstrip(".") in reason for reason in reasons)]
    if needs:
        sections.append(Section("What else would be needed", (Bullets(tuple(_words(_sentence(n)) for n in needs)),)))
    if decision.missing_facts:
        sections.append(Section("What is still needed", (Bullets(tuple(_missing(decision))),)))
    if decision.review:
        sections.append(Section("What a person still has to look at", (Bullets(tuple(_reviews(decision))),)))
    return _document("bidder-summary", "summary_title", case, decision, language, tuple(sections))


def decision_letter(case: Case, decision: Decision, language: str = "en") -> Document:
    """The whole decision with its reasons, for the file."""
    name = _name(case)
    first: list[Block] = [
        Paragraph(_words(_ANSWER[decision.outcome].format(name=name)), box=True),
        Paragraph(_words(_AWARD[decision.award.may_proceed])),
    ]
    if decision.award.because:
        first.append(Bullets(tuple(_words(_sentence(reason)) for reason in decision.award.because)))
    sections = [Section("The decision", tuple(first))]
    sections += [Section(regime.title, tuple(_regime(regime))) for regime in decision.regimes]
    if decision.missing_facts:
        rows = tuple(
            (_words(fact.path), _words(_sentence(fact.meaning)), _words("; ".join(fact.needed_for)))
            for fact in decision.missing_facts
        )
        head = (_words("Fact"), _words("Meaning"), _words("Needed for"))
        sections.append(Section("Facts that are missing", (Table(head, rows, row_heads=True),)))
    basis = (
        ("Evaluators", _words(", ".join(decision.evaluators))),
        ("Rules", _words("; ".join(f"{pack.title}, version {pack.version}" for pack in decision.packs))),
    )
    sections.append(Section("On what it rests", (Record(basis),)))
    signatures = (Signature("For the authority", ("Name", "Position", "Date", "Signature")),)
    return _document("decision-letter", "letter_title", case, decision, language, tuple(sections), signatures)


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
    yield Party(phrases["as_of"], _words(day(as_of, language)))


def _regime(regime: RegimeDecision) -> Iterator[Block]:
    yield Paragraph(_words(_sentence(regime.scope_reason)))
    shown = [finding for finding in regime.findings if finding.state != "not_triggered"]
    if shown:
        yield Heading("Grounds")
        head = (_words("Ground"), _words("State"), _words("Reason"))
        rows = tuple(
            (_words(f"{f.title} ({f.cite})"), _words(_STATES[f.state] + _period(f)), _words(f.reason)) for f in shown
        )
        yield Table(head, rows, row_heads=True)
    clear = dict.fromkeys(f.cite for f in regime.findings if f.state == "not_triggered")
    if clear:
        yield Paragraph(_words(f"Looked at and not triggered: {'; '.join(clear)}."))
    if regime.requirements:
        yield Heading("What is asked besides")
        head = (_words("Requirement"), _words("State"), _words("Reason"))
        yield Table(head, tuple(_requirement(r) for r in regime.requirements), row_heads=True)
    if regime.risks:
        yield Heading("Signs of risk")
        yield Paragraph(_words("A sign of risk asks for evidence; it excludes nobody."))
        head = (_words("Sign"), _words("State"), _words("Evidence to ask for"))
        rows = tuple(
            (_words(f"{r.title} ({r.cite})"), _words(r.state), _words("; ".join(r.ask_for))) for r in regime.risks
        )
        yield Table(head, rows, row_heads=True)
    if regime.review_notes:
        yield Heading("Readings that need a person")
        yield Bullets(tuple(_words(f"{_sentence(note.reason)} ({note.cite})") for note in regime.review_notes))


def _requirement(one: RequirementState) -> tuple[tuple[Element, ...], ...]:
    follows = f"{one.state}; {_FOLLOWS[one.follows]}" if one.state != "met" else one.state
    weighs = [f"{factor.title} ({factor.cite}), {factor.weighs}: {_GIVEN[factor.given]}" for factor in one.factors]
    reason = f"{one.reason} Weighed: {'; '.join(weighs)}." if weighs else one.reason
    return _words(f"{one.title} ({one.cite})"), _words(follows), _words(reason)


def _period(finding: Finding) -> str:
    if finding.until is None:
        return ""
    return f", until {day(finding.until, 'en')}" if finding.until != date.max else ", without a fixed end"


def _needs(decision: Decision) -> list[str]:
    """What would meet a requirement or cure the award, each once."""
    needs = [
        f"{one.title} ({one.cite}): {one.cure}"
        for regime in decision.regimes
        for one in regime.requirements
        if one.state != "met" and one.cure
    ]
    needs += [cure for cure in decision.award.cure if not any(cure in need for need in needs)]
    return list(dict.fromkeys(needs))


def _missing(decision: Decision) -> Iterator[tuple[Element, ...]]:
    for fact in decision.missing_facts:
        settles = " This answer alone could settle the matter." if fact.settles else ""
        yield (Text(_sentence(literal(fact.meaning))), Text(f" ({literal(fact.path)})"), Text(settles))


def _reviews(decision: Decision) -> Iterator[tuple[Element, ...]]:
    for regime in decision.regimes:
        for note in regime.review_notes:
            yield _words(f"{_sentence(note.reason)} ({note.cite})")


def _name(case: Case) -> str:
    return literal(case.operator.name) if case.operator.name else "the operator"


def _words(text: str) -> tuple[Element, ...]:
    """A sentence of the decision: it may hold names from outside, so it is literal."""
    return (Text(literal(text[:1].upper() + text[1:]), "given"),)


def _given(text: str) -> tuple[Element, ...]:
    return (Text(literal(text), "given"),)


def _sentence(text: str) -> str:
    words = text.strip()
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."
