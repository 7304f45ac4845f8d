"""Bidders as the reference decision gets them, from a fixed seed: plain data, dates as the integer yyyymmdd.

Used where no folder with the peer programs is given; that folder brings bidders of its own.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any, TypeAlias

__all__ = ["bidders"]

Bidder: TypeAlias = dict[str, Any]

OFFENCES = (
    "criminal_organisation",
    "corruption",
    "fraud",
    "terrorism",
    "money_laundering",
    "child_labour_or_trafficking",
    "speeding",
    "late_filing",
)
MISCONDUCT = (
    "environmental_social_labour",
    "insolvency",
    "grave_misconduct",
    "collusion",
    "conflict_of_interest",
    "prior_involvement",
    "deficient_performance",
    "misrepresentation",
    "undue_influence",
    "late_invoice",
)
FIRST = date(2011, 1, 1)


def bidders(number: int, seed: int = 2014) -> list[Bidder]:
    """That many bidders, always the same."""
    draw = random.Random(seed)
    return [_bidder(draw, i) for i in range(number)]


def _day(draw: random.Random, days: int) -> int:
    day = FIRST + timedelta(days=draw.randrange(days))
    return day.year * 10000 + day.month * 100 + day.day


def _bidder(draw: random.Random, number: int) -> Bidder:
    cleans = draw.random() < 0.3
    return {
        "id": f"T{number:07d}",
        "convictions": [
            {
                "offence": draw.choice(OFFENCES),
                "date": _day(draw, 5500),
                "final": draw.random() < 0.7,
                "by": draw.choice(("company", "director", "shareholder")),
            }
            for _ in range(draw.choice((0, 0, 0, 1, 1, 2, 3)))
        ],
        "tax_breaches": [
            {
                "amount": draw.choice((150, 999, 1000, 8000, 90_000)),
                "binding": draw.random() < 0.5,
                "paid": draw.random() < 0.6,
            }
            for _ in range(draw.choice((0, 0, 0, 0, 1, 2)))
        ],
        "misconducts": [
            {"kind": draw.choice(MISCONDUCT), "date": _day(draw, 5500)}
            for _ in range(draw.choice((0, 0, 0, 0, 1, 1, 2)))
        ],
        "self_cleaning": {
            name: cleans and draw.random() < 0.9
            for name in ("paid_compensation", "clarified_facts", "concrete_measures")
        },
        "procurement": {
            "value": draw.choice((90_000, 500_000, 500_001, 550_000, 550_001, 700_000, 700_001, 4_000_000)),
            "currency": draw.choice(("USD", "USD", "EUR")),
            "country": draw.choice(("US", "IN", "KE", "GB")),
            "cots": draw.random() < 0.3,
            "as_of": _day(draw, 5500),
        },
        "certification": draw.random() < 0.5,
    }
