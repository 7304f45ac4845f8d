"""What to screen, and what a run is determined by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tenderlaw._version import __version__
from tenderlaw.decisions.cases import models_of_any
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.engines.engine import Engine
from tenderlaw.screening.joins.joined import Step
from tenderlaw.screening.tables.files import Input
from tenderlaw.screening.tables.schema import Model
from tenderlaw.sources.canonical import digest

__all__ = ["Order", "identity"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to screen: the suppliers, for these procurements, under these regimes, on this day."""

    suppliers: Path
    procurements: Mapping[str, Procurement]
    """By name."""
    regimes: tuple[Regime, ...]
    as_of: date
    versus: date | None = None
    """Another day, to see whose outcome differs."""
    sample: int = 1000
    """How many rows are decided again one by one."""
    cap: int = 1000
    """How many of those that must be excluded, besides."""
    steps: tuple[Step, ...] = ()
    """What completes the suppliers before they are decided."""
    policies: tuple[Regime, ...] = ()
    """The authority's own, which change no outcome."""
    part_rows: int | None = None
    """How many rows are computed, and told, at a time; None: as many as memory bears."""

    @property
    def models(self) -> FactModels:
        """The facts that there are: those built in, and those that the packs, or any installed ones, declare."""
        return models_of_any((*self.regimes, *self.policies))

    @property
    def model(self) -> Model:
        """What the suppliers may have."""
        return self.models.operator_given

    @property
    def paths(self) -> list[Path]:
        """The files that it reads besides the suppliers."""
        return [path for step in self.steps for path in getattr(step, "paths", ())]


def identity(order: Order, engine: Engine, inputs: Sequence[Input]) -> dict[str, object]:
    """What a run is determined by."""
    return {
        "tenderlaw": __version__,
        "engine": {"name": engine.name, "version": engine.version},
        "as_of": order.as_of.isoformat(),
        "versus": order.versus and order.versus.isoformat(),
        "inputs": [{"file": one.name, "rows": one.total, "sha256": one.sha256} for one in inputs],
        "procurements": {
            name: digest(one.model_dump(mode="json", exclude_none=True)) for name, one in order.procurements.items()
        },
        "packs": [_named(one) for one in order.regimes],
        "policies": [_named(one) for one in order.policies],
        **({} if order.part_rows is None else {"part_rows": order.part_rows}),
        "cross_check": {"sample": order.sample, "must_exclude_cap": order.cap},
        **{step.name: step.identity() for step in order.steps},
    }


def _named(one: Regime) -> dict[str, str]:
    return {"id": one.id, "version": one.version, "digest": one.digest}
