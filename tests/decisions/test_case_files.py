"""Files of worked cases: what is common to several is said once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import run_worked_cases
from tenderlaw.packs.load import load_pack
from tenderlaw.sources.faults import PackInvalidError

TINY = Path(__file__).resolve().parents[1] / "packs" / "fixtures" / "tiny"
CASES = """
given:
  procurement: {call_sent_on: 2021-01-01, estimated_value_excluding_vat: {amount: 2000, currency: EUR}}
  operator: {role: tenderer, convictions: [], linked_persons: [], misconduct: [], tax_breaches: [], insolvency: []}
  entities: []
cases:
  - id: bought
    title: t
    cite: art. 1
    as_of: 2025-06-01
    facts: {procurement: {authority: {kind: central}}}
    each: EACH
    expect: {outcome: not_excluded, clauses: {labour-standards: not_prescribed}}
"""


def run(tmp_path: Path, each: str, procurement: str = "authority: {kind: central}") -> dict[str, tuple[str, ...]]:
    """What differs, by the id of each case."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / "all.yaml").write_text(
        CASES.replace("EACH", each).replace("authority: {kind: central}", procurement), "utf-8"
    )
    return {one.case.id: one.differences for one in run_worked_cases(Regime.of(load_pack(folder)))}


def test_a_case_stands_once_for_each_answer_of_a_fact(tmp_path: Path) -> None:
    found = run(tmp_path, "{procurement.contract_kind: [supplies, works]}")
    assert found["bought: supplies"] == ()
    assert found["bought: works"] == ("clause labour-standards: expected not_prescribed, found prescribed",)
    assert set(found) == {"bought: supplies", "bought: works"}


def test_an_answer_may_be_a_list_of_words(tmp_path: Path) -> None:
    assert set(run(tmp_path, '{procurement.cpv_codes: [["03", "45"], ["45"]]}')) == {"bought: 03 45", "bought: 45"}


def test_an_answer_may_be_one_of_an_entry(tmp_path: Path) -> None:
    lots = "lots: [{id: A}, {id: B, contract_kind: works}], lot: A, authority: {kind: central}"
    found = run(tmp_path, """{"procurement.lots[0].contract_kind": [works, supplies]}""", lots)
    assert set(found) == {"bought: works", "bought: supplies"}


@pytest.mark.parametrize("each", ["{}", "{procurement.contract_kind: [works], procurement.stage: [awarded]}"])
def test_it_stands_for_answers_of_one_fact(tmp_path: Path, each: str) -> None:
    with pytest.raises(PackInvalidError, match=r"all.yaml:12:11: cases\[0\].each: `each` is said of one fact"):
        run(tmp_path, each)
