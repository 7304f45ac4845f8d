"""Cases under Directive 2014/24/EU as an authority meets them, from a fixed seed: plain data, as read from a file.

A third of the tenderers have nothing against them; the rest have convictions of their own or of the persons
behind them, unpaid taxes, misconduct, insolvency, self-cleaning of some kind; and in one case of five facts
are left out.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any, TypeAlias

__all__ = ["eu_cases"]

Data: TypeAlias = dict[str, Any]

OFFENCES = (
    "participation-in-a-criminal-organisation",
    "corruption",
    "fraud",
    "terrorist-offences",
    "money-laundering-or-terrorist-financing",
    "trafficking-in-human-beings",
    "child-labour",
    "other",
)
MISCONDUCT = (
    "environmental-law",
    "labour-law",
    "professional-misconduct",
    "distortion-of-competition",
    "conflict-of-interest",
    "prior-involvement",
    "deficient-performance",
    "misrepresentation",
    "information-withheld",
    "undue-influence",
    "misleading-information",
)
LINKS = ("governing-body-member", "representative", "decision-maker", "controller", "other")
FIRST, LAST = date(2014, 6, 1), date(2026, 6, 30)


def eu_cases(number: int, seed: int = 57) -> list[Data]:
    """That many cases, always the same."""
    draw = random.Random(seed)
    return [_case(draw, i) for i in range(number)]


def _case(draw: random.Random, number: int) -> Data:
    decided = date(2016, 6, 1) + timedelta(days=draw.randrange(3600))
    called = decided - timedelta(days=draw.randrange(30, 240))
    clean = draw.random() < 0.33
    entities = draw.choice((0, 0, 0, 1, 2))
    kind = draw.choice(("works", "supplies", "services"))
    amounts = (6_000_000, 9_000_000, 20_000_000) if kind == "works" else (250_000, 800_000, 6_000_000)
    amount = 100_000 if draw.random() < 0.05 else draw.choice(amounts)  # a few lie below every threshold
    case: Data = {
        "procurement": {
            "id": f"P-{number:05d}",
            "authority": {
                "name": "City of Example",
                "country": draw.choice(("DE", "FR", "PL")),
                "kind": draw.choice(("central", "sub-central")),
                "defence": False,
            },
            "contract_kind": kind,
            "specific_services": draw.random() < 0.1,
            "estimated_value_excluding_vat": {"amount": amount, "currency": "EUR"},
            "lots": [],
            "stage": "before-award",
            "call_sent_on": called.isoformat(),
            "decision_on": decided.isoformat(),
        },
        "operator": _operator(draw, "tenderer", f"Tenderer {number} Ltd", decided, clean),
        "entities": [
            _operator(draw, draw.choice(("subcontractor", "relied-on-entity")), f"Entity {i}", decided, True)
            for i in range(entities)
        ],
    }
    if draw.random() < 0.2:
        _forget(draw, case)
    return case


def _operator(draw: random.Random, role: str, name: str, decided: date, clean: bool) -> Data:
    def some(weights: tuple[int, ...]) -> range:
        return range(0 if clean else draw.choice(weights))

    persons: list[Data] = [
        {
            "name": f"Person {i}",
            "link": draw.choice(LINKS),
            "link_from": "2010-01-01",
            "link_until": draw.choice(("open", "open", _day(draw, decided, 6))),
            "convictions": [_conviction(draw, decided) for _ in some((0, 0, 0, 1))],
        }
        for i in range(draw.choice((1, 2, 3)))
    ]
    return {
        "role": role,
        "name": name,
        "country": draw.choice(("DE", "FR", "PL", "IT")),
        "linked_persons": persons,
        "convictions": [_conviction(draw, decided) for _ in some((0, 0, 1, 2))],
        "tax_breaches": [_tax_breach(draw, decided) for _ in some((0, 0, 1))],
        "misconduct": [_misconduct(draw, decided) for _ in some((0, 0, 1, 2))],
        "insolvency": [_insolvency(draw, decided) for _ in some((0, 0, 0, 1))],
        "listings": [],
        "exclusions_by_judgment": [],
        "derogations": [],
        "statements": [],
        "evidence_verified": draw.random() < 0.5,
        "tender": {"abnormally_low": draw.random() < 0.05, "low_through_breach_of_obligations": False,
                   "explanation_satisfactory": True},
    }  # fmt: skip


def _day(draw: random.Random, decided: date, years: int) -> str:
    return (decided - timedelta(days=draw.randrange(1, 365 * years))).isoformat()


def _self_cleaning(draw: random.Random) -> Data:
    kind = draw.choice(("none", "none", "claimed", "accepted"))
    if kind == "none":
        return {"claimed": False}
    elements = dict.fromkeys(("claimed", "compensation", "collaboration", "prevention"), True)
    return elements | ({"accepted": True} if kind == "accepted" else {})


def _conviction(draw: random.Random, decided: date) -> Data:
    final = draw.random() < 0.8
    day = _day(draw, decided, 8)
    conviction: Data = {
        "offence": draw.choice(OFFENCES),
        "convicted_on": day,
        "final": final,
        "judgment_sets_exclusion": False,
        "self_cleaning": _self_cleaning(draw),
    }
    return conviction | ({"final_on": day} if final else {})


def _tax_breach(draw: random.Random, decided: date) -> Data:
    return {
        "kind": draw.choice(("tax", "social-security")),
        "amount": {"amount": draw.choice((300, 5_000, 250_000)), "currency": "EUR"},
        "established_by": draw.choice(("judicial-decision", "administrative-decision", "other-means")),
        "final_and_binding": draw.random() < 0.6,
        "demonstrated": draw.random() < 0.6,
        "decided_on": _day(draw, decided, 4),
        "paid": draw.random() < 0.4,
        "binding_arrangement": draw.random() < 0.2,
    }


def _misconduct(draw: random.Random, decided: date) -> Data:
    return {
        "kind": draw.choice(MISCONDUCT),
        "demonstrated": draw.random() < 0.8,
        "occurred_on": _day(draw, decided, 5),
        "penalised_by_authority": False,
        "grave": draw.random() < 0.7,
        "remediable_by_less_intrusive_measures": draw.random() < 0.4,
        "significant_or_persistent": draw.random() < 0.6,
        "sanction": draw.choice(("early-termination", "damages", "none")),
        "negligent": draw.random() < 0.5,
        "material_influence": draw.random() < 0.5,
        "self_cleaning": _self_cleaning(draw),
    }


def _insolvency(draw: random.Random, decided: date) -> Data:
    return {
        "kind": draw.choice(("bankruptcy", "insolvency-proceedings", "arrangement-with-creditors")),
        "ongoing": draw.random() < 0.7,
        "opened_on": _day(draw, decided, 5),
        "able_to_perform": draw.random() < 0.3,
        "self_cleaning": _self_cleaning(draw),
    }


def _forget(draw: random.Random, case: Data) -> None:
    """Leave out a list, a field of an entry, or a fact of the procurement."""
    operator = case["operator"]
    for _ in range(draw.choice((1, 2, 3))):
        groups = [case["procurement"], operator, *operator.get("convictions", ()), *operator.get("misconduct", ())]
        group = draw.choice(groups)
        name = draw.choice([name for name in group if name not in ("decision_on", "role")])
        if name != "lots" or group is not operator:
            group.pop(name)
