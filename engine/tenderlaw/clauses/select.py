"""Selection: the prescriptions that a decision carries put clauses in, and say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tenderlaw.clauses.library import Clause
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.prescriptions import Prescription
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.rules.explain import Explanation
from tenderlaw.sources.faults import Fault, PackInvalidError, nearest

__all__ = ["OpenClause", "SelectedClause", "Selection", "select_clauses"]


@dataclass(frozen=True, slots=True)
class SelectedClause:
    """A clause that the contract carries."""

    clause: Clause
    alternates: tuple[str, ...]
    prescribed_by: str
    """Pack or policy, and provision of the prescription."""
    obligation: str
    why: tuple[Explanation, ...] = ()
    """The prescription node by node, where the decision is detailed."""


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
    """The clauses that the governing regimes and the policies prescribe. Raises PackInvalidError for an unknown one.

    A clause that several of them prescribe stands once, for the first, with every alternate that one of them
    chooses.
    """
    selected: dict[str, SelectedClause] = {}
    undecided: list[OpenClause] = []
    for by, title, waiting, rules in _prescribers(decision):
        for rule in rules:
            clause = _clause(rule.clause, library, by)
            if rule.state == "not_prescribed" or not in_force(decision.as_of, clause.said.from_, clause.said.to):
                continue
            if rule.state == "unknown":
                missing = dict.fromkeys((*waiting, *rule.missing))
                undecided.append(OpenClause(clause.said.id, rule.cite, tuple(missing)))
                continue
            before = selected.get(clause.said.id)
            alternates = dict.fromkeys((*(before.alternates if before else ()), *rule.alternates))
            first = before or SelectedClause(clause, (), f"{title}, {rule.cite}", rule.obligation, rule.explanation)
            selected[clause.said.id] = replace(first, alternates=tuple(alternates))
    return Selection(tuple(selected.values()), tuple(undecided))


def _prescribers(decision: Decision) -> Iterator[tuple[str, str, tuple[str, ...], tuple[Prescription, ...]]]:
    """Who prescribes: id, title, what its scope waits for, its prescriptions. Law comes before policies."""
    for regime in decision.regimes:
        yield regime.pack, regime.title, regime.scope_missing, regime.clauses
    for policy in decision.policies:
        yield policy.policy, policy.title, (), policy.clauses


def _clause(name: str, library: Mapping[str, Clause], by: str) -> Clause:
    found = library.get(name)
    if found is None:
        fault = Fault(by, 0, 0, "clauses", f"there is no clause `{name}`", nearest(name, library))
        raise PackInvalidError([fault])
    return found
