"""What a document of clauses is made of: the decision, the library, and the clauses that the contract carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tenderlaw.clauses.choices import NO_CHOICES, Choices
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import Library
from tenderlaw.clauses.referral import Contacts, contacts_on
from tenderlaw.clauses.select import Selection, select_clauses
from tenderlaw.decisions.choosing import Packs
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.facts.case import Case
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted

__all__ = ["Contents", "contents_of", "fallback_in"]


@dataclass(frozen=True, slots=True)
class Contents:
    """The clauses of one contract, before they are rendered."""

    decision: Decision
    library: Library
    selection: Selection
    procurement: Record
    operator: Record

    @property
    def facts(self) -> Mapping[str, Record]:
        """The facts that fill blanks, by the first word of their paths."""
        return {"procurement": self.procurement, "operator": self.operator}

    @property
    def contacts(self) -> Contacts:
        """Where suspicions may be reported and who helps, in the countries of the contract."""
        return contacts_on(self.decision.as_of, self.procurement)


def contents_of(
    case: Case | Mapping[str, object],
    *,
    as_of: date | None,
    packs: Packs | None,
    policies: Packs,
    library: Library | None,
    choices: Choices = NO_CHOICES,
) -> Contents:
    """Decide, and select the clauses that are prescribed or chosen."""
    known = library or load_library()
    decision = decide(case, as_of=as_of, packs=packs, policies=policies)
    procurement, operators = decision.given.records(decision.as_of)
    selection = select_clauses(decision, known.clauses, choices)
    return Contents(decision, known, selection, procurement, operators[0])


def fallback_in(library: Library, language: str | None) -> str | None:
    """The language to fall back on. Raises InputInvalidError for one in which no clause of the library is worded."""
    known = {body for clause in library.clauses.values() for body in clause.bodies}
    if language is not None and language not in known:
        message = f"no clause is worded in {quoted(language)}"
        raise InputInvalidError([Fault("fallback_language", 0, 0, "", message, nearest(language, known))])
    return language
