"""Remedies: what letters tell of hearing, self-cleaning, standstill and review follows from the pack alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeAlias

import jsonschema
import orjson
import pytest
from case_strategies import CLEAN, PROCUREMENT

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.model.remedies import RemedyState, TimeLimit
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.schema import decision_schema
from tenderlaw.decisions.worked_cases import Expected, differences
from tenderlaw.facts.wording import said_in
from tenderlaw.packs import load_pack
from tenderlaw.packs.typed import TypedPack

Given: TypeAlias = dict[str, object]

FIXTURES = Path(__file__).resolve().parents[1] / "packs" / "fixtures"
REMEDIES = """
remedies:
  - id: court
    kind: review
    title: {en: Review, de: Nachprüfung}
    cite: art. 20
    says: {en: You may apply to the court., de: Sie können das Gericht anrufen.}
    in: [exclusion, replacement]
    within: {days: 30, event_day: counted, after: {en: you received this letter, de: Zugang dieses Schreibens}}
    review: Which court it is, the text leaves to the State.
  - id: standstill-of-works
    kind: standstill
    title: Standstill
    cite: art. 21
    says: No contract is concluded before the tenth day has ended.
    in: [exclusion]
    when: {procurement.contract_kind: works}
    within: {working_days: 10, after: this letter was sent}
  - id: old-hearing
    kind: hearing
    title: Hearing
    cite: art. 22
    says: You may comment.
    in: [invitation]
    to: 2024-12-31
"""
DAY = date(2025, 6, 1)


def load(name: str) -> TypedPack:
    return load_pack(FIXTURES / name, load)


def with_remedies(folder: Path, text: str = REMEDIES) -> Regime:
    pack = (FIXTURES / "tiny" / "pack.yaml").read_text("utf-8")
    (folder / "tiny").mkdir(parents=True)
    (folder / "tiny" / "pack.yaml").write_text(pack + text, "utf-8")
    return Regime.of(load_pack(folder / "tiny"))


@pytest.fixture
def regime(tmp_path: Path) -> Regime:
    return with_remedies(tmp_path)


def decided(regime: Regime, procurement: Given, day: date = DAY) -> Decision:
    facts: Given = {"procurement": {**PROCUREMENT, **procurement}, "operator": CLEAN, "entities": []}
    return decide(facts, as_of=day, packs=[regime])


def remedies(regime: Regime, procurement: Given, day: date = DAY) -> dict[str, RemedyState]:
    (found,) = decided(regime, procurement, day).regimes
    return {one.remedy: one for one in found.remedies}


def test_a_remedy_stands_in_the_decision_as_the_pack_says_it(regime: Regime) -> None:
    court = remedies(regime, {"contract_kind": "supplies"})["court"]
    assert (court.kind, court.cite, court.state, court.missing) == ("review", "art. 20", "holds", ())
    assert court.letters == ("exclusion", "replacement")
    assert court.within == TimeLimit(30, "days", "you received this letter", "counted")
    assert court.review == "Which court it is, the text leaves to the State."
    assert said_in(court.says, "de") == "Sie können das Gericht anrufen."
    assert said_in(court.within.after, "de") == "Zugang dieses Schreibens"


@pytest.mark.parametrize(
    ("kind", "state", "missing"),
    [("works", "holds", ()), ("supplies", None, ()), (None, "unknown", ("procurement.contract_kind",))],
)
def test_what_may_be_so_is_carried_with_the_fact_that_would_settle_it(
    regime: Regime, kind: str | None, state: str | None, missing: tuple[str, ...]
) -> None:
    found = remedies(regime, {"contract_kind": kind}).get("standstill-of-works")
    assert (found.state if found else None, found.missing if found else ()) == (state, missing)


def test_a_remedy_is_carried_on_the_days_on_which_it_is_law(regime: Regime) -> None:
    assert "old-hearing" in remedies(regime, {}, date(2024, 12, 31))
    assert "old-hearing" not in remedies(regime, {}, date(2025, 1, 1))


def test_while_it_is_unknown_whether_the_regime_governs_so_are_its_remedies(regime: Regime) -> None:
    court = remedies(regime, {"estimated_value_excluding_vat": None})["court"]
    assert court.state == "unknown"
    assert "procurement.estimated_value_excluding_vat" in court.missing


def test_a_regime_that_does_not_govern_gives_no_remedy(regime: Regime) -> None:
    assert remedies(regime, {"estimated_value_excluding_vat": {"amount": "10", "currency": "EUR"}}) == {}


def test_remedies_change_neither_outcome_nor_review_nor_what_is_asked_for(tmp_path: Path) -> None:
    facts: Given = {"contract_kind": None}
    without = decided(with_remedies(tmp_path / "plain", ""), facts)
    with_them = decided(with_remedies(tmp_path / "told"), facts)
    assert without.outcome == with_them.outcome
    assert (without.review, without.award) == (with_them.review, with_them.award)
    assert without.missing_facts == with_them.missing_facts


def test_a_fact_that_only_a_remedy_asks_is_read(tmp_path: Path) -> None:
    regime = with_remedies(tmp_path, REMEDIES.replace("contract_kind: works", "authority.kind: central"))
    assert "procurement.authority.kind" not in {one.path for one in decided(regime, {}).unread}
    assert "procurement.authority.kind" in {one.path for one in decided(Regime.of(load("tiny")), {}).unread}


def test_a_decision_with_remedies_is_written_as_its_schema_says(regime: Regime) -> None:
    data = orjson.loads(decided(regime, {"contract_kind": "works"}).json())
    jsonschema.validate(data, decision_schema())
    first = data["regimes"][0]["remedies"][0]
    assert first["within"] == {
        "number": 30,
        "unit": "days",
        "after": "you received this letter",
        "event_day": "counted",
    }


def test_worked_cases_expect_every_remedy_that_is_carried(regime: Regime) -> None:
    decision = decided(regime, {"contract_kind": None})
    right = Expected.model_validate(
        {"outcome": "not_excluded", "remedies": {"court": "holds", "standstill-of-works": "unknown"}}
    )
    assert not [one for one in differences(right, decision) if one.startswith("remedies")]
    wrong = right.model_copy(update={"remedies": {"court": "holds"}})
    assert [one for one in differences(wrong, decision) if one.startswith("remedies")] == [
        "remedies: expected {'court': 'holds'}, found {'court': 'holds', 'standstill-of-works': 'unknown'}"
    ]
