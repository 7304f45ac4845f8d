"""The reference decision on tenderlaw: a bidder as the peers get it, to the answer that they are compared by.

Two ways, both timed from the bidder's dict: `decide_fast` reads it into records and lets the Rete engine
decide alone; `decide_full` reads it into a validated case and takes the whole explained decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.findings import Judged, verdict
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.load import load_pack
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.plan import compile_plan

__all__ = ["Answer", "full_decider", "regime", "rete_decider"]

Bidder: TypeAlias = dict[str, Any]
Answer: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Outcome, citations of the grounds, citations of what is required; sorted, each once."""

PACK = Path(__file__).resolve().parent / "reference_pack"
OUTCOMES = {"must_exclude": "excluded", "may_exclude": "may-exclude", "not_excluded": "eligible"}
OFFENCES = {
    "criminal_organisation": "criminal-organisation",
    "corruption": "corruption",
    "fraud": "fraud",
    "terrorism": "terrorism",
    "money_laundering": "money-laundering",
    "child_labour_or_trafficking": "child-labour-or-trafficking",
}
MISCONDUCT = {
    "environmental_social_labour": "environmental-law",
    "grave_misconduct": "professional-misconduct",
    "collusion": "distortion-of-competition",
    "conflict_of_interest": "conflict-of-interest",
    "prior_involvement": "prior-involvement",
    "deficient_performance": "deficient-performance",
    "misrepresentation": "misrepresentation",
    "undue_influence": "undue-influence",
}
LINKS = {"director": "governing-body-member", "shareholder": "other"}


def regime() -> Regime:
    """The reference pack, compiled."""
    return Regime.of(load_pack(PACK))


def day(number: int) -> date:
    """A date from yyyymmdd."""
    return date(number // 10000, number // 100 % 100, number % 100)


money = lru_cache(maxsize=1024)(Decimal)


def facts_of(bidder: Bidder) -> tuple[dict[str, Any], dict[str, Any], date]:
    """Operator, procurement and as-of date of a bidder: every fact that the pack asks for is given."""
    said, bought = bidder["self_cleaning"], bidder["procurement"]
    cleaning = {
        "compensation": said["paid_compensation"],
        "collaboration": said["clarified_facts"],
        "prevention": said["concrete_measures"],
        "accepted": True,
    }
    own, persons = [], []
    for given in bidder["convictions"]:
        conviction = {
            "offence": OFFENCES.get(given["offence"], "other"),
            "convicted_on": day(given["date"]),
            "final": given["final"],
            "self_cleaning": cleaning,
        }
        if given["by"] == "company":
            own.append(conviction)
        else:
            persons.append({"link": LINKS[given["by"]], "convictions": (conviction,)})
    misconduct, insolvency = [], []
    for given in bidder["misconducts"]:
        event = day(given["date"])
        if given["kind"] == "insolvency":
            insolvency.append({"kind": "insolvency-proceedings", "opened_on": event, "self_cleaning": cleaning})
        else:
            kind = MISCONDUCT.get(given["kind"], "other")
            misconduct.append({"kind": kind, "occurred_on": event, "self_cleaning": cleaning})
    taxes = []
    for given in bidder["tax_breaches"]:
        amount = {"amount": money(given["amount"]), "currency": "EUR"}
        taxes.append({"amount": amount, "final_and_binding": given["binding"], "paid": given["paid"]})
    operator = {
        "role": "tenderer",
        "convictions": tuple(own),
        "linked_persons": tuple(persons),
        "misconduct": tuple(misconduct),
        "insolvency": tuple(insolvency),
        "tax_breaches": tuple(taxes),
        "evidence_verified": bidder["certification"],
    }
    as_of = day(bought["as_of"])
    procurement = {
        "stage": "before-award",
        "estimated_value_excluding_vat": {"amount": money(bought["value"]), "currency": bought["currency"]},
        "authority": {"country": bought["country"]},
        "commercially_available_off_the_shelf": bought["cots"],
        "decision_on": as_of,
    }
    return operator, procurement, as_of


def answer(outcome: str, grounds: Iterable[str], required: Iterable[str]) -> Answer:
    """The comparable form of a decision."""
    return OUTCOMES[outcome], tuple(sorted(set(grounds))), tuple(sorted(set(required)))


def rete_decider() -> Callable[[Bidder], Answer]:
    """Outcome and grounds by the Rete engine alone, without scope, validation, explanation or evidence."""
    compiled = regime()
    plan = compiled.evaluator.plan
    # the decision of the peers has no scope; without it, which comes last, the targets keep their numbers
    named = [(name, *plan.targets[number]) for name, number in plan.by_name.items() if name != "scope"]
    evaluator = Evaluator(compile_plan(compiled.typed, named))
    required = [
        (compiled.target(f"requirement:{typed.requirement.id}"), typed.requirement.cite)
        for typed in compiled.typed.requirements
    ]

    def decide_fast(bidder: Bidder) -> Answer:
        operator, procurement, as_of = facts_of(bidder)
        evaluation = evaluator.evaluate(operator, procurement, as_of, by="rete")
        outcome, cites = "not_excluded", []
        for ground, must, state, _ in verdict(Judged(compiled, evaluation, "operator", "", as_of)):
            if state == "applies":
                cites.append(ground.cite)
                outcome = "must_exclude" if must or outcome == "must_exclude" else "may_exclude"
        asked = [cite for target, cite in required if evaluation.truth(target) is True]
        return answer(outcome, cites, asked)

    return decide_fast


def decision_of(bidder: Bidder, compiled: Regime) -> Decision:
    """The whole decision: validated, by both evaluators, with reasons and explanations."""
    operator, procurement, _ = facts_of(bidder)
    return decide({"procurement": procurement, "operator": operator, "entities": ()}, packs=(compiled,))


def full_decider() -> Callable[[Bidder], Answer]:
    """Outcome and grounds read off the whole decision."""
    compiled = regime()

    def decide_full(bidder: Bidder) -> Answer:
        result = decision_of(bidder, compiled).regimes[0]
        applying = [finding.cite for finding in result.findings if finding.state == "applies"]
        return answer(result.outcome, applying, [state.cite for state in result.requirements])

    return decide_full
