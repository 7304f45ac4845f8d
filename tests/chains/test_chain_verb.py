"""`tenderlaw chain`: risk on the entry's own facts, lists at every tier, files in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from tenderlaw.chains import SupplyChain, supply_chain
from tenderlaw.chains.model import NodeRisk
from tenderlaw.chains.schema import chain_schema
from tenderlaw.cli.app import app
from tenderlaw.decisions.cases import load_case
from tenderlaw.sources.faults import InputInvalidError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "supply-chain"
CASE = str(EXAMPLE / "case.yaml")
GOODS = (
    "good,sector,country,region,child_labor,forced_labor,forced_child_labor,derived_labor_exploitation,derived_country\n"
    "Garments,Made,Bangladesh,Asia,Yes,No,No,No,No\n"
)


def found(**more: Any) -> SupplyChain:
    return supply_chain(load_case(EXAMPLE / "case.yaml"), policies=["baseline"], **more)


def risk(of: SupplyChain, name: str) -> NodeRisk:
    (node,) = [one.id for one in of.nodes if one.label == name]
    (one,) = [one for one in of.risks if one.node == node]
    return one


def test_a_tier_rests_on_the_facts_of_the_entry_and_says_which() -> None:
    spinning = risk(found(), "Example Spinning")
    assert (spinning.tier, len(spinning.raised)) == ("high", 1)
    (location,) = [one for one in spinning.factors if one.factor == "location"]
    assert location.on == ("procurement.goods[1].listed_for_country",)
    # the contract buys cotton from TM: what is said of it says nothing of a garment from elsewhere
    assert risk(found(), "Example Stitching Ltd").tier == "medium"
    assert all(one.unknown for one in spinning.factors if one.factor in ("industry", "workforce", "context"))


def test_a_list_of_goods_is_asked_for_each_entry(tmp_path: Path) -> None:
    (tmp_path / "goods.csv").write_text(GOODS, encoding="utf-8")
    asked = found(goods_list=tmp_path / "goods.csv")
    stitching = {one.path: one.source for one in risk(asked, "Example Stitching Ltd").asked}
    assert stitching["procurement.goods[0].listed_for_country"] == "the list of goods"
    before, after = risk(found(), "Example Stitching Ltd"), risk(asked, "Example Stitching Ltd")
    assert any("--goods-list" in one for one in before.missing)
    assert not any("--goods-list" in one for one in after.missing)
    assert after.score * before.most >= before.score * after.most


def test_a_list_is_about_an_entry_by_number_and_a_reason_to_look_by_name() -> None:
    hits = found(lists=[EXAMPLE / "entities.ftm.json"]).hits
    named = {node.id: node.label for node in found().nodes}
    assert {(named[hit.node], hit.matched_by) for hit in hits if hit.entry} == {
        ("Example Couriers AB", "identifier"),
        ("Example Couriers Aktiebolag", "identifier"),
        ("Example Spinning", "name"),
    }
    assert {named.get(hit.node, hit.node) for hit in hits if not hit.entry} == {
        "bidder", "Example Stitching Ltd", "Example Weavers", "Example Spinning",
    }  # fmt: skip


def test_an_entity_with_the_same_number_brings_its_facts_along() -> None:
    case = load_case(EXAMPLE / "case.yaml").model_dump(mode="json", exclude_none=True)
    conviction = {"offence": "trafficking-in-human-beings", "final_on": "2001-01-01"}
    entity: dict[str, Any] = {"role": "subcontractor", "name": "Example Couriers AB", "country": "SE"}
    entity |= {"identifiers": [{"scheme": "national-register", "value": "5599991238"}], "convictions": [conviction]}
    asked = supply_chain({**case, "entities": [entity]}, policies=["baseline"])
    couriers = risk(asked, "Example Couriers AB")
    assert (couriers.tier, len(couriers.raised)) == ("high", 1)
    assert "entities[0]" in {one.source for one in couriers.asked}
    assert risk(asked, "Example Stitching Ltd").tier == "medium"


def test_what_is_written_is_as_its_schema_says() -> None:
    whole = found(lists=[EXAMPLE / "entities.ftm.json"])
    jsonschema.validate({"id": whole.id, **whole.data()}, chain_schema())
    again = supply_chain(whole.facts, policies=["baseline"], lists=[EXAMPLE / "entities.ftm.json"])
    assert again.data() == whole.data()


def test_the_record_is_shown_with_the_site_or_the_undertaking_that_it_names() -> None:
    entries = [
        {"name": "Acorn", "site": "Unit 4", "country": "BD"},
        {"name": "Beech", "site": "unit  4", "country": "SE"},
    ]
    operator = {"role": "tenderer", "name": "Bidder", "subcontractors": entries}
    operator |= {"audit_reports": [{"site": "Unit 4", "country": "BD", "audited_on": "2025-06-01"}, {"site": "Unit 7"}]}
    operator |= {"incidents": [{"at": "BEECH", "site": "Unit 4"}, {"at": "Bidder"}]}
    whole = supply_chain({"procurement": {}, "operator": operator})
    assert [(one.node, one.list, one.path) for one in whole.mentions] == [
        ("n1", "audit_reports", "operator.audit_reports[0].site"),
        (None, "audit_reports", "operator.audit_reports[1].site"),
        ("n1", "incidents", "operator.incidents[0].site"),
        ("n2", "incidents", "operator.incidents[0].site"),
    ]


def test_without_a_policy_no_day_is_needed() -> None:
    assert supply_chain({"procurement": {}, "operator": {"role": "tenderer"}}).as_of is None
    with pytest.raises(InputInvalidError, match="no as-of date"):
        supply_chain({"procurement": {}, "operator": {"role": "tenderer"}}, policies=["baseline"])


def test_the_verb_writes_what_it_is_asked_for_and_reads_it_again(tmp_path: Path) -> None:
    out = {name: tmp_path / name for name in ("c.json", "c.csv", "c.svg")}
    words = ["chain", CASE, "--to", f"ocds:{out['c.json']}", "--to", f"open-supply-hub:{out['c.csv']}"]
    done = CliRunner().invoke(app, [*words, "--svg", str(out["c.svg"])])
    assert done.exit_code == 0, done.output
    assert "who engages it is not in it: of 5 of 5" in done.stderr
    assert out["c.svg"].read_bytes().startswith(b"<?xml")
    bare = tmp_path / "bare.yaml"
    bare.write_text("procurement: {}\noperator: {role: tenderer, name: Example Workwear AB}\n", encoding="utf-8")
    whole = tmp_path / "whole.yaml"
    words = ["chain", str(bare), "--from", f"ocds:{out['c.json']}", "--to", f"case:{whole}", "--json"]
    again = CliRunner().invoke(app, words)
    assert again.exit_code == 0, again.output
    read = json.loads(again.stdout)
    own = json.loads(CliRunner().invoke(app, ["chain", CASE, "--json"]).stdout)
    assert [one["entry"] for one in read["nodes"]] == [one["entry"] for one in own["nodes"]]
    assert read["complete"] == "no"
    assert json.loads(CliRunner().invoke(app, ["chain", str(whole), "--json"]).stdout) == read


@pytest.mark.parametrize("language", ["de", "fr", "es", "nl"])
def test_what_is_open_is_said_in_the_language(language: str) -> None:
    def told(*more: str) -> list[str]:
        lines = CliRunner().invoke(app, ["chain", CASE, *more]).stdout.splitlines()
        return [line for line in lines if line.startswith("  [")]

    said = told("--language", language)
    assert len(said) == len(told())
    assert not set(said) & set(told())


def test_a_file_is_not_written_over_what_is_read_and_a_format_is_named() -> None:
    assert CliRunner().invoke(app, ["chain", CASE, "--to", "gexf:a"]).exit_code == 2
    done = CliRunner().invoke(app, ["chain", CASE, "--svg", CASE])
    assert isinstance(done.exception, InputInvalidError)
