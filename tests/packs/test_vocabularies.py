"""A word that a pack does not know is unknown, never a no: an agency, a register, a kind of statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from tenderlaw.decisions import decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.policies import installed_policies
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.catalogue import field_at
from tenderlaw.packs.conditions import Condition, Fact, Some, Sum
from tenderlaw.packs.conditions import Test as Comparison

EVERY = {one.typed.pack.id: one for one in (*installed_regimes(), *installed_policies())}

OPEN = {
    # any clause of any contract may be passed on, and what is not named is asked again, never cleared
    "subcontract.flowed_down",
    "procurement.clauses_used",
    # the requirement that asks for the paper stays unmet, and whoever gave another one is told that nothing read it
    "gb-sct: statements.kind",
    "gb-sct-2015: statements.kind",
    "gb-sct-2016: statements.kind",
    "eu-2014-24: statements.kind",
    "de-gwb: statements.kind",
    "gb-pa-2023: statements.kind",
    "gb-pcr-2015: statements.kind",
    "nl-aw2012: statements.kind",
    "fr-ccp: statements.kind",
}
"""Facts without a vocabulary, each with the reason."""


def comparisons(value: object, collection: str) -> Iterator[tuple[str, Comparison]]:
    """Every comparison of the conditions in `value`, with the list of whose entries it speaks."""
    if isinstance(value, Comparison):
        yield collection, value
    elif isinstance(value, Some | Sum):
        yield from comparisons(value.where, value.collection)
    elif isinstance(value, tuple):
        for part in value:
            yield from comparisons(part, collection)
    elif is_dataclass(value) and not isinstance(value, type):
        inner = getattr(value, "collection", None) or collection
        for field in fields(value):
            yield from comparisons(getattr(value, field.name), inner)


def conditions_of(regime: Regime) -> Iterator[tuple[str | None, Condition]]:
    yield from (*regime.evaluator.plan.targets, *regime.scope.plan.targets)


def is_open(collection: str, leaf: Comparison, regime: Regime) -> bool:
    """Whether the fact takes any word that looks like a code."""
    models = regime.typed.pack.models
    model = {"procurement": models.procurement, "operator": models.operator}.get(
        leaf.ref.root if leaf.ref.root != "item" else collection
    ) or models.collections[collection].model
    found = field_at(model, leaf.ref.names)
    return found is not None and found.kind in ("code", "word", "words") and not found.vocabulary and not found.country


@pytest.mark.parametrize("pack", sorted(EVERY))
def test_a_word_that_anybody_may_write_has_a_vocabulary(pack: str) -> None:
    without = set()
    for collection, condition in conditions_of(EVERY[pack]):
        for place, leaf in comparisons(condition, collection or "operator"):
            asked = leaf.operator in ("is", "in", "includes") and not isinstance(leaf.operand, Fact)
            if asked and not leaf.known and is_open(place, leaf, EVERY[pack]):
                path = ".".join((place, *leaf.ref.names)) if leaf.ref.root == "item" else str(leaf.ref)
                without.add(path.removeprefix("operator."))
    assert {path for path in without if not {path, f"{pack}: {path}"} & OPEN} == set()


@pytest.mark.parametrize(
    ("agency", "state"),
    [("army", "prescribed"), ("gsa", "not_prescribed"), ("army-contracting-command", "unknown"), (None, "unknown")],
)
def test_an_agency_written_otherwise_is_asked_for_and_is_no_other_agency(agency: str | None, state: str) -> None:
    bought = {
        "authority": {"country": "US", "kind": "central", "agency": agency, "class_deviation": False},
        "contract_kind": "supplies",
        "contingency": "none",
        "estimated_value_excluding_vat": {"amount": "100000", "currency": "USD"},
        "solicitation_issued_on": "2025-06-02",
    }
    case = {"procurement": bought, "operator": {"role": "tenderer"}}
    (regime,) = decide(case, as_of=date(2025, 8, 1), packs=["us-far"]).regimes
    (clause,) = [one for one in regime.clauses if one.clause == "us-dfars-252-225-7060"]
    assert clause.state == state
    assert clause.missing == (("procurement.authority.agency",) if state == "unknown" else ())


@pytest.mark.parametrize(
    ("register", "outcome"),
    [("sam-exclusions", "must_exclude"), ("world-bank", "not_excluded"), ("sam.gov", "undetermined")],
)
def test_a_register_written_otherwise_clears_nobody(register: str, outcome: str) -> None:
    entry = {
        "list": register, "exclusion_type": "debarred", "matched_by": "identifier", "listed_from": "2025-01-01",
        "listed_until": "open",
    }  # fmt: skip
    case = {
        "procurement": {"authority": {"country": "US", "kind": "central"}, "decision_on": "2026-04-01",
                        "solicitation_issued_on": "2026-03-20", "stage": "before-award"},
        "operator": {"role": "tenderer", "listings": [entry], "derogations": [], "responsibility": "responsible"},
        "entities": [],
    }  # fmt: skip
    decision = decide(case, packs=["us-far"])
    assert decision.outcome == outcome
    if outcome == "undetermined":
        (asked,) = [fact for fact in decision.missing_facts if fact.path == "operator.listings[0].list"]
        assert (
            asked.given == f"{register}, which is no word that the pack knows in this place, or one on which its law "
            "of that day is not settled"
        )
