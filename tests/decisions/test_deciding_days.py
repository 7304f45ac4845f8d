"""Days that decide a version or whether a regime is in force: unknown, or with another one in their place."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.packs import load_pack
from tenderlaw.sources.faults import InputInvalidError

Given = dict[str, object]
PACKS = [regime.typed.pack.id for regime in installed_regimes()]
BUYER_ABROAD: Given = {
    "procurement": {
        "authority": {"country": "US", "kind": "central"},
        "contract_kind": "services",
        "estimated_value_excluding_vat": {"amount": 1500000, "currency": "USD"},
    },
    "operator": {"role": "tenderer"},
    "entities": [],
}
BUYER_AT_HOME: Given = {
    **BUYER_ABROAD,
    "procurement": {
        "authority": {"country": "SE", "kind": "sub-central"},
        "contract_kind": "services",
        "specific_services": False,
        "estimated_value_excluding_vat": {"amount": 900000000, "currency": "EUR"},
    },
}


@cache
def regime(pack: str) -> Regime:
    return next(one for one in installed_regimes() if one.typed.pack.id == pack)


def decided(case: Given, pack: str, day: date = date(2026, 4, 1)) -> Decision:
    return decide(case, as_of=day, packs=[regime(pack)])


def missing(decision: Decision) -> list[str]:
    return [fact.path for fact in decision.missing_facts]


def test_a_buyer_of_another_country_is_outside_whatever_the_day() -> None:
    decision = decided(BUYER_ABROAD, "eu-2014-24")
    assert decision.outcome == "out_of_scope"
    assert missing(decision) == []


def test_a_value_above_every_threshold_is_not_in_scope_on_a_day_that_nobody_knows() -> None:
    """On no day of the regime is it below; but the regime may not have been in force on that day."""
    decision = decided(BUYER_AT_HOME, "eu-2014-24")
    assert decision.regimes[0].scope == "unknown"
    assert decision.outcome == "undetermined"
    assert {"procurement.call_sent_on", "procurement.commenced_on"} <= set(missing(decision))


# What stands in for a day ---------------------------------------------------------------------------------

SAMPLE = 14


def poorer_cases(pack: str) -> Iterator[tuple[Given, date, str]]:
    """Worked cases of a pack without the day that decides, where another one then decides in its place."""
    chains = regime(pack).day_chains
    cases = list(worked_cases(regime(pack).typed))
    random.Random(pack).shuffle(cases)
    for case, source in cases[:SAMPLE]:
        facts = cast("Given", copy.deepcopy(source.data))
        for path in {chain[0] for chain in chains}:
            bought = cast("Given", facts["procurement"])
            bought.pop(path.removeprefix("procurement."), None)
            yield facts, case.as_of, path


def days_of(pack: str) -> set[date]:
    """Days that may differ to the pack: the first ones of its versions, and one before all."""
    firsts = {version.from_ for value in regime(pack).typed.pack.values for version in value.versions}
    return {date(1990, 1, 1), *firsts}


def come_to(decision: Decision) -> list[object]:
    one = decision.regimes[0]
    states = [(finding.ground, finding.operator, finding.state) for finding in one.findings]
    return [one.outcome, one.award.may_proceed, states, [(r.requirement, r.state) for r in one.requirements]]


@pytest.mark.parametrize("pack", PACKS)
def test_a_day_that_is_not_listed_as_missing_changes_nothing_of_a_determined_outcome(pack: str) -> None:
    for facts, day, path in poorer_cases(pack):
        before = decide(facts, as_of=day, packs=[regime(pack)])
        if before.outcome == "undetermined" or path in missing(before):
            continue
        for known in days_of(pack):
            bought = cast("Given", facts["procurement"])
            richer = {**facts, "procurement": {**bought, path.removeprefix("procurement."): known.isoformat()}}
            try:
                after = decide(richer, as_of=day, packs=[regime(pack)])
            except InputInvalidError:  # a day that contradicts another fact
                continue
            assert come_to(after) == come_to(before), (path, known)


def test_the_as_of_date_in_the_place_of_an_unknown_day_is_said() -> None:
    bought = {"authority": {"country": "US", "kind": "central"}, "stage": "before-award"}
    decision = decided({**BUYER_ABROAD, "procurement": bought}, "us-far")
    (fact,) = [fact for fact in decision.missing_facts if fact.path == "procurement.solicitation_issued_on"]
    assert fact.given == "not given; the as-of date 2026-04-01 decides in its place"
    assert not fact.settles


def test_nothing_is_said_where_the_day_that_decides_is_known() -> None:
    bought = {
        "authority": {"country": "US", "kind": "central"},
        "solicitation_issued_on": "2026-02-02",
    }
    decision = decided({**BUYER_ABROAD, "procurement": bought}, "us-far")
    assert "procurement.solicitation_issued_on" not in missing(decision)


@pytest.mark.parametrize("country", ["US", "SE"])
def test_a_stand_in_does_not_matter_to_a_buyer_who_is_outside_anyhow(country: str) -> None:
    bought = {"authority": {"country": country, "kind": "sub-central"}}
    decision = decided({**BUYER_ABROAD, "procurement": bought}, "us-far")
    assert decision.outcome == "out_of_scope"
    assert missing(decision) == []


@pytest.fixture(scope="module")
def falling_back(tmp_path_factory: pytest.TempPathFactory) -> Regime:
    """The tiny pack, always in force, whose versions the as-of date decides where there is no call."""
    tiny = Path(__file__).resolve().parents[1] / "packs" / "fixtures" / "tiny" / "pack.yaml"
    text = tiny.read_text().replace("by: [procurement.call_sent_on]", "by: [procurement.call_sent_on, as_of]")
    folder = tmp_path_factory.mktemp("packs") / "tiny"
    folder.mkdir()
    in_force = "in_force: {from: 2014-01-01, by: [procurement.call_sent_on, as_of]"
    assert in_force in text
    (folder / "pack.yaml").write_text(text.replace(in_force, "in_force: {from: 2014-01-01, by: [as_of]"))
    return Regime.of(load_pack(folder))


@pytest.mark.parametrize(
    ("amount", "outcome", "listed"),
    # 1,000 until 2019, then 1,500.50
    [("999", "out_of_scope", False), ("1200", "out_of_scope", True), ("1600", "not_excluded", False)],
)
def test_a_day_is_missing_only_where_another_version_would_answer_otherwise(
    falling_back: Regime, amount: str, outcome: str, listed: bool
) -> None:
    value = {"amount": amount, "currency": "EUR"}
    bought = {"estimated_value_excluding_vat": value, "performance": [{"country": "SE", "estimated_value": value}]}
    clean = {"role": "tenderer", "tenders_alone": True, "convictions": [], "linked_persons": [], "misconduct": []}
    decision = decide(
        {"procurement": bought, "operator": clean, "entities": []}, as_of=date(2025, 6, 1), packs=[falling_back]
    )
    assert decision.outcome == outcome
    assert (missing(decision) == ["procurement.call_sent_on"]) is listed
    assert all(fact.needed_for == ("art. 3",) for fact in decision.missing_facts)
