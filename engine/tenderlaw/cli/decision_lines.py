"""Parts of a decision in lines for people, for every verb that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenderlaw.decisions.award import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tenderlaw.clauses.wording import UnwordedClause
    from tenderlaw.decisions.model.award import AwardScore
    from tenderlaw.decisions.model.decision import Decision
    from tenderlaw.decisions.model.policies import FactorScore, PolicyDecision, TierResult
    from tenderlaw.decisions.model.prescriptions import Prescription, RiskSign
    from tenderlaw.rules.explain import Explanation, FactRead

__all__ = [
    "award_criteria_lines",
    "award_line",
    "clause_lines",
    "node_lines",
    "policy_lines",
    "risk_lines",
    "turning_lines",
    "unworded_lines",
]


def node_lines(node: Explanation, depth: int) -> Iterator[str]:
    """A condition, what came out, on which facts, and its parts."""
    yield "  " * depth + _asked(node)
    for part in node.parts:
        yield from node_lines(part, depth + 1)


def turning_lines(node: Explanation, depth: int) -> Iterator[str]:
    """The node and only those of its parts that gave the answer."""
    yield "  " * depth + _asked(node)
    for part in node.parts:
        # a denial has one part, of the opposite value
        if part.value == node.value or len(node.parts) == 1:
            yield from turning_lines(part, depth + 1)


def _asked(node: Explanation) -> str:
    return f"{node.value}: {node.asks}{_read(node.facts)}"


def clause_lines(clauses: tuple[Prescription, ...]) -> Iterator[str]:
    """Clauses that are prescribed, or that wait for facts."""
    for clause in clauses:
        if clause.state == "not_prescribed":
            continue
        with_ = f" with {', '.join(clause.alternates)}" if clause.alternates else ""
        state = "clause" if clause.state == "prescribed" else "clause?"
        waits = f": waits for {', '.join(clause.missing)}" if clause.missing else ""
        yield f"  [{state}] {clause.clause}{with_} ({clause.cite}; {clause.obligation}){waits}"


def unworded_lines(unworded: Sequence[UnwordedClause]) -> Iterator[str]:
    """Clauses that are prescribed, and of which the library has no text for the day that decides."""
    if unworded:
        yield "Prescribed, but without a text in the library; to be added by hand:"
    for one in unworded:
        yield f"  {one.clause} ({one.prescribed_by}; {one.obligation}): {one.said}"


def risk_lines(risks: tuple[RiskSign, ...]) -> Iterator[str]:
    """Signs of risk that are present."""
    for risk in risks:
        if risk.state == "present":
            yield f"  [risk] {risk.title} ({risk.cite}); ask for {'; '.join(risk.ask_for)}"


def policy_lines(policy: PolicyDecision) -> Iterator[str]:
    """What a policy adds: the tier with its points, conditions, clauses, signs of risk, and what it lacks."""
    yield f"\nPolicy: {policy.title} [{policy.policy}]"
    if policy.tier is not None:
        yield from _tier_lines(policy.tier)
    for one in policy.requirements:
        yield f"  [{one.state}] {one.reason}"
        if one.state != "met" and one.cure:
            yield f"    met if {one.cure}"
    if policy.award_criteria is not None:
        yield from award_criteria_lines(policy.award_criteria)
    yield from clause_lines(policy.clauses)
    yield from risk_lines(policy.risks)
    for taken in policy.presumed:
        yield f"  [presumed] {taken.path} is {taken.value} ({taken.cite}), as nobody says otherwise"
    if policy.missing_facts:
        yield "  Missing to the policy, not to the law:"
    for fact in policy.missing_facts:
        yield f"    {fact.path}: {fact.meaning} Needed for {'; '.join(fact.needed_for)}."


def award_criteria_lines(award: AwardScore) -> Iterator[str]:
    """What the assessments of a tender come to, and what a person looks at."""
    total = shown(award.total) if award.total else f"not known, from {shown(award.least)} to {shown(award.most)}"
    yield f"  Award criteria: {total} of 100 points; they rank and exclude nobody"
    for one in award.criteria:
        if one.score is not None:
            yield f"    {shown(one.score)} of {one.weight} {one.title} ({one.cite}): {one.reasons}"
        else:
            why = one.because or f"missing: {', '.join(one.missing)}"
            yield f"    ? of {one.weight} {one.title} ({one.cite}): {why}"
    for flag in award.flags:
        yield f"    [{flag.id}] {flag.said} ({flag.cite})"


def award_line(decision: Decision) -> str:
    """Whether award may proceed, and that this is the law's answer where own conditions are open."""
    said = f"As of {decision.as_of.isoformat()}; award may proceed: {decision.award.may_proceed}"
    open_ = any(one.state != "met" for policy in decision.policies for one in policy.requirements)
    return f"{said} under the law; the authority's own conditions are open" if open_ else said


def _tier_lines(tier: TierResult) -> Iterator[str]:
    limits = f"medium from {tier.medium_from}, high from {tier.high_from}"
    yield f"  Tier: {tier.tier}, {tier.score} of {tier.most} points, {limits} ({tier.cite}); it never excludes anyone"
    for factor in tier.factors:
        yield f"    {_factor(factor)}"
    for one in tier.raised:
        yield f"    raised to {one.to}: {one.title} ({one.cite}){_read(one.facts)}"
    for open_ in tier.may_be_raised:
        yield f"    may be raised to {open_.to}: {open_.title} ({open_.cite}); not known: {', '.join(open_.missing)}"


def _factor(factor: FactorScore) -> str:
    lacks = f"; not known: {', '.join(factor.missing)}" if factor.missing else ""
    if not factor.most:
        return f"not counted: {factor.title} ({factor.cite}){lacks}"
    level = factor.level
    what = f"({factor.cite})" if level is None else f"{level.title} ({level.cite}){_read(level.facts)}"
    return f"{factor.points} of {factor.most} {factor.title}{' ' if level is None else ': '}{what}{lacks}"


def _read(facts: tuple[FactRead, ...]) -> str:
    read = "; ".join(f"{fact.path} = {'unknown' if fact.value is None else fact.value}" for fact in facts)
    return f" [{read}]" if read else ""
