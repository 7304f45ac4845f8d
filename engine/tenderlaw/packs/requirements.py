"""Requirements: typed, and checked for what a policy may ask and what may follow where an authority asks by choice."""

from __future__ import annotations

from typing import Final

from tenderlaw.packs.conditions import All, Condition
from tenderlaw.packs.fact_paths import day_at
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.model.requirements import OWN_FOLLOWS, DueDay, Requirement
from tenderlaw.packs.remedies import check_notice
from tenderlaw.packs.typed import TypedRequirement
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Steps

__all__ = ["type_requirement"]

_BY_CHOICE: Final = "an authority may request completion, wait with the award, or put it on record"


def type_requirement(requirement: Requirement, grammar: Grammar, at: Steps) -> TypedRequirement:
    """Type a requirement; faults go to the report of the grammar."""
    _check(requirement, grammar, at)
    check_notice(requirement, at, grammar.report)
    when = _arises(requirement, grammar, at)
    met = None if requirement.met is None else grammar.condition(requirement.met, None, (*at, "met"))
    factors = tuple(
        (factor, grammar.condition(factor.when, None, (*at, "factors", n, "when")))
        for n, factor in enumerate(requirement.factors)
    )
    return TypedRequirement(requirement, when, met, factors)


def _arises(requirement: Requirement, grammar: Grammar, at: Steps) -> Condition:
    """When the requirement arises: as it says, or where the pack prescribes its clause."""
    rules = {rule.clause: rule for rule in grammar.pack.clauses}
    raw, here = requirement.when, (*at, "when")
    if raw is None:
        if requirement.clause is None:
            grammar.report(at, "a requirement says `when` it arises", "or names the `clause` with which it does")
            return All(())
        if requirement.clause not in rules:
            where = (*at, "clause")
            grammar.report(where, f"the pack prescribes no `{requirement.clause}`", nearest(requirement.clause, rules))
            return All(())
        raw, here = rules[requirement.clause].when, (*at, "clause")
    return grammar.condition(raw, None, here)


def _check(requirement: Requirement, grammar: Grammar, at: Steps) -> None:
    """Check what policies alone may say, and what they may not."""
    if isinstance(requirement.due, DueDay):
        day_at(grammar.pack.models, requirement.due.fact, None, (*at, "due", "fact"), grammar.report)
    kind = grammar.pack.kind
    if kind == "policy" and requirement.follows not in OWN_FOLLOWS:
        grammar.report((*at, "follows"), f"`{requirement.follows}` is for the law to say", _BY_CHOICE)
    if kind == "regime" and requirement.due is not None:
        grammar.report((*at, "due"), "only a policy says by when a requirement is to be met", "write it into `met`")
