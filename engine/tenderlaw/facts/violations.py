"""Violations of a policy against trafficking in persons in the performance of a contract."""

from __future__ import annotations

from typing import Annotated

from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import Begins, Day, Informs, Items, Text
from tenderlaw.facts.events import Evidence, Source

__all__ = ["Violation"]


class Violation(Agreeing):
    """A violation of a policy against trafficking in persons (art. 57(4)(a), Annex X; FAR 22.1704).

    What one law makes of it besides, its packs declare.
    """

    substantiated: bool | None = None
    """A final determination substantiates the allegation (FAR 22.1704(d)); of child labor, the violation is
    established (FAR 22.1504(a))."""
    determined_on: Annotated[Day, Begins(("substantiated",))] | None = None
    """Day of that determination."""
    description: Text | None = None
    """The authority's words."""
    source: Annotated[Source | None, Informs()] = None
    """How the fact is known."""
    evidence: Annotated[Items[Evidence] | None, Informs()] = None
    """Where it can be checked."""
