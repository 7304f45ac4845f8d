"""What is measured is right: both ways to the reference decision agree, and so does a decision by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.append(str(BENCHMARKS))

from reference import full_decider, rete_decider  # noqa: E402
from reference_bidders import bidders  # noqa: E402

from tenderlaw.rules.rete import available  # noqa: E402

MEASURES = BENCHMARKS / "measure.py"


def test_both_ways_agree() -> None:
    rete, full = rete_decider(), full_decider()
    answers = [(rete(bidder), full(bidder)) for bidder in bidders(600)]
    assert all(one == other for one, other in answers)
    assert {answer[0] for answer, _ in answers} == {"excluded", "may-exclude", "eligible"}


def bidder(**facts: Any) -> dict[str, Any]:  # noqa: ANN401
    nothing: dict[str, Any] = {
        "convictions": [],
        "tax_breaches": [],
        "misconducts": [],
        "self_cleaning": dict.fromkeys(("paid_compensation", "clarified_facts", "concrete_measures"), False),
        "procurement": {"value": 700_001, "currency": "EUR", "country": "US", "cots": False, "as_of": 20240301},
        "certification": False,
    }
    return nothing | facts


CORRUPT = {"offence": "corruption", "date": 20190302, "final": True, "by": "director"}
CLEANED = dict.fromkeys(("paid_compensation", "clarified_facts", "concrete_measures"), True)
BOUGHT = {"value": 550_001, "currency": "USD", "country": "KE", "cots": False, "as_of": 20240301}


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, ("eligible", (), ())),
        ({"convictions": [CORRUPT]}, ("excluded", ("EU:2014/24:57(1)(b)",), ())),
        ({"convictions": [CORRUPT | {"date": 20190301}]}, ("eligible", (), ())),
        ({"convictions": [CORRUPT | {"by": "shareholder"}]}, ("eligible", (), ())),
        ({"convictions": [CORRUPT], "self_cleaning": CLEANED}, ("eligible", (), ())),
        (
            {"tax_breaches": [{"amount": 1000, "binding": False, "paid": False}]},
            ("may-exclude", ("EU:2014/24:57(2)/2",), ()),
        ),
        ({"procurement": BOUGHT}, ("excluded", ("US:FAR:22.1703(c)",), ("US:FAR:52.222-56",))),
        ({"procurement": BOUGHT | {"value": 550_000}}, ("eligible", (), ())),
    ],
)
def test_decisions_by_hand(facts: dict[str, Any], answer: object) -> None:
    assert rete_decider()(bidder(**facts)) == full_decider()(bidder(**facts)) == answer


@pytest.mark.skipif(not available(), reason="durable_rules has no build for this Python")
@pytest.mark.parametrize("what", ["rete", "full", "eu", "load"])
def test_each_measurement_runs(what: str) -> None:
    done = subprocess.run([sys.executable, str(MEASURES), what, "0.01"], capture_output=True, text=True, check=True)
    assert all(figure > 0 for figure in json.loads(done.stdout).values())
