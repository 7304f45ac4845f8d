"""Selection: prescriptions decided by the rules put clauses in, and say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenderlaw.clauses.library import Clause
from tenderlaw.decisions.findings import Judged
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case
from tenderlaw.facts.records import case_records
from tenderlaw.packs.model import in_force
from tenderlaw.packs.typed import TypedClause
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


def select_clauses(case: Case, regimes: Sequence[Regime], library: Mapping[str, Clause], as_of: date) -> Selection:
    """The clauses that the governing regimes prescribe. Raises PackInvalidError for an unknown clause."""
    procurement, operators = case_records(case)
    selected: dict[str, SelectedClause] = {}
    undecided: list[OpenClause] = []
    for regime in regimes:
        evaluation = regime.evaluator.evaluate(operators[0], procurement, as_of)
        judged = Judged(regime, evaluation, "operator", case.operator.name or "the operator", as_of)
        scope = judged.truth("scope")
        if scope is False:
            continue
        for typed in regime.typed.clauses:
            clause = _of(typed, library, regime)
            if not in_force(as_of, clause.said.from_, clause.said.to):
                continue
            holds = judged.truth(f"clause:{typed.rule.clause}")
            open_paths = _missing(judged, typed, scope is None, holds is None)
            if holds is True and scope is True and not open_paths:
                selected.setdefault(clause.said.id, _selected(judged, typed, clause))
            elif holds is not False:
                undecided.append(OpenClause(clause.said.id, typed.rule.cite, open_paths))
    return Selection(tuple(selected.values()), tuple(undecided))


def _of(typed: TypedClause, library: Mapping[str, Clause], regime: Regime) -> Clause:
    found = library.get(typed.rule.clause)
    if found is None:
        fault = Fault(regime.typed.pack.folder, 0, 0, "clauses", f"there is no clause `{typed.rule.clause}`",
                      nearest(typed.rule.clause, library))  # fmt: skip
        raise PackInvalidError([fault])
    return found


def _missing(judged: Judged, typed: TypedClause, scope_open: bool, clause_open: bool) -> tuple[str, ...]:
    """The facts that the clause waits for: of the scope, of its prescription, of the choice of alternates."""
    found = judged.missing(judged.regime.typed.scope, judged.scope()) if scope_open else []
    if clause_open:
        found += judged.missing(typed.when, judged.scope())
    for name, condition in typed.alternates:
        if judged.truth(f"alternate:{typed.rule.clause}:{name}") is None:
            found += judged.missing(condition, judged.scope())
    return tuple(dict.fromkeys(found))


def _selected(judged: Judged, typed: TypedClause, clause: Clause) -> SelectedClause:
    rule = typed.rule
    chosen = tuple(name for name, _ in typed.alternates if judged.truth(f"alternate:{rule.clause}:{name}") is True)
    return SelectedClause(clause, chosen, f"{judged.regime.typed.pack.title}, {rule.cite}", rule.obligation)
