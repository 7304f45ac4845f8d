"""The outcome of a case and nothing else: what it would come to if a missing fact were answered.

The explainer alone decides here, without words: nothing of it leaves as a decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tenderlaw.decisions.compose import strictest
from tenderlaw.decisions.findings import states_of
from tenderlaw.decisions.governing import governed
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.regime_decision import unknown_members
from tenderlaw.facts.records import Record

__all__ = ["outcome_under_all"]


def outcome_under_all(
    regimes: Sequence[Regime], records: tuple[Record, list[Record]], entities_known: bool, day: date
) -> Outcome:
    """The strictest outcome; of one that is not determined no more is worked out than that."""
    return strictest([_outcome(regime, records, entities_known, day) for regime in regimes])


def _outcome(regime: Regime, records: tuple[Record, list[Record]], entities_known: bool, day: date) -> Outcome:
    procurement, operators = records
    scope = governed(regime, operators[0], procurement, day)
    if scope is not True:
        return "out_of_scope" if scope is False else "undetermined"
    excluded = {rule.role: rule.consequence == "exclusion" for rule in regime.typed.pack.roles}
    states: set[tuple[bool, str]] = set()
    for number, operator in enumerate(operators):
        role: Any = operator["role"]
        if excluded.get(role, True):
            prefix = "operator" if number == 0 else f"entities[{number - 1}]"
            evaluation = regime.evaluator.evaluate(operator, procurement, day, prefix, by="explainer")
            states.update(states_of(Judged(regime, evaluation, prefix, "", day)))
    if (True, "applies") in states:
        return "must_exclude"
    if (False, "applies") in states:
        return "may_exclude"
    others = not entities_known and unknown_members(operators[0], regime) is not None
    return "undetermined" if others or any(state == "possible" for _, state in states) else "not_excluded"
