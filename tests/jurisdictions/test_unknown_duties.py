"""Laws of packs of duties, tried on every worked case: an unknown is never a no, and what is unread decides nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tenderlaw.decisions.cases import company_in
from tenderlaw.decisions.duties import duties_of
from tenderlaw.decisions.duty_cases import duty_cases
from tenderlaw.decisions.installed import installed_duties
from tenderlaw.decisions.model.duties import CompanyDuties, RegimeDuties
from tenderlaw.decisions.regime import Regime
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Source

Steps = tuple[str | int, ...]


def places(facts: Any, at: Steps = ()) -> Iterator[Steps]:
    """Where each fact stands, groups and amounts as wholes among them; entries of lists stay."""
    if isinstance(facts, dict) and "currency" not in facts:
        for name, value in facts.items():
            yield (*at, name)
            yield from places(value, (*at, name))
    elif isinstance(facts, list):
        for number, value in enumerate(facts):
            yield from places(value, (*at, number))


def without(facts: Any, place: Steps) -> Any:
    left = copy.deepcopy(facts)
    *way, last = place
    held = left
    for step in way:
        held = held[step]
    del held[last]
    return left


def decided(regime: Regime, facts: Any, day: date) -> CompanyDuties | None:
    try:
        company, _ = company_in(Source("facts", facts, {}), [regime])
    except InputInvalidError:  # what is left makes no company
        return None
    return duties_of(company, as_of=day, packs=[regime]).companies[0]


def said(regime: RegimeDuties) -> tuple[object, ...]:
    """What is answered, without how it was come to."""
    duties = tuple((one.duty, one.of, one.state, [part.state for part in one.elements]) for one in regime.duties)
    return regime.outcome, duties, regime.missing


def path_of(place: Steps) -> str:
    return "operator" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)


@pytest.mark.parametrize("regime", installed_duties(), ids=lambda regime: regime.id)
def test_leaving_a_fact_out_turns_an_answer_into_unknown_or_leaves_it(regime: Regime) -> None:
    tried = 0
    for case, source in duty_cases(regime.typed):
        whole = decided(regime, source.data, case.as_of)
        if whole is None:
            continue
        states = {(one.duty, one.of): one.state for one in whole.regimes[0].duties}
        for place in places(source.data):
            less = decided(regime, without(source.data, place), case.as_of)
            if less is None:
                continue
            tried += 1
            (found,), where = less.regimes, (case.id, place)
            assert found.outcome in (whole.regimes[0].outcome, "unknown"), where
            for one in found.duties:
                assert one.state in (states.get((one.duty, one.of), "unknown"), "unknown"), where
            if path_of(place) in whole.unread:
                assert said(found) == said(whole.regimes[0]), where
    assert tried
