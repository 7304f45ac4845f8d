"""One operator, evaluated under one regime: what findings, requirements and notes are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.conditions import Condition
from tenderlaw.rules.evaluate import Evaluation
from tenderlaw.rules.explain import missing_paths
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.truth import Truth

__all__ = ["Judged"]


@dataclass(slots=True)
class Judged:
    """One operator, evaluated under one regime."""

    regime: Regime
    evaluation: Evaluation
    operator: str
    """`operator` or `entities[n]`."""
    name: str
    as_of: date
    detailed: bool = False
    """Whether grounds that are not triggered are explained too."""

    def truth(self, target: str) -> Truth:
        """The truth of a target of the whole case."""
        return self.evaluation.truth(self.regime.target(target))

    def scope(self) -> Scope:
        """The scope of the whole case."""
        return self.evaluation.scopes[None][0]

    def missing(self, condition: Condition, scope: Scope) -> list[str]:
        """Paths that leave a condition unknown."""
        return missing_paths(condition, scope, self.regime.evaluator, self.evaluation)
