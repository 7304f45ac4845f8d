"""Days that stand in for others: where an earlier day that would decide is unknown, and it could change the answer.

A version, and whether a regime or a ground is in force, is decided by the first known of several days, often by the
as-of date in the last place. What is decided so may change once an earlier day becomes known; then that day is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.missing import Wait
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import Record
from tenderlaw.rules.dated import stood_in_for
from tenderlaw.rules.truth import Truth

__all__ = ["stand_ins"]


def stand_ins(
    regime: Regime, operators: Sequence[Record], procurement: Record, day: date, scope: Truth, judged: Sequence[Judged]
) -> list[Wait]:
    """What waits for days in whose place another one was taken; `judged` are the operators, none out of scope."""
    held = []
    for chain in regime.day_chains:
        paths, by = stood_in_for(chain, operators[0], procurement)
        if asked := [path for path in paths if not _contradicts(path, procurement, day)]:
            held.append((chain, asked, by))
    if not held:
        return []
    cites = dict.fromkeys(_cites(regime, [chain for chain, _, _ in held], operators, procurement, day, scope, judged))
    if not cites:
        return []
    said = {path: f"not given; {_name(day, by)} decides in its place" for _, paths, by in held for path in paths}
    return [Wait(cite, (path,), "requirement", given) for path, given in said.items() for cite in cites]


def _contradicts(path: str, procurement: Record, day: date) -> bool:
    """Whether a day of the procurement cannot be given, because what was given says otherwise."""
    root, _, name = path.rpartition(".")
    return root == "procurement" and any(Procurement.conflicts({**procurement, name: day}.get))


def _name(day: date, by: str | None) -> str:
    return f"the as-of date {day.isoformat()}" if by == "as_of" else f"`{by}`"


def _cites(
    regime: Regime,
    chains: Sequence[tuple[str, ...]],
    operators: Sequence[Record],
    procurement: Record,
    day: date,
    scope: Truth,
    judged: Sequence[Judged],
) -> Iterator[str]:
    """The provisions whose answer the days could change."""
    pack = regime.typed.pack
    strict = regime.scope.evaluate(operators[0], procurement, day, by="explainer", assume=False)
    within = regime.within(strict)
    if scope is False and within is False:
        return  # out of it whatever the day
    if pack.in_force is not None and pack.in_force.by in chains:
        yield pack.in_force.cite
    if within is not scope:
        yield pack.scope_cite or pack.title
    for one, operator in zip(judged, operators, strict=False):
        again = regime.evaluator.evaluate(operator, procurement, day, one.operator, by="explainer", assume=False)
        yield from (
            cite for target, cite in _cited(regime) if again.truths_of(target) != one.evaluation.truths_of(target)
        )


def _cited(regime: Regime) -> Iterator[tuple[int, str]]:
    """The targets of grounds, requirements and prescriptions, each with its provision."""
    typed = regime.typed
    for ground in regime.grounds:
        yield from ((target, ground.typed.ground.cite) for target in (ground.target, *ground.lifts))
    for one in typed.requirements:
        yield regime.target(f"requirement:{one.requirement.id}"), one.requirement.cite
        if one.met is not None:
            yield regime.target(f"met:{one.requirement.id}"), one.requirement.cite
    for clause in typed.clauses:
        yield regime.target(f"clause:{clause.rule.clause}"), clause.rule.cite
