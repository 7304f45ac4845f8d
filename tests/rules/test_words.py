"""Explanations show facts as they were given; what is worked out from them is said as such."""

from __future__ import annotations

from strategies import AS_OF, plan_of, records, typed

from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.explain import FactRead, explain


def test_a_day_moved_by_a_length_of_time_is_shown_as_the_day_given() -> None:
    condition = typed(
        {"procurement.decision_on": {"on_or_before": {"fact": "procurement.call_sent_on", "plus": {"years": 3}}}}
    )
    evaluator = Evaluator(plan_of((None, condition)))
    case = records({"role": "tenderer"}, {"call_sent_on": "2024-02-01", "decision_on": "2025-05-31"})
    evaluation = evaluator.evaluate(*case, AS_OF)
    node = explain(condition, evaluation.scopes[None][0], evaluator, evaluation)
    assert node.facts == (
        FactRead("procurement.decision_on", "2025-05-31"),
        FactRead("procurement.call_sent_on", "2024-02-01"),
    )
    assert node.asks == ("procurement.decision_on on or before procurement.call_sent_on plus 3 years (2027-02-01)")
