"""The branches of a condition: the ways in which it can come true, and which of them a case took."""

from __future__ import annotations

from dataclasses import dataclass

from tenderlaw.packs.conditions import (
    Begun,
    Condition,
    Fact,
    Given,
    InPeriod,
    Operand,
    Some,
    Sum,
    Test,
    Unsettled,
    YearsSince,
)
from tenderlaw.rules.evaluate import Evaluation
from tenderlaw.rules.plan import Literal, Plan
from tenderlaw.rules.words import shown

__all__ = ["Branch", "branches_of", "reached"]


@dataclass(frozen=True, slots=True)
class Branch:
    """One disjunct of a condition's disjunctive form: all of its literals must hold."""

    says: str
    """What sets it apart from the other branches; `always the same` where there is only one."""
    literals: frozenset[Literal]
    never: bool = False
    """It rests on what the text leaves open, which no fact settles: no case takes it."""


def branches_of(plan: Plan, target: int) -> tuple[Branch, ...]:
    """The branches of a target, in the order of its rules."""
    stratum = plan.stratum_of(target)
    marks = [*stratum.shared, *stratum.own]
    disjuncts = plan.disjuncts[target]
    common = frozenset.intersection(*disjuncts) if disjuncts else frozenset()
    out = []
    for disjunct in disjuncts:
        words = [_words(marks[mark].leaf, sign) for mark, sign in sorted(disjunct - common)]
        never = any(_unsettled(marks[mark].leaf) for mark, _ in disjunct)
        out.append(Branch(" and ".join(words) or "always the same", disjunct, never))
    return tuple(out)


def reached(evaluation: Evaluation, plan: Plan, target: int) -> set[int]:
    """The numbers of the branches that surely hold for some entry."""
    number = plan.strata.index(plan.stratum_of(target))
    return {
        branch
        for branch, disjunct in enumerate(plan.disjuncts[target])
        for marks in evaluation.marks[number]
        if all(marks[mark] is sign for mark, sign in disjunct)
    }


def _unsettled(leaf: Condition) -> bool:
    return isinstance(leaf, Test) and isinstance(leaf.operand, Unsettled)


def _words(leaf: Condition, sign: bool) -> str:
    said = "not " if not sign else ""
    if isinstance(leaf, Some):
        if isinstance(leaf.at_least, YearsSince):
            return f"{said}one of {leaf.collection} for each year since {leaf.at_least.since}"
        return f"{said}some {leaf.collection}" + (f" ({leaf.at_least} or more)" if leaf.at_least > 1 else "")
    if isinstance(leaf, Sum):
        return f"{said}sum of {leaf.collection} {leaf.operator.replace('_', ' ')} {_operand(leaf.operand)}"
    if isinstance(leaf, InPeriod):
        return f"{said}within {leaf.period_id}"
    if isinstance(leaf, Begun):
        return f"{said}begun by {_operand(leaf.at)}"
    if isinstance(leaf, Test):
        return f"{said}{leaf.ref} {leaf.operator.replace('_', ' ')} {_operand(leaf.operand)}"
    return f"{said}{type(leaf).__name__.lower()}"


def _operand(operand: Operand) -> str:
    if isinstance(operand, Given):
        return shown(operand.value)
    if isinstance(operand, Unsettled):
        return "what is not settled"
    return str(operand.ref) if isinstance(operand, Fact) else str(getattr(operand, "value_id", "the as-of date"))
