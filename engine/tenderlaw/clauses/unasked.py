"""Conditions of submission that a policy prescribes and of which it never says whether they are met."""

from __future__ import annotations

from collections.abc import Mapping

from tenderlaw.clauses.model import Clause
from tenderlaw.packs.model.pack import Pack

__all__ = ["unasked_conditions"]


def unasked_conditions(pack: Pack, clauses: Mapping[str, Clause]) -> tuple[str, ...]:
    """The conditions of submission among the clauses of a pack for which no requirement of it stands.

    Nobody would be told that what the tender documents ask for was not handed in.
    """
    asked = {requirement.clause for requirement in pack.requirements}
    named = [rule.clause for rule in pack.clauses if rule.clause in clauses and rule.clause not in asked]
    return tuple(name for name in named if clauses[name].said.kind == "submission-condition")
