"""Input that law cannot work with: undetermined with the missing fact named, or a clear error; never a guess."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import cast

import pytest

from commands import tenderlaw

ROOT = Path(__file__).resolve().parents[2]

DIRECTIVE = """
procurement:
  authority: {country: SE, kind: sub-central}
  contract_kind: services
  specific_services: false
  framework_call_off: false
  stage: before-award
  estimated_value_excluding_vat: {amount: 500000.00, currency: EUR}
  call_sent_on: 2025-01-10
  decision_on: 2026-03-01
operator: {role: tenderer, convictions: [], linked_persons: [], tax_breaches: [], misconduct: [], insolvency: [],
  evidence_verified: true, tender: {abnormally_low: false}}
entities: []
"""
SCOTTISH = """
procurement:
  authority: {country: GB, devolved_to: GB-SCT, kind: sub-central}
  contract_kind: services
  specific_services: false
  excepted: false
  stage: before-award
  estimated_value_excluding_vat: {amount: 180000, currency: GBP}
  commenced_on: 2026-02-02
  decision_on: 2026-03-01
operator: {role: tenderer, convictions: [], linked_persons: [], tax_breaches: [], misconduct: [], insolvency: []}
entities: []
"""
FEDERAL = (ROOT / "examples/us-clauses/case.yaml").read_text(encoding="utf-8")
VALUE = "estimated_value_excluding_vat: {amount: 500000.00, currency: EUR}"
UNKNOWN_STATUTE = (
    "convictions: [{offence: no-such-statute, final: true, final_on: 2024-05-01, judgment_sets_exclusion: false, "
    "self_cleaning: {claimed: false}}]"
)


def check(folder: Path, facts: str, pack: str, *words: str) -> subprocess.CompletedProcess[str]:
    case = folder / "case.yaml"
    case.write_text(facts, encoding="utf-8")
    return tenderlaw("check", case, "--pack", pack, *words, cwd=folder)


def asked(folder: Path, facts: str, pack: str) -> dict[str, str | None]:
    """The missing facts of an undetermined case, each with what was given instead."""
    found = check(folder, facts, pack, "--json")
    assert found.returncode == 5, found.stdout + found.stderr
    missing = cast("list[dict[str, str | None]]", json.loads(found.stdout)["missing_facts"])
    return {str(fact["path"]): fact["given"] for fact in missing}


@pytest.mark.parametrize("currency", ["XYZ", "USD"])
def test_a_value_in_another_currency_is_asked_for_in_the_currency_of_the_threshold(
    tmp_path: Path, currency: str
) -> None:
    given = asked(tmp_path, DIRECTIVE.replace("currency: EUR", f"currency: {currency}"), "eu-2014-24")
    said = given["procurement.estimated_value_excluding_vat"]
    assert said is not None
    assert said.startswith(f"500000.00 {currency}, which is in another currency")
    told = check(tmp_path, DIRECTIVE.replace("currency: EUR", f"currency: {currency}"), "eu-2014-24").stdout
    assert f"Given: {said}." in told


def in_lots(*values: str) -> str:
    said = "awarded_outside_rules: false, estimated_value_excluding_vat"
    lots = ", ".join(f"{{id: lot-{n}, {said}: {value}}}" for n, value in enumerate(values))
    return DIRECTIVE.replace(VALUE, f"lots: [{lots}]")


EURO, DOLLARS = "{amount: 200000, currency: EUR}", "{amount: 200000, currency: USD}"


def test_lots_in_several_currencies_are_not_added(tmp_path: Path) -> None:
    given = asked(tmp_path, in_lots(EURO, DOLLARS), "eu-2014-24")
    assert given["procurement.estimated_value_excluding_vat"] is None


@pytest.mark.parametrize("other", [DOLLARS, "null"], ids=["another currency", "unknown"])
def test_lots_of_one_currency_that_reach_the_threshold_settle_it_whatever_the_other_lots_are_worth(
    tmp_path: Path, other: str
) -> None:
    told = json.loads(check(tmp_path, in_lots(EURO, EURO, other), "eu-2014-24", "--json").stdout)
    assert told["regimes"][0]["scope"] == "true"
    assert "procurement.estimated_value_excluding_vat" not in [fact["path"] for fact in told["missing_facts"]]


def test_a_portion_in_another_currency_is_asked_for_and_not_added(tmp_path: Path) -> None:
    facts = FEDERAL.replace("{amount: 1200000.00, currency: USD}", "{amount: 1200000.00, currency: EUR}")
    facts = facts.replace("    - {kind: far-52.222-56, given: true", "    - {kind: other-statement, given: true")
    decision = json.loads(check(tmp_path, facts, "us-far", "--json").stdout)
    asked_for = {fact["path"]: fact["given"] for fact in decision["missing_facts"]}
    assert asked_for["procurement.performance[0].estimated_value"].startswith("1200000.00 EUR, which is in another")
    assert decision["award"]["may_proceed"] == "unknown"


def test_a_day_after_every_version_is_not_decided_by_the_last_one(tmp_path: Path) -> None:
    given = asked(tmp_path, DIRECTIVE.replace("call_sent_on: 2025-01-10", "call_sent_on: 2028-11-30"), "eu-2014-24")
    said = given["procurement.call_sent_on"]
    assert said is not None
    assert said.startswith("2028-11-30, which is a day for which the pack holds no settled version")


def test_a_day_before_the_regime_is_out_of_scope_and_says_so(tmp_path: Path) -> None:
    facts = DIRECTIVE.replace("call_sent_on: 2025-01-10", "call_sent_on: 2013-11-30")
    found = check(tmp_path, facts, "eu-2014-24", "--full")
    assert found.returncode == 8
    assert "not in force on 30 November 2013" in found.stdout


def test_a_statute_that_the_catalogue_lacks_is_no_no(tmp_path: Path) -> None:
    facts = DIRECTIVE.replace("convictions: []", UNKNOWN_STATUTE, 1)
    given = asked(tmp_path, facts, "eu-2014-24")
    said = given["operator.convictions[0].offence"]
    assert said == "no-such-statute, which is not in the catalogue of the pack"
    assert "a person must place it" in check(tmp_path, facts, "eu-2014-24").stdout


def test_a_threshold_with_vat_asks_for_the_value_with_vat(tmp_path: Path) -> None:
    assert "procurement.estimated_value_including_vat" in asked(tmp_path, SCOTTISH, "gb-sct-2015")
    # a value that reaches the threshold without VAT reaches it with VAT
    reached = check(tmp_path, SCOTTISH.replace("180000", "300000"), "gb-sct-2015", "--json")
    assert json.loads(reached.stdout)["regimes"][0]["scope"] == "true"


def test_a_threshold_without_vat_asks_for_the_value_without_vat(tmp_path: Path) -> None:
    facts = DIRECTIVE.replace("excluding_vat", "including_vat")
    assert "procurement.estimated_value_excluding_vat" in asked(tmp_path, facts, "eu-2014-24")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (DIRECTIVE.replace("currency: EUR", "currency: eur"), "must be the three capitals of a currency (ISO 4217)"),
        (DIRECTIVE.replace(", currency: EUR", ""), "the field `currency` is required"),
        (DIRECTIVE.replace("500000.00", ".nan"), "case.yaml:8:"),
        (DIRECTIVE.replace("2025-01-10", "2025-02-30"), "`2025-02-30` is not a day of the calendar"),
        (DIRECTIVE.replace("convictions: []", "convictions: [{offence: No Such}]", 1), "must be an identifier"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(tmp_path: Path, facts: str, said: str) -> None:
    found = check(tmp_path, facts, "eu-2014-24")
    assert (found.returncode, found.stdout) == (7, "")
    assert said in found.stderr
    assert "case.yaml:" in found.stderr
    assert "Traceback" not in found.stderr
