"""The letters of a procedure, from one decision: who writes to whom, what was decided, why, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenderlaw.clauses.words import literal
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.sentences.operators import name_of
from tenderlaw.decisions.sentences.sentence import written_in
from tenderlaw.documents.letters.basis import TENDERING, Basis, basis_of
from tenderlaw.documents.letters.blanks import Blanks
from tenderlaw.documents.letters.passages import (
    asked_besides,
    grounds,
    named,
    own_facts,
    questions,
    remedies_in,
    said,
    would_keep,
)
from tenderlaw.documents.letters.phrases import phrases_in
from tenderlaw.documents.letters.spoken import refuse_unasked, refuse_unsaid
from tenderlaw.documents.model import Block, Bullets, Element, Paragraph, Section, Text
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["LETTERS", "Written", "write"]

_BEFORE_AWARD: Final = ("invitation", "request-for-documents", "exclusion", "non-exclusion", "replacement")
_EXCLUDING: Final = ("must_exclude", "may_exclude")
_POWERS: Final = ("termination_available",)
_HANDED_IN: Final = ("no_award_until_met", "reject_tender", "may_reject_tender")
"""What follows where something asked of the bidder is not handed in."""


@dataclass(frozen=True, slots=True)
class Written:
    """The body of a letter: paragraphs after the salutation, and sections with a heading."""

    first: tuple[Block, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter in the making."""

    kind: Letter
    decision: Decision
    basis: Basis
    language: str
    blanks: Blanks

    @property
    def phrases(self) -> Mapping[str, str]:
        return phrases_in(self.language)

    def paragraph(self, phrase: str, **words: str) -> Paragraph:
        """A paragraph of phrases, with words from outside and with fill-ins named like those of the letter."""
        return Paragraph(tuple(self._filled(self.phrases[phrase], words)))

    def _filled(self, text: str, words: Mapping[str, str]) -> Iterator[Element]:
        before, opened, rest = text.partition("{")
        if before:
            yield Text(before)
        if opened:
            name, _, after = rest.partition("}")
            yield Text(literal(words[name]), "given") if name in words else self.blanks.text(name)
            yield from self._filled(after, words)

    def own_reasons(self) -> Paragraph:
        """What the authority itself weighed."""
        return Paragraph((self.blanks.text("reasons"),))

    def section(self, name: str, items: Sequence[tuple[Element, ...]]) -> Iterator[Section]:
        """A section of items, where there are any."""
        if items:
            yield Section(self.phrases[f"section_{name}"], (Bullets(tuple(items)),))

    def grounds(self, findings: Sequence[Finding]) -> Iterator[Section]:
        """The grounds and the facts."""
        yield from self.section("grounds", list(grounds(findings, self.language, self.decision.models)))

    def provisions(self, asked: Iterable[RequirementState]) -> Iterator[tuple[Element, ...]]:
        """What was asked, each with its provision."""
        yield from (said(named(one.title, one.cite, self.language)) for one in asked)

    def rights(self) -> Iterator[Section]:
        """What the law lets the bidder know in this letter."""
        yield from self.section("rights", list(remedies_in(self.basis.told_in(self.kind), self.language)))

    def check(self, findings: Sequence[Finding], requirements: Sequence[RequirementState] = ()) -> None:
        """Whether packs say in the language what the letter needs."""
        refuse_unsaid(self.language, findings, requirements, self.basis.told_in(self.kind))


def write(kind: Letter, decision: Decision, language: str, blanks: Blanks) -> Written:
    """The body of a letter, to the tenderer or a member of its group.

    Raises InputInvalidError where the decision does not bear such a letter, and where packs lack the words.
    """
    letter = _Letter(kind, decision, basis_of(decision), language, blanks)
    procurement, operator = decision.given.case.procurement, decision.given.case.operator
    if operator.role not in TENDERING:
        raise _refused(letter, f"the operator of the case is a {operator.role}", "a letter goes to who tenders")
    if kind in _BEFORE_AWARD and (procurement.stage == "awarded" or procurement.awarded_on is not None):
        raise _refused(letter, "the contract has been awarded", "see `--kind termination`")
    return _WRITERS[kind](letter)


def _refused(letter: _Letter, why: str, hint: str) -> InputInvalidError:
    return InputInvalidError([Fault(letter.kind, 0, 0, "", f"cannot be written: {why}", hint)])


def _applying(letter: _Letter) -> tuple[Finding, ...]:
    """The grounds that apply, those that oblige first. Raises InputInvalidError where there are none."""
    found, outcome = letter.basis.in_state("applies"), letter.decision.outcome
    if not found or outcome not in _EXCLUDING:
        raise _refused(letter, f"no ground surely leads to exclusion; the outcome is `{outcome}`", _instead(letter))
    letter.check(found)
    return tuple(sorted(found, key=lambda one: one.effect != "must_exclude"))


def _instead(letter: _Letter) -> str:
    """What to do where no ground surely leads to exclusion."""
    match letter.decision.outcome:
        case "undetermined" if own_facts(letter.decision):
            return "write `--kind request-for-documents`"
        case "undetermined":
            missing = ", ".join(f"`{fact.path}`" for fact in letter.decision.missing_facts)
            return f"the authority first says {missing}"
        case "not_excluded":
            return "write `--kind non-exclusion`"
    return "the regime does not govern this procurement"


def _must(findings: Sequence[Finding]) -> bool:
    return any(one.effect == "must_exclude" for one in findings)


def _invitation(letter: _Letter) -> Written:
    found = _applying(letter)
    first = letter.paragraph("invitation_must" if _must(found) else "invitation_may")
    keeping = list(would_keep(found, letter.language))
    sections = (*letter.grounds(found), *letter.section("avoid", keeping), *letter.rights())
    return Written((first, letter.paragraph("invitation_reply")), sections)


def _request(letter: _Letter) -> Written:
    besides = [one for one in letter.basis.requirements if one.state == "unmet" and one.cure and one.met_by == "bidder"]
    open_ = [one for one in besides if one.follows in _HANDED_IN and one.operator == "operator"]
    if letter.decision.outcome == "must_exclude":
        raise _refused(letter, "the outcome is `must_exclude`", "write `--kind invitation` or `--kind exclusion`")
    if not own_facts(letter.decision) and not open_:
        raise _refused(letter, "nothing is missing that the bidder could hand in", "see `tenderlaw check`")
    letter.check((), open_)
    refuse_unasked(letter.language, own_facts(letter.decision), letter.decision.models)
    asked = list(questions(letter.decision, letter.language))
    documents = [said(text) for text in dict.fromkeys(asked_besides(open_, letter.language))]
    sections = (*letter.section("questions", asked), *letter.section("documents", documents), *letter.rights())
    first = "request_first" if letter.decision.outcome == "undetermined" else "request_award"
    return Written((letter.paragraph(first), letter.paragraph("request_reply")), sections)


def _exclusion(letter: _Letter) -> Written:
    found = _applying(letter)
    first: tuple[Block, ...] = (letter.paragraph("exclusion_must"),)
    if not _must(found):
        first = (letter.paragraph("exclusion_may"), letter.own_reasons())
    considered = list(would_keep(found, letter.language, not_established=letter.phrases["not_established"]))
    return Written(first, (*letter.grounds(found), *letter.section("considered", considered), *letter.rights()))


def _non_exclusion(letter: _Letter) -> Written:
    found, outcome = letter.basis.in_state("applies"), letter.decision.outcome
    rejected = [one for one in letter.basis.requirements if one.follows == "reject_tender" and one.state != "met"]
    if rejected and outcome == "not_excluded":
        told = "; ".join(dict.fromkeys(named(one.title, one.cite, "en") for one in rejected))
        raise _refused(letter, f"the tender is, or may be, to be rejected: {told}", "see `tenderlaw check`")
    if outcome in ("undetermined", "out_of_scope") or _must(found):
        raise _refused(letter, f"the outcome is `{outcome}`", "only who is surely not excluded can be told so")
    examined = letter.basis.in_state("self_cleaned", "cured", "derogated", "lapsed", "not_yet")
    letter.check((*found, *examined))
    first: list[Block] = [letter.paragraph("non_exclusion_first")]
    if found:
        first += [letter.paragraph("non_exclusion_may"), letter.own_reasons()]
    else:
        first.append(letter.paragraph("non_exclusion_lifted" if examined else "non_exclusion_none"))
    return Written(tuple(first), (*letter.grounds((*found, *examined)), *letter.rights()))


def _replacement(letter: _Letter) -> Written:
    asked = [one for one in letter.basis.replacements() if one.operator.startswith("entities[")]
    if not asked:
        raise _refused(letter, "no entity is surely to be replaced", "see `tenderlaw check`")
    found = [one for one in letter.basis.replaceable if one.state == "applies"]
    letter.check(found)
    first: list[Block] = []
    duties: dict[str, bool] = {}
    for one in asked:
        duties[one.operator] = duties.get(one.operator, False) or one.follows == "replace_entity"
    for operator, must in duties.items():
        name = written_in(_entity(letter.decision, operator), letter.language)
        first.append(letter.paragraph("replacement_must" if must else "replacement_may", name=name))
    if not all(duties.values()):
        first.append(letter.own_reasons())
    first.append(letter.paragraph("replacement_reply"))
    told = {one.operator for one in found}
    besides = letter.provisions(one for one in asked if one.operator not in told)
    items = [*grounds(found, letter.language, letter.decision.models), *besides]
    return Written(tuple(first), (*letter.section("grounds", items), *letter.rights()))


def _entity(decision: Decision, operator: str) -> str:
    """What an entity of the case is called, by its path."""
    number = int(operator.partition("[")[2].rstrip("]"))
    entities = decision.given.case.entities or ()
    return name_of({"name": entities[number].name}, number + 1)


def _termination(letter: _Letter) -> Written:
    asked = [one for one in letter.basis.requirements if one.follows in _POWERS and one.state == "unmet"]
    if not asked:
        raise _refused(letter, "no provision that was asked makes termination available", "see `tenderlaw check`")
    found = [one for one in letter.basis.excluding if one.state == "applies"]
    letter.check(found, asked)
    first = (letter.paragraph("termination_first"), letter.own_reasons(), Bullets(tuple(letter.provisions(asked))))
    return Written(first, (*letter.grounds(found), *letter.rights()))


_WRITERS: Final[Mapping[Letter, Callable[[_Letter], Written]]] = {
    "invitation": _invitation,
    "request-for-documents": _request,
    "exclusion": _exclusion,
    "non-exclusion": _non_exclusion,
    "replacement": _replacement,
    "termination": _termination,
}
LETTERS: Final[tuple[Letter, ...]] = tuple(_WRITERS)
"""The letters of a procedure that go to a bidder."""
