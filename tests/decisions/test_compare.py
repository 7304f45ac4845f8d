"""Regimes side by side: topics aligned, states of this case, periods and measures in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.compare import compare
from tenderlaw.facts.case import Case, load_case

ROOT = Path(__file__).resolve().parents[2]
CASE = load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
IDS = ("eu-2014-24", "gb-sct-2016", "gb-sct-2015")
COMPARISON = compare(CASE, installed_regimes(IDS), date(2026, 2, 1))
ROWS = {row.topic: row.provisions for row in COMPARISON.rows}


def test_regimes_stand_in_the_order_asked_for() -> None:
    assert tuple(one.pack for one in COMPARISON.regimes) == IDS
    assert [one.outcome for one in COMPARISON.regimes] == ["must_exclude", "out_of_scope", "out_of_scope"]


def test_a_topic_shows_what_each_regime_says_of_it() -> None:
    eu, lower, higher = ROWS["trafficking"]
    assert [provision.cite for provision in eu] == ["art. 57(1)(f)"]
    assert "reg 8(1)(i)" in [provision.cite for provision in lower]
    assert "reg 58(1)(i)" in [provision.cite for provision in higher]
    assert eu[0].period == "5 years from the final judgment (art. 57(7))"
    assert eu[0].self_cleaning is True


def test_states_are_those_of_this_case() -> None:
    (provision,) = ROWS["trafficking"][0]
    assert (provision.state, provision.until) == ("applies", date(2028, 6, 1))
    assert all(provision.state == "not_governing" for provision in ROWS["trafficking"][1])


def test_what_is_not_there_yet_is_the_state_of_its_topic() -> None:
    facts = CASE.model_dump(mode="json", exclude_none=True)
    for person in (facts["operator"], *facts["operator"].get("linked_persons", ())):
        for conviction in person.get("convictions", ()):
            conviction["final_on"] = "2032-05-04"
    rows = compare(Case.model_validate(facts), installed_regimes(IDS), date(2026, 2, 1)).rows
    (provision,) = next(row.provisions for row in rows if row.topic == "trafficking")[0]
    assert (provision.state, provision.until) == ("not_yet", None)


def test_a_regime_that_does_not_govern_still_shows_its_thresholds() -> None:
    scottish = COMPARISON.regimes[1]
    assert scottish.governs == "false"
    found = {(one.amount, one.currency, one.operator) for one in scottish.thresholds}
    assert ("50000", "GBP", "at_least") in found
    assert all(one.holds == "unknown" for one in scottish.thresholds)  # the value is stated in euro


def test_a_topic_that_a_regime_does_not_know_is_empty() -> None:
    eu, lower, higher = ROWS["blacklisting"]
    assert eu == ()
    assert (lower[0].effect, lower[0].period) == ("must_exclude", "3 years from the event (reg 9(8))")
    assert higher[0].cite == "reg 58(3)(b)"


def test_taxes_differ_between_the_bands() -> None:
    _, lower, higher = ROWS["taxes"]
    assert [provision.effect for provision in lower] == ["may_exclude"]
    assert [provision.effect for provision in higher] == ["must_exclude", "may_exclude"]
    assert not any(provision.self_cleaning for provision in (*lower, *higher))


def test_every_ground_and_requirement_stands_in_one_row() -> None:
    for number, regime in enumerate(installed_regimes(IDS)):
        shown = [provision.id for row in COMPARISON.rows for provision in row.provisions[number]]
        pack = regime.typed.pack
        assert sorted(shown) == sorted([one.id for one in (*pack.grounds, *pack.requirements)])
