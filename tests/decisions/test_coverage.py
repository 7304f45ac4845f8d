"""What worked cases cover: grounds, branches of their conditions, and twins that differ by one fact."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tenderlaw.decisions.coverage import coverage_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.load import load_pack

TINY = Path(__file__).resolve().parents[1] / "packs" / "fixtures" / "tiny"

CASES = """
given:
  procurement: {call_sent_on: 2021-01-01, estimated_value_excluding_vat: {amount: 2000, currency: EUR}}
  operator: {role: tenderer, convictions: [], linked_persons: [], misconduct: [], tax_breaches: [], insolvency: []}
  entities: []
cases:
  - id: convicted
    title: A conviction
    cite: art. 8(1)(b)
    as_of: 2025-06-01
    facts:
      operator:
        convictions:
          - {offence: %s, final: true, final_on: 2024-01-01, judgment_sets_exclusion: false,
             self_cleaning: {claimed: false}}
    expect: {outcome: %s}
"""


def covered(tmp_path: Path, *cases: str) -> dict[str, object]:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "cases").mkdir(exist_ok=True)
    for file in (folder / "cases").glob("*.yaml"):
        file.unlink()
    for number, case in enumerate(cases):
        text = case.replace("id: convicted", f"id: case-{number}")
        (folder / "cases" / f"{number}.yaml").write_text(text, encoding="utf-8")
    found = coverage_of(Regime.of(load_pack(folder)))
    return {"gaps": found.gaps, "grounds": {ground.ground: ground for ground in found.grounds}, "cases": found.cases}


def test_a_ground_without_a_case_is_a_gap(tmp_path: Path) -> None:
    found = covered(tmp_path)
    grounds = found["grounds"]
    assert isinstance(grounds, dict)
    gaps = [*(f"{ground}: no case has it" for ground in grounds), "clause labour-standards: no case reaches it"]
    assert found["gaps"] == tuple(gaps)


def test_a_ground_needs_a_twin_that_lacks_it_by_one_fact(tmp_path: Path) -> None:
    name = next(ground.id for ground in load_pack(TINY).pack.grounds if "trafficking" in str(ground.when))
    has = CASES % ("trafficking", "must_exclude")
    alone = covered(tmp_path / "alone", has)
    assert f"{name}: no case lacks it by a single fact" in alone["gaps"]  # type: ignore[operator]
    both = covered(tmp_path / "both", has, CASES % ("other", "not_excluded"))
    ground = both["grounds"][name]  # type: ignore[index]
    assert ground.twins == ("case-0", "case-1")
    assert ground.cases == ("case-0",)


def test_a_branch_names_the_cases_that_take_it(tmp_path: Path) -> None:
    name = next(ground.id for ground in load_pack(TINY).pack.grounds if "trafficking" in str(ground.when))
    found = covered(tmp_path, CASES % ("trafficking", "must_exclude"))
    ground = found["grounds"][name]  # type: ignore[index]
    assert any(cases == ("case-0",) for _, cases in ground.branches)


OPEN = """
grounds:
  - {id: %s, title: T, cite: art. 9, statement: did, obligation: mandatory, effect: must_exclude,
     when: {any: [{evidence_verified: false}%s]}}
"""


def test_no_case_can_take_a_branch_that_rests_on_what_the_text_leaves_open(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "tiny")
    (tmp_path / "tiny" / "one.yaml").write_text(OPEN % ("one", ""), "utf-8")
    (tmp_path / "tiny" / "two.yaml").write_text(
        OPEN % ("two", ", {role: tenderer, unsettled: whether it counts}"), "utf-8"
    )
    found = coverage_of(Regime.of(load_pack(tmp_path / "tiny")))
    branches = {ground.ground: len(ground.branches) for ground in found.grounds}
    assert branches["one"] == branches["two"] == 1


@pytest.mark.parametrize(
    ("rule", "expected", "fails"),
    [
        ("when: {evidence_verified: true}", "prescribed", False),
        ("when: {evidence_verified: true}", "[]", False),
        ("when: {evidence_verified: true}", "[alone]", True),
        ("when: {evidence_verified: true}, alternates: {alone: {tenders_alone: true}}", "[alone]", False),
        ("when: {evidence_verified: true}, alternates: {alone: {tenders_alone: true}}", "prescribed", False),
        ("when: {evidence_verified: true}, alternates: {alone: {tenders_alone: true}}", "[]", True),
        ("when: {evidence_verified: false}, alternates: {alone: {tenders_alone: true}}", "not_prescribed", False),
        ("when: {evidence_verified: false}, alternates: {alone: {tenders_alone: true}}", "[alone]", True),
    ],
)
def test_an_expected_clause_is_prescribed_with_exactly_the_alternates_named(
    tmp_path: Path, rule: str, expected: str, *, fails: bool
) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "clauses.yaml").write_text(
        f"clauses: [{{clause: asked, cite: art. 9, obligation: mandatory, {rule}}}]", encoding="utf-8"
    )
    (folder / "cases").mkdir(exist_ok=True)
    case = CASES % ("other", f"not_excluded, clauses: {{asked: {expected}}}")
    case = case.replace("insolvency: []", "insolvency: [], evidence_verified: true, tenders_alone: true")
    (folder / "cases" / "one.yaml").write_text(case, encoding="utf-8")
    failures = coverage_of(Regime.of(load_pack(folder))).failures
    assert [failure for failure in failures if "clause asked" in failure] == list(failures)
    assert bool(failures) is fails
