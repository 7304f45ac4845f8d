"""Prescriptions: the rules that put clauses into a contract."""

from __future__ import annotations

from pydantic import Field

from tenderlaw.facts.base import Code, Facts
from tenderlaw.packs.model.base import Citation, Obligation, RawCondition

__all__ = ["ClauseRule"]


class ClauseRule(Facts):
    """A prescription: the rule that puts a clause in."""

    clause: Code
    cite: Citation
    obligation: Obligation
    when: RawCondition
    alternates: dict[Code, RawCondition] = Field(default_factory=dict)
    """Alternates of the clause, each with the condition that chooses it."""
