"""Interviews about a bidder for a procurement that the directive governs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import tenderlaw
from tenderlaw.interview import Answered, Interview, answered, begin

PACKS: Final = tenderlaw.load_packs(["eu-2014-24"])
DAY: Final = date(2026, 2, 1)
ROOT: Final = Path(__file__).resolve().parents[2]
BOUGHT: Final = {
    "authority": {"country": "SE", "kind": "sub-central"},
    "contract_kind": "works",
    "call_sent_on": "2026-01-05",
    "estimated_value_excluding_vat": {"amount": "9000000", "currency": "EUR"},
}
CLEAN: Final = {
    "role": "tenderer", "linked_persons": [], "tax_breaches": [], "misconduct": [], "insolvency": [],
    "exclusions_by_judgment": [], "statements": [], "derogations": [],
}  # fmt: skip


def about(operator: dict[str, object] | None = None, **facts: object) -> Interview:
    """An interview about a bidder for a procurement that the directive governs."""
    return begin({"procurement": BOUGHT, "operator": operator or {}, **facts}, as_of=DAY, packs=PACKS)


def told(interview: Interview, *answers: tuple[str, object]) -> Answered:
    """What became of the last of several answers; none of them was refused."""
    for path, answer in answers:
        said = answered(interview, path, answer)
        assert said.faults == (), path
        interview = said.interview
    return said


def convicted(interview: Interview) -> Answered:
    return told(
        interview,
        ("operator.convictions", "add"),
        ("operator.convictions[0].offence", "child-labour"),
        ("operator.convictions[0].final", "yes"),
        ("operator.convictions[0].final_on", "31.1.2024"),
        ("operator.convictions[0].judgment_sets_exclusion", "no"),
        ("operator.convictions[0].self_cleaning.claimed", "no"),
    )
