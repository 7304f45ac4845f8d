"""Policies on the command line: asked by id, shown with their tier, and why a clause is not there."""

from __future__ import annotations

import json
from pathlib import Path

from commands import tenderlaw

CASE = "examples/policy-tiers/case.yaml"
ASKED = (CASE, "--pack", "eu-2014-24", "--policy", "baseline")


def test_check_shows_the_tier_its_points_and_the_clauses_of_each_policy() -> None:
    done = tenderlaw("check", *ASKED, "--policy", "zero-tolerance", "--full")
    assert done.returncode == 0
    for line in (
        "Policy: Baseline against trafficking and forced labour [baseline]",
        "  Tier: high, 6 of 9 points, medium from 3, high from 6 (",
        "    2 of 2 Nature of the workforce: Migrant or low-skilled workers come through labour brokers or agencies (",
        ") [procurement.workforce.migrant_or_low_skilled_through_brokers = true]",
        "    not counted: Type of commodity (",
        "    raised to high: Migrant or low-skilled workers come through labour brokers",
        "  [clause] subcontractor-register (background paper para. 3(a); voluntary)",
        "  [risk] Labour brokers or unlicensed recruiters",
        "Policy: Zero tolerance of trafficking and forced labour [zero-tolerance]",
        "  [clause] remedies-ladder (",
    ):
        assert line in done.stdout
    data = json.loads(tenderlaw("check", *ASKED, "--json").stdout)
    (policy,) = data["policies"]
    assert (policy["policy"], policy["tier"]["tier"], policy["tier"]["score"]) == ("baseline", "high", 6)
    workforce = next(one for one in policy["tier"]["factors"] if one["factor"] == "workforce")
    assert (workforce["level"]["id"], workforce["points"], workforce["most"]) == ("brokers", 2, 2)
    assert workforce["level"]["facts"] == [
        {"path": "procurement.workforce.migrant_or_low_skilled_through_brokers", "value": "true"}
    ]
    assert [pack["id"] for pack in data["packs"]] == ["eu-2014-24", "baseline"]


def test_what_a_tier_lacks_and_what_raised_it_are_shown(tmp_path: Path) -> None:
    words = Path(__file__).resolve().parents[2].joinpath(CASE).read_text(encoding="utf-8")
    fees = "practices: [{kind: recruitment-fees, found: true, made_good: false}]"
    own = words.replace("practices: []", fees).replace("  goods: []\n", "")
    (tmp_path / "case.yaml").write_text(own, encoding="utf-8")
    done = tenderlaw("check", str(tmp_path / "case.yaml"), *ASKED[1:], "--full")
    assert done.returncode == 0  # fees found raise the tier and exclude nobody
    assert "  Tier: high, " in done.stdout
    assert (
        "    raised to high: Workers paid recruitment fees or related costs, and nobody says that all were reimbursed "
        in done.stdout
    )
    assert "; not known: procurement.goods" in done.stdout


def test_a_schedule_holds_the_clauses_of_the_policy_and_says_who_asks_for_them() -> None:
    own = ("--kind", "authority-file", "--draft")
    alone, both = tenderlaw("document", *ASKED[:3], *own), tenderlaw("document", *ASKED, *own)
    assert (alone.returncode, both.returncode) == (0, 0)
    why = "It is prescribed by Baseline against trafficking and forced labour, background paper para. 31(g)"
    assert why in both.stdout
    assert why not in alone.stdout
    terms = tenderlaw("document", *ASKED, "--draft").stdout
    assert tenderlaw("clauses", *ASKED, "--draft").stdout == terms
    assert why not in terms


def test_explain_shows_the_conditions_of_a_policys_clauses() -> None:
    done = tenderlaw("explain", *ASKED)
    assert "  independent-audits (background paper para. 3(b)): prescribed\n    true: The risk is high" in done.stdout


def test_why_a_clause_is_not_prescribed() -> None:
    failed = tenderlaw("check", *ASKED, "--why-not", "supplier-code-of-conduct")
    assert failed.returncode == 0
    assert failed.stdout.splitlines() == [
        "supplier-code-of-conduct is not prescribed, as of 2026-02-01",
        "Baseline against trafficking and forced labour [baseline], background paper para. 3(b), 31(f): "
        "its condition does not hold (tier high, 6 of 9 points)",
        "  false: procurement.supplier_code is true [procurement.supplier_code = false]",
        "Also prescribed, under conditions of their own, by: un-wg-2021",
    ]
    assert tenderlaw("clauses", *ASKED, "--why-not", "supplier-code-of-conduct").stdout == failed.stdout


def test_why_not_names_who_would_prescribe_what_nobody_was_asked_for() -> None:
    done = tenderlaw("check", CASE, "--pack", "eu-2014-24", "--why-not", "au-supplier-code")
    assert done.stdout.splitlines() == [
        "au-supplier-code is not prescribed, as of 2026-02-01",
        "None of the packs and policies that were asked prescribes it in any case.",
        "Also prescribed, under conditions of their own, by: au-cpr",
    ]


def test_why_not_of_a_clause_that_comes_along_names_what_brings_it() -> None:
    asked = ("check", CASE, "--pack", "eu-2014-24", "--why-not")
    assert (
        "It comes along with every text of the library that is a clause." in tenderlaw(*asked, "interpretation").stdout
    )
    brought = json.loads(tenderlaw(*asked, "remedies-ladder", "--json").stdout)
    assert "eu-replacement-of-subcontractors" in brought["comes_with"]
    assert brought["goes_with"] == []


def test_why_not_of_a_regime_that_does_not_govern() -> None:
    done = tenderlaw("check", CASE, "--pack", "gb-sct-2015", "--why-not", "gb-sct-performance-conditions")
    assert "the regime does not govern this procurement" in done.stdout
    assert "false: procurement.authority.country starts with GB [procurement.authority.country = SE]" in done.stdout


def test_why_not_of_a_clause_that_waits_names_the_facts_and_of_one_that_is_there_says_so() -> None:
    waits = tenderlaw("check", "examples/scottish-clauses/case.yaml", "--policy", "baseline", "--why-not",
                      "beneficial-ownership")  # fmt: skip
    assert waits.stdout.startswith("beneficial-ownership may be prescribed, as of 2026-03-02\n")
    assert "  missing: operator.owners_known\n" in waits.stdout
    there = json.loads(tenderlaw("check", *ASKED, "--why-not", "zero-tolerance", "--json").stdout)
    assert [(one["by"], one["state"]) for one in there["answers"]] == [("baseline", "prescribed")]
    assert set(there["elsewhere"]) == {"ctoc-background-paper-2021", "zero-tolerance"}


def test_why_not_of_a_clause_that_is_in_no_library() -> None:
    done = tenderlaw("check", *ASKED, "--why-not", "independent-audit")
    assert (done.returncode, done.stderr) == (2, "no clause `independent-audit` (did you mean `independent-audits`?)\n")


def test_policies_are_listed_and_tested() -> None:
    listed = json.loads(tenderlaw("packs", "--json").stdout)
    kinds = {one["id"]: one["kind"] for one in listed}
    assert (kinds["baseline"], kinds["eu-2014-24"]) == ("policy", "regime")
    assert "risk-tiers" not in kinds  # shared by policies, and none itself
    assert "policy, asked by --policy baseline; with tiers of risk; 24 clauses" in tenderlaw("packs").stdout
    done = tenderlaw("packs", "test", "baseline", "afdb")
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["baseline", "afdb"]


OWN = """id: own
title: A policy of our own
version: "1"
kind: policy
extends: risk-tiers
clauses:
  - clause: remedies-ladder
    cite: our rule 1
    obligation: voluntary
    when: {procurement.risk_tier: {in: [medium, high]}}
"""
OWN_CASES = """cases:
  - id: one
    title: t
    cite: our rule 1
    as_of: 2026-02-01
    facts: {procurement: {}, operator: {role: tenderer}}
    expect: {tier: %s}
"""


def test_a_policy_of_ones_own_extends_the_shipped_tiers_and_brings_its_cases(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "cases").mkdir(parents=True)
    (folder / "pack.yaml").write_text(OWN, encoding="utf-8")
    (folder / "cases" / "own.yaml").write_text(OWN_CASES % "medium", encoding="utf-8")
    own = ("--policies-in", str(tmp_path))
    done = tenderlaw("check", *ASKED[:3], "--policy", "own", "--full", *own)
    assert "  [clause] remedies-ladder (our rule 1; voluntary)" in done.stdout
    assert tenderlaw("packs", "test", "own", *own).returncode == 0
    (folder / "cases" / "own.yaml").write_text(OWN_CASES % "low", encoding="utf-8")
    failed = tenderlaw("packs", "test", "own", *own)
    assert failed.returncode == 6
    assert "  FAILED one: tier: expected low, found medium (5 points)" in failed.stdout
    (folder / "cases" / "own.yaml").unlink()
    bare = tenderlaw("packs", "test", "own", *own)
    assert bare.returncode == 6
    assert "  FAILED clause remedies-ladder: no case reaches it" in bare.stdout
