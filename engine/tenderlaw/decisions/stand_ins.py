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
    """What waits for days in whose place another one was taken; `judged` are the operators, none out of scope.

    A day of the procurement may change anything; one of an operator, such as that of its subcontract, what is decided
    of that operator.
    """
    held = [_held(regime, operator, procurement, day) for operator in operators]
    if not any(held):
        return []
    of_case = list(_of_case(regime, [chain for chain, _, _ in held[0]], operators[0], procurement, day, scope))
    of_each = [list(_of_one(regime, *each, procurement, day)) for each in zip(judged, operators, strict=False)]
    any_cite = list(dict.fromkeys([*of_case, *(cite for cites in of_each for cite in cites)]))
    said: dict[str, tuple[str, list[str]]] = {}
    for number, chains in enumerate(held):
        for path, by in [(path, by) for _, asked, by in chains for path in asked]:
            given = f"not given; {_name(day, by)} decides in its place"
            if not path.startswith("procurement.") and number < len(of_each):
                said[f"{judged[number].operator}.{path.removeprefix('operator.')}"] = given, of_each[number]
            elif path.startswith("procurement.") and number == 0:
                said[path] = given, any_cite
    return [Wait(cite, (path,), "requirement", given) for path, (given, cites) in said.items() for cite in cites]


def _held(
    regime: Regime, operator: Record, procurement: Record, day: date
) -> list[tuple[tuple[str, ...], list[str], str | None]]:
    """Each chain of days of which another one stands in for unknown ones, with these and that one."""
    held = []
    for chain in regime.day_chains:
        paths, by = stood_in_for(chain, operator, procurement)
        if asked := [path for path in paths if not _contradicts(path, procurement, day)]:
            held.append((chain, asked, by))
    return held


def _contradicts(path: str, procurement: Record, day: date) -> bool:
    """Whether a day of the procurement cannot be given, because what was given says otherwise."""
    root, _, name = path.rpartition(".")
    return root == "procurement" and any(Procurement.conflicts({**procurement, name: day}.get))


def _name(day: date, by: str | None) -> str:
    return f"the as-of date {day.isoformat()}" if by == "as_of" else f"`{by}`"


def _of_case(
    regime: Regime, chains: Sequence[tuple[str, ...]], operator: Record, procurement: Record, day: date, scope: Truth
) -> Iterator[str]:
    """The provisions on when and where the regime governs whose answer the days could change."""
    pack = regime.typed.pack
    within = regime.within(regime.scope.evaluate(operator, procurement, day, by="explainer", assume=False))
    if scope is False and within is False:
        return  # out of it whatever the day
    if pack.in_force is not None and pack.in_force.by in chains:
        yield pack.in_force.cite
    if within is not scope:
        yield pack.scope_cite or pack.title


def _of_one(regime: Regime, one: Judged, operator: Record, procurement: Record, day: date) -> Iterator[str]:
    """The provisions on an operator whose answer the days could change."""
    again = regime.evaluator.evaluate(operator, procurement, day, one.operator, by="explainer", assume=False)
    yield from (cite for target, cite in _cited(regime) if again.truths_of(target) != one.evaluation.truths_of(target))


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
