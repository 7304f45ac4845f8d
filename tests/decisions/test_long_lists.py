"""Long lists of unknown entries: what is worked out, and what is said, grows with the list and not with its square."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from typing import Any, Final

import pytest

from tenderlaw.decisions import Decision, decide
from tenderlaw.rules.explain import A_FEW, SHORT, Explanation
from tenderlaw.rules.open_facts import MOST_ASKED

DAY = datetime.date(2026, 2, 1)
BOUGHT: Final = {
    "authority": {"country": "SE", "kind": "central"},
    "contract_kind": "works",
    "estimated_value_excluding_vat": {"amount": 9_000_000, "currency": "EUR"},
    "call_sent_on": "2026-01-01",
    "commenced_on": "2026-01-01",
}
UNKNOWN: Final[Mapping[str, dict[str, Any]]] = {
    "convictions": {},
    "linked_persons": {},
    "tax_breaches": {},
    "misconduct": {"kind": "other"},
    "insolvency": {"kind": "analogous"},
    "listings": {"list": "another"},
    "exclusions_by_judgment": {},
    "practices": {"kind": "recruitment-fees"},
}
"""Of each list of an operator, an entry of which next to nothing is known."""


def decided(kind: str, number: int) -> Decision:
    operator = {"role": "tenderer", "tenders_alone": True, kind: [UNKNOWN[kind]] * number}
    return decide({"procurement": BOUGHT, "operator": operator}, as_of=DAY)


def calls(kind: str, number: int) -> int:
    """How many functions are called to decide a case, and to say all of the decision."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        decided(kind, number).data()
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("kind", UNKNOWN)
def test_twice_as_many_unknown_entries_are_about_twice_the_work(kind: str) -> None:
    decided(kind, 80).data()  # what is worked out once is no part of it
    once, twice = calls(kind, 80), calls(kind, 160)
    assert twice < 2.6 * once


@pytest.mark.parametrize("kind", UNKNOWN)
def test_twice_as_many_unknown_entries_are_about_twice_as_much_to_read(kind: str) -> None:
    once, twice = (len(str(decided(kind, number).data())) for number in (100, 200))
    assert twice < 2.3 * once


def test_of_a_long_list_a_few_entries_are_shown_and_the_others_counted() -> None:
    (regime,) = [one for one in decided("convictions", 200).regimes if one.pack == "eu-2014-24"]
    longest = max(_lists(regime.findings[0].explanation), key=len)
    assert len(longest) == A_FEW + 1 < SHORT
    assert [part.value for part in longest] == ["unknown"] * len(longest)
    # linked persons are not known either: their convictions stand as one more
    assert longest[-1].asks == f"{201 - A_FEW} more entries alike"


def _lists(parts: tuple[Explanation, ...]) -> list[tuple[Explanation, ...]]:
    found = [part.parts for part in parts if part.asks.startswith("at least one entry of")]
    return [*found, *(inner for part in parts for inner in _lists(part.parts))]


def test_a_finding_asks_for_a_bounded_part_of_a_list_and_the_decision_for_every_entry_of_its_own() -> None:
    decision = decided("convictions", 200)
    (regime,) = [one for one in decision.regimes if one.pack == "eu-2014-24"]
    assert max(len(finding.missing) for finding in regime.findings) < 2 * MOST_ASKED
    asked = {fact.path for fact in decision.missing_facts}
    assert {f"operator.convictions[{number}].offence" for number in range(200)} <= asked
