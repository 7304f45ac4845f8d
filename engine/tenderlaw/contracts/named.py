"""The clauses that the record itself names, where the contract holds others than are prescribed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from tenderlaw.clauses.model import Clause
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.contracts.held import contract_in
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest

__all__ = ["named_clauses"]

_CLAUSES = "procurement.contract.clauses"
_ALTERNATES = "procurement.contract.alternates"


def named_clauses(procurement: Record, library: Mapping[str, Clause], day: date) -> tuple[SelectedClause, ...] | None:
    """The clauses that the record names, in the version of the day on which the contract was concluded.

    None where it names none. Raises InputInvalidError for names that no clause of the library has.
    """
    contract = contract_in(procurement)
    names, chosen = contract.get("clauses"), contract.get("alternates")
    if not isinstance(names, tuple | list):
        return None
    alternates = [str(one).partition(":")[::2] for one in cast("Sequence[object]", chosen or ())]
    faults = [
        Fault("facts", 0, 0, _CLAUSES, f"there is no clause `{name}`", nearest(str(name), library))
        for name in names
        if name not in library
    ]
    for of_clause, alternate in alternates:
        held_by = library.get(of_clause) if of_clause in names else None
        known = [] if held_by is None else [one.id for one in held_by.said.alternates]
        if alternate not in known:
            message = f"`{of_clause}` is not in the contract, or has no alternate `{alternate}`"
            faults.append(Fault("facts", 0, 0, _ALTERNATES, message, nearest(alternate, known)))
    selected = []
    for name in dict.fromkeys(str(one) for one in names):
        clause = library.get(name)
        if clause is None:
            continue
        of = clause.said.incorporates
        official = of.on(day) if of is not None else None
        if of is not None and official is None:
            message = f"`{name}` has no version for {day.isoformat()}"
            faults.append(Fault("facts", 0, 0, _CLAUSES, message, "give `procurement.contract.concluded_on`"))
        held = tuple(alternate for clause_id, alternate in alternates if clause_id == name)
        said = clause.said.obligation
        selected.append(SelectedClause(clause, held, Sentence("contract_clause_named"), said, official=official))
    if faults:
        raise InputInvalidError(faults)
    return tuple(selected)
