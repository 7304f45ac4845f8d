"""What had begun by a day: conditions asked about another day than that of the decision."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rules"))
from strategies import records, truth_of, typed

from tenderlaw.packs.begun import begun_by
from tenderlaw.packs.conditions import Given
from tenderlaw.rules.truth import Truth

CONVICTED = typed({"some": "convictions", "where": {"offence": "fraud"}})
PENALISED = typed({"some": "misconduct", "where": {"penalised_by_authority": True}})
SPARED = typed({"some": "misconduct", "where": {"penalised_by_authority": False}})


def on(day: date, condition: object, **operator: object) -> Truth:
    facts = {"role": "tenderer", "convictions": [], "linked_persons": [], **operator}
    return truth_of(records(facts, {}), begun_by(condition, None, Given(day)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        ({"final_on": date(2024, 3, 1)}, True),
        ({"final_on": date(2024, 3, 2)}, False),
        ({"convicted_on": date(2023, 1, 1), "final_on": date(2024, 3, 2)}, False),
        ({}, True),
    ],
)
def test_an_entry_counts_on_a_day_by_which_it_had_begun(entry: dict[str, object], counts: bool) -> None:
    assert on(date(2024, 3, 1), CONVICTED, convictions=[{"offence": "fraud", **entry}]) is counts


def test_a_conviction_of_a_person_counts_from_the_first_day_of_the_link() -> None:
    person = {"link": "controller", "link_from": date(2024, 3, 2), "convictions": [{"offence": "fraud"}]}
    assert on(date(2024, 3, 1), CONVICTED, linked_persons=[person]) is False
    assert on(date(2024, 3, 2), CONVICTED, linked_persons=[person]) is True


def test_a_fact_that_began_later_was_not_given_although_its_entry_was() -> None:
    event = {"occurred_on": date(2023, 1, 1), "penalised_by_authority": True, "penalised_on": date(2024, 3, 2)}
    assert on(date(2024, 3, 1), PENALISED, misconduct=[event]) is False
    assert on(date(2024, 3, 1), SPARED, misconduct=[event]) is True
    assert on(date(2024, 3, 2), PENALISED, misconduct=[event]) is True
    assert on(date(2024, 3, 2), SPARED, misconduct=[event]) is False
