"""Laws that every interview obeys, on random cases under the directive."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracles import interviewed

from tenderlaw.decisions import decide
from tenderlaw.interview import Asked, Standing

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "decisions"))
from case_strategies import AS_OF, DIRECTIVE, Given, cases_in_and_out, complete_cases

# each example is a whole interview: no time is spent on making a failing one smaller
law = settings(
    max_examples=12, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
PACKS = (DIRECTIVE,)
_FOREIGN = ("foreign_offence", "equivalence_confirmed")


def plainly(node: object) -> object:
    """A case whose offences are all of the catalogue: others are refused, and nobody is asked for foreign ones."""
    if isinstance(node, Mapping):
        return {name: plainly(one) for name, one in node.items() if name not in _FOREIGN}
    if node == "an-offence-of-another-catalogue":
        return "other"
    return [plainly(one) for one in node] if isinstance(node, list) else node


whole_cases = (complete_cases | cases_in_and_out).map(lambda case: cast("Given", plainly(case)))


@law
@given(whole_cases)
def test_who_knows_everything_is_led_to_the_decision_on_the_whole_case(case: Given) -> None:
    whole = decide(case, as_of=AS_OF, packs=PACKS)
    end = interviewed(case, PACKS, AS_OF)
    assert end.outcome == whole.outcome
    # where nobody knows whether the law governs, nobody is asked for what it requires besides
    assert whole.regimes[0].scope == "unknown" or end.award == whole.award.may_proceed
    assert end.decision.outcome == end.outcome


@law
@given(whole_cases, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_change_the_decision(case: Given, chance: random.Random) -> None:
    def any_of(now: Standing) -> Asked:
        # an entry must be one before anything else is asked of the case
        return now.questions[0] if now.questions[0].stage == "entry" else chance.choice(now.questions)

    assert interviewed(case, PACKS, AS_OF, any_of).outcome == interviewed(case, PACKS, AS_OF).outcome
