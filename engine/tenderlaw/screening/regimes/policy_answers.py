"""What policies say of each supplier, as columns of the output, and what these must say by a single case's decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.policies import PolicyDecision
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.screening.arrow.algebra import (
    NUMBER,
    TRUTH,
    first_of_names,
    has_bits,
    joined_bits,
    of_kind,
    structs,
    text_of_first,
)
from tenderlaw.screening.arrow.spaces import Column, Rows
from tenderlaw.screening.columns.kleene import Kleene, any_of, surely
from tenderlaw.screening.columns.tallies import Found
from tenderlaw.screening.regimes.policy_columns import BITS, PolicyColumns, PolicyResult

__all__ = ["FIRST", "MISSING", "OWN", "columns_of_policies", "policies_as_columns_say"]

OWN: Final = "own_conditions"
"""Whether the authority's own conditions are all `met`, or some `open`; nothing where none is asked of a supplier."""
MISSING: Final = "missing"
"""The first facts that leave something open, in the order in which it is asked; entries without their numbers."""
FIRST: Final = 3
"""How many missing facts are named."""


def columns_of_policies(
    policies: Sequence[PolicyColumns], found: Sequence[Found], invalid: bool | Column, suppliers: Rows
) -> dict[str, Column]:
    """A struct for each policy, and whether the authority's own conditions are open; no column without a policy."""
    if not policies:
        return {}
    out: dict[str, Column] = {}
    open_: list[Kleene] = []
    asked: list[Kleene] = []
    rest = list(found)
    for policy in policies:
        mine, rest = rest[: len(policy.parts)], rest[len(policy.parts) :]
        said = policy.of_suppliers(suppliers, mine)
        open_.append(has_bits(joined_bits(said.bits["unmet"], said.bits["unknown"]), -1))
        asked += [open_[-1], has_bits(said.bits["met"], -1)]
        out[policy.id] = structs(_of_policy(policy, said, suppliers))
    words = [(invalid, None), (surely(any_of(open_)), "open"), (surely(any_of(asked)), "met")]
    return {OWN: text_of_first(words, None, suppliers), **out}


def _of_policy(policy: PolicyColumns, said: PolicyResult, suppliers: Rows) -> dict[str, Column]:
    """What a policy says of each supplier."""
    tier = said.tier
    tiers = [] if tier is None else [(tier.high, "high"), (tier.medium, "medium")]
    numbers = {
        "score": None if tier is None else tier.score,
        "most": None if tier is None else tier.most,
        "raised": 0 if tier is None else tier.raised,
        "may_be_raised": 0 if tier is None else tier.may_be_raised,
        **{name: said.bits[name] for name in BITS},
    }
    waits = any_of([has_bits(word, mask) for words in said.missing.values() for word, mask in words])
    follows = [(surely(where), word) for where, word in policy.follows(said)]
    return {
        "tier": text_of_first(tiers, None if tier is None else "low", suppliers),
        **{name: of_kind(value, NUMBER, suppliers) for name, value in numbers.items()},
        "follows": text_of_first(follows, None, suppliers),
        MISSING: first_of_names(of_kind(surely(waits), TRUTH, suppliers), dict(said.missing), FIRST),
    }


def policies_as_columns_say(policies: Sequence[PolicyColumns], decision: Decision) -> dict[str, object]:
    """What columns must say by a single case's decision, by column and field."""
    if not policies:
        return {}
    held = {one.policy: one for one in decision.policies}
    states = [one.state for result in decision.policies for one in result.requirements]
    out: dict[str, object] = {OWN: None if not states else "met" if set(states) == {"met"} else "open"}
    for policy in policies:
        found = _as_columns_say(policy, held[policy.id])
        out |= {f"{policy.id}.{name}": value for name, value in found.items()}
    return out


def _as_columns_say(policy: PolicyColumns, result: PolicyDecision) -> dict[str, object]:
    typed, tier = policy.policy.typed, result.tier
    conditions = [one.requirement.id for one in typed.requirements]
    raises = [] if typed.tiering is None else [one.said.id for one in typed.tiering.raises]
    clauses, risks = [one.rule.clause for one in typed.clauses], [one.id for one, _ in typed.risks]
    open_ = [one.requirement for one in result.requirements if one.state != "met"]
    follows = [word for word, mask in policy.masks().items() if mask & _bits(conditions, open_)]
    return {
        "tier": tier and tier.tier,
        "score": tier and tier.score,
        "most": tier and tier.most,
        "raised": _bits(raises, [one.id for one in tier.raised] if tier else []),
        "may_be_raised": _bits(raises, [one.id for one in tier.may_be_raised] if tier else []),
        **{
            state: _bits(conditions, [one.requirement for one in result.requirements if one.state == state])
            for state in ("met", "unmet", "unknown")
        },
        "clauses": _bits(clauses, [one.clause for one in result.clauses if one.state == "prescribed"]),
        "clauses_open": _bits(clauses, [one.clause for one in result.clauses if one.state == "unknown"]),
        "risks": _bits(risks, [one.risk for one in result.risks if one.state == "present"]),
        "risks_open": _bits(risks, [one.risk for one in result.risks if one.state == "unknown"]),
        "follows": next(iter(follows), None),
        MISSING: _first_missing(policy, result),
    }


def _bits(names: Sequence[str], held: Sequence[str]) -> int:
    return sum(1 << bit for bit, name in enumerate(names) if name in held)


def _first_missing(policy: PolicyColumns, result: PolicyDecision) -> list[str]:
    """The first missing facts, in the order of columns: any that columns do not know come first, to be seen."""
    held = dict.fromkeys(without_numbers(fact.path) for fact in result.missing_facts)
    unheard = sorted(name for name in held if name not in policy.order)
    known = sorted((name for name in held if name in policy.order), key=lambda name: policy.order[name])
    return [*unheard, *known][:FIRST]
