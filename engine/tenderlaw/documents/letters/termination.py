"""The end of a contract: the notice of the intention where the law asks for one first, and the termination itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.sentences.provisions import with_provision
from tenderlaw.documents.letters.making import LetterInMaking, Written, refused
from tenderlaw.documents.letters.passages import said
from tenderlaw.documents.model import Block, Bullets
from tenderlaw.facts.wording import said_in

__all__ = ["intention", "termination"]

_POWERS: Final = ("termination_available",)


def intention(letter: LetterInMaking) -> Written:
    """Notice that the authority intends to terminate, with what the law lets the other do before it does."""
    asked = [one for one in _powers(letter) if one.notice_first]
    if not asked:
        raise refused(letter, "no-notice")
    found = _bearing(letter, asked)
    letter.check(found, asked)
    first = (letter.paragraph("intention_first"), *_basis(letter, asked), letter.paragraph("intention_reply"))
    told = [said(_told(one, letter.language)) for one in asked]
    return Written(first, (*letter.grounds(found), *letter.rights(*dict.fromkeys(told))))


def termination(letter: LetterInMaking) -> Written:
    """The termination; where notice of the intention goes before it, with its day and what was put forward since."""
    asked = _powers(letter)
    found = _bearing(letter, asked)
    letter.check(found, asked)
    after: tuple[Block, ...] = ()
    if any(one.notice_first for one in asked):
        after = (letter.paragraph("termination_after"), letter.own_words("representations"))
    first = (letter.paragraph("termination_first"), *_basis(letter, asked), *after)
    return Written(first, (*letter.grounds(found), *letter.rights()))


def _told(one: RequirementState, language: str) -> str:
    """What the notice tells, with its provision."""
    return with_provision(said_in(one.notice_says or "", language).strip(), one.notice_first or "", language)


def _powers(letter: LetterInMaking) -> list[RequirementState]:
    asked = [one for one in letter.basis.requirements if one.follows in _POWERS and one.state == "unmet"]
    if not asked:
        raise refused(letter, "no-power")
    return asked


def _bearing(letter: LetterInMaking, asked: Sequence[RequirementState]) -> list[Finding]:
    """The grounds that bear it: those on which a provision may rest, of the very operator for whom it arises."""
    pairs = {(one.operator, ground) for one in asked for ground in one.rests_on}
    return [one for one in letter.basis.findings if one.state == "applies" and (one.operator, one.ground) in pairs]


def _basis(letter: LetterInMaking, asked: Sequence[RequirementState]) -> tuple[Block, ...]:
    """The provisions, and the authority's own reasons."""
    return (Bullets(tuple(dict.fromkeys(letter.provisions(asked)))), letter.own_words("reasons"))
