"""Prescriptions: the rules that put clauses into a contract."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from tenderlaw.facts.base import Code, FactPath, Facts, Items
from tenderlaw.packs.model.base import Citation, Obligation, RawCondition

__all__ = ["ClauseRule", "Filling"]

FillInName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""The id of a fill-in of the clause."""


class Filling(Facts):
    """What the pack itself fills into a blank of the clause, so that nobody is asked for it.

    Either a dated value of the pack, or the entries of a list of the procurement, each with some of its facts.
    """

    value: Code | None = None
    """The dated value; the version is that of the value's own day."""
    each: FactPath | None = None
    """The list whose entries go in."""
    of: Items[FactPath] = ()
    """What is said of each entry."""
    where: RawCondition | None = None
    """Which entries go in; left out, all."""
    when: RawCondition | None = None
    """Where the pack fills it; left out, always."""


class ClauseRule(Facts):
    """A prescription: the rule that puts a clause in."""

    clause: Code
    cite: Citation
    obligation: Obligation
    by: Items[FactPath] = ("as_of",)
    """Which day decides the version of the wording and of an official text: the first of these that is known."""
    by_cite: Citation | None = None
    """The provision that names that day."""
    when: RawCondition
    alternates: dict[Code, RawCondition] = Field(default_factory=dict)
    """Alternates of the clause, each with the condition that chooses it."""
    fillings: dict[FillInName, Items[Filling]] = Field(default_factory=dict)
    """What the pack fills in, by the id of the blank; of several, the first that holds."""
