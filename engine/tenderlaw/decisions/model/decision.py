"""The whole decision, with what it takes to replay it: facts, packs, as-of date, engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

import orjson
from pydantic.json_schema import SkipJsonSchema

from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.outcome import Award, Outcome
from tenderlaw.decisions.model.policies import PolicyDecision
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.model.unread import UnreadFact
from tenderlaw.facts.given import Given
from tenderlaw.facts.models import FactModels
from tenderlaw.sources.canonical import canonical, digest
from tenderlaw.sources.worked_out import worked_out

__all__ = ["Decision", "MissingFact", "PackUsed"]

_BEHIND: Final = ("given", "find_models", "find_unread")
"""What stands behind a decision, and is not written out as it is."""


@dataclass(frozen=True, slots=True)
class PackUsed:
    """A pack that took part."""

    id: str
    title: str
    version: str
    digest: str
    layers: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """Evidence of what was decided, from what, by which text and which engine.

    A pure function of the facts, the packs, the as-of date and the engine's version. Compare decisions by
    their id.
    """

    outcome: Outcome
    """The strictest of the regimes."""
    as_of: date
    review: bool
    award: Award
    regimes: tuple[RegimeDecision, ...]
    missing_facts: tuple[MissingFact, ...]
    """Those whose answer alone could settle the decision first."""
    policies: tuple[PolicyDecision, ...]
    """What the authority's own policies add; they never exclude."""
    own_conditions: str | None
    """Beside what the law says of the award, how the authority's own conditions stand; None where there are none."""
    packs: tuple[PackUsed, ...]
    """The packs and policies that took part."""
    evaluators: tuple[str, ...]
    calendar: str | None
    """Where the holidays come from, if a pack counts working days: a library and its version."""
    engine_version: str
    given: SkipJsonSchema[Given]
    """The facts as given; written out as `facts`."""
    find_models: SkipJsonSchema[Callable[[], FactModels]] = field(compare=False, repr=False)
    """Looks for the models of facts, those among them that the packs declare which govern or may."""
    find_unread: SkipJsonSchema[Callable[[], tuple[UnreadFact, ...]]] = field(compare=False, repr=False)
    """Looks for the facts that no rule read; written out as `unread`."""

    @worked_out
    def models(self) -> FactModels:
        """The models of facts: the built-in ones, and those that the packs declare which govern or may."""
        return self.find_models()

    @worked_out
    def unread(self) -> tuple[UnreadFact, ...]:
        """The facts given that no rule of a governing regime read; like the id, worked out when first asked for."""
        return self.find_unread()

    @property
    def facts(self) -> dict[str, object]:
        """The facts as given, as plain data, a copy of one's own: what becomes of it changes no evidence."""
        return self.given.plain

    @worked_out
    def id(self) -> str:
        """SHA-256 of the RFC 8785 form of facts, packs, as-of date and engine version."""
        return digest(
            {
                "as_of": self.as_of.isoformat(),
                "calendar": self.calendar,
                "engine_version": self.engine_version,
                "facts": self.facts,
                "packs": [{"digest": pack.digest, "id": pack.id} for pack in self.packs],
            }
        )

    def data(self) -> dict[str, object]:
        """The decision as plain data, its id included."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in _BEHIND}
        said |= {"facts": self.facts, "unread": self.unread}
        data = cast("dict[str, Any]", orjson.loads(orjson.dumps(said)))
        for regime, decided in zip(data["regimes"], self.regimes, strict=True):
            for finding, found in zip(regime["findings"], decided.findings, strict=True):
                finding["reason"] = found.reason
        return {"id": self.id, **data}

    def json(self) -> bytes:
        """The decision in canonical JSON (RFC 8785): the same decision, the same bytes."""
        # from plain data: keys are sorted in mappings, not in our own classes
        return canonical(self.data())
