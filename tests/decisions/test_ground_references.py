"""Rules that ask a ground: on which day, with which lifts, and what every ground passes over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs import load_pack
from tenderlaw.packs.typed import TypedPack

FIXTURES = Path(__file__).resolve().parents[1] / "packs" / "fixtures"
AS_OF = date(2025, 6, 1)
AWARDED = date(2025, 1, 15)
Given: TypeAlias = dict[str, object]


def load(name: str) -> TypedPack:
    return load_pack(FIXTURES / name, load)


REGIME = Regime.of(load("tiny-asks"))
CLEAN: Given = {
    "role": "tenderer", "tenders_alone": True, "convictions": [], "linked_persons": [], "misconduct": [],
    "exclusions_by_judgment": [], "derogations": [], "statements": [],
}  # fmt: skip


def conviction(**facts: object) -> Given:
    return {
        "offence": "fraud", "final": True, "final_on": "2024-06-01", "judgment_sets_exclusion": False,
        "self_cleaning": {"claimed": False, "accepted": False}, **facts,
    }  # fmt: skip


def decided(*convictions: Given, awarded: bool = False, **operator: object) -> Decision:
    value = {"amount": "5000", "currency": "EUR"}
    procurement: Given = {
        "estimated_value_excluding_vat": value,
        "call_sent_on": "2024-12-01",
        "performance": [{"country": "SE", "estimated_value": value}],
        "contract_kind": "services",
        **({"awarded_on": AWARDED.isoformat()} if awarded else {"stage": "before-award"}),
    }
    facts = {"procurement": procurement, "operator": {**CLEAN, "convictions": list(convictions), **operator}}
    return decide({**facts, "entities": []}, as_of=AS_OF, packs=[REGIME])


def requirements(decision: Decision) -> dict[str, str]:
    return {one.requirement: one.state for one in decision.regimes[0].requirements}


def fraud(decision: Decision) -> Finding:
    return next(one for one in decision.regimes[0].findings if one.ground == "fraud" and one.state != "not_triggered")


def test_termination_asks_the_ground_on_the_day_of_the_award() -> None:
    assert requirements(decided(conviction(), awarded=True))["termination"] == "unmet"
    assert "termination" not in requirements(decided(conviction(), awarded=False))


@pytest.mark.parametrize(("final_on", "arises"), [("2023-01-14", False), ("2023-01-15", True)])
def test_the_period_of_the_ground_is_counted_to_the_day_asked_not_to_the_day_of_the_decision(
    final_on: str, arises: bool
) -> None:
    found = requirements(decided(conviction(final_on=final_on), awarded=True))
    assert ("termination" in found) is arises
    assert fraud(decided(conviction(final_on=final_on))).state == "lapsed"


@pytest.mark.parametrize(("decided_on", "arises"), [("2025-01-15", False), ("2025-01-16", True)])
def test_a_derogation_counts_for_the_day_asked_if_it_was_decided_by_then(decided_on: str, arises: bool) -> None:
    derogation = {"basis": "public-interest", "decided_on": decided_on}
    assert ("termination" in requirements(decided(conviction(), awarded=True, derogations=[derogation]))) is arises


def test_what_came_to_be_after_the_day_asked_does_not_count_for_it() -> None:
    assert "termination" not in requirements(decided(conviction(final_on="2025-03-01"), awarded=True))
    director = {
        "link": "representative",
        "link_from": "2025-02-01",
        "link_until": "open",
        "convictions": [conviction()],
    }
    assert "termination" not in requirements(decided(awarded=True, linked_persons=[director]))
    director["link_from"] = "2025-01-15"
    assert requirements(decided(awarded=True, linked_persons=[director]))["termination"] == "unmet"


def test_an_unknown_day_of_award_leaves_open_whether_the_ground_applied_then() -> None:
    facts = decided(conviction()).facts
    facts["procurement"]["stage"] = "awarded"  # type: ignore[index]
    decision = decide(facts, as_of=AS_OF, packs=[REGIME])
    found = next(one for one in decision.regimes[0].requirements if one.requirement == "termination")
    assert (found.state, found.missing) == ("unknown", ("procurement.awarded_on",))


def test_a_situation_that_is_over_is_no_longer_given() -> None:
    claimed = {"claimed": True, "accepted": False}
    assert requirements(decided(conviction(self_cleaning=claimed)))["reasons"] == "unmet"
    assert "reasons" not in requirements(decided(conviction(self_cleaning=claimed, final_on="2020-01-01")))


BARRED = [{"excluded_from": "2024-06-01", "excluded_until": "2026-06-01"}]
MEASURES = {"claimed": True, "accepted": True}


def test_a_barred_lift_neither_lifts_nor_is_offered() -> None:
    decision = decided(conviction(self_cleaning=MEASURES), exclusions_by_judgment=BARRED)
    found = fraud(decision)
    assert (decision.outcome, found.state) == ("must_exclude", "applies")
    assert found.lifts[0].barred_by == "art. 8a(4)"
    assert not any("measures" in cure for cure in decision.award.cure)
    assert "if evidence of measures" not in found.reason
    assert "Measures (art. 8a(3)) is barred (art. 8a(4))." in found.reason


def test_a_lift_that_nothing_bars_lifts_and_is_offered() -> None:
    over = [{"excluded_from": "2024-06-01", "excluded_until": "2025-05-31"}]
    assert decided(conviction(self_cleaning=MEASURES), exclusions_by_judgment=over).outcome == "not_excluded"
    assert any("measures" in cure for cure in decided(conviction(), exclusions_by_judgment=over).award.cure)


def test_an_unknown_bar_leaves_the_lift_unknown() -> None:
    facts = decided(conviction(self_cleaning=MEASURES)).facts
    del facts["operator"]["exclusions_by_judgment"]  # type: ignore[attr-defined]
    decision = decide(facts, as_of=AS_OF, packs=[REGIME])
    assert decision.outcome == "undetermined"
    assert [fact.path for fact in decision.missing_facts] == ["operator.exclusions_by_judgment"]


def test_an_entry_that_no_ground_reaches_is_still_named() -> None:
    decision = decided(conviction(offence="other"))
    (note,) = decision.regimes[0].review_notes
    assert (decision.outcome, decision.review, note.about) == ("not_excluded", True, "other-conviction")
    assert note.reason.startswith("operator.convictions[0]: this conviction falls outside every ground")
    assert "Grave professional misconduct (art. 8(4))" in note.reason


def test_an_entry_that_a_ground_reaches_is_not_passed_over() -> None:
    assert not decided(conviction()).review
    assert not decided(conviction(final_on="2020-01-01")).review
    assert not decided(conviction(offence="other", final=False, final_on=None)).review
