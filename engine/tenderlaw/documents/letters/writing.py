"""The letters of a procedure, from one decision: who writes to whom, what was decided, why, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.sentences.operators import name_of
from tenderlaw.decisions.sentences.sentence import written_in
from tenderlaw.documents.letters.basis import TENDERING, basis_of
from tenderlaw.documents.letters.blanks import Blanks
from tenderlaw.documents.letters.making import LetterInMaking, Written, refused
from tenderlaw.documents.letters.passages import (
    asked_besides,
    named,
    own_facts,
    questions,
    said,
    would_keep,
)
from tenderlaw.documents.letters.spoken import refuse_unasked
from tenderlaw.documents.letters.termination import intention, termination
from tenderlaw.documents.model import Block
from tenderlaw.packs.model.remedies import Letter

__all__ = ["LETTERS", "write"]

_BEFORE_AWARD: Final = ("invitation", "request-for-documents", "exclusion", "non-exclusion", "replacement")
_EXCLUDING: Final = ("must_exclude", "may_exclude")
_HANDED_IN: Final = ("no_award_until_met", "reject_tender", "may_reject_tender")
"""What follows where something asked of the bidder is not handed in."""


def write(kind: Letter, decision: Decision, language: str, blanks: Blanks) -> Written:
    """The body of a letter, to the tenderer or a member of its group.

    Raises InputInvalidError where the decision does not bear such a letter, and where packs lack the words.
    """
    letter = LetterInMaking(kind, decision, basis_of(decision), language, blanks)
    procurement, operator = decision.given.case.procurement, decision.given.case.operator
    if operator.role not in TENDERING:
        raise refused(letter, "no-tenderer", operator.role)
    if kind in _BEFORE_AWARD and (procurement.stage == "awarded" or procurement.awarded_on is not None):
        raise refused(letter, "awarded")
    return _WRITERS[kind](letter)


def _applying(letter: LetterInMaking) -> tuple[Finding, ...]:
    """The grounds that apply, those that oblige first. Raises InputInvalidError where there are none."""
    found, outcome = letter.basis.in_state("applies"), letter.decision.outcome
    if not found or outcome not in _EXCLUDING:
        raise refused(letter, "no-ground", outcome, _instead(letter))
    letter.check(found)
    return tuple(sorted(found, key=lambda one: one.effect != "must_exclude"))


def _instead(letter: LetterInMaking) -> str:
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


def _invitation(letter: LetterInMaking) -> Written:
    found = _applying(letter)
    must = _must(found)
    closed = [one for one in found if not _open(one) and (one.effect == "must_exclude") is must]
    alone = len(closed) == len(found) or (must and bool(closed))
    heard = any(one.kind == "hearing" for one in letter.told())
    if alone and not heard and (must or any(lift.barred_by for one in closed for lift in one.lifts)):
        why = "; ".join(dict.fromkeys(_shut(one) for one in closed))
        raise refused(letter, "nothing-to-prove", why, _to_decide(must), closed)
    first = letter.paragraph(f"invitation_{'must' if must else 'may'}{'_facts' if alone else ''}")
    keeping = list(would_keep(found, letter.language))
    sections = (*letter.grounds(found), *letter.section("avoid", keeping), *letter.rights(self_cleaning=not alone))
    return Written((first, letter.paragraph("invitation_reply")), sections)


def _open(finding: Finding) -> bool:
    """Whether something that the bidder can show would take the effect of a ground."""
    return any(one.shown_by == "bidder" and one.barred_by is None for one in finding.lifts)


def _shut(finding: Finding) -> str:
    """Why nothing that the bidder can show would take the effect of a ground: what is barred, or that there is none."""
    barred = [
        f"{one.title} ({one.cite}) is barred ({one.barred_by})"
        for one in finding.lifts
        if one.barred_by and one.shown_by == "bidder"
    ]
    return f"{finding.title} ({finding.cite}): {', '.join(barred) or 'the law knows no such way'}"


def _to_decide(must: bool) -> str:
    return "write `--kind exclusion`" if must else "decide, and write `--kind exclusion` or `--kind non-exclusion`"


def _request(letter: LetterInMaking) -> Written:
    besides = [one for one in letter.basis.requirements if one.state == "unmet" and one.cure and one.met_by == "bidder"]
    open_ = [one for one in besides if one.follows in _HANDED_IN and one.operator == "operator"]
    if letter.decision.outcome == "must_exclude":
        raise refused(letter, "must-exclude")
    if not own_facts(letter.decision) and not open_:
        raise refused(letter, "nothing-missing")
    letter.check((), open_)
    refuse_unasked(letter.language, own_facts(letter.decision), letter.decision.models)
    asked = list(questions(letter.decision, letter.language))
    documents = [said(text) for text in dict.fromkeys(asked_besides(open_, letter.language))]
    sections = (*letter.section("questions", asked), *letter.section("documents", documents), *letter.rights())
    first = "request_first" if letter.decision.outcome == "undetermined" else "request_award"
    return Written((letter.paragraph(first), letter.paragraph("request_reply")), sections)


def _exclusion(letter: LetterInMaking) -> Written:
    found = _applying(letter)
    first: tuple[Block, ...] = (letter.paragraph("exclusion_must"),)
    if not _must(found):
        first = (letter.paragraph("exclusion_may"), letter.own_words("reasons"))
    considered = list(would_keep(found, letter.language, not_established=letter.phrases["not_established"]))
    reasons = (*letter.grounds(found), *letter.section("considered", considered), *letter.stated())
    return Written(first, (*reasons, *letter.rights()))


def _non_exclusion(letter: LetterInMaking) -> Written:
    found, outcome = letter.basis.in_state("applies"), letter.decision.outcome
    rejected = [one for one in letter.basis.requirements if one.follows == "reject_tender" and one.state != "met"]
    if rejected and outcome == "not_excluded":
        told = "; ".join(dict.fromkeys(named(one.title, one.cite, "en") for one in rejected))
        raise refused(letter, "may-be-rejected", told, about=rejected)
    if outcome in ("undetermined", "out_of_scope") or _must(found):
        raise refused(letter, "must-exclude" if outcome == "must_exclude" else "not-surely-in", outcome)
    examined = letter.basis.in_state("self_cleaned", "cured", "derogated", "lapsed", "not_yet")
    letter.check((*found, *examined))
    first: list[Block] = [letter.paragraph("non_exclusion_first")]
    if found:
        first += [letter.paragraph("non_exclusion_may"), letter.own_words("reasons")]
    else:
        first.append(letter.paragraph("non_exclusion_lifted" if examined else "non_exclusion_none"))
    return Written(tuple(first), (*letter.grounds((*found, *examined)), *letter.rights()))


def _replacement(letter: LetterInMaking) -> Written:
    asked = [one for one in letter.basis.replacements() if one.operator.startswith("entities[")]
    if not asked:
        raise refused(letter, "no-replacement")
    rejected = [one for one in letter.basis.requirements if one.follows == "reject_tender" and one.state == "unmet"]
    if rejected:
        why = "; ".join(dict.fromkeys(named(one.title, one.cite, "en") for one in rejected))
        raise refused(letter, "to-be-rejected", why, about=rejected)
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
        first.append(letter.own_words("reasons"))
    first.append(letter.paragraph("replacement_reply"))
    told = {one.operator for one in found}
    besides = letter.provisions(one for one in asked if one.operator not in told)
    return Written(tuple(first), (*letter.grounds(found, *besides), *letter.rights()))


def _entity(decision: Decision, operator: str) -> str:
    """What an entity of the case is called, by its path."""
    number = int(operator.partition("[")[2].rstrip("]"))
    entities = decision.given.case.entities or ()
    return name_of({"name": entities[number].name}, number + 1)


_WRITERS: Final[Mapping[Letter, Callable[[LetterInMaking], Written]]] = {
    "invitation": _invitation,
    "request-for-documents": _request,
    "exclusion": _exclusion,
    "non-exclusion": _non_exclusion,
    "replacement": _replacement,
    "intention-to-terminate": intention,
    "termination": termination,
}
LETTERS: Final[tuple[Letter, ...]] = tuple(_WRITERS)
"""The letters of a procedure that go to a bidder."""
