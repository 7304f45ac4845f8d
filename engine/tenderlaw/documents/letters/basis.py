"""What of a decision a letter is about: the findings that may exclude, those of entities, what is asked besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.remedies import RemedyState
from tenderlaw.decisions.model.requirements import RequirementState

__all__ = ["TENDERING", "Basis", "basis_of", "to_be_read"]

TENDERING = ("tenderer", "group-member")
"""The roles of whoever a letter goes to."""
_REPLACES = ("replace_entity", "may_replace_entity")
_DECIDING = ("exclusion", "non-exclusion", "intention-to-terminate", "termination")


@dataclass(frozen=True, slots=True)
class Basis:
    """What regimes that surely govern found."""

    excluding: tuple[Finding, ...]
    """Findings on whoever is itself excluded: the tenderer and the members of its group."""
    replaceable: tuple[Finding, ...]
    """Findings on entities for which replacement follows, not exclusion."""
    findings: tuple[Finding, ...]
    """All of them."""
    laws: tuple[str, ...]
    """The laws whose provisions are cited without a name."""
    tendering: frozenset[str]
    """Who tenders."""
    requirements: tuple[RequirementState, ...]
    remedies: tuple[RemedyState, ...]

    def in_state(self, *states: str) -> tuple[Finding, ...]:
        """The findings on whoever is excluded that are in one of these states."""
        return tuple(one for one in self.excluding if one.state in states)

    def told_in(self, letter: str) -> tuple[RemedyState, ...]:
        """What the law lets a bidder know in a letter."""
        return tuple(one for one in self.remedies if letter in one.letters)

    def replacements(self) -> tuple[RequirementState, ...]:
        """The entities that must or may be replaced, surely."""
        return tuple(one for one in self.requirements if one.follows in _REPLACES and one.state == "unmet")


def basis_of(decision: Decision) -> Basis:
    """What the regimes that surely govern found: of one that may or may not, no letter says anything."""
    regimes = [regime for regime in decision.regimes if regime.scope == "true"]
    pairs = [(one, one.operator in _replaced(regime)) for regime in regimes for one in regime.findings]
    tendering = _tendering(decision)
    return Basis(
        tuple(one for one, replaced in pairs if not replaced and one.operator in tendering),
        tuple(one for one, replaced in pairs if replaced),
        tuple(one for one, _ in pairs),
        tuple(dict.fromkeys(regime.law for regime in regimes if regime.law)),
        tendering,
        tuple(asked for regime in regimes for asked in regime.requirements),
        tuple(dict.fromkeys(remedy for regime in regimes for remedy in regime.remedies)),
    )


def to_be_read(decision: Decision, letter: str) -> Iterator[str]:
    """What a person must read before a letter is sent: rights that are unsettled, or whose text is."""
    if letter in _DECIDING:
        for regime in decision.regimes:
            yield from (
                f"{note.about} ({note.cite}): {note.reason}" for note in regime.review_notes if regime.scope == "true"
            )
    for one in basis_of(decision).told_in(letter):
        if one.review is not None:
            yield f"{one.title} ({one.cite}): {one.review}"
        elif one.state == "unknown":
            yield f"{one.title} ({one.cite}): not known before {', '.join(one.missing)}"


def _replaced(regime: RegimeDecision) -> frozenset[str]:
    return frozenset(one.operator for one in regime.requirements if one.follows in _REPLACES)


def _tendering(decision: Decision) -> frozenset[str]:
    """Who tenders: the operator, and the members of its group. Of others, nothing excludes the tenderer."""
    case = decision.given.case
    entities = case.entities or ()
    members = [f"entities[{number}]" for number, one in enumerate(entities) if one.role == "group-member"]
    return frozenset(("operator", *members)) if case.operator.role in TENDERING else frozenset(members)
