"""Selection: the prescriptions that a decision carries put clauses in, and say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tenderlaw.clauses.library import Clause
from tenderlaw.decisions.model import Decision, RegimeDecision
from tenderlaw.packs.model import in_force
from tenderlaw.sources.faults import Fault, PackInvalidError, nearest

__all__ = ["OpenClause", "SelectedClause", "Selection", "select_clauses"]


@dataclass(frozen=True, slots=True)
class SelectedClause:
    """A clause that the contract carries."""

    clause: Clause
    alternates: tuple[str, ...]
    prescribed_by: str
    """Pack and provision of the prescription."""
    obligation: str


@dataclass(frozen=True, slots=True)
class OpenClause:
    """A clause that waits for facts."""

    clause: str
    cite: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What the prescriptions of all regimes come to."""

    selected: tuple[SelectedClause, ...]
    undecided: tuple[OpenClause, ...]


def select_clauses(decision: Decision, library: Mapping[str, Clause]) -> Selection:
    """The clauses that the governing regimes prescribe. Raises PackInvalidError for an unknown clause.

    A clause that several regimes prescribe stands once, for the first of them, with every alternate that one
    of them chooses.
    """
    selected: dict[str, SelectedClause] = {}
    undecided: list[OpenClause] = []
    for regime in decision.regimes:
        for rule in regime.clauses:
            clause = _clause(rule.clause, library, regime)
            if rule.state == "not_prescribed" or not in_force(decision.as_of, clause.said.from_, clause.said.to):
                continue
            if rule.state == "unknown":
                missing = dict.fromkeys((*regime.scope_missing, *rule.missing))
                undecided.append(OpenClause(clause.said.id, rule.cite, tuple(missing)))
                continue
            before = selected.get(clause.said.id)
            alternates = dict.fromkeys((*(before.alternates if before else ()), *rule.alternates))
            by = before.prescribed_by if before else f"{regime.title}, {rule.cite}"
            obligation = before.obligation if before else rule.obligation
            selected[clause.said.id] = SelectedClause(clause, tuple(alternates), by, obligation)
    return Selection(tuple(selected.values()), tuple(undecided))


def _clause(name: str, library: Mapping[str, Clause], regime: RegimeDecision) -> Clause:
    found = library.get(name)
    if found is None:
        fault = Fault(regime.pack, 0, 0, "clauses", f"there is no clause `{name}`", nearest(name, library))
        raise PackInvalidError([fault])
    return found
